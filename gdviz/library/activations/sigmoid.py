"""Logistic sigmoid."""

from gdviz.engine import Activation

ENTRY = Activation(
    name="Sigmoid", family="Bounded", authors="Rumelhart, Hinton & Williams", year=1986,
    text="(1 + tanh(z/2))/2", display="1/(1 + exp(-z))",
    note="From 0 to 1. Its slope is at most 1/4, so a gradient shrinks in every layer: deep sigmoid networks "
         "hardly learn. It runs as (1 + tanh(z/2))/2, the same number, since that never overflows.",
    reference="Rumelhart, Hinton & Williams (1986), Learning representations by back-propagating errors, "
              "Nature 323, 533-536",
)
