"""Half a cosine from lr down to lr_min."""

from gdviz.engine import Schedule

ENTRY = Schedule(
    name="Cosine annealing", family="Decay",
    text="""
        param lr_min = 0 from 0 to 0.1            # lowest rate
        lr_min + (lr - lr_min)*(1 + cos(pi*(t - 1)/T))/2
    """,
    note=(
        "As torch's CosineAnnealingLR with T_max = T, the number of steps of the run, in its closed form. "
        "lr_min itself would be reached at step T + 1."
    ),
    reference=(
        "Loshchilov and Hutter (2016), SGDR, ICLR 2017, arXiv:1608.03983; "
        "torch.optim.lr_scheduler.CosineAnnealingLR"
    ),
)
