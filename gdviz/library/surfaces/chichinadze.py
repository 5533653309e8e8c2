"""Waves along one axis only."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Chichinadze", family="Many minima", authors="Chichinadze",
    text="x^2 - 12x + 8sin(5pi*x/2) + 10cos(pi*x/2) + 11 - 0.2*sqrt(5)*exp(-(y - 0.5)^2/2)",
    domain=((-30, 30), (-30, 30)), start=(-8, 2.5),
    minima=[(6.18986658698431, 0.5)], minimum=-42.94438701899097,
    note="A corrugated trough in x and, in y, a dip that can be felt only within two units of its centre.",
    reference=(
        "Jamil and Yang (2013), A literature survey of benchmark functions, Int. J. Math. Modelling "
        "Numer. Optim. 4(2), 150-194"
    ),
)
