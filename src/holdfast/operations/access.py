"""The one way from a request to the storage."""

from __future__ import annotations

from types import TracebackType
from typing import Generic, TypeVar

from holdfast.domain.principals import Principal
from holdfast.errors import Forbidden
from holdfast.operations.audit_trail import AuditTrail
from holdfast.operations.limited.storage import LimitedStorage
from holdfast.storage.contract.storage import Nouns, Storage

Seen = TypeVar("Seen")


class Access:
    """Hands out the storage to who may have it, as far as it is open to them.

    Operations are given this instead of the storage itself: none can read or write without saying for whom, and what
    a principal may do is decided here and nowhere else.  Whoever wants to change something says what and of what, which
    goes into the ``trail`` when it is done.
    """

    def __init__(self, storage: Storage, trail: AuditTrail | None = None) -> None:
        self._storage = storage
        self._trail = trail

    def to_read(self, principal: Principal) -> Nouns:
        """What there is, to read from; `Forbidden` without the right."""
        if not principal.rights.read:
            raise _lacks("read")
        return self._seen_by(principal)

    def writing(self, principal: Principal, action: str, *targets: str) -> Change[Nouns]:
        """What there is, to add to and to change in a ``with``; `Forbidden` without the right."""
        self.check_write(principal)
        return Change(self._seen_by(principal), self._trail, principal, action, targets)

    def forgetting(self, principal: Principal, action: str, *targets: str) -> Change[Nouns]:
        """What there is, to delete from in a ``with``; `Forbidden` without the right."""
        self.check_forget(principal)
        return Change(self._seen_by(principal), self._trail, principal, action, targets)

    def administering(self, principal: Principal, action: str, *targets: str) -> Change[Storage]:
        """The storage as a whole, to change it in a ``with``; see `to_administer`."""
        return Change(self.to_administer(principal), self._trail, principal, action, targets)

    def check_write(self, principal: Principal) -> None:
        """`Forbidden` without the right to write."""
        if not principal.rights.write:
            raise _lacks("write")

    def check_forget(self, principal: Principal) -> None:
        """`Forbidden` without the right to delete."""
        if not principal.rights.forget:
            raise _lacks("forget")

    def to_watch(self, principal: Principal) -> Storage:
        """The storage as a whole, to count in; `Forbidden` to those who may not read everything."""
        if not principal.rights.read or principal.limits is not None:
            raise Forbidden("not allowed: what is counted is everybody's, and the caller may not see all of it")
        return self._storage

    def to_administer(self, principal: Principal) -> Storage:
        """The storage as a whole, to look at; `Forbidden` without the right, and to those who have limits."""
        if not principal.rights.admin or principal.limits is not None:
            raise _lacks("admin")
        return self._storage

    def to_index(self) -> Storage:
        """The storage, to make indexes from that all principals share; what one may find is decided by who searches."""
        return self._storage

    def to_erase(self, principal: Principal) -> Storage:
        """The storage as a whole, to remove the last traces of what is forgotten; `Forbidden` without the right."""
        self.check_forget(principal)
        return self._storage

    async def flush_trail(self) -> None:
        """Have in the audit log what was noted so far."""
        if self._trail is not None:
            await self._trail.flush()

    def to_probe(self, principal: Principal) -> Storage:  # noqa: ARG002 (whoever it is)
        """The storage, to see whether it answers, which everybody may."""
        return self._storage

    def _seen_by(self, principal: Principal) -> Nouns:
        return self._storage if principal.limits is None else LimitedStorage(self._storage, principal.limits)


class Change(Generic[Seen]):
    """What there is, for the time of a change, which is noted if it ends well."""

    __slots__ = ("_action", "_principal", "_seen", "_targets", "_trail")

    def __init__(
        self, seen: Seen, trail: AuditTrail | None, principal: Principal, action: str, targets: tuple[str, ...]
    ) -> None:
        self._seen = seen
        self._trail = trail
        self._principal = principal
        self._action = action
        self._targets = targets

    def __enter__(self) -> Seen:
        return self._seen

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if kind is None and self._trail is not None:
            self._trail.note(self._principal, self._action, self._targets)


def _lacks(right: str) -> Forbidden:
    return Forbidden(f"not allowed: this takes the right {right!r}, which the caller does not have")
