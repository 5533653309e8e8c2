"""Softmax cross-entropy for several classes."""

from gdviz.engine import Display, Loss


def text(classes: int) -> str:
    """Write the loss of that many scores."""
    ks = range(1, classes + 1)
    largest = ", ".join(f"z{k}" for k in ks)
    terms = " + ".join(f"exp(z{k} - m)" for k in ks)
    right = " + ".join(f"y{k}*(m - z{k})" for k in ks)
    return f"m = max({largest})\nlog({terms}) + {right}"


def display(classes: int) -> Display:
    """Write it as books do."""
    ks = range(1, classes + 1)
    total = " + ".join(f"exp(z{k})" for k in ks)
    shares = "\n".join(f"p{k} = exp(z{k})/S" for k in ks)
    loss = " - ".join(f"y{k}*log(p{k})" for k in ks)
    return Display(f"S = {total}\n{shares}\n-{loss}", tuple(f"p{k} - y{k}" for k in ks))


ENTRY = Loss(
    name="Softmax cross-entropy", family="Several classes", authors="Bridle", year=1990,
    text=text(3), many=text, display=display(3), many_display=display, scores=3, task="classes",
    probability="1/(1 + exp(-z))",
    note="One score a class. It runs with the largest score taken out of all, so that nothing overflows. "
         "Adding one vector to the weights of all classes changes nothing: without a penalty a whole family "
         "of parameters is best.",
    reference="Bridle (1990), Probabilistic interpretation of feedforward classification network outputs",
)
