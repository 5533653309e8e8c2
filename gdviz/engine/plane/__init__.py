"""Planes in the space of many parameters: which one, and the objective over it."""
