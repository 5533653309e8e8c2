"""Uneven rings around five centres."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Langermann", family="Many minima", authors="Langermann", year=1996,
    text="""
        d1 = (x - 3)^2 + (y - 5)^2
        d2 = (x - 5)^2 + (y - 2)^2
        d3 = (x - 2)^2 + (y - 1)^2
        d4 = (x - 1)^2 + (y - 4)^2
        d5 = (x - 7)^2 + (y - 9)^2
        s = exp(-d1/pi)*cos(pi*d1) + 2exp(-d2/pi)*cos(pi*d2) + 5exp(-d3/pi)*cos(pi*d3)
        s + 2exp(-d4/pi)*cos(pi*d4) + 3exp(-d5/pi)*cos(pi*d5)
    """,
    domain=((0, 10), (0, 10)), start=(4.2, 3.4),
    minima=[(2.7934022086450367, 1.5972325013283601)], minimum=-4.155809291847785,
    note=(
        "Damped rings that overlap: minima without any pattern, and a plain on the right where "
        "nothing pulls. (The often quoted -5.1621 belongs to the negated form.)"
    ),
    reference=(
        "Bersini, Dorigo, Langerman, Seront and Gambardella (1996), Results of the first "
        "international contest on evolutionary optimisation, IEEE CEC, 611-615"
    ),
)
