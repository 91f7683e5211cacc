"""The extension pgvector: that the database has it, and how its vectors travel.

A vector goes over the wire in pgvector's binary form: its width and an unused number, two bytes each, then the
components as float32, all of it big-endian.  The codec turns that into packed vectors and back, to the bit.
"""

from __future__ import annotations

import struct

import asyncpg
import numpy as np

from holdfast.domain.vectors import PackedVector, unpack
from holdfast.errors import StartupError

OLDEST = (0, 8)
"""The oldest version that is supported: the first whose index scans go on until enough is found."""

_HEADER = struct.Struct(">HH")
_COMPONENTS = np.dtype(">f4")
_INSTALLED = (
    "SELECT extversion, nspname, to_regtype('vector') IS NOT NULL FROM pg_extension"
    " JOIN pg_namespace ON pg_namespace.oid = extnamespace WHERE extname = 'vector'"
)
_SCHEMA = (
    "SELECT nspname FROM pg_type JOIN pg_namespace ON pg_namespace.oid = typnamespace"
    " WHERE pg_type.oid = to_regtype('vector')"
)


async def ensure(connection: asyncpg.Connection) -> None:
    """Create the extension where it is missing; `StartupError`, saying what to do, when it cannot be used."""
    rows = await connection.fetch(_INSTALLED)
    if not rows:
        await _create(connection)
        rows = await connection.fetch(_INSTALLED)
    version, schema, visible = rows[0]
    if tuple(int(part) for part in version.split(".")[:2]) < OLDEST:
        raise StartupError(
            f"pgvector {version} is too old: install {_text(OLDEST)} or newer on the database server and run "
            "ALTER EXTENSION vector UPDATE in this database"
        )
    if not visible:
        raise StartupError(
            f"the extension vector lies in the schema {schema}, which the connection does not look into: "
            f"add it to the search path in the DSN (options=-csearch_path%3Dholdfast%2C{schema})"
        )


async def schema_of(connection: asyncpg.Connection) -> str | None:
    """The schema that has the type ``vector``; ``None`` where there is none."""
    name: str | None = await connection.fetchval(_SCHEMA)
    return name


async def install_codec(connection: asyncpg.Connection, schema: str) -> None:
    """Let vectors come and go as packed vectors."""
    await connection.set_type_codec("vector", schema=schema, encoder=encode, decoder=decode, format="binary")


def encode(vector: PackedVector) -> bytes:
    """The binary form of a packed vector."""
    components = unpack(vector)
    return _HEADER.pack(len(components), 0) + components.astype(_COMPONENTS).tobytes()


def decode(data: bytes) -> PackedVector:
    """The packed vector of a binary form."""
    return np.frombuffer(data, _COMPONENTS, offset=_HEADER.size).astype("<f4").tobytes()


async def _create(connection: asyncpg.Connection) -> None:
    try:
        async with connection.transaction():
            await connection.execute("CREATE EXTENSION vector")
    except (asyncpg.FeatureNotSupportedError, asyncpg.UndefinedFileError) as error:
        raise StartupError(
            f"the database server has no pgvector: install {_text(OLDEST)} or newer there "
            "(the package postgresql-NN-pgvector on Debian, pgvector_NN on Red Hat)"
        ) from error
    except asyncpg.InsufficientPrivilegeError as error:
        raise StartupError(
            "the user of the DSN may not create the extension that Holdfast needs: "
            "let a superuser run CREATE EXTENSION vector in this database once"
        ) from error


def _text(version: tuple[int, int]) -> str:
    return ".".join(map(str, version))
