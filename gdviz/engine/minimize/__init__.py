"""Runs of SciPy's own minimisers, recorded through their callback."""
