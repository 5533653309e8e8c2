"""Figures beside what they are compared with. Not tests: nothing here passes or fails."""
