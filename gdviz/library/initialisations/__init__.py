"""Initialisations of weights, one module each."""
