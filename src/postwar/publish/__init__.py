"""The brief: what the books, the situation and the outlook say, in plain words, every figure opening to its source."""
