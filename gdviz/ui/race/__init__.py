"""What every page of a race shows: scenes, player, controls, results."""
