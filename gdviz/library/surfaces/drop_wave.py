"""Rings on water."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Drop-wave", family="Many minima",
    text="""
        param k = 12 from 2 to 20    # frequency of the rings
        r = sqrt(x^2 + y^2)
        -(1 + cos(k*r))/(0.5r^2 + 2)
    """,
    domain=((-5.12, 5.12), (-5.12, 5.12)), start=(-2.2, 1.3),
    minima=[(0, 0)], minimum=-1,
    note=(
        "Circular trenches around the minimum: descent falls into the nearest ring and stays there, "
        "although the centre is in sight."
    ),
    reference="Molga and Smutnicki (2005), Test functions for optimization needs",
)
