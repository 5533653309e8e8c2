"""The formula language: text -> checked tree -> NumPy function, derivatives, LaTeX and MathML."""

from gdviz.formula.bound import bound
from gdviz.formula.compile.emitter import Emitter, Line, Value
from gdviz.formula.compile.function import compile_function, compile_source
from gdviz.formula.compile.in_place import InPlace, compile_in_place
from gdviz.formula.compile.numbers import InNumbers, coordinates, lines_in_numbers
from gdviz.formula.compile.python import PythonWriter
from gdviz.formula.derive import derivative
from gdviz.formula.functions import CONSTANTS, ELEMENTWISE, FUNCTIONS, ORACLE, RULE_FUNCTIONS, SEARCHES
from gdviz.formula.notation import number_text, symbol
from gdviz.formula.numeric import total
from gdviz.formula.program import (
    Equation,
    Hint,
    Language,
    Param,
    Program,
    cached_per_pair,
    cached_per_program,
    hints,
    may_have_kinks,
)
from gdviz.formula.statements import parse_program
from gdviz.formula.tokens import FormulaError, tokenize
from gdviz.formula.tree import (
    MAX_DEPTH,
    MAX_LENGTH,
    MAX_LINES,
    MAX_NODES,
    ONE,
    READABLE,
    Node,
    readable,
    tree_size,
)
from gdviz.formula.typeset import mathml, write, write_number

__all__ = [
    "CONSTANTS",
    "ELEMENTWISE",
    "FUNCTIONS",
    "MAX_DEPTH",
    "MAX_LENGTH",
    "MAX_LINES",
    "MAX_NODES",
    "ONE",
    "ORACLE",
    "READABLE",
    "RULE_FUNCTIONS",
    "SEARCHES",
    "Emitter",
    "Equation",
    "FormulaError",
    "Hint",
    "InNumbers",
    "InPlace",
    "Language",
    "Line",
    "Node",
    "Param",
    "Program",
    "PythonWriter",
    "Value",
    "bound",
    "derivative",
    "compile_function",
    "compile_in_place",
    "compile_source",
    "coordinates",
    "lines_in_numbers",
    "hints",
    "cached_per_pair",
    "cached_per_program",
    "mathml",
    "may_have_kinks",
    "number_text",
    "parse_program",
    "readable",
    "symbol",
    "tokenize",
    "total",
    "tree_size",
    "write",
    "write_number",
]
