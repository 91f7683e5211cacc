"""Principals: who asks, what they may do, and with what."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec


class Rights(msgspec.Struct, frozen=True):
    """What a principal may do.

    ``read`` covers everything that changes nothing, ``write`` all that adds or changes, ``forget`` all that deletes,
    ``admin`` the running of the server.
    """

    read: bool = False
    write: bool = False
    forget: bool = False
    admin: bool = False

    @classmethod
    def of(cls, names: Iterable[str]) -> Rights:
        """The rights with these names; ``ValueError`` for a name that is none."""
        wanted = set(names)
        unknown = wanted - RIGHTS.keys()
        if unknown:
            raise ValueError(f"{min(unknown)!r} is no right; there are {', '.join(RIGHTS)}")
        return cls(**dict.fromkeys(wanted, True))

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the rights that are granted."""
        return tuple(name for name in RIGHTS if getattr(self, name))


RIGHTS = {
    "read": "look at everything that the principal may see",
    "write": "add and change",
    "forget": "delete",
    "admin": "run the server: keys, the audit log",
}
"""The rights by name, each with a sentence on what it allows."""

ALL_RIGHTS = Rights(read=True, write=True, forget=True, admin=True)


class Limits(msgspec.Struct, frozen=True):
    """With what a principal may do it; what no field reaches is closed.

    ``users`` and ``user_prefixes`` open users and their sessions.  ``session_prefixes`` opens the sessions whose id
    begins so; given together with users, only those of them that belong to these users.  ``collection_prefixes`` opens
    collections.
    """

    users: tuple[str, ...] = ()
    user_prefixes: tuple[str, ...] = ()
    session_prefixes: tuple[str, ...] = ()
    collection_prefixes: tuple[str, ...] = ()

    @property
    def by_user(self) -> bool:
        """Whether it matters whom a session belongs to."""
        return bool(self.users or self.user_prefixes)

    @property
    def sole_user(self) -> str | None:
        """The user whom all that is open belongs to, if there is just one."""
        return self.users[0] if len(self.users) == 1 and not self.user_prefixes else None

    def admits_user(self, user_id: str) -> bool:
        """Whether the user is open."""
        return user_id in self.users or user_id.startswith(self.user_prefixes)

    def admits_all_of(self, user_id: str) -> bool:
        """Whether the user is open with all sessions, so that nothing of it is kept from the principal."""
        return self.admits_user(user_id) and not self.session_prefixes

    def admits_session(self, session_id: str, user_id: str | None) -> bool:
        """Whether the session is open, given whom it belongs to."""
        if self.by_user and (user_id is None or not self.admits_user(user_id)):
            return False
        return session_id.startswith(self.session_prefixes) if self.session_prefixes else self.by_user

    def admits_session_name(self, session_id: str) -> bool:
        """Whether a session of that name could be open."""
        return session_id.startswith(self.session_prefixes) if self.session_prefixes else self.by_user

    def admits_collection(self, name: str) -> bool:
        """Whether the collection is open."""
        return name.startswith(self.collection_prefixes)


class Principal(msgspec.Struct, frozen=True):
    """Who asks.  Without ``limits`` the rights hold for everything."""

    name: str
    rights: Rights
    limits: Limits | None = None


ANYONE = Principal("anyone", ALL_RIGHTS)
"""The caller of a server that asks nobody who they are."""

NOBODY = Principal("nobody", Rights())
"""The caller of what is open to all, before it is known who they are."""

OPERATOR = Principal("operator", ALL_RIGHTS)
"""Whoever may run commands on the machine of the server."""
