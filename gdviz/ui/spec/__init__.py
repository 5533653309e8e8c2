"""The whole choice of a page as plain values, and what each is called in links, controls and captions."""
