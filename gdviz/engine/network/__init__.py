"""Fully connected networks: forward, backward and Hessian-vector products, written out in NumPy."""
