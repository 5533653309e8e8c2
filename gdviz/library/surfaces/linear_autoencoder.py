"""The loss of a linear autoencoder with one hidden unit."""

from gdviz.engine import Cloud, Surface

ENTRY = Surface(
    name="Linear autoencoder", family="Models",
    text="""
        param major = 2 from 1.2 to 3      # variance along the cloud
        param minor = 0.5 from 0.05 to 1   # variance across it
        param angle = 30 from 0 to 180     # of the cloud, in degrees
        t = angle*pi/180
        along = x*cos(t) + y*sin(t)
        across = y*cos(t) - x*sin(t)
        kept = major*along^2 + minor*across^2
        major + minor - 2*kept + (x^2 + y^2)*kept
    """,
    domain=((-1.8, 1.8), (-1.8, 1.8)), start=(-0.3, 0.6),
    minima=[("cos(angle*pi/180)", "sin(angle*pi/180)"), ("-cos(angle*pi/180)", "-sin(angle*pi/180)")],
    minimum="minor",
    meaning=Cloud(
        title="Data and weights",
        code="x*p + y*q",
        image=("x*z", "y*z"),
        segment="residual",
        share="(p - x*z)^2 + (q - y*z)^2", total="Mean squared residual",
        told=(("variance kept", "1 - f/(major + minor)"),),
    ),
    note=(
        "Two numbers are squeezed into one and unfolded again, with the same weights w = (x, y): the mean "
        "squared difference of a point and w (w . point). The best w is the first principal component, of "
        "length 1, and what is lost is the variance across it. The second component is a saddle, 0 a maximum."
    ),
    reference=(
        "Baldi and Hornik (1989), Neural networks and principal component analysis: learning from examples "
        "without local minima, Neural Networks 2(1), 53-58"
    ),
    levels="log",
)
