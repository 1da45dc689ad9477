"""Dwellings are built from budgets."""
