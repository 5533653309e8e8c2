"""Lion: signs of two differently slow momenta."""

from gdviz.engine import Rule

ENTRY = Rule(
    name="Lion", family="Signs", authors="Chen et al.", year=2023,
    text="""
        param beta1 = 0.9 from 0 to 0.999         # weight of the memory m in the step
        param beta2 = 0.99 from 0 to 0.9999       # memory of m itself
        param weight_decay = 0.001 from 0 to 1    # pull towards the origin
        state m = 0
        c = beta1*m + (1 - beta1)*g
        arrow momentum_term = -lr*(sign(c) - sign(g))
        theta = theta - lr*(sign(c) + weight_decay*theta)
        m = beta2*m + (1 - beta2)*g
    """,
    unit="length",
    note=(
        "As in optax (weight_decay = 0.001; the paper's code: 0). Found by a search over programs. Every "
        "step has the same length in each coordinate, so use a rate 3 to 10 times smaller than Adam's. "
        "The momentum arrow is what the memory changes against signSGD."
    ),
    reference=(
        "Chen et al. (2023), Symbolic Discovery of Optimization Algorithms, NeurIPS, arXiv:2302.06675"
    ),
    slot=6,
)
