"""Old Faithful's eruptions."""

from pathlib import Path

from gdviz.engine import Dataset

ENTRY = Dataset(
    name="Old Faithful", family="Real",
    file=Path(__file__).with_name("data") / "faithful.csv",
    authors="Azzalini & Bowman",
    year=1990,
    features=("eruptions",),
    target="waiting",
    licence="The numbers are facts in the public domain.",
    note="Minutes that an eruption lasts and minutes until the next one, Yellowstone 1985.",
    reference=(
        "Azzalini & Bowman (1990), A look at some data on the Old Faithful geyser, Applied Statistics 39, 357-365"
    ),
)
