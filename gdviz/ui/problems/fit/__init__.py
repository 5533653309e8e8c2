"""A loss over data as a problem: choice, link, controls, results."""
