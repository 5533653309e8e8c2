"""Models that are a formula of the features and of parameters of their own, and their loss over rows."""
