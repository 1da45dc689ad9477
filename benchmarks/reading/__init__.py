"""How well the reader reads, beside published sets: one module a set, one table (``python -m benchmarks.reading``)."""
