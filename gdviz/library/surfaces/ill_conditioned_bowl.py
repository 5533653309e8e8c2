"""An elongated, rotated quadratic bowl."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Ill-conditioned bowl", family="Bowls",
    text="""
        param condition = 30 from 1 to 1000 log    # ratio of the largest to the smallest curvature
        param angle = 20 from 0 to 180             # degrees by which the long axis is turned
        phi = angle*pi/180
        u = x*cos(phi) + y*sin(phi)
        v = y*cos(phi) - x*sin(phi)
        (u^2 + condition*v^2)/2
    """,
    domain=((-4, 4), (-4, 4)), start=(-3.2, 1.6),
    minima=[(0, 0)], minimum=0,
    note=(
        "The largest curvature limits the rate (2/condition), the smallest one decides how long it "
        "takes. Turn the angle to 0 and the methods with one rate per coordinate win; turn it to 45 "
        "and they lose."
    ),
    reference="Goh (2017), Why Momentum Really Works, Distill",
    levels="log",
)
