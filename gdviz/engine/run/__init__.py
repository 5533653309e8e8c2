"""Runs: one descent step by step, or many at once."""
