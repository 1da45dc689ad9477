"""Displaced people come back to the region."""
