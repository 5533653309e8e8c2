"""What the player draws, as plain data packed into bytes."""
