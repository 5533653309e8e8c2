"""A factor at chosen steps."""

from gdviz.engine import Schedule

ENTRY = Schedule(
    name="Multi-step", family="Decay",
    text="""
        param step1 = 100 from 1 to 1000 integer      # steps taken before the first cut
        param step2 = 200 from 1 to 1000 integer      # steps taken before the second cut
        param step3 = 400 from 1 to 1000 integer      # steps taken before the third cut
        param gamma = 0.1 from 0.01 to 1              # factor at each cut
        cuts = where(t > step1, 1, 0) + where(t > step2, 1, 0) + where(t > step3, 1, 0)
        lr*gamma^cuts
    """,
    note=(
        "As torch's MultiStepLR with three milestones: after step1 steps the next one has the smaller "
        "rate."
    ),
    reference="torch.optim.lr_scheduler.MultiStepLR",
)
