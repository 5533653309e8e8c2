"""He normal."""

from gdviz.engine import Initialisation

ENTRY = Initialisation(
    name="He", family="Scaled to the layer", authors="He et al.", year=2015,
    text="sqrt(2/fan_in)",
    note="For ReLU: half of its sums are cut off, so the weights have twice the variance. torch: "
         "kaiming_normal_.",
    reference="He, Zhang, Ren & Sun (2015), Delving deep into rectifiers, ICCV, arXiv:1502.01852",
)
