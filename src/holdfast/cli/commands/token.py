"""``holdfast token``."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

import click

from holdfast.cli.context import Context, pass_context
from holdfast.cli.durations import Lifetime
from holdfast.domain.principals import RIGHTS
from holdfast.errors import StartupError
from holdfast.http.signed_tokens import make_token
from holdfast.settings import Settings


@click.command()
@click.option("--expires-in", type=Lifetime(), metavar="DURATION", help="How long it is valid: 30m, 12h, 90d.")
@click.option("--user", metavar="ID", help="Limit it to this user and its sessions.")
@click.option(
    "--right", "rights", multiple=True, type=click.Choice(list(RIGHTS)), help="A right; all when none is given."
)
@pass_context
def token(context: Context, expires_in: int | None, user: str | None, rights: tuple[str, ...]) -> None:
    """Print a token for the API, signed with auth.secret.

    Give it to clients as their API key. Without --expires-in it is valid until the secret changes.
    """
    print_token(context.settings, lifetime=expires_in, user=user, rights=rights)


def print_token(
    settings: Settings, *, lifetime: int | None, user: str | None = None, rights: Sequence[str] = ()
) -> None:
    """Print a token; `StartupError` when there is no secret to sign it with."""
    if not settings.auth.secret:
        raise StartupError("auth.secret is empty: set it, for example as HOLDFAST_AUTH_SECRET, to sign tokens with it")
    identifier = secrets.token_hex(8) if lifetime else None
    click.echo(make_token(settings.auth.secret, lifetime=lifetime, identifier=identifier, user=user, rights=rights))
