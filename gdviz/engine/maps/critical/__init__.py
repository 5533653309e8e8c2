"""The critical points of an objective: searched for from many starts, checked, classified."""
