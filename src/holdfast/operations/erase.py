"""Erasing: removing a user or a session so that nothing is left of it, and certifying that."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from holdfast.domain.erasures import Certificate, Kind, Pending, Scan, certify, defects, samples_of
from holdfast.domain.facts import SHOWN_STATES, FactSelection, FactState
from holdfast.domain.identifiers import new_uuid
from holdfast.domain.principals import Principal
from holdfast.domain.sessions import Session
from holdfast.domain.timestamps import now
from holdfast.domain.users import User
from holdfast.errors import HoldfastError, NotFound
from holdfast.operations.access import Access
from holdfast.operations.erasure_scan import scan
from holdfast.operations.limits import LIST_CHUNK
from holdfast.storage.contract.storage import Nouns, Storage
from holdfast.storage.transfer import TABLES, TransferRow

_SESSIONS = next(table for table in TABLES if table.name == "sessions")
_READ = 20
"""Messages of a session, and sessions, from which samples are taken."""
_NAMES_KEPT = 100_000
_FILES = 20

ERASED = "erased"
"""What stands in the audit log in the place of a name that was erased."""

Counts = dict[str, int]


class Erase:
    """Erases users and sessions.

    Nothing of them can be found or brought back from the first moment on; the rest takes as long as there is much of
    it.  An erasure that is interrupted is gone on with by `finish_pending`.  ``backups`` names backups that were made
    before.  ``renew_indexes`` sees to it that no file of a search index holds anything of what is gone.
    """

    def __init__(
        self,
        access: Access,
        *,
        backups: Callable[[], Sequence[str]] = tuple,
        renew_indexes: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self._access = access
        self._backups = backups
        self._renew_indexes = renew_indexes
        self._lock = asyncio.Lock()

    async def preview_user(self, principal: Principal, user_id: str) -> Counts:
        """How much of each kind `user` would erase; `NotFound` when there is no such user."""
        self._access.check_forget(principal)
        seen = self._access.to_read(principal)
        return dict((await _Survey(seen).of_user(await seen.users.get(user_id))).counts)

    async def preview_session(self, principal: Principal, session_id: str) -> Counts:
        """How much of each kind `session` would erase; `NotFound` when there is no such session."""
        self._access.check_forget(principal)
        seen = self._access.to_read(principal)
        return dict((await _Survey(seen).of_session(await seen.sessions.get(session_id))).counts)

    async def user(self, principal: Principal, user_id: str) -> Certificate:
        """Erase a user with all that belongs to it; `NotFound` when there is none, and none is being erased."""
        # What is erased is not named in the audit log.
        with self._access.forgetting(principal, "erase_user", new_uuid()) as seen:
            storage = self._access.to_erase(principal)
            erasure = await self._interrupted(principal, storage, "user", user_id)
            try:
                user = await seen.users.get(user_id)
            except NotFound:
                if erasure is None:
                    raise
            else:
                survey = await _Survey(seen).of_user(user)
                survey.names |= await _names_of_sessions(storage, user.id)
                erasure = erasure or await storage.erasures.begin(survey.pending("user", user_id))
                await seen.users.delete(user_id)
            return await self._finish(storage, erasure)

    async def session(self, principal: Principal, session_id: str) -> Certificate:
        """Erase a session; `NotFound` when there is none, and none is being erased."""
        with self._access.forgetting(principal, "erase_session", new_uuid()) as seen:
            storage = self._access.to_erase(principal)
            erasure = await self._interrupted(principal, storage, "session", session_id)
            try:
                session = await seen.sessions.get(session_id)
            except NotFound:
                if erasure is None:
                    raise
            else:
                survey = await _Survey(seen).of_session(session)
                erasure = erasure or await storage.erasures.begin(survey.pending("session", session_id))
                await seen.sessions.erase(session_id)
            return await self._finish(storage, erasure)

    async def certificates(self, principal: Principal, *, after: int, limit: int) -> list[Certificate]:
        """At most ``limit`` certificates whose number exceeds ``after``, ascending."""
        return await self._access.to_administer(principal).erasures.certificates(after=after, limit=limit)

    async def verify(self, principal: Principal) -> tuple[int, list[str]]:
        """How many certificates there are, and what is wrong with their chain."""
        storage = self._access.to_administer(principal)
        found: list[Certificate] = []
        while page := await storage.erasures.certificates(after=len(found), limit=LIST_CHUNK):
            found += page
        return len(found), defects(found)

    async def finish_pending(self, principal: Principal) -> None:
        """Go on with erasures that were interrupted."""
        storage = self._access.to_erase(principal)
        for number, pending in (await storage.erasures.under_way()).items():
            await _delete_again(storage, pending)
            await self._finish(storage, number)

    async def _interrupted(self, principal: Principal, storage: Storage, kind: Kind, name: str) -> int | None:
        """An erasure of that name which was begun; those who see not everything are not told of any."""
        if principal.limits is not None:
            return None
        for number, pending in (await storage.erasures.under_way()).items():
            if (pending.kind, pending.name) == (kind, name):
                return number
        return None

    async def _finish(self, storage: Storage, erasure: int) -> Certificate:
        """Remove all that is left of what was deleted, look for it, and certify; goes on when the caller goes away."""
        return await asyncio.shield(asyncio.create_task(self._finish_alone(storage, erasure), name="erasure"))

    async def _finish_alone(self, storage: Storage, erasure: int) -> Certificate:
        async with self._lock:
            pending = (await storage.erasures.under_way()).get(erasure)
            if pending is None:
                return await storage.erasures.finish(erasure, _no_certificate)
            await storage.finish_deletions()
            await storage.session_changes.forget()
            await self._access.flush_trail()
            await storage.audit.replace_names(frozenset(pending.names), by=ERASED)
            if self._renew_indexes is not None:
                await self._renew_indexes()
            await storage.scrub()
            looked = await scan(storage, pending.samples)
            make = partial(_certificate, pending, looked, tuple(self._backups()))
            certificate = await storage.erasures.finish(erasure, make)
            await storage.scrub(tables=("erasures",))
            return certificate


class _Survey:
    """What there is of a user or session: how much, under which names, and what to look for afterwards."""

    def __init__(self, seen: Nouns) -> None:
        self._seen = seen
        self._identifiers: list[str] = []
        self._texts: list[str] = []
        self.names: set[str] = set()
        self.counts: Counter[str] = Counter()

    def pending(self, kind: Kind, name: str) -> Pending:
        """The erasure of what was surveyed."""
        samples = samples_of(self._identifiers, self._texts)
        names = tuple(sorted(self.names))[:_NAMES_KEPT]
        return Pending(kind=kind, name=name, counts=dict(self.counts), names=names, samples=samples, begun_at=now())

    async def of_user(self, user: User) -> _Survey:
        """Survey a user with all that belongs to it."""
        self.counts["users"] += 1
        self.names.add(user.user_id)
        self._identifiers += [user.user_id, user.uuid, user.email, user.first_name, user.last_name]
        await self._files(user.user_id)
        await self._facts(user.user_id)
        after = 0
        while sessions := await self._seen.sessions.of_user(user.user_id, after=after, limit=LIST_CHUNK):
            for session in sessions:
                await self.of_session(session)
            after = sessions[-1].id
        return self

    async def of_session(self, session: Session) -> _Survey:
        """Survey a session."""
        self.counts["sessions"] += 1
        self.names.add(session.session_id)
        if self.counts["sessions"] <= _READ:
            self._identifiers += [session.session_id, session.uuid]
            for message in await self._seen.messages.span(session.id, after=0, limit=_READ):
                self._identifiers.append(message.uuid)
                self._texts.append(message.content)
        page = await self._seen.messages.page(session.session_id, offset=0, limit=1)
        self.counts["messages"] += page.total_count
        summaries = await self._seen.summaries.of_session(session.id)
        self.counts["summaries"] += len(summaries)
        self._texts += [summary.content for summary in summaries[-1:]]
        self.counts["jobs"] += len(await self._seen.jobs.pending(session.id))
        return self

    async def _facts(self, user_id: str) -> None:
        shown = FactSelection(user_id=user_id, states=SHOWN_STATES)
        self.counts["facts"] += await self._seen.facts.count(shown)
        selection = FactSelection(user_id=user_id, states=tuple(FactState))
        self._texts += [fact.text for fact in await self._seen.facts.page(selection, limit=_READ)]

    async def _files(self, user_id: str) -> None:
        after = ""
        while files := await self._seen.files.contents(user_id, after=after, limit=_FILES):
            self.counts["files"] += len(files)
            self._identifiers += [file.entry.path for file in files]
            self._texts += [file.content for file in files]
            after = files[-1].entry.path


async def _names_of_sessions(storage: Storage, user: int) -> set[str]:
    """The names of all sessions of a user, those that were deleted and wait for the purge too."""
    number, owner, name = (_SESSIONS.columns.index(column) for column in ("id", "owner", "session_id"))
    found: set[str] = set()
    last: TransferRow | None = None
    while rows := await storage.transfer.read(_SESSIONS, after=last, limit=LIST_CHUNK):
        found |= {row[name] for row in rows if row[owner] == user}
        last = (rows[-1][number],)
    return found


async def _delete_again(storage: Storage, pending: Pending) -> None:
    """Delete what an interrupted erasure was about to; somebody who took the name since keeps it."""
    found: User | Session
    try:
        if pending.kind == "user":
            found = await storage.users.get(pending.name)
        else:
            found = await storage.sessions.get(pending.name)
    except NotFound:
        return
    if found.created_at > pending.begun_at:
        return
    delete = storage.users.delete if pending.kind == "user" else storage.sessions.erase
    await delete(pending.name)


def _certificate(pending: Pending, looked: Scan, backups: tuple[str, ...], last: Certificate | None) -> Certificate:
    return certify(pending, scan=looked, erased_at=now(), backups=backups, last=last)


def _no_certificate(last: Certificate | None) -> Certificate:
    """For an erasure that has its certificate, which another process made."""
    raise HoldfastError(f"there is no erasure to certify after number {last.number if last else 0}")
