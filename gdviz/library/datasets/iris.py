"""Fisher's iris."""

from pathlib import Path

from gdviz.engine import Dataset

ENTRY = Dataset(
    name="Iris", family="Real",
    file=Path(__file__).with_name("data") / "iris.csv",
    authors="Fisher",
    year=1936,
    task="classes",
    features=("petal_length", "petal_width"),
    target="species",
    licence="The numbers are facts in the public domain.",
    note="Three species, 50 flowers each, lengths in cm. One species is separable from the others, two "
         "overlap.",
    reference="Fisher (1936), The use of multiple measurements in taxonomic problems, Annals of Eugenics "
              "7(2), 179-188",
)
