"""The best minimum is far from the second best."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Schwefel", family="Many minima", authors="Schwefel", year=1981,
    text="837.9657745448674 - x*sin(sqrt(abs(x))) - y*sin(sqrt(abs(y)))",
    domain=((-500, 500), (-500, 500)), start=(-150, 300),
    minima=[(420.96874635998205, 420.96874635998205)], minimum=0,
    note=(
        "The deepest well sits in a corner, the next best ones far away from it: following the trend "
        "of the landscape misleads."
    ),
    reference="Schwefel (1981), Numerical Optimization of Computer Models, Wiley",
)
