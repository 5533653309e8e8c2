"""A straight warm-up, then half a cosine."""

from gdviz.engine import Schedule

ENTRY = Schedule(
    name="Warm-up, then cosine", family="Warm-up",
    text="""
        param warmup = 30 from 0 to 500 integer       # steps of the warm-up
        param start_factor = 0.1 from 0.001 to 1      # first rate as a fraction of lr
        param lr_min = 0 from 0 to 0.1            # lowest rate
        rise = start_factor + (1 - start_factor)*(t - 1)/max(warmup, 1)
        fall = (1 + cos(pi*(t - 1 - warmup)/max(T - warmup, 1)))/2
        where(t <= warmup, lr*rise, lr_min + (lr - lr_min)*fall)
    """,
    note=(
        "As torch's SequentialLR of LinearLR (total_iters = warmup) and CosineAnnealingLR (T_max = T - "
        "warmup). LinearLR's own start_factor is 1/3. Adaptive methods profit while their second moments "
        "are still guesses."
    ),
    reference="Goyal et al. (2017), arXiv:1706.02677; torch.optim.lr_scheduler.SequentialLR",
)
