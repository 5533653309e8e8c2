"""The kinds of problem that are descended: one file or folder each, found by module. It holds its `PROBLEM`."""
