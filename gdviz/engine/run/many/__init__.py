"""Many runs at once, of which only the ends are kept."""
