"""The days of a displacement compiled with Numba. Import lazily."""
