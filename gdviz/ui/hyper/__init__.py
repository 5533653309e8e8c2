"""The Learning rates page: what stands beside its race."""
