"""Losses over data: what is fitted, and its optimum."""
