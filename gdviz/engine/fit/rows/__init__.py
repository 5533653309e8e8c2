"""What all losses over rows of data share, whatever model makes their scores."""
