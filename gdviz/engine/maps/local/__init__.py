"""What the curvature says at single points and along a run."""
