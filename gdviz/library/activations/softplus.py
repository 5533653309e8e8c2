"""Softplus."""

from gdviz.engine import Activation

ENTRY = Activation(
    name="Softplus", family="Smooth", authors="Dugas et al.", year=2001,
    text="where(z > 0, z + log1p(exp(-z)), log1p(exp(z)))", display="log(1 + exp(z))",
    note="A smooth ReLU, whose slope is the sigmoid. It runs in two branches of which neither overflows.",
    reference="Dugas, Bengio, Belisle, Nadeau & Garcia (2001), Incorporating second-order functional "
              "knowledge for better option pricing, NIPS 13",
)
