"""What the compiled parts of a path share while they run: the state of one evaluation and the ways it can fail."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final


class EvaluationError(Exception):
    """The path raises on this row: inside a predicate the result is unknown, outside the row does not match."""


class EvaluationAborted(Exception):
    """The path raises on this row wherever it happens: no predicate turns it into unknown."""


class Missing:
    """Type of the marker for a key that is not there."""


MISSING: Final = Missing()


class Evaluation:
    """State of evaluating one path over one row.

    ``root``       the document, for ``$``
    ``last``       index of the last element of the array being subscripted, for ``last``
    ``work``       items that may still be visited
    ``objects``    number of objects that ``.keyvalue()`` has seen
    """

    __slots__ = ("last", "objects", "root", "work")

    def __init__(self, root: object, work: float) -> None:
        self.root = root
        self.last = -1
        self.work = work
        self.objects = 0

    def spend(self, amount: int) -> None:
        """Count work; raises ``EvaluationAborted`` when the row has cost too much."""
        self.work -= amount
        if self.work < 0:
            raise EvaluationAborted("the path visits too many items of this row")


Step = Callable[[object, object, Evaluation, list[object]], bool]
"""One step of a path and all that follow it: ``step(item, current, evaluation, found)``.

``current`` is what ``@`` stands for. A step that ends a sequence either appends the item to ``found`` and returns
false, or, where only existence counts, returns true; true makes every step before it stop looking.
"""

Test = Callable[[object, Evaluation], bool | None]
"""A predicate: ``test(current, evaluation)`` gives true, false or ``None`` for unknown."""

Values = Callable[[object, Evaluation], "list[object] | tuple[object, ...]"]
"""An operand: ``values(current, evaluation)`` gives its sequence of items; raises ``EvaluationError``."""
