"""Smaller when the loss no longer falls."""

from gdviz.engine import Schedule

ENTRY = Schedule(
    name="Reduce on plateau", family="Adaptive",
    text="""
        param factor = 0.1 from 0.01 to 0.99          # factor of a cut
        param patience = 10 from 0 to 100 integer     # steps without progress that are forgiven
        param threshold = 1e-4 from 1e-8 to 0.1 log   # relative progress that counts
        param cooldown = 0 from 0 to 100 integer      # steps after a cut in which nothing is counted
        param lr_min = 0 from 0 to 0.1                # lowest rate
        param least_cut = 1e-8 from 1e-12 to 0.001 log  # a cut smaller than this is left out
        state best = inf; state bad = 0; state wait = 0; state rate = lr
        better = where(f < best*(1 - threshold), 1, 0)
        best = where(better > 0, f, best)
        count = where(better + wait > 0, 0, bad + 1)
        cut = where(count > patience, 1, 0)
        lower = max(rate*factor, lr_min)
        rate = where(cut*(rate - lower) > least_cut, lower, rate)
        wait = where(cut > 0, cooldown, max(wait - 1, 0))
        bad = where(cut > 0, 0, count)
        rate
    """,
    note=(
        "As torch's ReduceLROnPlateau (mode min, relative threshold; its eps is least_cut here), told the "
        "loss before each step: the rate of step t has seen the loss at which step t starts. Where the "
        "loss is negative a relative threshold turns around, in torch and here: small rises count as "
        "progress."
    ),
    reference="torch.optim.lr_scheduler.ReduceLROnPlateau",
)
