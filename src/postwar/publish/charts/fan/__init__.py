"""The fan chart."""
