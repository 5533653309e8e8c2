"""Learning rates and other hyper-parameters: many runs that differ in them alone."""
