"""The tab Share: the link, the file, the code."""
