"""What many runs together tell: results that can be drawn."""
