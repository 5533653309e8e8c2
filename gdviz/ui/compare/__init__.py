"""A fair comparison on a page: its fields, its computing in the background, what it says."""
