"""``holdfast jobs``: what enrichment has still to do, and what it gave up."""

from __future__ import annotations

import click
from rich.console import Console
from rich.table import Table

from holdfast.cli.context import Context, apply_store_options, pass_context, store_options
from holdfast.cli.counting import counted
from holdfast.domain.jobs import SESSION_KINDS, Job, JobCounts
from holdfast.storage.contract.storage import Storage

_PAGE = 500


@click.group()
@store_options
@pass_context
def jobs(context: Context, data: str | None, store: str | None) -> None:
    """Look at enrichment jobs, and retry or drop those that were given up."""
    apply_store_options(context.settings, data=data, store=store)


@jobs.command()
@pass_context
def count(context: Context) -> None:
    """Count the jobs that wait and those that are parked, by kind."""
    by_kind = context.with_storage(lambda storage: storage.jobs.counts_by_kind())
    total = JobCounts(
        sum(counts.pending for counts in by_kind.values()), sum(counts.parked for counts in by_kind.values())
    )
    click.echo(f"{total.pending} pending, {total.parked} parked")
    for kind, counts in sorted(by_kind.items()):
        click.echo(f"  {kind}: {counts.pending} pending, {counts.parked} parked")


@jobs.command("list")
@pass_context
def list_(context: Context) -> None:
    """List the jobs that are parked after their last failure."""
    found, names = context.with_storage(_all_parked)
    if not found:
        click.echo("No job is parked.")
        return
    table = Table("job", "kind", "of", "range", "steps left", "attempts", "error")
    for job in found:
        table.add_row(
            str(job.id),
            job.kind,
            _owner(job, names),
            f"{job.first}–{job.last}",
            " ".join(job.steps),
            str(job.attempts),
            job.error,
        )
    Console().print(table)


@jobs.command()
@click.argument("job", type=int, nargs=-1)
@click.option("--all", "everything", is_flag=True, help="All parked jobs.")
@pass_context
def retry(context: Context, job: tuple[int, ...], *, everything: bool) -> None:
    """Let parked jobs be tried again."""
    chosen = _chosen(job, everything=everything)
    click.echo(
        f"{counted(context.with_storage(lambda storage: storage.jobs.redrive(chosen)), 'job')} will be tried again."
    )


@jobs.command()
@click.argument("job", type=int, nargs=-1)
@click.option("--all", "everything", is_flag=True, help="All parked jobs.")
@pass_context
def drop(context: Context, job: tuple[int, ...], *, everything: bool) -> None:
    """Remove parked jobs; what they should have enriched stays as it is."""
    chosen = _chosen(job, everything=everything)
    click.echo(f"{counted(context.with_storage(lambda storage: storage.jobs.drop(chosen)), 'job')} dropped.")


def _chosen(job: tuple[int, ...], *, everything: bool) -> list[int] | None:
    if everything:
        return None
    if not job:
        raise click.UsageError("name the jobs, or give --all")
    return list(job)


def _owner(job: Job, session_ids: dict[int, str]) -> str:
    """Whose job it is, in words that a person knows."""
    if job.kind in SESSION_KINDS:
        return session_ids.get(job.scope, "a deleted session")
    return f"collection {job.scope}"


async def _all_parked(storage: Storage) -> tuple[list[Job], dict[int, str]]:
    """All parked jobs, and the ids of the sessions that live."""
    found: list[Job] = []
    while page := await storage.jobs.parked(after=found[-1].id if found else 0, limit=_PAGE):
        found += page
    names = {extent.session: extent.session_id for extent in await storage.sessions.extents()} if found else {}
    return found, names
