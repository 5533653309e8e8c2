"""What the hand moves on a data page: points of the data, and a point on the picture of the loss."""
