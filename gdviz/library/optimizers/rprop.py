"""Rprop: one step size per coordinate, ruled by signs only."""

from gdviz.engine import Rule

ENTRY = Rule(
    name="Rprop", family="Signs", authors="Riedmiller, Braun", year=1993,
    text="""
        param eta_minus = 0.5 from 0.1 to 0.99    # factor after a change of sign
        param eta_plus = 1.2 from 1.01 to 2       # factor while the sign stays
        param delta_min = 1e-6 from 1e-12 to 0.01 log  # shortest step
        param delta_max = 50 from 0.1 to 100 log  # longest step
        state delta = lr; state g_prev = 0
        s = sign(g*g_prev)
        factor = where(s > 0, eta_plus, where(s < 0, eta_minus, 1))
        delta = clip(delta*factor, delta_min, delta_max)
        g_prev = where(s < 0, 0, g)
        theta = theta - delta*sign(g_prev)
    """,
    torch="Rprop(etas=({eta_minus}, {eta_plus}), step_sizes=({delta_min}, {delta_max}))",
    unit="length",
    note="As in torch.optim.Rprop: lr is only the first step size; of a schedule the first rate counts, the "
         "others have no effect. After a change of sign the gradient counts as 0, the coordinate waits one "
         "step (the variant called iRprop-); Rprop+ takes the last step back instead.",
    reference=(
        "Riedmiller and Braun (1993), IEEE International Conference on Neural Networks, 586-591; this "
        "variant: Igel and Hüsken (2003), Neurocomputing 50"
    ),
)
