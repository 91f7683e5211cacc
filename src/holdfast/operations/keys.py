"""API keys: making, listing and revoking them, and telling who holds one."""

from __future__ import annotations

import asyncio
import hmac
import logging
import time

import msgspec

from holdfast.domain.keys import Key, NewKey, check_new_key, digest_of, new_secret, parts_of, token_of
from holdfast.domain.principals import Principal
from holdfast.domain.timestamps import datetime_of, now
from holdfast.errors import HoldfastError, InvalidRequest, Unauthorized
from holdfast.operations.access import Access
from holdfast.storage.contract.keys import Keys

log = logging.getLogger(__name__)

REFRESH_SECONDS = 2.0
"""A key that was revoked, by whichever server, is refused after so long, and the time of one query."""
PAUSE_SECONDS = 0.1
"""A token that is no key we know makes us look for new ones, but no more often than this."""
USE_SECONDS = 300.0
"""How exact the time is at which a key was used last."""

_NO_DIGEST = bytes(32)


class IssuedKey(msgspec.Struct, frozen=True):
    """A new key, and the token that its holder sends: there is no other moment to learn it."""

    key: Key
    token: str


class KeyOperations:
    """Makes, lists and revokes keys."""

    def __init__(self, access: Access) -> None:
        self._access = access

    async def create(self, principal: Principal, new: NewKey) -> IssuedKey:
        """Store a key; `InvalidRequest` when it would be of no use, or more than it seems."""
        identifier, secret = new_secret()
        with self._access.administering(principal, "create_key", identifier) as storage:
            key = _key(new, identifier, secret)
            await storage.keys.add(key)
        return IssuedKey(key, token_of(identifier, secret))

    async def all(self, principal: Principal) -> list[Key]:
        """All keys, revoked ones included, in the order of their creation."""
        return await self._access.to_administer(principal).keys.all()

    async def revoke(self, principal: Principal, identifier: str) -> None:
        """Refuse a key from now on, on all servers within seconds; `NotFound` without it."""
        with self._access.administering(principal, "revoke_key", identifier) as storage:
            await storage.keys.revoke(identifier, at=now())


def _key(new: NewKey, identifier: str, secret: str) -> Key:
    check_new_key(new)
    moment = now()
    if new.expires_at is not None and new.expires_at <= moment:
        raise InvalidRequest("expires_at: lies in the past")
    return Key(
        id=identifier,
        name=new.name,
        digest=digest_of(secret),
        rights=new.rights,
        limits=new.limits,
        created_at=moment,
        expires_at=new.expires_at,
    )


class _Holder:
    """Who was found to hold a key, until when, and when that was noted last (Unix time)."""

    __slots__ = ("expires", "key", "noted", "principal")

    def __init__(self, key: Key) -> None:
        self.key = key.id
        self.principal = key.principal
        self.expires = float("inf") if key.expires_at is None else datetime_of(key.expires_at).timestamp()
        self.noted = 0.0 if key.used_at is None else datetime_of(key.used_at).timestamp()


class KeyRing:
    """Tells who holds a key, without a query per request.

    Keys are remembered as long as their revision stands; that is asked for when the last answer is older than
    ``refresh`` seconds.  No background task can die of that, and a server that cannot ask lets nobody in.
    """

    def __init__(self, keys: Keys, *, refresh: float = REFRESH_SECONDS) -> None:
        self._keys = keys
        self._refresh_seconds = refresh
        self._revision = -1
        self._looked = float("-inf")
        self._stored: dict[str, Key] = {}
        self._holders: dict[str, _Holder] = {}
        self._lock = asyncio.Lock()
        self._noting: set[asyncio.Task[None]] = set()

    async def identify(self, token: str) -> Principal:
        """Who holds the key; `Unauthorized` for all tokens that are none, alike."""
        stale = time.monotonic() - self._refresh_seconds
        if self._looked < stale:
            await self._look(since=stale)
        holder = self._holders.get(token)
        if holder is None:
            holder = self._examine(token) or await self._examine_anew(token)
        moment = time.time()
        if moment >= holder.expires:
            raise Unauthorized("token is expired")
        if moment - holder.noted > USE_SECONDS:
            self._note_use(holder, moment)
        return holder.principal

    async def in_force(self, identifier: str) -> Key:
        """The key with that identifier; `Unauthorized` when there is none, or none that opens anything now."""
        stale = time.monotonic() - self._refresh_seconds
        if self._looked < stale:
            await self._look(since=stale)
        key = self._stored.get(identifier)
        if key is None:
            await self._look(since=time.monotonic())
            key = self._stored.get(identifier)
        if key is None or key.revoked_at is not None:
            raise Unauthorized("token is unauthorized")
        if key.expires_at is not None and key.expires_at <= now():
            raise Unauthorized("token is expired")
        return key

    async def any_in_force(self) -> bool:
        """Whether there is a key that opens something."""
        moment = now()
        keys = await self._keys.all()
        return any(key.revoked_at is None and (key.expires_at is None or key.expires_at > moment) for key in keys)

    def _examine(self, token: str) -> _Holder | None:
        """Who holds the key, as far as we know."""
        identifier, secret = parts_of(token)
        key = self._stored.get(identifier)
        matches = hmac.compare_digest(digest_of(secret), _NO_DIGEST if key is None else key.digest)
        if key is None or not matches or key.revoked_at is not None:
            return None
        holder = self._holders[token] = _Holder(key)
        return holder

    async def _examine_anew(self, token: str) -> _Holder:
        """As `_examine`, after a look at the keys that there are now: whatever is wrong takes equally long."""
        await self._look(since=time.monotonic())
        holder = self._examine(token)
        if holder is None:
            raise Unauthorized("token is unauthorized")
        return holder

    async def _look(self, *, since: float) -> None:
        """Read the keys anew if they have changed, unless somebody has looked since that moment."""
        async with self._lock:
            if self._looked >= since:
                return
            pause = self._looked + PAUSE_SECONDS - time.monotonic()
            if pause > 0:
                await asyncio.sleep(pause)
            asked = time.monotonic()
            revision = await self._keys.revision()
            if revision != self._revision:
                self._stored = {key.id: key for key in await self._keys.all()}
                self._holders.clear()
                self._revision = revision
            self._looked = asked

    def _note_use(self, holder: _Holder, moment: float) -> None:
        holder.noted = moment
        task = asyncio.create_task(self._mark_used(holder.key))
        self._noting.add(task)
        task.add_done_callback(self._noting.discard)

    async def _mark_used(self, key: str) -> None:
        try:
            await self._keys.mark_used(key, at=now())
        except HoldfastError as error:
            log.warning("the use of key %s could not be noted: %s", key, error)
