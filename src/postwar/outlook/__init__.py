"""The outlook: from an ensemble of courses to probabilities, intervals and what is left out."""
