"""The Basins page: which start leads where."""
