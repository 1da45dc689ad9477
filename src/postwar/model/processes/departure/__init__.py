"""People leave before their place changes hands."""
