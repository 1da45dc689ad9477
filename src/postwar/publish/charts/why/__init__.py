"""The why chart."""
