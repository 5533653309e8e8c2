"""What the parameters of a surface mean: a table that is factorised, a cloud of data points."""

from gdviz.engine.meaning.cloud import Cloud
from gdviz.engine.meaning.factor_table import FactorTable
from gdviz.engine.meaning.meaning import Meaning

__all__ = ["Cloud", "FactorTable", "Meaning"]
