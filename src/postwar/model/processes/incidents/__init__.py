"""Incidents and those killed in them."""
