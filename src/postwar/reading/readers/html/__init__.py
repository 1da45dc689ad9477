"""HTML: web pages."""
