"""Monomolecular adsorption, one of NIST's reference data sets for curve fitting."""

from pathlib import Path

from gdviz.engine import Dataset

ENTRY = Dataset(
    name="Adsorption (NIST Misra1a)", family="Real",
    file=Path(__file__).with_name("data") / "misra1a.csv",
    authors="Misra",
    year=1978,
    features=("pressure",),
    target="volume",
    scaling="standardise",
    model="""
        param b1 = 250 from 100 to 500
        param b2 = 0.0005 from 0.0001 to 0.001
        b1*(1 - exp(-b2*pressure))
    """,
    licence="Public domain: a work of the United States government.",
    note="14 rows that bend: the law of adsorption is b1*(1 - exp(-b2*pressure)), which a line only touches. "
         "Its two parameters are certified to 11 digits, 238.94212918 and 0.00055015643181.",
    reference="NIST Statistical Reference Datasets, nonlinear regression, Misra1a",
)
