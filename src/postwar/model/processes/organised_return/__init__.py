"""People long displaced come back under a programme."""
