"""The reliability chart."""
