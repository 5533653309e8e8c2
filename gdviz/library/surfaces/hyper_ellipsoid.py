"""A wide elliptic bowl."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Rotated hyper-ellipsoid", family="Bowls",
    text="x^2 + (x^2 + y^2)",
    domain=((-65.536, 65.536), (-65.536, 65.536)), start=(-50, 55),
    minima=[(0, 0)], minimum=0,
    note=(
        "The same bowl on a domain a hundred units wide: methods whose step is a length (Adam, sign "
        "descent) need a rate of another size, gradient descent does not notice."
    ),
    reference="Molga and Smutnicki (2005), Test functions for optimization needs",
)
