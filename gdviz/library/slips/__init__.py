"""Slips that are often published: a module each, whose functions are shown as they stand and run."""
