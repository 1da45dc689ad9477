"""A language model as helper: it points at words, and this program decides what they say and whether to take it."""
