"""A fair comparison: tuned by the same budget, run from the same starts, with equal evaluations."""
