"""Heights of parents and children."""

from pathlib import Path

from gdviz.engine import Dataset

ENTRY = Dataset(
    name="Galton's heights", family="Real",
    file=Path(__file__).with_name("data") / "galton.csv",
    authors="Galton",
    year=1886,
    features=("parent",),
    target="child",
    licence="The numbers are facts in the public domain.",
    note="Where the word regression comes from: children of tall parents are tall, but less so. In inches; "
         "mean heights of 68 make a narrow ravine of slope and intercept.",
    reference="Galton (1886), Regression towards mediocrity in hereditary stature, J. Anthropological "
              "Institute 15, 246-263",
)
