"""The hundred-digit challenge."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Trefethen", family="Many minima", authors="Trefethen", year=2002,
    text="exp(sin(50x)) + sin(60*exp(y)) + sin(70sin(x)) + sin(sin(80y)) - sin(10(x + y)) + (x^2 + y^2)/4",
    domain=((-1, 1), (-1, 1)), start=(-0.62, 0.44),
    minima=[(-0.024403079694375173, 0.21061242715535577)], minimum=-3.306868647475237,
    note=(
        "Hundreds of local minima in this small window: problem 4 of the challenge asked for ten "
        "correct digits of the lowest."
    ),
    reference="Trefethen (2002), A hundred-dollar, hundred-digit challenge, SIAM News 35(1)",
)
