"""A tiny ratings table, factorised."""

from gdviz.engine import FactorTable, Surface

RATINGS = FactorTable(
    title="Ratings", entry="rating", factors=("taste", "quality"),
    rows=(("Ann", "x"), ("Ben", "ben"), ("Cem", "cem")),
    columns=(("A", "1"), ("B", "y"), ("C", "film_c")),
    known=(("film_a", "film_b", ""), ("2", "", ""), ("5", "", "4")),
)

ENTRY = Surface(
    name="Recommender", family="Models",
    text=f"""
        param film_a = 4 from 1 to 5      # Ann's rating of film A
        param film_b = 2 from 1 to 5      # Ann's rating of film B
        param ben = 2 from 0 to 5         # Ben's taste, which is held
        param cem = 5 from 0 to 5         # Cem's taste, which is held
        param film_c = 0.8 from 0 to 2    # quality of film C, which is held
        {RATINGS.loss}
    """,
    domain=((-2, 6), (-3, 5.5)), start=(-1, -1.5),
    minima=[("film_a", "film_b/film_a")], minimum="(2 - ben)^2 + (5 - cem)^2 + (4 - cem*film_c)^2",
    meaning=RATINGS,
    note=(
        "A rating is a viewer's taste times a film's quality. Three viewers have rated some of three films; "
        "only products count, so film A has the quality 1. x is Ann's taste, y the quality of film B; what is "
        "known of the others is held. The products also fill the gaps: they are what is recommended. Beside "
        "the one minimum a valley leads away without end: with a taste near 0, an ever larger quality "
        "explains Ann's rating of B, and never that of A."
    ),
    reference=(
        "Koren, Bell and Volinsky (2009), Matrix factorization techniques for recommender systems, Computer "
        "42(8), 30-37"
    ),
    levels="log",
)
