"""The one way from a request to the storage."""

from __future__ import annotations

from holdfast.domain.principals import Principal
from holdfast.errors import Forbidden
from holdfast.operations.limited.storage import LimitedStorage
from holdfast.storage.contract.storage import Nouns, Storage


class Access:
    """Hands out the storage to who may have it, as far as it is open to them.

    Operations are given this instead of the storage itself: none can read or write without saying for whom, and what
    a principal may do is decided here and nowhere else.
    """

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def to_read(self, principal: Principal) -> Nouns:
        """What there is, to read from; `Forbidden` without the right."""
        if not principal.rights.read:
            raise _lacks("read")
        return self._seen_by(principal)

    def to_write(self, principal: Principal) -> Nouns:
        """What there is, to add to and to change; `Forbidden` without the right."""
        if not principal.rights.write:
            raise _lacks("write")
        return self._seen_by(principal)

    def to_forget(self, principal: Principal) -> Nouns:
        """What there is, to delete from; `Forbidden` without the right."""
        if not principal.rights.forget:
            raise _lacks("forget")
        return self._seen_by(principal)

    def to_watch(self, principal: Principal) -> Storage:
        """The storage as a whole, to count in; `Forbidden` to those who may not read everything."""
        if not principal.rights.read or principal.limits is not None:
            raise Forbidden("not allowed: what is counted is everybody's, and the caller may not see all of it")
        return self._storage

    def to_administer(self, principal: Principal) -> Storage:
        """The storage as a whole; `Forbidden` without the right, and to those who have limits."""
        if not principal.rights.admin or principal.limits is not None:
            raise _lacks("admin")
        return self._storage

    def to_index(self) -> Storage:
        """The storage, to make indexes from that all principals share; what one may find is decided by who searches."""
        return self._storage

    def to_probe(self, principal: Principal) -> Storage:  # noqa: ARG002 (whoever it is)
        """The storage, to see whether it answers, which everybody may."""
        return self._storage

    def _seen_by(self, principal: Principal) -> Nouns:
        return self._storage if principal.limits is None else LimitedStorage(self._storage, principal.limits)


def _lacks(right: str) -> Forbidden:
    return Forbidden(f"not allowed: this takes the right {right!r}, which the caller does not have")
