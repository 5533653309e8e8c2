"""What is computed along the runs of a scene besides what every run has."""
