"""A tiny ratings table, factorised."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Recommender", family="Models",
    text="""
        param film_a = 4 from 1 to 5    # its rating
        param film_b = 2 from 1 to 5    # its rating
        (film_a - x)^2 + (film_b - xy)^2
    """,
    domain=((-2, 6), (-3, 5.5)), start=(-1, -1.5),
    minima=[("film_a", "film_b/film_a")], minimum=0,
    note=(
        "A rating is a viewer's taste times a film's quality. One viewer rated films A and B; only "
        "products count, so A has the quality 1: x is the taste, y the quality of B. Whoever has not seen B, "
        "but has a taste of 2, is predicted to rate it 2y. Beside the one minimum a valley leads away "
        "without end: with a taste near 0, an ever larger quality explains the rating of B, and never that of A."
    ),
    reference=(
        "Koren, Bell and Volinsky (2009), Matrix factorization techniques for recommender systems, Computer "
        "42(8), 30-37"
    ),
    levels="log",
)
