"""Principals: who asks, what they may do, and with what."""

from __future__ import annotations

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


ALL_RIGHTS = Rights(read=True, write=True, forget=True, admin=True)


class Limits(msgspec.Struct, frozen=True):
    """With what a principal may do it.

    Each field holds identifiers, and prefixes of identifiers, which end in ``*``.  What no field reaches is closed:
    ``users`` opens these users and their sessions, ``sessions`` the sessions of these names, both together the
    sessions of these names that belong to these users, ``collections`` these collections.
    """

    users: tuple[str, ...] = ()
    sessions: tuple[str, ...] = ()
    collections: tuple[str, ...] = ()


class Principal(msgspec.Struct, frozen=True):
    """Who asks.  Without ``limits`` the rights hold for everything."""

    name: str
    rights: Rights
    limits: Limits | None = None


ANYONE = Principal("anyone", ALL_RIGHTS)
"""The caller of a server that asks nobody who they are."""

NOBODY = Principal("nobody", Rights())
"""The caller of what is open to all, before it is known who they are."""
