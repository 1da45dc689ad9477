"""What keeps a corridor open, and what shuts it."""
