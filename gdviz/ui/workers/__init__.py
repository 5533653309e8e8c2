"""Long computations, in other processes and in pieces. Nothing is imported here: a child begins with it."""
