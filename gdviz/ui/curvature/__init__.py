"""What the Curvature page shows beside its race."""
