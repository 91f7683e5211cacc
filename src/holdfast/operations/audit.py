"""Reading the audit log."""

from __future__ import annotations

from holdfast.domain.audit import Entry
from holdfast.domain.principals import Principal
from holdfast.operations.access import Access
from holdfast.operations.limits import AUDIT_ENTRIES


class AuditOperations:
    """Shows who changed what."""

    def __init__(self, access: Access) -> None:
        self._access = access

    async def page(self, principal: Principal, *, before: int = 0, limit: int = 0) -> list[Entry]:
        """Entries newest first, those below the id ``before`` if that is above 0."""
        audit = self._access.to_administer(principal).audit
        return await audit.page(before=before if before > 0 else None, limit=AUDIT_ENTRIES.of(limit))
