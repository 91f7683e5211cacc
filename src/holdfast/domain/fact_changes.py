"""What becomes of a fact that somebody changes or forgets."""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from holdfast.domain.facts import USER, Fact, FactChange, FactState, order_of_changed
from holdfast.domain.metadata import MAXIMUM_METADATA, encode_merged
from holdfast.domain.timestamps import Timestamp


def revised(fact: Fact, change: FactChange, *, actor: str, moment: Timestamp) -> Fact:
    """The next revision of a fact, which somebody made at a moment."""
    given = {
        name: value
        for name in ("text", "slot", "value", "valid_at", "invalid_at", "pinned", "topics", "state")
        if (value := getattr(change, name)) is not msgspec.UNSET
    }
    if change.metadata is not msgspec.UNSET:
        given["metadata"] = encode_merged(fact.metadata, change.metadata, most=MAXIMUM_METADATA)
    if "valid_at" in given:
        given["said"] = order_of_changed(fact, given["valid_at"])
    if given.get("state") is FactState.INVALID:
        given["retired_at"] = moment
    elif given.get("state") is FactState.VALID and fact.state is FactState.SUPERSEDED:
        del given["state"]  # it stands as it did
    changed = replace(fact, **given, revision=fact.revision + 1, updated_at=moment, actor=actor, reason=change.reason)
    return replace(changed, retired_at=None) if changed.state is FactState.VALID else changed


def tombstone(fact: Fact, *, actor: str, moment: Timestamp) -> Fact:
    """What is left of a fact that somebody forgot at a moment: nothing of its content."""
    return replace(
        fact,
        text="",
        value=None,
        topics=(),
        metadata=None,
        reason="",
        pinned=False,
        subject=fact.subject if fact.subject == USER else "",
        state=FactState.FORGOTTEN,
        retired_at=moment,
        revision=fact.revision + 1,
        updated_at=moment,
        actor=actor,
    )
