"""Up once, down once."""

from gdviz.engine import Schedule

ENTRY = Schedule(
    name="One-cycle", family="Warm-up",
    text="""
        param pct_start = 0.3 from 0.05 to 0.95       # fraction of the run that rises
        param div_factor = 25 from 1 to 100 log       # first rate is lr/div_factor
        param final_div_factor = 1e4 from 1 to 1e6 log  # last rate is the first divided by this
        top = pct_start*T - 1
        low = lr/div_factor
        end = low/final_div_factor
        rise = lr + (low - lr)*(1 + cos(pi*(t - 1)/max(top, 1e-9)))/2
        fall = end + (lr - end)*(1 + cos(pi*(t - 1 - top)/(T - 1 - top)))/2
        where(t - 1 <= top, rise, fall)
    """,
    note=(
        "As torch's OneCycleLR with cosine annealing, max_lr = lr and total_steps = T. torch also moves "
        "the momentum against the rate (cycle_momentum); here it stays."
    ),
    reference=(
        "Smith and Topin (2017), Super-Convergence, arXiv:1708.07120; torch.optim.lr_scheduler.OneCycleLR"
    ),
)
