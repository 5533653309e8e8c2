"""Leaky ReLU."""

from gdviz.engine import Activation

ENTRY = Activation(
    name="Leaky ReLU", family="Piecewise linear", authors="Maas, Hannun & Ng", year=2013,
    text="where(z > 0, z, 0.01*z)",
    note="A slope of 0.01 below 0, torch's default, keeps every unit alive.",
    reference="Maas, Hannun & Ng (2013), Rectifier nonlinearities improve neural network acoustic models, "
              "ICML workshop",
)
