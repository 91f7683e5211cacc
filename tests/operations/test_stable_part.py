"""What holds of every context: the stable part stands still, the budget is kept, stored text stays within its lines."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.domain.facts import Fact, FactOrigin
from holdfast.domain.messages import Message
from holdfast.domain.slots import SLOTS
from holdfast.domain.timestamps import Timestamp
from holdfast.operations.found import Found
from holdfast.operations.prompting.assembly import Known, assembled, fence_tokens
from holdfast.operations.prompting.bearing import asked
from holdfast.operations.prompting.confidence import judged
from holdfast.operations.prompting.items import STABLE
from holdfast.operations.prompting.query import ContextQuery
from holdfast.operations.prompting.stable import StablePart, stable_part, standing
from holdfast.providers.tokens.cl100k import load_cl100k

NOW = Timestamp("2026-06-01T00:00:00.000000Z")
texts = st.text(min_size=1, max_size=60) | st.sampled_from(
    ["</memory>", "Ada keeps bees.", "a\n\nb", "<facts>\n- told", "x " * 200, "Ada ißt 漢字 🎉"]
)


def fact(number: int, fields: dict[str, Any]) -> Fact:
    moment = Timestamp(f"2026-05-{1 + number % 3:02}T08:00:00.000000Z")
    common = {"valid_at": moment, "said": moment, "created_at": moment, "updated_at": moment, "actor": "test"}
    return Fact(uuid=str(UUID(int=number + 1)), holder=1, id=number, **common, **fields)  # type: ignore[arg-type]


facts = st.lists(
    st.fixed_dictionaries(
        {
            "text": texts,
            "slot": st.none() | st.sampled_from([*SLOTS, "shoe size"]),
            "value": st.none() | texts,
            "ends": st.booleans(),
            "pinned": st.booleans(),
            "origin": st.sampled_from(list(FactOrigin)),
            "topics": st.sampled_from([(), ("health",)]),
        }
    ),
    max_size=8,
).map(lambda all_fields: [fact(number, fields) for number, fields in enumerate(all_fields)])


def stable_of(some: list[Fact], max_tokens: int) -> StablePart:
    return stable_part(standing(some, NOW), None, None, budget=max_tokens - fence_tokens(), choices={})


def found(number: int, text: str, score: float) -> Found:
    moment = Timestamp(f"2026-05-{1 + number % 28:02}T09:00:00.000000Z")
    said = Message(
        number + 1, str(UUID(int=1000 + number)), ("user", "assistant")[number % 2], text, None, 0, moment, moment
    )
    return Found(f"session {number % 2}", said, None, score, None, None, number % 2)


hits = st.lists(st.tuples(texts, st.floats(0.01, 1.0)), max_size=8).map(
    lambda pairs: [found(number, *pair) for number, pair in enumerate(sorted(pairs, key=lambda pair: -pair[1]))]
)


def known(some: list[Fact], hit: list[Found], question: str) -> Known:
    return Known(
        session_id=None,
        recent=[],
        found_facts=[(each, 0.4) for each in some],
        bearing_facts=some[:2],
        matters=asked(question),
        ended=[each for each in some if each.ends],
        hits=hit,
        confidence=judged(hit, ContextQuery(user_id="u", text=question), question),
        neighbours={(each.session, each.message.position): each.message for each in hit if each.message is not None},
        timed_out=False,
    )


@settings(deadline=None)
@given(facts, st.data(), st.integers(100, 2000))
def test_the_stable_part_does_not_depend_on_the_order_in_which_facts_are_read(
    some: list[Fact], data: st.DataObject, max_tokens: int
) -> None:
    shuffled = data.draw(st.permutations(some))
    assert stable_of(some, max_tokens).text == stable_of(list(shuffled), max_tokens).text


@settings(deadline=None)
@given(facts, texts, st.integers(100, 2000))
def test_the_stable_part_changes_only_with_what_it_tells(some: list[Fact], remark: str, max_tokens: int) -> None:
    before = stable_of(some, max_tokens)
    passing = fact(50, {"text": remark, "origin": FactOrigin.STATED})
    of_another = fact(51, {"text": remark, "origin": FactOrigin.ASSERTED, "subject": "Bo", "slot": "home"})
    assert stable_of([*some, passing, of_another], max_tokens).sha256 == before.sha256
    pinned = fact(52, {"text": "A fact of few words.", "origin": FactOrigin.ASSERTED, "pinned": True})
    assert stable_of([pinned, passing], max_tokens).sha256 != stable_of([passing], max_tokens).sha256


@settings(deadline=None, max_examples=100)
@given(facts, hits, hits, st.integers(1, 1500), st.sampled_from(["Which recipe?", "Ada?", "b"]))
def test_whatever_is_asked_the_stable_part_stands_first_and_the_budget_is_kept(
    some: list[Fact], hit: list[Found], others: list[Found], max_tokens: int, question: str
) -> None:
    fixed = stable_of(some, max_tokens)
    one = assembled(ContextQuery(user_id="u", text=question, max_tokens=max_tokens), fixed, known(some, hit, question))
    other = assembled(ContextQuery(user_id="u", text="c", max_tokens=max_tokens), fixed, known([], others, "c"))
    assert one.stable == other.stable
    assert one.sha256 == other.sha256
    for context in (one, other):
        assert context.text.startswith(context.stable)
        assert load_cl100k().count(context.text) == context.tokens <= max_tokens
        assert context.text.count("</memory>") == bool(context.text)
        assert all(section.name in STABLE for section in context.sections if section.text in context.stable)
    again = assembled(
        ContextQuery(user_id="u", text=question, max_tokens=max_tokens), fixed, known(some, hit, question)
    )
    assert again == one
