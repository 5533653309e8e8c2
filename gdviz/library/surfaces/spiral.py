"""Two spiral arms that lead to the centre."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Spiral", family="Valleys",
    text="""
        param twist = 0.5 from 0 to 1    # how fast the arms turn
        q = x^2 + y^2
        s = x*sin(twist*q) + y*cos(twist*q)
        s^2 + 0.1q
    """,
    domain=((-4, 4), (-4, 4)), start=(-2.8, 2.2),
    minima=[(0, 0)], minimum=0,
    note=(
        "The way down goes round and round: no fixed preconditioning of the coordinates helps, and "
        "too much momentum jumps from arm to arm."
    ),
    reference="A teaching surface of gdviz",
)
