"""Proximal gradient descent."""

from gdviz.engine import Rule

ENTRY = Rule(
    name="ISTA (proximal step)", family="Proximal", authors="Daubechies et al.", year=2004,
    text="""
        slope = smooth(theta)
        ahead = theta - lr*slope
        theta = prox(ahead, lr)
    """,
    unit="1/curvature",
    note="A gradient step on the loss without its penalty, then the penalty's proximal step: under L1 (soft "
         "thresholding) weights become exactly 0. Without a penalty, and on surfaces, it is gradient "
         "descent.",
    reference="Daubechies, Defrise & De Mol (2004), Comm. Pure Appl. Math. 57, 1413-1457; Beck & Teboulle "
              "(2009), eq. 3.1",
)
