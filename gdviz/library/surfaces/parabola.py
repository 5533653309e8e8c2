"""The first picture of every course."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Parabola", family="Curves",
    text="""
        param a = 1 from 0.1 to 5    # half the curvature
        a*x^2
    """,
    names=("x",), domain=((-5, 5),), start=(-4,),
    minima=[(0,)], minimum=0,
    note=(
        "The slope is 2a times the distance, so gradient descent multiplies the distance by 1 - 2a lr "
        "at each step: below lr = 1/(2a) it comes from one side, above from both in turn, and beyond "
        "1/a it runs away."
    ),
    reference=(
        "Cauchy (1847), Méthode générale pour la résolution des systèmes d’équations simultanées, "
        "Comptes Rendus 25, 536-538"
    ),
)
