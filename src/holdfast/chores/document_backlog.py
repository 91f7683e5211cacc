"""Documents without a vector of the present model that nobody has promised to embed.

They are there after a change of the model, and when auto-embedding was switched on later.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from holdfast.storage.contract.documents import Documents


class DocumentBacklog:
    """Puts jobs into the outbox for documents that lack a vector of ``model``.

    ``steps`` are those of the jobs, over ``job_size`` documents each; ``wake`` is called when there is something to do.
    """

    def __init__(
        self, documents: Documents, *, model: str, steps: Sequence[str], job_size: int, wake: Callable[[], None]
    ) -> None:
        self._documents = documents
        self._model = model
        self._steps = steps
        self._job_size = job_size
        self._wake = wake

    async def run(self) -> None:
        """Look through all collections once."""
        if await self._documents.schedule(model=self._model, steps=self._steps, job_size=self._job_size):
            self._wake()
