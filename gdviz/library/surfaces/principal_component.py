"""What gradient ascent makes the first principal component of."""

from gdviz.engine import Cloud, Surface

ENTRY = Surface(
    name="Principal component", family="Models",
    text="""
        param major = 2 from 1.2 to 3      # variance along the cloud
        param minor = 0.5 from 0.05 to 1   # variance across it
        param angle = 30 from 0 to 180     # of the cloud, in degrees
        t = angle*pi/180
        along = x*cos(t) + y*sin(t)
        across = y*cos(t) - x*sin(t)
        answers = major*along^2 + minor*across^2
        answers/2 - (x^2 + y^2)^2/4
    """,
    domain=((-2.2, 2.2), (-2.2, 2.2)), start=(-0.3, 0.6),
    meaning=Cloud(
        title="Data and weights",
        code="x*p + y*q",  # the neuron's answer
        image=("x*z/(x^2 + y^2)", "y*z/(x^2 + y^2)"),
        segment="projection onto w",
        share="z^2/2 - (x^2 + y^2)^2/4", total="f, the mean over the points",
        told=(("variance explained", "answers/((x^2 + y^2)*(major + minor))"),),
    ),
    note=(
        "To be climbed (gradient ascent). (x, y) are the weights w of a neuron that sees a cloud of data: "
        "half of the variance of its answers, less a term that holds the weights. The two summits are plus "
        "and minus the first principal component, as long as the root of its variance; the second component "
        "is a saddle. The gradient is C w - |w|^2 w for the covariance C: Oja's rule with |w|^2 in place of "
        "w C w."
    ),
    reference=(
        "Yuille, Kammen and Cohen (1989), Quadrature and the development of orientation selective cortical "
        "cells by Hebb rules, Biological Cybernetics 61, 183-194; after Oja (1982), Journal of Mathematical "
        "Biology 15, 267-273"
    ),
)
