"""``holdfast token``."""

from __future__ import annotations

import re
import secrets

import click

from holdfast.cli.context import Context, pass_context
from holdfast.errors import StartupError
from holdfast.http.auth import make_token
from holdfast.settings import Settings

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


class Lifetime(click.ParamType[int]):
    """A duration such as ``12h``, in seconds."""

    name = "duration"

    def convert(self, value: str | int, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """See click."""
        if isinstance(value, int):
            return value
        match = re.fullmatch(r"([1-9][0-9]*)([smhd])", value)
        if match is None:
            self.fail(f"{value!r} is not a duration such as 30m, 12h or 90d", param, ctx)
        return int(match[1]) * _UNITS[match[2]]


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
