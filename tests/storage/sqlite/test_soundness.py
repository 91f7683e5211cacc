"""What callers are told of each failure, and what is remembered of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import apsw
import pytest

from holdfast.errors import NotFound, Unavailable
from holdfast.storage.sqlite.engine import soundness as module
from holdfast.storage.sqlite.engine.soundness import Soundness

VERIFICATIONS = ("verify", "verify_writing", "verify_reading")


@pytest.fixture
def soundness(tmp_path: Path) -> Soundness:
    return Soundness(tmp_path / "holdfast.db")


def refused(soundness: Soundness) -> list[str]:
    """What is refused at the moment."""
    found = []
    for name in VERIFICATIONS:
        try:
            getattr(soundness, name)()
        except Unavailable:
            found.append(name)
    return found


@pytest.mark.parametrize(
    ("error", "text", "retry_after", "refuses"),
    [
        (apsw.CorruptError("torn"), r"is damaged \(torn\): run holdfast check", 60, ["verify"]),
        (apsw.NotADBError("rubbish"), r"is damaged \(rubbish\)", 60, ["verify"]),
        (apsw.NoMemError(), "out of memory", 5, []),
        (MemoryError(), "out of memory", 5, []),
        (apsw.BusyError(), "busy; try again", 1, []),
        (apsw.LockedError(), "busy; try again", 1, []),
        (apsw.ProtocolError(), "busy; try again", 1, []),
        (apsw.FullError(), "disk is full; nothing was stored", 60, []),
        (apsw.IOError("gone"), r"cannot be read or written \(gone\)", 60, []),
        (apsw.ReadOnlyError("no"), r"cannot be read or written \(no\)", 60, []),
        (apsw.CantOpenError("no"), r"cannot be read or written \(no\)", 60, []),
        (apsw.PermissionsError("no"), r"cannot be read or written \(no\)", 60, []),
    ],
)
def test_each_failure_is_told_as_what_a_caller_can_do(
    soundness: Soundness, error: Exception, text: str, retry_after: int, refuses: list[str]
) -> None:
    told = soundness.translated(error)
    assert isinstance(told, Unavailable)
    assert told.retry_after == retry_after
    with pytest.raises(Unavailable, match=text):
        raise told
    assert refused(soundness) == refuses


def test_a_failure_of_the_disk_is_a_full_one_where_no_room_is_left(
    soundness: Soundness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "is_full", lambda _: True)
    for error, text in ((apsw.IOError(), "disk is full"), (apsw.ReadOnlyError(), "cannot be read or written")):
        assert text in str(soundness.translated(error))


@pytest.mark.parametrize("error", [NotFound("user", "ann"), ValueError("odd"), apsw.SQLError("no such table")])
def test_what_is_no_failure_of_the_database_is_told_as_it_is(soundness: Soundness, error: Exception) -> None:
    assert soundness.translated(error) is error
    assert refused(soundness) == []


@pytest.mark.parametrize(
    ("fault", "refuses", "text", "kept"),
    [
        (lambda soundness: soundness.give_up("the sync failed"), VERIFICATIONS[:2], "the sync failed; repair", True),
        (lambda soundness: soundness.suspend("half done"), VERIFICATIONS, "half done", False),
    ],
)
def test_what_is_refused_and_for_how_long(
    soundness: Soundness, fault: Callable[[Soundness], object], refuses: tuple[str, ...], text: str, kept: bool
) -> None:
    fault(soundness)
    assert refused(soundness) == list(refuses)
    with pytest.raises(Unavailable, match=text):
        soundness.verify()
    soundness.resume()
    assert refused(soundness) == (list(refuses) if kept else [])


def test_the_first_fault_that_ends_writing_is_told_to_all(soundness: Soundness) -> None:
    told = [str(soundness.give_up(fault)) for fault in ("first", "second")]
    assert told == ["first; repair it and restart the server"] * 2


def test_each_fault_is_logged_once(soundness: Soundness, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(2):
        soundness.translated(apsw.CorruptError("torn"))
        soundness.give_up("no disk")
        soundness.suspend("half done")
        assert [record.levelname for record in caplog.records] == ["CRITICAL"] * 3
