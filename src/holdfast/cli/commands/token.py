"""``holdfast token``."""

from __future__ import annotations

import secrets

import click

from holdfast.cli.context import Context, pass_context
from holdfast.cli.durations import Lifetime
from holdfast.errors import StartupError
from holdfast.http.auth import make_token
from holdfast.settings import Settings


@click.command()
@click.option("--expires-in", type=Lifetime(), metavar="DURATION", help="How long it is valid: 30m, 12h, 90d.")
@pass_context
def token(context: Context, expires_in: int | None) -> None:
    """Print a token for the API, signed with auth.secret.

    Give it to clients as their API key. Without --expires-in it is valid until the secret changes.
    """
    print_token(context.settings, lifetime=expires_in)


def print_token(settings: Settings, *, lifetime: int | None) -> None:
    """Print a token; `StartupError` when there is no secret to sign it with."""
    if not settings.auth.secret:
        raise StartupError("auth.secret is empty: set it, for example as HOLDFAST_AUTH_SECRET, to sign tokens with it")
    identifier = secrets.token_hex(8) if lifetime else None
    click.echo(make_token(settings.auth.secret, lifetime=lifetime, identifier=identifier))
