"""The one error that refused text raises."""

from __future__ import annotations


class FormulaError(ValueError):
    """Text that is not accepted: says what, where, and what would work.

    Attributes
    ----------
    message : one sentence for the user, without the place
    line, column : place in the text, counted from 1 (column 0: the text as a whole)
    """

    def __init__(self, message: str, column: int = 0, line: int = 1) -> None:
        self.message, self.line, self.column = message, line, column
        place = f" (line {line}, column {column})" if line > 1 else f" (column {column})"
        super().__init__(message + (place if column else ""))
