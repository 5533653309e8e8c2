"""Loss surfaces of two coordinates, one module each; the slug is the module's name."""
