"""The kinds of problem that are descended: a folder each, found by the `PROBLEM` that it holds."""
