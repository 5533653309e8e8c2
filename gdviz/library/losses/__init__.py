"""Pointwise losses, one module each."""
