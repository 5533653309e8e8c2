"""Ready-made scenes of the Loss surface page: a sentence, a link, the sentence as a tested claim."""

from __future__ import annotations

import numpy as np

from gdviz.ui.spec.page import Scene

SURFACE = {
    "The first picture: a parabola": Scene(
        "Twice gradient descent on x²: at the rate 0.1 it walks down one side, at 0.9 it jumps to the other "
        "side with every step; either way each step takes a fifth off the distance.",
        "surface=parabola&opt=own,gd&own=%23+The+same,+nine+times+the+rate%0Atheta+%3D+theta+-+lr*g"
        "&own.lr=0.9&gd.lr=0.1&steps=25",
        lambda outcome: (
            np.allclose(outcome["gd"].theta[1:, 0], 0.8 * outcome["gd"].theta[:-1, 0])
            and outcome["gd"].steps == 25
            and np.allclose(outcome["own"].theta[1:, 0], -0.8 * outcome["own"].theta[:-1, 0])
            and outcome["own"].steps == 25
        ),
    ),
    "Half the limit, and beyond it": Scene(
        "On x² the limit 2/f'' of the rate is 1. Half of it is at the minimum in one step; 1.05 is beyond it "
        "and gets a tenth further out with every step.",
        "surface=parabola&opt=gd,own&own=%23+The+same,+beyond+the+limit%0Atheta+%3D+theta+-+lr*g&gd.lr=0.5"
        "&own.lr=1.05&start=-1&steps=16",
        lambda outcome: (
            outcome["gd"].theta[1, 0] == 0
            and outcome["own"].steps == 16
            and 2 / outcome.race.objective.hessian((0.0,))[0, 0] == 1
            and np.allclose(outcome["own"].theta[1:, 0], -1.1 * outcome["own"].theta[:-1, 0])
        ),
    ),
    "A poor well and a deep one": Scene(
        "Plain descent stops in the first well that it comes to; momentum rolls over the hill and ends in "
        "the deeper one.",
        "surface=tilted_wells&opt=gd,momentum&steps=200",
        lambda outcome: (
            outcome["gd"].theta[-1, 0] > 1
            and outcome["gd"].loss[-1] > outcome["momentum"].loss[-1] + 2
            and abs(outcome["gd"].gradient[-1, 0]) < 1e-6
            and outcome["momentum"].theta[0, 0] == outcome["gd"].theta[0, 0]
            and outcome.arrives("momentum")
        ),
    ),
    "Where the slope vanishes": Scene(
        "A saturated neuron: the slope is all but 0, and plain descent at a rate of 1 has hardly moved after "
        "100 steps. Adam divides by the slope's own size and walks on.",
        "surface=saturated_neuron&opt=gd,adam&gd.lr=1&adam.lr=0.16&steps=100",
        lambda outcome: (
            abs(outcome["gd"].theta[100, 0] - outcome["gd"].theta[0, 0]) < 0.5 and outcome.arrives("adam")
        ),
    ),
    "Why momentum helps in a ravine": Scene(
        "Gradient descent crawls along the floor of the ravine; momentum's velocity adds up along it, and "
        "Nesterov's looks ahead.",
        "surface=ill_conditioned_bowl&surface.condition=50&opt=gd,momentum,nesterov&steps=120",
        lambda outcome: (
            outcome.arrives("momentum")
            and outcome.arrives("nesterov")
            and not outcome.arrives("gd", within=0.01)
        ),
    ),
    "Adam and the saddle": Scene(
        "At the saddle the gradient almost vanishes and plain descent lingers; Adam and RMSprop divide by "
        "its own size.",
        "surface=strict_saddle&start=1.6,0.0001&opt=gd,momentum,adam,rmsprop&gd.lr=0.05&momentum.lr=0.05"
        "&steps=200",
        lambda outcome: (
            all(outcome.arrives(s, 60, 0.01) for s in ("adam", "rmsprop"))
            and abs(outcome["gd"].theta[60, 1]) < 0.1
        ),
    ),
    "Too large a step": Scene(
        "Twice gradient descent, with the rates 0.19 and 0.205, just below and just above 2/λ_max = 0.2: one "
        "arrives, the other climbs out.",
        "surface=ill_conditioned_bowl&surface.condition=10&opt=gd,own"
        "&own=%23+The+same,+above+the+limit%0Atheta+%3D+theta+-+lr*g&gd.lr=0.19&own.lr=0.205&steps=60",
        lambda outcome: (
            outcome.arrives("gd")
            and outcome.is_thrown_out("own")
            and (outcome["gd"].lr, outcome["own"].lr) == (0.19, 0.205)
            and np.isclose(2 / np.linalg.eigvalsh(outcome.race.objective.hessian((0.0, 0.0)))[-1], 0.2)
        ),
    ),
    "Trapped in a local minimum": Scene(
        "All start on the same slope. Plain descent and Adam stay in the poor well, momentum rolls through "
        "it.",
        "surface=two_wells&opt=gd,momentum,adam&steps=200",
        lambda outcome: (
            outcome.ends_in("gd") == outcome.ends_in("adam") == (1.0, 0.5)
            and outcome["gd"].loss[-1] > 1
            and outcome.arrives("momentum")
        ),
    ),
    "Three methods, three minima": Scene(
        "From the same start each method finds another of Himmelblau's four minima: click the contour to try "
        "other starts.",
        "surface=himmelblau&opt=gd,momentum,adam&start=0.5,4.5&steps=200",
        lambda outcome: (
            all(map(outcome.arrives, ("gd", "momentum", "adam")))
            and len({outcome.ends_in(s) for s in ("gd", "momentum", "adam")}) == 3
            and len(outcome.race.objective.minima) == 4
        ),
    ),
    "The banana valley": Scene(
        "Finding Rosenbrock's valley is easy, walking along it is not.",
        "opt=gd,momentum,nesterov,rmsprop,adam&steps=600",
        lambda outcome: all(
            100 * (p.theta[60, 1] - p.theta[60, 0] ** 2) ** 2 < 0.01
            and p.steps_to() is None
            and p.steps == 600
            for p in outcome.paths
        ),
    ),
    "An exploding gradient": Scene(
        "One huge gradient on the face of the cliff throws plain descent ten windows' widths out; the same "
        "with its gradient clipped to a norm of 1 stays.",
        "surface=cliff&surface.steepness=80&opt=gd,own"
        "&own=%23+Clipped+gradient+descent%0Atheta+%3D+theta+-+lr*g*min(1,+1/norm(g))&gd.lr=0.5&own.lr=0.5"
        "&steps=15",
        lambda outcome: (
            np.abs(outcome["gd"].theta).max() > 60
            and np.abs(outcome["gd"].theta[-1]).max() > 3
            and np.abs(outcome["own"].theta).max() < 3
            and outcome.arrives("own", within=0.1)
        ),
    ),
    "Noise and a falling rate": Scene(
        "With noisy gradients a constant rate never settles; a rate that falls like 1/t does.",
        "surface=sphere&opt=gd,own&own=%23+The+same,+its+rate+falling%0Atheta+%3D+theta+-+lr/(1+%2B+0.1*t)*g"
        "&gd.lr=0.2&own.lr=0.2&noise=4&steps=300",
        lambda outcome: (
            outcome["own"].loss[-100:].max() < 0.5
            and outcome["gd"].loss[-100:].max() > 5
            and outcome["gd"].loss[-100:].mean() > 10 * outcome["own"].loss[-100:].mean()
        ),
    ),
    "Gradient or Newton?": Scene(
        "Counted in steps: Newton's method is at the minimum after a handful, BFGS, which learns the "
        "curvature from gradients, after a few dozen, SciPy's too; plain descent is on its way after 300.",
        "opt=gd,newton,bfgs,scipy_bfgs&steps=300",
        lambda outcome: (
            outcome.arrives("newton", 9)
            and all(outcome.arrives(s, 48) and not outcome.arrives(s, 12) for s in ("bfgs", "scipy_bfgs"))
            and outcome["gd"].steps == 300
            and not outcome.arrives("gd")
        ),
    ),
    "Gradient or Newton? By evaluations": Scene(
        "BFGS is in the valley after a third of the steps of gradient descent. But its line searches ask for "
        "several values and gradients a step: counted in all evaluations gradient descent is first.",
        "surface=himmelblau&opt=gd,bfgs,scipy_bfgs&steps=60&over=evaluations",
        lambda outcome: all(
            3 * outcome.steps_to(s) < outcome.steps_to("gd")
            and outcome.evaluations_to(s) > outcome.evaluations_to("gd")
            for s in ("bfgs", "scipy_bfgs")
        ),
    ),
    "Gradient or Newton? By time": Scene(
        "By the clock: a step of Newton's computes a Hessian and solves a system, and takes longer than one "
        "of momentum, so that its lead is smaller than in steps. Times are measured, and differ from one "
        "computer to the next.",
        "opt=momentum,adam,newton,scipy_bfgs&steps=1500&over=time",
        lambda outcome: (
            100 * outcome.steps_to("newton") < outcome.steps_to("momentum")
            and outcome["newton"].seconds / outcome["newton"].steps
            > outcome["momentum"].seconds / outcome["momentum"].steps
        ),
    ),
    "A principal component, by climbing": Scene(
        "Gradient ascent on the variance of a neuron's answers: it lingers at the second component, a "
        "saddle, and ends in the direction in which the data vary most.",
        "surface=principal_component&ascent=1&opt=gd,momentum&gd.lr=0.1&momentum.lr=0.02&steps=150",
        lambda outcome: all(
            np.allclose(p.theta[-1], np.sqrt(2) * np.array([np.sqrt(3) / 2, 0.5]), atol=1e-3)
            and np.linalg.norm(p.theta[5] - np.sqrt(0.5) * np.array([-0.5, np.sqrt(3) / 2])) < 0.1
            and (p.loss[:10] < 0.15).all()
            for p in outcome.paths
        ),
    ),
    "An autoencoder finds the same": Scene(
        "One hidden unit with tied weights: they end in the first principal component, of length 1, or in "
        "minus it, as Adam's do. What the loss keeps is the variance across it, 0.5.",
        "surface=linear_autoencoder&opt=gd,momentum,adam&steps=200",
        lambda outcome: (
            all(outcome.arrives(s) and np.isclose(outcome[s].loss[-1], 0.5) for s in ("gd", "momentum"))
            and np.allclose(outcome["gd"].theta[-1], (np.sqrt(3) / 2, 0.5), atol=0.01)
            and np.allclose(outcome["adam"].theta[-1], (-np.sqrt(3) / 2, -0.5), atol=0.01)
        ),
    ),
    "A recommender that never gets there": Scene(
        "Taste times quality. Gradient descent and momentum find Ann's taste, 4, and the quality of B, 0.5; "
        "Adam is caught beside a taste of 0, where a quality that falls without end explains one of Ann's "
        "two ratings.",
        "surface=recommender&opt=gd,momentum,adam&steps=300",
        lambda outcome: (
            all(outcome.arrives(s) for s in ("gd", "momentum"))
            and outcome["adam"].loss[-1] > 16
            and (np.diff(outcome["adam"].theta[50:, 1]) < 0).all()
            and abs(outcome["adam"].theta[-1].prod() - 2) < 0.5
        ),
    ),
    "Write your own rule": Scene(
        "Sign descent with a memory, written as equations beside momentum: change them in the sidebar.",
        "opt=momentum,own&own=param+beta+%3D+0.9+from+0+to+0.999++%23+memory%0Astate+m+%3D+0%0A"
        "m+%3D+beta*m+%2B+(1+-+beta)*g%0Atheta+%3D+theta+-+lr*sign(m)&own.lr=0.005&steps=600",
        lambda outcome: (
            np.allclose(np.abs(np.diff(outcome["own"].theta, axis=0)), 0.005)
            and "m" in outcome["own"].quantities
            and outcome["own"].loss[-1] < 0.01
        ),
    ),
}
