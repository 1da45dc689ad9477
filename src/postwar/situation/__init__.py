"""The situation: what the claims known on a day say of a day, line by line, each line with its claims."""
