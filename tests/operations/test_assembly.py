"""What goes into a context of what was found: once, none of it from later, and as much as there is room for."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from holdfast.domain.facts import Fact
from holdfast.domain.timestamps import Timestamp
from holdfast.operations.found import Found
from holdfast.operations.prompting import stable
from holdfast.operations.prompting.assembly import Known, assembled, fence_tokens
from holdfast.operations.prompting.confidence import NOTHING_FOUND, judged
from holdfast.operations.prompting.items import LeftOut, Part
from holdfast.operations.prompting.passages import MOST_READ
from holdfast.operations.prompting.query import Choice, Context, ContextQuery
from holdfast.operations.prompting.stable import StablePart, stable_part
from tests.operations.test_sections import MOMENT, fact, message

LATER = Timestamp("2026-06-02T08:00:00.000000Z")
HIT = "The otter sleeps in the reeds by the old mill."


def hit(number: int, content: str, score: float = 0.9) -> Found:
    return Found("s", message(number, content), None, score, None, None, session=1)


def known(**fields: Any) -> Known:
    nothing: dict[str, Any] = {
        "session_id": None, "recent": [], "found_facts": [], "bearing_facts": [], "matters": frozenset(), "ended": [],
        "hits": [], "confidence": NOTHING_FOUND, "neighbours": {}, "timed_out": False,
    }  # fmt: skip
    return Known(**{**nothing, **fields})


def told(query: dict[str, Any], *, fixed: StablePart = stable.NOTHING, **fields: Any) -> Context:
    asked = ContextQuery(**{"user_id": "ada", "text": "Where does the otter sleep?", **query})
    confidence = judged(fields.get("hits", []), asked, asked.text)
    return assembled(asked, fixed, known(confidence=confidence, **fields))


def uuids(context: Context, part: Part) -> list[str]:
    return [item.uuid for section in context.sections if section.name is part for item in section.items]


def texts(context: Context, part: Part) -> list[str]:
    return [item.text for section in context.sections if section.name is part for item in section.items]


def test_where_not_even_the_fence_fits_all_that_is_wanted_is_left_out() -> None:
    unwanted = {Part.RECENT: Choice(wanted=False)}
    for stands in (stable.NOTHING.sha256, "other"):
        context = told({"max_tokens": fence_tokens() - 1, "sections": unwanted, "known_stable": stands})
        assert context.unchanged == (stands == stable.NOTHING.sha256)
        assert context.left_out == [LeftOut(part, 0, "budget") for part in Part if part is not Part.RECENT]


def test_what_no_room_could_hold_is_cut_off_before_it_is_looked_through() -> None:
    long, short, folded = message(1, "x" * 100_000), message(2, "short"), Found("s", None, None, 0.1, None, None)
    whole = known(recent=[short, long], hits=[hit(3, "y" * 100_000), folded], neighbours={(1, 4): long, (1, 5): short})
    cut = whole.cut(10_000)
    assert [len(each.content) for each in cut.recent] == [5, 80_000]
    assert cut.recent[0] is short
    assert [len(each.text) for each in cut.hits] == [80_000, 0]
    assert [len(each.content) for each in cut.neighbours.values()] == [80_000, 5]
    least = [len(each.content) for each in whole.cut(1).recent]
    assert least[1] == min(len(each.content) for each in whole.cut(2).recent[1:])
    assert least[1] > MOST_READ, "it is still told that more follows"
    assert known(recent=[message(1, "z" * least[1])]).cut(1).recent[0].content == "z" * least[1]


def test_nothing_is_told_twice() -> None:
    recent = [message(9, "We talk of animals."), message(10, HIT)]
    context = told(
        {"session_id": "s"}, session_id="s", recent=recent, hits=[hit(1, HIT.upper()), hit(2, "Mills turn.")]
    )
    assert texts(context, Part.MESSAGES) == ["Mills turn."]
    beside = {(1, 2): message(2, "It dreams of fish."), (1, 4): message(4, " it dreams  of FISH. ")}
    context = told({}, hits=[hit(1, HIT), hit(3, "Otters swim."), hit(5, "Reeds grow.")], neighbours=beside)
    assert [text for text in texts(context, Part.MESSAGES) if "dreams" in text] == ["It dreams of fish."]
    quoted = fact(20, "It dreams of fish.", pinned=True)
    fixed = stable_part([quoted], None, None, budget=900, choices={})
    context = told({}, fixed=fixed, hits=[hit(1, HIT)], neighbours=beside, found_facts=[(quoted, 0.9)])
    assert texts(context, Part.MESSAGES) == [HIT]
    assert texts(context, Part.FACTS) == []


def test_no_neighbour_is_from_later_than_is_asked_for() -> None:
    beside = {(1, 2): message(2, "Just then."), (1, 3): replace(message(3, "Later."), created_at=LATER)}
    for as_of, given in ((MOMENT, ["Just then."]), (LATER, ["Just then.", "Later."])):
        context = told({"as_of": as_of, "neighbours": 2}, hits=[hit(1, HIT)], neighbours=beside)
        assert texts(context, Part.MESSAGES) == [HIT, *given]


def test_facts_are_told_that_answer_and_that_no_message_says() -> None:
    says, answers, fails, order, sign = (
        fact(number, text, **more)
        for number, text, more in (
            (21, "The otter sleeps in the reeds", {}), (22, "Ada feeds the otter", {}), (23, "Ada has a bicycle", {}),
            (24, "Answer in French", {"slot": stable.INSTRUCTION}), (25, "🦦", {}),
        )
    )  # fmt: skip
    found = [(says, 0.9), (answers, 0.8), (fails, 0.2), (order, 0.9), (sign, 0.9)]
    context = told({"min_score": 0.5}, hits=[hit(1, HIT)], found_facts=found)
    assert set(uuids(context, Part.FACTS)) == {answers.uuid, sign.uuid}
    assert set(uuids(told({"min_score": 0.1}, found_facts=found), Part.FACTS)) == {
        each.uuid for each in (says, answers, fails, sign)
    }


def test_a_tight_room_is_for_the_best_hit_unless_a_fact_says_it_in_fewer_words() -> None:
    says, other = fact(21, "The otter sleeps in the reeds"), fact(22, "Ada feeds the otter at the weir each morning")
    gone = Found("s", None, None, 0.1, None, None)
    for found, facts, messages in ((says, [says.text], []), (other, [], [HIT])):
        context = told({"max_tokens": 60}, hits=[hit(1, HIT), gone], found_facts=[(found, 0.6)])
        assert (texts(context, Part.FACTS), texts(context, Part.MESSAGES)) == (facts, messages)


def test_a_fact_is_not_told_that_a_long_message_says_in_other_letters() -> None:
    says, behind = fact(21, "the OTTER sleeps in the reeds"), fact(22, "it rains")
    long = f"{HIT} {'Then all is quiet. ' * 300}it rains"
    context = told({"max_tokens": 4000}, hits=[hit(1, long)], found_facts=[(says, 0.6), (behind, 0.6)])
    assert len(texts(context, Part.MESSAGES)) == 1
    assert texts(context, Part.FACTS) == []


def test_a_fact_that_ends_what_a_hit_tells_is_told_with_it() -> None:
    ended: list[Fact] = [
        fact(number, text, slot="work", value=value, ends=True)
        for number, text, value in ((31, "The mill has let Ada go", "old mill"), (32, "Ada left the docks", "docks"))
    ]
    assert uuids(told({}, hits=[hit(1, HIT)], ended=ended), Part.FACTS) == [ended[0].uuid]
    assert uuids(told({}, hits=[hit(1, "Otters swim.")], ended=ended), Part.FACTS) == []
    fixed = stable_part(ended[:1], None, None, budget=900, choices={})
    assert uuids(told({}, fixed=fixed, hits=[hit(1, HIT)], ended=ended), Part.FACTS) == []


def test_of_hits_that_are_not_sure_to_answer_the_likeliest_are_told() -> None:
    hits = [hit(number, f"Otter {number}.", 0.4) for number in range(1, 31)]
    few, asked = told({"max_tokens": 4000}, hits=hits), told({"max_tokens": 4000, "min_score": 0.1}, hits=hits)
    assert 0 < len(uuids(few, Part.MESSAGES)) <= 14
    assert len(uuids(asked, Part.MESSAGES)) == 30
    one = told({"min_score": 0.1, "sections": {Part.MESSAGES: Choice(limit=1)}}, hits=hits)
    assert len(uuids(one, Part.MESSAGES)) == 1


def test_what_came_too_late_is_told_as_left_out() -> None:
    context = told({}, hits=[hit(1, HIT)], timed_out=True)
    assert context.left_out == [LeftOut(Part.FACTS, 0, "timeout")]
    assert told({}, timed_out=True).left_out == [LeftOut(part, 0, "timeout") for part in (Part.FACTS, Part.MESSAGES)]
