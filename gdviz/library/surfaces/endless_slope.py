"""A loss whose minimum lies at infinity."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Endless slope", family="Saddles and plateaus",
    text="log(1 + exp(-x)) + y^2/2",
    domain=((-3, 10), (-3, 3)), start=(-2, 2),
    minima=[], minimum=None,
    note=(
        "The logistic loss of separable data: it falls for ever, ever more slowly, and the weight "
        "runs off to infinity like log t."
    ),
    reference=(
        "Soudry, Hoffer, Nacson, Gunasekar and Srebro (2018), The implicit bias of gradient descent "
        "on separable data, JMLR 19(70)"
    ),
)
