"""The controls of a fit: of its data, and of its model."""
