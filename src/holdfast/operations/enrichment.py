"""How far enrichment has come."""

from __future__ import annotations

from holdfast.domain.jobs import Job
from holdfast.domain.principals import Principal
from holdfast.enrichment.progress import EnrichmentStatus, Progress
from holdfast.operations.access import Access
from holdfast.storage.contract.messages import Appended


class EnrichmentOperations:
    """Tells what is still to be done for a session, and waits for it."""

    def __init__(self, access: Access, progress: Progress) -> None:
        self._access = access
        self._progress = progress

    async def of_session(self, principal: Principal, session_id: str) -> list[Job]:
        """The jobs of a session that are not done; `NotFound` when no live session has that id."""
        storage = self._access.to_read(principal)
        session = await storage.sessions.get(session_id)
        return await storage.jobs.pending(session.id)

    async def wait(self, principal: Principal, appended: Appended, *, seconds: float) -> EnrichmentStatus:
        """Return when nothing is under way for what the principal has appended, or after ``seconds``."""
        self._access.check_write(principal)
        return await self._progress.wait(appended.session, first=appended.first, last=appended.last, seconds=seconds)
