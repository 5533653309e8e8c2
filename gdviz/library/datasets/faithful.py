"""Old Faithful's eruptions."""

from pathlib import Path

from gdviz.engine import Dataset

ENTRY = Dataset(
    name="Old Faithful", family="Real",
    file=Path(__file__).with_name("data") / "faithful.csv",
    authors="Haerdle",
    year=1991,
    features=("eruptions",),
    target="waiting",
    licence="The numbers are facts in the public domain.",
    note="Minutes that an eruption lasts and minutes until the next one of Yellowstone's geyser: two "
         "clusters, one line.",
    reference="Haerdle (1991), Smoothing Techniques with Implementation in S, Springer",
)
