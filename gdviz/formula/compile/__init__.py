"""A checked program to a NumPy function."""
