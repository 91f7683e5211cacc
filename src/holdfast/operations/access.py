"""The one way from a request to the storage."""

from __future__ import annotations

from holdfast.domain.principals import Principal
from holdfast.errors import Forbidden
from holdfast.storage.contract.storage import Storage


class Access:
    """Hands out the storage to who may have it.

    Operations are given this instead of the storage itself: none can read or write without saying for whom, and what
    a principal may do is decided here and nowhere else.
    """

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def to_read(self, principal: Principal) -> Storage:
        """The storage, to read from; `Forbidden` without the right."""
        if not principal.rights.read:
            raise Forbidden("read")
        return self._storage

    def to_write(self, principal: Principal) -> Storage:
        """The storage, to add to and to change; `Forbidden` without the right."""
        if not principal.rights.write:
            raise Forbidden("write")
        return self._storage

    def to_forget(self, principal: Principal) -> Storage:
        """The storage, to delete from; `Forbidden` without the right."""
        if not principal.rights.forget:
            raise Forbidden("forget")
        return self._storage

    def to_index(self) -> Storage:
        """The storage, to make indexes from that all principals share; what one may find is decided by who searches."""
        return self._storage

    def to_probe(self, principal: Principal) -> Storage:  # noqa: ARG002 (whoever it is)
        """The storage, to see whether it answers, which everybody may."""
        return self._storage

    def to_administer(self, principal: Principal) -> Storage:
        """The storage as a whole; `Forbidden` without the right."""
        if not principal.rights.admin:
            raise Forbidden("admin")
        return self._storage
