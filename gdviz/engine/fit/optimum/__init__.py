"""The minimiser of a loss over data, found and checked, or why there is none."""
