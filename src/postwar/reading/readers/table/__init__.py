"""CSV: situation tables."""
