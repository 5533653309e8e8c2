"""A bowl with a quartic wall."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Zakharov", family="Bowls",
    text="""
        s = 0.5x + y
        x^2 + y^2 + s^2 + s^4
    """,
    domain=((-5, 10), (-5, 10)), start=(8, 7),
    minima=[(0, 0)], minimum=0,
    note="Gentle near the minimum and steep far out: a rate that is right at the end explodes at the start.",
    reference=(
        "Rahnamayan, Tizhoosh and Salama (2007), Computers and Mathematics with Applications 53(10), "
        "1605-1614"
    ),
    levels="log",
)
