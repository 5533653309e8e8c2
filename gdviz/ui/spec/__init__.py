"""The whole choice of a page as plain values, and how each of them is named in links, controls and captions."""
