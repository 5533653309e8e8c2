"""The reference page: a card for each entry of the library."""
