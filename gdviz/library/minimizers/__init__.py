"""SciPy's minimisers: each module holds one Minimizer called ENTRY."""
