"""From a choice to a finished race and its scene: each run is made once for all sessions, within bounds."""
