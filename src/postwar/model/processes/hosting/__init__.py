"""Who is hosted, and what it costs."""
