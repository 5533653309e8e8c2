"""The example of many lecture notes."""

from gdviz.engine import Dataset

ENTRY = Dataset(
    name="Textbook example", family="Made: regression",
    text="""
        param n = 4 from 2 to 20 integer    # rows
        x1 = i + 1
        x2 = i + 2
        y = i + 1
    """,
    intercept=False,
    note="X = [[1, 2], [2, 3], [3, 4], [4, 5]], y = [1, 2, 3, 4], no intercept: the exact solution is (1, "
         "0), which is often printed wrongly because descent along its narrow valley was stopped too early.",
)
