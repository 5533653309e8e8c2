"""Two crossing trenches on a plain."""

from math import pi

from gdviz.engine import Surface

ENTRY = Surface(
    name="Michalewicz", family="Saddles and plateaus", authors="Michalewicz", year=1992,
    text="-sin(x)*sin(x^2/pi)^20 - sin(y)*sin(2y^2/pi)^20",
    domain=((0, pi), (0, pi)), start=(1.9, 1.8),
    minima=[(2.2029055201726093, "pi/2")], minimum=-1.8013034100985525,
    note=(
        "A flat plain with narrow trenches: without gradient there is no way to the trench, and in "
        "the trench the way along it is nearly flat again."
    ),
    reference="Michalewicz (1992), Genetic Algorithms + Data Structures = Evolution Programs, Springer",
)
