"""A slope with bumps that momentum rolls over."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Washboard", family="Many minima",
    text="""
        param bump = 0.4 from 0 to 1    # height of the bumps
        0.1x^2 + 0.5y^2 + bump*sin(2x)^2
    """,
    domain=((-6, 6), (-3, 3)), start=(-5.3, 2),
    minima=[(0, 0)], minimum=0,
    note=(
        "Bumps across a gentle slope: plain descent stops before the first one, momentum brings "
        "enough speed to roll over them."
    ),
    reference="A teaching surface of gdviz, after Polyak's heavy ball (1964)",
)
