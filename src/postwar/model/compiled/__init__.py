"""The model's kernels compiled with Numba: the same laws and random numbers as the plain engine, faster. Import lazily.

Arguments of kernels carry no annotation: Numba infers their types, and the docstring says what they are.
"""
