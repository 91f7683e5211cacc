"""The DSN: what asyncpg gets of it, and the options that are Holdfast's own.

Options are given in the query part: ``postgresql://user@host/database?pool_size=20&statement_timeout=10``.
"""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import msgspec

from holdfast.errors import StartupError


class Options(msgspec.Struct, frozen=True):
    """How to use the database.

    ``pool_size`` is the number of connections of this process; ``pool_timeout`` the seconds that a request waits for
    one of them; ``statement_timeout`` the seconds that a statement may take.  ``pooler`` is ``transaction`` behind a
    pooler in transaction mode (PgBouncer); ``direct`` is then the DSN of the database itself, for what a pooler
    cannot carry: migrations and wake-up signals.  ``replica`` is the DSN of a read replica.  ``index_memory`` is what
    the database may take to build the index of a collection, in MiB.
    """

    pool_size: int = 10
    pool_timeout: float = 5.0
    statement_timeout: float = 30.0
    pooler: str = ""
    direct: str = ""
    replica: str = ""
    index_memory: int = 1024


def parse_dsn(dsn: str) -> tuple[str, Options]:
    """The DSN without Holdfast's options, and these.  `StartupError` names an option that cannot be."""
    parts = urlsplit(dsn)
    _check_ports(dsn)
    own: dict[str, str] = {}
    rest: list[tuple[str, str]] = []
    for name, value in parse_qsl(parts.query, keep_blank_values=True):
        if name in Options.__struct_fields__:
            own[name] = value
        else:
            rest.append((name, value))
    try:
        options = msgspec.convert(own, Options, strict=False)
    except msgspec.ValidationError as error:
        raise StartupError(f"the option in the PostgreSQL DSN is wrong: {error}") from error
    if options.pool_size < 1:
        raise StartupError("the option pool_size in the PostgreSQL DSN must be at least 1")
    if not 1 <= options.index_memory < 1 << 21:
        raise StartupError("the option index_memory in the PostgreSQL DSN must be 1 to 2097151 MiB")
    if options.pooler not in {"", "transaction"}:
        raise StartupError("the option pooler in the PostgreSQL DSN must be 'transaction' or be left out")
    return urlunsplit(parts._replace(query=urlencode(rest))), options


def _check_ports(dsn: str) -> None:
    """Refuse what is no port: the database's library would say that the connection was refused."""
    parts = urlsplit(dsn)
    hosts = parts.netloc.rpartition("@")[2].split(",")
    ports = [host.rpartition("]")[2].partition(":")[2] for host in hosts]
    ports += dict(parse_qsl(parts.query)).get("port", "").split(",")
    for port in ports:
        if port and not (port.isdecimal() and 1 <= int(port) <= 65535):
            raise StartupError(f"the port in the PostgreSQL DSN is wrong: {port!r} is not a number from 1 to 65535")


def described(dsn: str) -> str:
    """Host, port and database of a DSN, without user and password."""
    parts = urlsplit(dsn)
    host = dict(parse_qsl(parts.query)).get("host") or parts.netloc.rpartition("@")[2] or "localhost"
    return f"PostgreSQL, {host}{parts.path or '/'}"
