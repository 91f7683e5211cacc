"""Who holds a key is told without a query per request, and whatever is wrong with a key makes the same work."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from holdfast.domain import keys
from holdfast.domain.keys import NewKey
from holdfast.domain.principals import OPERATOR, Rights
from holdfast.domain.timestamps import timestamp_of
from holdfast.errors import Unauthorized
from holdfast.operations import keys as module
from holdfast.operations.access import Access
from holdfast.operations.keys import KeyOperations, KeyRing
from holdfast.storage.contract.keys import Keys
from holdfast.storage.sqlite.storage import SqliteStorage


class Counted:
    """Of keys, what a ring asks for, and how often."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        self.asked: list[str] = []

    def __getattr__(self, name: str) -> object:
        self.asked.append(name)
        return getattr(self._keys, name)


async def test_whatever_is_wrong_with_a_key_makes_the_same_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PAUSE_SECONDS", 0.0)
    compared: list[int] = []
    digest_of = keys.digest_of

    def counted_digest(secret: str) -> bytes:
        compared.append(1)
        return digest_of(secret)

    monkeypatch.setattr(module, "digest_of", counted_digest)
    storage = SqliteStorage(tmp_path)
    await storage.start()
    try:
        verbs = KeyOperations(Access(storage))
        good = await verbs.create(OPERATOR, NewKey(name="n", rights=Rights(read=True)))
        revoked = await verbs.create(OPERATOR, NewKey(name="n", rights=Rights(read=True)))
        await verbs.revoke(OPERATOR, revoked.key.id)
        counted = Counted(storage.keys)
        ring = KeyRing(counted)  # type: ignore[arg-type]
        for _ in range(100):
            assert (await ring.identify(good.token)).rights.read
        assert counted.asked.count("all") == 1
        assert counted.asked.count("revision") == 1
        secret = good.token.rpartition("_")[2]
        work = set()
        for token in (
            revoked.token,
            good.token + "a",
            good.token[:-1],
            f"hf_{revoked.key.id}_{secret}",
            f"hf_{good.key.id}_",
            f"hf_unknown_{secret}",
            "hf_",
            f"hf_{secret}_{good.key.id}",
        ):
            counted.asked.clear()
            compared.clear()
            with pytest.raises(Unauthorized, match=r"^token is unauthorized$"):
                await ring.identify(token)
            work.add((tuple(counted.asked), len(compared)))
        assert work == {(("revision",), 2)}
    finally:
        await storage.stop()


async def test_a_key_is_in_force_until_it_expires_or_is_revoked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PAUSE_SECONDS", 0.0)
    storage = SqliteStorage(tmp_path)
    await storage.start()
    try:
        verbs, ring = KeyOperations(Access(storage)), KeyRing(storage.keys, refresh=0.0)
        later = timestamp_of(datetime.now(UTC) + timedelta(hours=1))
        lasting = await verbs.create(OPERATOR, NewKey(name="n", rights=Rights(read=True)))
        limited = await verbs.create(OPERATOR, NewKey(name="n", rights=Rights(read=True), expires_at=later))
        for issued in (lasting, limited):
            assert (await ring.in_force(issued.key.id)).id == issued.key.id
        seldom = KeyRing(storage.keys, refresh=3600.0)
        assert (await seldom.in_force(lasting.key.id)).id == lasting.key.id
        newer = await verbs.create(OPERATOR, NewKey(name="n", rights=Rights(read=True)))
        assert (await seldom.in_force(newer.key.id)).id == newer.key.id
        monkeypatch.setattr(module, "now", lambda: later)
        with pytest.raises(Unauthorized, match="expired"):
            await ring.in_force(limited.key.id)
        await verbs.revoke(OPERATOR, lasting.key.id)
        for identifier in (lasting.key.id, "unknown"):
            with pytest.raises(Unauthorized, match="unauthorized"):
                await ring.in_force(identifier)
    finally:
        await storage.stop()


async def test_whether_any_key_opens_something(tmp_path: Path) -> None:
    storage = SqliteStorage(tmp_path)
    await storage.start()
    try:
        ring = KeyRing(storage.keys)
        now = datetime.now(UTC)
        earlier, later = (timestamp_of(now + timedelta(hours=hours)) for hours in (-1, 1))
        for name, expires_at, revoked_at, opens in (
            ("expired", earlier, None, False),
            ("revoked", None, earlier, False),
            ("revoked before its time", later, earlier, False),
            ("for an hour", later, None, True),
            ("for ever", None, None, True),
        ):
            key = keys.Key(
                id=name, name=name, digest=name.encode(), rights=Rights(read=True), limits=None, created_at=earlier,
                expires_at=expires_at,
            )  # fmt: skip
            await storage.keys.add(key)
            if revoked_at is not None:
                await storage.keys.revoke(name, at=revoked_at)
            assert await ring.any_in_force() == opens, name
            await storage.keys.revoke(name, at=earlier)
            assert not await ring.any_in_force()
    finally:
        await storage.stop()
