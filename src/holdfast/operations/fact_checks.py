"""What of a fact is refused: the text names the field and the reason."""

from __future__ import annotations

import msgspec

from holdfast.domain.facts import LONGEST_TEXT, FactChange, FactState, NewFact
from holdfast.domain.slots import OWN_PREFIX, SLOTS, is_slot
from holdfast.errors import InvalidRequest
from holdfast.operations.limits import check_identifier, check_length

MOST_REFERENCES = 100
"""Facts that one supersedes, and messages that it rests on."""
MOST_TOPICS = 20


def check_new(new: NewFact) -> None:
    """`InvalidRequest` for what no store would take; metadata are looked at apart."""
    if new.user_id is None and new.session_id is None:
        raise InvalidRequest("user_id: missing; a fact belongs to a user or to a session")
    for field in ("user_id", "session_id"):
        if (identifier := getattr(new, field)) is not None:
            check_identifier(identifier, field)
    check_text(new.text)
    check_identifier(new.subject, "subject")
    _check_slot(new.slot, new.value)
    if new.value is not None:
        check_text(new.value, "value")
    if new.invalid_at is not None and new.valid_at is not None and new.invalid_at <= new.valid_at:
        raise InvalidRequest("invalid_at: must be later than valid_at")
    for field in ("supersedes", "sources"):
        if len(getattr(new, field)) > MOST_REFERENCES:
            raise InvalidRequest(f"{field}: at most {MOST_REFERENCES} are taken, got {len(getattr(new, field))}")
    _check_topics(new.topics)


def check_change(change: FactChange, *, slot: str | None, value: str | None) -> None:
    """As `check_new`; ``slot`` and ``value`` are those that the fact would have."""
    if change.text is not msgspec.UNSET:
        check_text(change.text)
    if change.slot is not msgspec.UNSET or change.value is not msgspec.UNSET:
        _check_slot(slot, value)
    if change.value is not msgspec.UNSET and change.value is not None:
        check_text(change.value, "value")
    if change.state is not msgspec.UNSET and change.state not in {FactState.VALID, FactState.INVALID}:
        raise InvalidRequest(
            "state: give 'valid' or 'invalid'; facts are superseded by others, and forgotten by DELETE"
        )
    if change.topics is not msgspec.UNSET:
        _check_topics(change.topics)
    if change.reason:
        check_text(change.reason, "reason")


def check_text(text: str, field: str = "text") -> None:
    """`InvalidRequest` for a text that is blank or too long."""
    if not text or text.isspace():
        raise InvalidRequest(f"{field}: must not be blank")
    if len(text) > LONGEST_TEXT:
        raise InvalidRequest(f"{field}: at most {LONGEST_TEXT} characters are kept, got {len(text)}")


def check_slot(slot: str) -> None:
    """`InvalidRequest` for a slot that is none."""
    if not is_slot(slot):
        raise InvalidRequest(
            f"slot: {slot[:80]!r} is no slot; there are {', '.join(SLOTS)}, and keys of your own with {OWN_PREFIX!r}"
        )


def _check_slot(slot: str | None, value: str | None) -> None:
    if slot is not None:
        check_slot(slot)
    elif value is not None:
        raise InvalidRequest("value: belongs to a slot; give one")


def _check_topics(topics: tuple[str, ...]) -> None:
    if len(topics) > MOST_TOPICS:
        raise InvalidRequest(f"topics: at most {MOST_TOPICS} are kept, got {len(topics)}")
    for place, topic in enumerate(topics):
        check_identifier(topic, f"topics[{place}]")
        check_length(topic, f"topics[{place}]")
