"""Dwellings are lost."""
