"""A bowl covered with fine ripples."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Noisy bowl", family="Many minima",
    text="""
        param amplitude = 0.3 from 0 to 2    # height of the ripples
        param k = 8 from 2 to 20             # ripples per length
        (x^2 + y^2)/2 + amplitude*(sin(k*x)^2 + sin(k*y)^2)
    """,
    domain=((-4, 4), (-4, 4)), start=(-3.3, 2.1),
    minima=[(0, 0)], minimum=0,
    note=(
        "Seen from afar a bowl, seen by its gradient a washboard: small steps are caught by the first "
        "ripple, large or averaged steps see the bowl."
    ),
    reference=(
        "More and Wild (2009), Benchmarking derivative-free optimization algorithms, SIAM J. Optim. "
        "20(1), 172-191"
    ),
)
