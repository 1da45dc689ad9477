"""Land is surveyed and cleared of mines."""
