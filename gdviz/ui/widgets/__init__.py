"""Controls that know nothing of what they choose."""
