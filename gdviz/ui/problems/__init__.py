"""The kinds of problem that are descended, one folder or file each."""
