"""The player in a browser: its files, its place on a page, one HTML file."""
