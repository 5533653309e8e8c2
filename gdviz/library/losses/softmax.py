"""Softmax cross-entropy for several classes."""

from gdviz.engine import Loss


def text(classes: int) -> str:
    """The loss of that many scores."""
    ks = range(1, classes + 1)
    largest = ", ".join(f"z{k}" for k in ks)
    terms = " + ".join(f"exp(z{k} - m)" for k in ks)
    right = " + ".join(f"y{k}*(m - z{k})" for k in ks)
    return f"m = max({largest})\nlog({terms}) + {right}"


ENTRY = Loss(
    name="Softmax cross-entropy", family="Several classes", authors="Bridle", year=1990,
    text=text(3), many=text, scores=3, task="classes", probability="1/(1 + exp(-z))",
    note="One score a class; the largest is taken out so that nothing overflows. Adding one vector to the weights of all classes "
         "changes nothing: without a penalty a whole family of parameters is best.",
    reference="Bridle (1990), Probabilistic interpretation of feedforward classification network outputs",
)
