"""Newton's method, as it is written: to where the slope vanishes, be it a minimum or not."""

from gdviz.engine import Rule

ENTRY = Rule(
    name="Newton", family="Second order", authors="Newton, Raphson, Simpson", year=1740,
    text="""
        H = hess(theta)
        p = -solve(H, g)
        theta = theta + lr*p
    """,
    unit="none", lr=1.0,
    note="Pure: it goes to where the gradient of the local quadratic model vanishes. Where all curvatures "
         "are positive that is downhill, on a quadratic the minimum in one step; where one is negative it "
         "climbs to saddles, where all are to maxima. A singular Hessian has no solution and ends the run. "
         "With mini-batches the Hessian, too, is that of the batch. lr below 1 is the damped step of some "
         "books. SciPy's Newton-CG and trust-exact keep away from saddles.",
    reference="Simpson (1740), Essays on Several Subjects; this form: Nocedal & Wright (2006), eq. 2.15",
)
