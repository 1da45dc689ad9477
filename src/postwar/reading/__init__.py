"""Reading: a report becomes claims and problems. See docs/reading.md."""
