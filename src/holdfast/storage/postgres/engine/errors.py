"""What PostgreSQL and the way to it report, in terms of what a caller can do about it."""

from __future__ import annotations

from collections.abc import Callable

import asyncpg

from holdfast.errors import InvalidRequest, StartupError, Unavailable


class Collision(Exception):
    """Raised inside a transaction that must be run again because another one was faster."""


TRANSIENT = (
    OSError,
    TimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    asyncpg.CannotConnectNowError,
    asyncpg.TooManyConnectionsError,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.ReadOnlySQLTransactionError,
    asyncpg.LockNotAvailableError,
    asyncpg.PostgresIOError,
)
"""The database does not answer, or cannot at the moment; what was asked for may work later."""

COLLISIONS = (
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
    asyncpg.InvalidCachedStatementError,
    asyncpg.OutdatedSchemaCacheError,
)
"""The transaction was rolled back in favour of another one, or of a migration: it is to be run again."""

DATABASE_ERRORS = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError, TimeoutError)
"""Everything that asyncpg raises."""


def translated(error: Exception) -> Exception:
    """What a caller is told of ``error``."""
    for kind, make in _TRANSLATIONS:
        if isinstance(error, kind):
            return make(error)
    return error


def startup_error(error: Exception, place: str) -> StartupError:
    """What a person who starts a server is told."""
    if isinstance(error, asyncpg.InvalidAuthorizationSpecificationError | asyncpg.InvalidPasswordError):
        return StartupError(f"{place} refuses the user or password of the DSN: {reason(error)}")
    if isinstance(error, asyncpg.InvalidCatalogNameError):
        return StartupError(f"{place} does not exist: create the database first ({reason(error)})")
    if isinstance(error, asyncpg.InsufficientPrivilegeError):
        return StartupError(f"the user of the DSN may not create tables in {place}: {reason(error)}")
    return StartupError(f"cannot use {place}: {reason(error)}")


def reason(error: Exception) -> str:
    """The error in one line, never empty."""
    return " ".join(str(error).split()) or type(error).__name__


_Translation = tuple[type[Exception] | tuple[type[Exception], ...], Callable[[Exception], Exception]]

_TRANSLATIONS: tuple[_Translation, ...] = (
    (
        asyncpg.DiskFullError,
        lambda _: Unavailable("the database's disk is full; nothing was stored", retry_after=60),
    ),
    (
        asyncpg.QueryCanceledError,
        lambda _: Unavailable("the database took longer than the statement timeout allows"),
    ),
    (
        asyncpg.ReadOnlySQLTransactionError,
        lambda _: Unavailable("the database is read-only at the moment", retry_after=5),
    ),
    (
        asyncpg.ProgramLimitExceededError,
        lambda _: InvalidRequest("an identifier is too long: the database can store identifiers of up to 2600 bytes"),
    ),
    # Damaged pages; and how Citus says that a node died while a transaction was under way, of which nothing was stored.
    (asyncpg.InternalServerError, lambda error: Unavailable(f"the database failed ({reason(error)})", retry_after=5)),
    # asyncpg's own complaint about arguments is an InterfaceError too, but no fault of the connection
    (asyncpg.DataError, lambda error: error),
    (TRANSIENT, lambda error: Unavailable(f"the database does not answer ({reason(error)})")),
)
