"""Find the bug: programs with a slip, predicted, checked, named, revealed."""
