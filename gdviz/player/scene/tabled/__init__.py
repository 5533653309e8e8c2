"""What is sent of models whose scores the browser does not compute: at some iterates, at some places."""
