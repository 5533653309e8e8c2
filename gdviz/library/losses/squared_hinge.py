"""Squared hinge loss."""

from gdviz.engine import Loss

ENTRY = Loss(
    name="Squared hinge", family="Two classes", authors="Chang et al.", year=2008,
    text="max(0, 1 - y*z)^2",
    task="binary", labels=(-1.0, 1.0),
    note="The hinge without its kink: the gradient is continuous, the curvature jumps at the margin.",
    reference="Chang, Hsieh & Lin (2008), Coordinate descent method for large-scale L2-loss linear SVM, JMLR "
              "9, 1369-1398",
)
