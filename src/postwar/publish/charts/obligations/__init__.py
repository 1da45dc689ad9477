"""The obligations chart."""
