"""Learning rates: sweeps over them, what they say, and how a rate is taken from them."""
