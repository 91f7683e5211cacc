"""``holdfast certificates``: proofs of erasures."""

from __future__ import annotations

import sys

import click
import msgspec

from holdfast.cli.context import Context, apply_store_options, pass_context, store_options
from holdfast.cli.counting import counted
from holdfast.domain.erasures import Certificate
from holdfast.domain.principals import OPERATOR
from holdfast.operations.access import Access
from holdfast.operations.erase import Erase
from holdfast.operations.limits import LIST_CHUNK
from holdfast.storage.contract.storage import Storage


@click.group()
@store_options
@pass_context
def certificates(context: Context, data: str | None, store: str | None) -> None:
    """List and verify the certificates of erasures, beside a server that may be running."""
    apply_store_options(context.settings, data=data, store=store)


@certificates.command("list")
@click.option("--about", metavar="ID", help="Only those about the user or session of this name.")
@pass_context
def list_(context: Context, about: str | None) -> None:
    """Print the certificates, one JSON object a line."""
    for certificate in context.with_storage(_all):
        if about is None or certificate.is_about(about):
            click.echo(msgspec.json.encode(certificate).decode())


@certificates.command()
@pass_context
def verify(context: Context) -> None:
    """Check that no certificate was changed, left out or put in later. Exit code 1 when one was."""
    count, defects = context.with_storage(lambda storage: Erase(Access(storage)).verify(OPERATOR))
    for defect in defects:
        click.echo(defect)
    if defects:
        sys.exit(1)
    click.echo(f"{counted(count, 'certificate')}, all as they were made.")


async def _all(storage: Storage) -> list[Certificate]:
    erase = Erase(Access(storage))
    found: list[Certificate] = []
    while page := await erase.certificates(OPERATOR, after=len(found), limit=LIST_CHUNK):
        found += page
    return found
