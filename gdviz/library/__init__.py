"""The content, as data: one module is one entry. `registry` finds them."""
