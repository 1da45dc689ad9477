"""Inputs: bytes from files, folders and addresses, and what it takes to open them safely."""
