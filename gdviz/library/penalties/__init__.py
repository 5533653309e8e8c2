"""Penalties, one module each."""
