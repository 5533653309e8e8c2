"""Up and down in straight lines."""

from gdviz.engine import Schedule

ENTRY = Schedule(
    name="Triangular (cyclic)", family="Cyclic",
    text="""
        param step_size_up = 25 from 1 to 500 integer    # steps of a rise
        param step_size_down = 25 from 1 to 500 integer  # steps of a fall
        param base_factor = 0.1 from 0 to 1              # lowest rate as a fraction of lr
        size = step_size_up + step_size_down
        k = t - 1 - size*floor((t - 1)/size)
        h = where(k <= step_size_up, k/step_size_up, (size - k)/step_size_down)
        lr*(base_factor + (1 - base_factor)*h)
    """,
    note=(
        "As torch's CyclicLR in the mode triangular, max_lr = lr and base_lr = base_factor*lr; k counts "
        "the steps within the cycle, h is the height, from 0 to 1."
    ),
    reference=(
        "Smith (2015), Cyclical Learning Rates for Training Neural Networks, WACV 2017, arXiv:1506.01186"
    ),
)
