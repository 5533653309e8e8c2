"""Anscombe's quartet."""

from pathlib import Path

from gdviz.engine import Dataset

ENTRY = Dataset(
    name="Anscombe's quartet", family="Real",
    file=Path(__file__).with_name("data") / "anscombe.csv",
    authors="Anscombe",
    year=1973,
    features=("x123",),
    target="y1",
    licence="The numbers are facts in the public domain.",
    note="Four pairs with the same least-squares line: y1, y2, y3 over x123 and y4 over x4. Look at the data "
         "before the fit.",
    reference="Anscombe (1973), Graphs in statistical analysis, The American Statistician 27(1), 17-21",
)
