"""Motor Trend road tests."""

from pathlib import Path

from gdviz.engine import Dataset

ENTRY = Dataset(
    name="Cars (mtcars)", family="Real",
    file=Path(__file__).with_name("data") / "mtcars.csv",
    authors="Henderson & Velleman",
    year=1981,
    features=("wt", "hp"),
    target="mpg",
    scaling="standardise",
    licence="The numbers are facts in the public domain.",
    note="32 cars of 1973-74: miles per gallon, weight in 1000 lb, horsepower and more.",
    reference="Henderson & Velleman (1981), Building multiple regression models interactively, Biometrics "
              "37, 391-411",
)
