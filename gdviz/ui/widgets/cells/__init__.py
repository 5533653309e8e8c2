"""A map of cells on a page, whose every cell can be pointed at."""
