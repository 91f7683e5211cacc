"""What a key costs, and whether the time of a refusal tells what is wrong with it.

Cost: CPU per request of telling who holds a key that was used before, beside a signed token that was, with 1 and with
1,000 keys in the store, in one process without HTTP.

Refusals: the median and the quartiles of the wall time of wrong keys of many kinds, asked in turn, so that whatever
else the machine does meets all alike.  The pause between looks at the store is left out, because it would hide all.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from holdfast.domain.keys import NewKey
from holdfast.domain.principals import OPERATOR, Rights
from holdfast.errors import Unauthorized
from holdfast.http.auth import Authenticator
from holdfast.http.signed_tokens import make_token
from holdfast.operations import keys as operations
from holdfast.operations.access import Access
from holdfast.operations.keys import KeyOperations, KeyRing
from holdfast.settings import AuthSettings
from holdfast.storage.sqlite.storage import SqliteStorage

SECRET = "a secret for a benchmark that is long enough"
REQUESTS = 200_000
ROUNDS = 300


def main() -> None:
    console = Console()
    console.print(__doc__)
    console.print(f"Python {sys.version.split()[0]}")
    asyncio.run(_measure(console))


async def _measure(console: Console) -> None:
    with tempfile.TemporaryDirectory() as folder:
        storage = SqliteStorage(Path(folder))
        await storage.start()
        try:
            console.print(await _costs(storage))
            console.print(await _refusals(storage))
        finally:
            await storage.stop()


async def _costs(storage: SqliteStorage) -> Table:
    table = Table("caller", "keys in the store", "CPU µs per request")
    verbs, new = KeyOperations(Access(storage)), NewKey(name="n", rights=Rights(read=True))
    key = (await verbs.create(OPERATOR, new)).token
    for stored in (1, 1000):
        while len(await verbs.all(OPERATOR)) < stored:
            await verbs.create(OPERATOR, new)
        for name, token in (("key", key), ("signed token", make_token(SECRET))):
            authenticator = Authenticator(AuthSettings(required=True, secret=SECRET), KeyRing(storage.keys))
            await authenticator.identify(token)
            started = time.process_time()
            for _ in range(REQUESTS):
                await authenticator.identify(token)
            table.add_row(name, str(stored), f"{(time.process_time() - started) / REQUESTS * 1e6:.2f}")
    return table


async def _refusals(storage: SqliteStorage) -> Table:
    operations.PAUSE_SECONDS = 0.0
    verbs = KeyOperations(Access(storage))
    good, other, revoked = [await verbs.create(OPERATOR, NewKey(name="n", rights=Rights(read=True))) for _ in range(3)]
    await verbs.revoke(OPERATOR, revoked.key.id)
    ring = KeyRing(storage.keys)
    kinds = _kinds(good.token, other.token, revoked.token)
    times: dict[str, list[float]] = {kind: [] for kind in kinds}
    for _ in range(ROUNDS):
        for kind, token in kinds.items():
            started = time.perf_counter()
            try:
                await ring.identify(token)
            except Unauthorized:
                times[kind].append(time.perf_counter() - started)
    table = Table("what is wrong", "lower quartile µs", "median µs", "upper quartile µs")
    for kind, measured in times.items():
        table.add_row(kind, *(f"{quartile * 1e6:.1f}" for quartile in statistics.quantiles(measured, n=4)))
    return table


def _kinds(good: str, other: str, revoked: str) -> dict[str, str]:
    _, identifier, secret = good.split("_")
    _, other_identifier, other_secret = other.split("_")
    return {
        "unknown identifier": f"hf_aaaaaaaa_{secret}",
        "unknown identifier and secret": f"hf_aaaaaaaa_{'a' * len(secret)}",
        "no identifier": f"hf__{secret}",
        "identifier cut": f"hf_{identifier[:-1]}_{secret}",
        "identifier lengthened": f"hf_{identifier}a_{secret}",
        "identifier in capitals": f"hf_{identifier.upper()}_{secret}",
        "identifier of another key": f"hf_{other_identifier}_{secret}",
        "secret of another key": f"hf_{identifier}_{other_secret}",
        "secret all wrong": f"hf_{identifier}_{'a' * len(secret)}",
        "secret wrong at the start": f"hf_{identifier}_{'0' + secret[1:]}",
        "secret wrong in the middle": f"hf_{identifier}_{secret[:26]}0{secret[27:]}",
        "secret wrong at the end": f"hf_{identifier}_{secret[:-1]}0",
        "secret cut": f"hf_{identifier}_{secret[:-1]}",
        "secret lengthened": f"hf_{identifier}_{secret}a",
        "secret in capitals": f"hf_{identifier}_{secret.upper()}",
        "secret backwards": f"hf_{identifier}_{secret[::-1]}",
        "no secret": f"hf_{identifier}_",
        "identifier alone": f"hf_{identifier}",
        "parts exchanged": f"hf_{secret}_{identifier}",
        "one part too many": f"hf_{identifier}_{secret}_",
        "nothing": "hf_",
        "revoked": revoked,
    }


if __name__ == "__main__":
    main()
