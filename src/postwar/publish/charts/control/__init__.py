"""The control chart."""
