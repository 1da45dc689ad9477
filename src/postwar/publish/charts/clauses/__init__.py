"""The clauses chart."""
