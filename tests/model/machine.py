"""The state machine: acts of callers, one at a time and many at once, and whatever can be read in between."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from tests.model import looks
from tests.model import strategies as draw
from tests.model.acts import Act, Append, Keyed, Saying, require, session_path, user_path
from tests.model.connections import Answer, Connections, Request
from tests.model.explanation import explained
from tests.model.looks import Look
from tests.model.observation import Shown
from tests.model.truth import World

_examples = itertools.count()


class Callers(RuleBasedStateMachine):
    """Many callers of one server, or of several that share a database; ``connections`` lead there.

    ``purge_deleted`` removes for good what was deleted, as a person or the clock would; ``restart_servers`` stops or
    kills the servers and starts them again.
    """

    connections: Connections
    purge_deleted: Callable[[], None]
    restart_servers: Callable[..., None]

    def __init__(self) -> None:
        super().__init__()
        self.prefix = f"x{next(_examples)}-"
        self.world = World()
        self.keyed: list[Keyed] = []
        self.turn = 0

    def teardown(self) -> None:
        """Delete all, so that lists and searches of everything are those of one example."""
        users = self.connections.one(Request("GET", "/api/v1/user")).json
        self.connections.at_once([Request("DELETE", user_path("", user["user_id"])) for user in users])
        sessions = self.connections.one(Request("GET", "/api/v1/sessions")).json
        paths = [session_path("", session["session_id"], "/memory") for session in sessions]
        self.connections.at_once([Request("DELETE", path) for path in paths])

    @rule(acts=st.lists(draw.acts, min_size=1, max_size=5))
    def act_at_once(self, acts: list[Act]) -> None:
        self.perform(acts)

    @rule(act=draw.acts)
    def act_alone(self, act: Act) -> None:
        self.perform([act])

    @rule(
        names=st.lists(draw.sessions, min_size=2, max_size=4, unique=True), bad=draw.refusals, place=st.integers(0, 4)
    )
    def append_beside_what_is_refused(self, names: list[str], bad: Act, place: int) -> None:
        acts: list[Act] = [Append(name, (Saying("innocent"),)) for name in names]
        self.perform([*acts[:place], bad, *acts[place:]])

    @rule(keyed=draw.keyed, copies=st.integers(2, 3), others=st.lists(draw.acts, max_size=2))
    def retry_at_once(self, keyed: Keyed, copies: int, others: list[Act]) -> None:
        self.perform([keyed] * copies + others)

    # What may be drawn must not hang on who wins a race, so these rules do nothing where there is nothing to do.
    @rule(number=st.integers(0, 9), others=st.lists(draw.acts, max_size=2))
    def retry_later(self, number: int, others: list[Act]) -> None:
        if self.keyed:
            self.perform([self.keyed[number % len(self.keyed)], *others])

    @rule(name=draw.sessions, sayings=draw.conversations)
    def talk(self, name: str, sayings: tuple[Saying, ...]) -> None:
        self.perform([Append(name, sayings)])
        self.look(looks.at_session(self.world, self.prefix, name))

    @rule()
    def purge(self) -> None:
        if not self.world.deleted:
            return
        type(self).purge_deleted()
        self.world.purge()
        self.perform([])

    @rule(name=draw.sessions)
    def look_at_a_session(self, name: str) -> None:
        self.look(looks.at_session(self.world, self.prefix, name))

    @rule(name=draw.users)
    def look_at_a_user(self, name: str) -> None:
        self.look([*looks.at_user(self.world, self.prefix, name), *looks.at_everything(self.world)])

    @rule(limit=st.integers(1, 3))
    def list_in_pages(self, limit: int) -> None:
        self.walk("/api/v1/sessions", "session_id", limit, self.world.sessions)
        self.walk("/api/v1/user", "user_id", limit, self.world.users)

    def perform(self, acts: Sequence[Act]) -> None:
        """Do ``acts`` at once; answers and what is there afterwards must fit some order of them."""
        self.keyed += [act for act in acts if isinstance(act, Keyed) and act not in self.keyed]
        answers = self.ask([act.request(self.prefix) for act in acts])
        shown = Shown(self.connections, self.prefix, draw.SESSIONS, first_server=self.turn)
        self.world = explained(self.world, list(zip(acts, answers, strict=True)), shown)

    def look(self, wanted: Iterable[Look]) -> None:
        """Read all that is ``wanted`` at once; each answer must be the true one."""
        listed = list(wanted)
        for answer, (_, check) in zip(self.ask([request for request, _ in listed]), listed, strict=True):
            check(answer)

    def walk(self, path: str, field: str, limit: int, true: Iterable[str]) -> None:
        """Read a list page by page; it must hold the ``true`` names, each once and in the order of their numbers."""
        names, cursor = [], 0
        while rows := self.ask([Request("GET", f"{path}?limit={limit}&cursor={cursor}")])[0].json:
            numbers = [cursor, *(row["id"] for row in rows)]
            require(len(rows) <= limit and numbers == sorted(set(numbers)), f"{path} after {cursor}: {rows}")
            names += [row[field].removeprefix(self.prefix) for row in rows]
            cursor = numbers[-1]
        require(sorted(names) == sorted(true), f"{path}: {names} are listed, {sorted(true)} are true")

    def ask(self, requests: Sequence[Request]) -> list[Answer]:
        """The answers to requests that are sent at once; the next ones go to the next server."""
        self.turn += 1
        return self.connections.at_once(requests, first_server=self.turn)


class PatientCallers(Callers):
    """Callers who live to see a restart, which takes seconds."""

    restarted = False

    @precondition(lambda self: not self.restarted)
    @rule(kill=st.booleans())
    def restart(self, kill: bool) -> None:
        type(self).restart_servers(kill=kill)
        self.restarted = True
        self.perform([])
