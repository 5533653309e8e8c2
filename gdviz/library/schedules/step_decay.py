"""A factor every so many steps."""

from gdviz.engine import Schedule

ENTRY = Schedule(
    name="Step decay", family="Decay",
    text="""
        param step_size = 100 from 1 to 1000 integer  # steps between two cuts
        param gamma = 0.1 from 0.01 to 1              # factor at each cut
        lr*gamma^floor((t - 1)/step_size)
    """,
    note="As torch's StepLR. The cuts are spaced evenly; multi-step lets you place them.",
    reference="torch.optim.lr_scheduler.StepLR",
)
