"""Places pass from one holder to another by the accord."""
