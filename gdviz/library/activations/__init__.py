"""Activations, one module each."""
