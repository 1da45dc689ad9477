"""The ground floor: the nouns of the house and the pure laws that two stages share.

Everything here is frozen, and nothing here reads a file, formats a page or draws a random number.
"""
