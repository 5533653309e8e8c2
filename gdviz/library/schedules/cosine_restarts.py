"""Cosine annealing that starts again and again."""

from gdviz.engine import Schedule

ENTRY = Schedule(
    name="Cosine with warm restarts", family="Cyclic",
    text="""
        param T_0 = 50 from 1 to 1000 integer         # steps of the first cycle
        param T_mult = 2 from 1 to 4 integer          # each cycle is this many times longer
        param lr_min = 0 from 0 to 0.1            # lowest rate
        state T_cur = -1; state T_i = T_0
        restart = where(T_cur + 1 >= T_i, 1, 0)
        T_cur = where(restart > 0, 0, T_cur + 1)
        T_i = where(restart > 0, T_mult*T_i, T_i)
        lr_min + (lr - lr_min)*(1 + cos(pi*T_cur/T_i))/2
    """,
    note=(
        "SGDR, as torch's CosineAnnealingWarmRestarts (whose T_mult is 1 unless told otherwise): T_cur "
        "counts the steps since the last restart, T_i is the length of this cycle."
    ),
    reference="Loshchilov and Hutter (2016), SGDR, ICLR 2017, arXiv:1608.03983",
)
