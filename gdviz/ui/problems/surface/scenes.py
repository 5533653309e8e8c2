"""Ready-made scenes of the Loss surface page: a sentence, a link, and the sentence as a claim that is tested."""

from __future__ import annotations

import numpy as np

from gdviz.ui.spec.page import Scene

SURFACE = {
    "The first picture: a parabola": Scene(
        "Twice gradient descent on x²: at the rate 0.1 it walks down one side, at 0.9 it jumps to the other side with every "
        "step; either way each step takes a fifth off the distance.",
        "surface=parabola&opt=own,gd&own=%23+The+same,+nine+times+the+rate%0Atheta+%3D+theta+-+lr*g&own.lr=0.9&gd.lr=0.1&steps=25",
        lambda ran: (
            np.allclose(ran["gd"].theta[1:, 0], 0.8 * ran["gd"].theta[:-1, 0])
            and ran["gd"].steps == 25
            and np.allclose(ran["own"].theta[1:, 0], -0.8 * ran["own"].theta[:-1, 0])
            and ran["own"].steps == 25
        ),
    ),
    "Half the limit, and beyond it": Scene(
        "On x² the limit 2/f'' of the rate is 1. Half of it is at the minimum in one step; 1.05 is beyond it and gets a tenth "
        "further out with every step.",
        "surface=parabola&opt=gd,own&own=%23+The+same,+beyond+the+limit%0Atheta+%3D+theta+-+lr*g&gd.lr=0.5&own.lr=1.05&start=-1&steps=16",
        lambda ran: (
            ran["gd"].theta[1, 0] == 0
            and ran["own"].steps == 16
            and 2 / ran.race.objective.hessian((0.0,))[0, 0] == 1
            and np.allclose(ran["own"].theta[1:, 0], -1.1 * ran["own"].theta[:-1, 0])
        ),
    ),
    "A poor well and a deep one": Scene(
        "Plain descent stops in the first well that it comes to; momentum rolls over the hill and ends in the deeper one.",
        "surface=tilted_wells&opt=gd,momentum&steps=200",
        lambda ran: (
            ran["gd"].theta[-1, 0] > 1
            and ran["gd"].loss[-1] > ran["momentum"].loss[-1] + 2
            and abs(ran["gd"].gradient[-1, 0]) < 1e-6
            and ran["momentum"].theta[0, 0] == ran["gd"].theta[0, 0]
            and ran.arrives("momentum")
        ),
    ),
    "Where the slope vanishes": Scene(
        "A saturated neuron: the slope is all but 0, and plain descent at a rate of 1 has hardly moved after 100 steps. Adam "
        "divides by the slope's own size and walks on.",
        "surface=saturated_neuron&opt=gd,adam&gd.lr=1&adam.lr=0.16&steps=100",
        lambda ran: abs(ran["gd"].theta[100, 0] - ran["gd"].theta[0, 0]) < 0.5 and ran.arrives("adam"),
    ),
    "Why momentum helps in a ravine": Scene(
        "Gradient descent crawls along the floor of the ravine; momentum's velocity adds up along it, and Nesterov's looks ahead.",
        "surface=ill_conditioned_bowl&surface.condition=50&opt=gd,momentum,nesterov&steps=120",
        lambda ran: (
            ran.arrives("momentum") and ran.arrives("nesterov") and not ran.arrives("gd", within=0.01)
        ),
    ),
    "Adam and the saddle": Scene(
        "At the saddle the gradient almost vanishes and plain descent lingers; Adam and RMSprop divide by its own size.",
        "surface=strict_saddle&start=1.6,0.0001&opt=gd,momentum,adam,rmsprop&gd.lr=0.05&momentum.lr=0.05&steps=200",
        lambda ran: (
            all(ran.arrives(s, 60, 0.01) for s in ("adam", "rmsprop")) and abs(ran["gd"].theta[60, 1]) < 0.1
        ),
    ),
    "Too large a step": Scene(
        "Twice gradient descent, with the rates 0.19 and 0.205, just below and just above 2/λ_max = 0.2: one arrives, "
        "the other climbs out.",
        "surface=ill_conditioned_bowl&surface.condition=10&opt=gd,own&own=%23+The+same,+above+the+limit%0Atheta+%3D+theta+-+lr*g"
        "&gd.lr=0.19&own.lr=0.205&steps=60",
        lambda ran: (
            ran.arrives("gd")
            and ran.is_thrown_out("own")
            and (ran["gd"].lr, ran["own"].lr) == (0.19, 0.205)
            and np.isclose(2 / np.linalg.eigvalsh(ran.race.objective.hessian((0.0, 0.0)))[-1], 0.2)
        ),
    ),
    "Trapped in a local minimum": Scene(
        "All start on the same slope. Plain descent and Adam stay in the poor well, momentum rolls through it.",
        "surface=two_wells&opt=gd,momentum,adam&steps=200",
        lambda ran: (
            ran.ends_in("gd") == ran.ends_in("adam") == (1.0, 0.5)
            and ran["gd"].loss[-1] > 1
            and ran.arrives("momentum")
        ),
    ),
    "Three methods, three minima": Scene(
        "From the same start each method finds another of Himmelblau's four minima: click the contour to try other starts.",
        "surface=himmelblau&opt=gd,momentum,adam&start=0.5,4.5&steps=200",
        lambda ran: (
            all(map(ran.arrives, ("gd", "momentum", "adam")))
            and len({ran.ends_in(s) for s in ("gd", "momentum", "adam")}) == 3
            and len(ran.race.objective.minima) == 4
        ),
    ),
    "The banana valley": Scene(
        "Finding Rosenbrock's valley is easy, walking along it is not.",
        "opt=gd,momentum,nesterov,rmsprop,adam&steps=600",
        lambda ran: all(
            100 * (p.theta[60, 1] - p.theta[60, 0] ** 2) ** 2 < 0.01
            and p.steps_to() is None
            and p.steps == 600
            for p in ran.paths
        ),
    ),
    "An exploding gradient": Scene(
        "One huge gradient on the face of the cliff throws plain descent ten windows' widths out; the same with its gradient "
        "clipped to a norm of 1 stays.",
        "surface=cliff&surface.steepness=80&opt=gd,own&own=%23+Clipped+gradient+descent%0Atheta+%3D+theta+-+lr*g*min(1,+1/norm(g))"
        "&gd.lr=0.5&own.lr=0.5&steps=15",
        lambda ran: (
            np.abs(ran["gd"].theta).max() > 60
            and np.abs(ran["gd"].theta[-1]).max() > 3
            and np.abs(ran["own"].theta).max() < 3
            and ran.arrives("own", within=0.1)
        ),
    ),
    "Noise and a falling rate": Scene(
        "With noisy gradients a constant rate never settles; a rate that falls like 1/t does.",
        "surface=sphere&opt=gd,own&own=%23+The+same,+its+rate+falling%0Atheta+%3D+theta+-+lr/(1+%2B+0.1*t)*g"
        "&gd.lr=0.2&own.lr=0.2&noise=4&steps=300",
        lambda ran: (
            ran["own"].loss[-100:].max() < 0.5
            and ran["gd"].loss[-100:].max() > 5
            and ran["gd"].loss[-100:].mean() > 10 * ran["own"].loss[-100:].mean()
        ),
    ),
    "Write your own rule": Scene(
        "Sign descent with a memory, written as equations beside momentum: change them in the sidebar.",
        "opt=momentum,own&own=param+beta+%3D+0.9+from+0+to+0.999++%23+memory%0Astate+m+%3D+0%0A"
        "m+%3D+beta*m+%2B+(1+-+beta)*g%0Atheta+%3D+theta+-+lr*sign(m)&own.lr=0.005&steps=600",
        lambda ran: (
            np.allclose(np.abs(np.diff(ran["own"].theta, axis=0)), 0.005)
            and "m" in ran["own"].quantities
            and ran["own"].loss[-1] < 0.01
        ),
    ),
}
