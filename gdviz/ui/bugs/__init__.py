"""The Find the bug page: programs with a slip. One predicts what they do, checks them and names the slip."""
