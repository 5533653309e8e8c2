"""Accelerated proximal gradient descent."""

from gdviz.engine import Rule

ENTRY = Rule(
    name="FISTA", family="Proximal", authors="Beck & Teboulle", year=2009,
    text="""
        state q = 1
        state y = theta
        x = prox(y - lr*smooth(y), lr)
        q_next = (1 + sqrt(1 + 4*q^2))/2
        y = x + (q - 1)/q_next*(x - theta)
        q = q_next
        theta = x
    """,
    unit="1/curvature",
    note="ISTA with Nesterov's extrapolation: the proximal step is taken from a point ahead. The paper's t "
         "is called q here, since t is the step number.",
    reference="Beck & Teboulle (2009), A fast iterative shrinkage-thresholding algorithm, SIAM J. Imaging "
              "Sci. 2(1), eq. 4.1-4.3",
)
