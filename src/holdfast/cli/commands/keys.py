"""``holdfast keys``: API keys."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import click
from rich.console import Console
from rich.table import Table

from holdfast.cli.context import Context, apply_store_options, pass_context, store_options
from holdfast.cli.durations import Lifetime
from holdfast.domain.keys import Key, NewKey
from holdfast.domain.principals import OPERATOR, RIGHTS, Limits, Rights
from holdfast.domain.timestamps import now, timestamp_of
from holdfast.operations.access import Access
from holdfast.operations.audit_trail import AuditTrail
from holdfast.operations.keys import KeyOperations
from holdfast.storage.contract.storage import Storage

Result = TypeVar("Result")


@click.group()
@store_options
@pass_context
def keys(context: Context, data: str | None, store: str | None) -> None:
    """Make, list and revoke API keys, beside a server that may be running."""
    apply_store_options(context.settings, data=data, store=store)


@keys.command()
@click.argument("name")
@click.option(
    "--right",
    "rights",
    multiple=True,
    type=click.Choice(list(RIGHTS)),
    help="A right; all but admin when none is given.",
)
@click.option("--user", "users", multiple=True, metavar="ID", help="Limit to this user and its sessions.")
@click.option("--user-prefix", "user_prefixes", multiple=True, metavar="TEXT", help="Limit to users that begin so.")
@click.option(
    "--session-prefix", "session_prefixes", multiple=True, metavar="TEXT", help="Limit to sessions that begin so."
)
@click.option(
    "--collection-prefix",
    "collection_prefixes",
    multiple=True,
    metavar="TEXT",
    help="Limit to collections that begin so.",
)
@click.option("--expires-in", type=Lifetime(), metavar="DURATION", help="How long it is valid: 30m, 12h, 90d.")
@pass_context
def create(
    context: Context,
    *,
    name: str,
    rights: tuple[str, ...],
    users: tuple[str, ...],
    user_prefixes: tuple[str, ...],
    session_prefixes: tuple[str, ...],
    collection_prefixes: tuple[str, ...],
    expires_in: int | None,
) -> None:
    """Make a key and print it; this is the only time it is shown.

    NAME says whose key it is. Without limits its rights hold for everything; with any, only for what they name. Clients
    send the key where they would send a token.
    """
    limits = Limits(users, user_prefixes, session_prefixes, collection_prefixes)
    expires = None if expires_in is None else timestamp_of(datetime.now(UTC) + timedelta(seconds=expires_in))
    new = NewKey(
        name=name,
        rights=Rights.of(rights or ("read", "write", "forget")),
        limits=None if limits == Limits() else limits,
        expires_at=expires,
    )
    issued = context.with_storage(lambda storage: _noted(storage, lambda keys: keys.create(OPERATOR, new)))
    click.echo(issued.token)


@keys.command("list")
@click.option("--all", "everything", is_flag=True, help="Those too that are revoked or expired.")
@pass_context
def list_(context: Context, *, everything: bool) -> None:
    """List the keys, without their secrets."""
    moment = now()
    table = Table("id", "name", "rights", "limited to", "created", "expires", "used", "revoked")
    for key in context.with_storage(lambda storage: KeyOperations(Access(storage)).all(OPERATOR)):
        in_force = key.revoked_at is None and (key.expires_at is None or key.expires_at > moment)
        if everything or in_force:
            table.add_row(
                key.id,
                key.name,
                " ".join(key.rights.names),
                _limits(key),
                *(
                    moment[:16] if moment else ""
                    for moment in (key.created_at, key.expires_at, key.used_at, key.revoked_at)
                ),
            )
    Console().print(table)


@keys.command()
@click.argument("key_id")
@pass_context
def revoke(context: Context, key_id: str) -> None:
    """Refuse a key from now on; running servers see it within five seconds."""
    context.with_storage(lambda storage: _noted(storage, lambda keys: keys.revoke(OPERATOR, key_id)))
    click.echo(f"Key {key_id} is revoked.")


async def _noted(storage: Storage, change: Callable[[KeyOperations], Awaitable[Result]]) -> Result:
    """A change of keys that goes into the audit log."""
    trail = AuditTrail(storage.audit)
    try:
        return await change(KeyOperations(Access(storage, trail)))
    finally:
        await trail.close()


def _limits(key: Key) -> str:
    if key.limits is None:
        return ""
    kinds = {
        "user": key.limits.users,
        "users": tuple(f"{prefix}…" for prefix in key.limits.user_prefixes),
        "sessions": tuple(f"{prefix}…" for prefix in key.limits.session_prefixes),
        "collections": tuple(f"{prefix}…" for prefix in key.limits.collection_prefixes),
    }
    return ", ".join(f"{kind} {name}" for kind, names in kinds.items() for name in names)
