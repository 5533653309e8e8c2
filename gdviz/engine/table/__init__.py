"""Reading a table: encoding, delimiter, cells, columns."""
