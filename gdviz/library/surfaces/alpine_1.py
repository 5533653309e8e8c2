"""Creased mountains with 64 zeros."""

from itertools import product

from gdviz.engine import Surface

# where x = 0 or sin(x) = -0.1
_ZEROS = (
    "-3*pi + asin(0.1)", "-2*pi - asin(0.1)", "-pi + asin(0.1)", "-asin(0.1)", 0,
    "pi + asin(0.1)", "2*pi - asin(0.1)", "3*pi + asin(0.1)",
)

ENTRY = Surface(
    name="Alpine N.1", family="Not smooth",
    text="abs(x*sin(x) + 0.1x) + abs(y*sin(y) + 0.1y)",
    domain=((-10, 10), (-10, 10)), start=(-8.2, 5.1),
    minima=list(product(_ZEROS, _ZEROS)), minimum=0,
    note=(
        "All minima lie on creases: a constant rate jumps across them for ever, a decaying one comes "
        "to rest."
    ),
    reference=(
        "Rahnamayan, Tizhoosh and Salama (2007), Computers and Mathematics with Applications 53(10), "
        "1605-1614"
    ),
)
