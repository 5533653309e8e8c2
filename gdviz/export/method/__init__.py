"""How the methods are written: rules, schedules, what a rule sees, SciPy's minimisers."""
