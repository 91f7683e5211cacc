"""What stands in a profile, what of it is told first, and how much of a summary stands beside it."""

from __future__ import annotations

import pytest

from holdfast.domain.facts import Fact, FactOrigin
from holdfast.domain.summaries import Summary
from holdfast.domain.timestamps import Timestamp
from holdfast.operations.prompting.budget import Purse, tokens_of
from holdfast.operations.prompting.items import Part, Section
from holdfast.operations.prompting.query import Choice
from holdfast.operations.prompting.stable import profile, stable_part, standing, summary, text_of
from tests.operations.test_sections import MOMENT, fact

THEN, LATER = "2026-01-02T08:00:00.000000Z", Timestamp("2026-06-02T08:00:00.000000Z")


def known(number: int, slot: str | None, value: str, *, said: str = MOMENT, **more: object) -> Fact:
    return fact(number, f"{slot} {value}", slot=slot, value=value if slot else None, said=said, **more)


def told(*facts: Fact) -> list[str]:
    return [each.text for each in standing(facts, LATER)]


def test_the_newest_value_stands_and_of_slots_with_several_all_do() -> None:
    homes = known(1, "home", "Leith"), known(2, "home", "Oban", said=THEN)
    assert told(*homes) == told(*homes[::-1]) == ["home Leith"]
    likes = known(3, "likes", "tea"), known(4, "likes", "jam", said=THEN)
    assert told(*likes, *homes) == ["home Leith", "likes jam", "likes tea"]


def test_what_holds_no_more_stands_where_nothing_took_its_place() -> None:
    ended = known(1, "likes", "tea", ends=True), known(2, "home", "Oban", ends=True)
    assert told(*ended) == ["home Oban", "likes tea"]
    assert told(*ended, known(3, "home", "Leith"), known(4, "likes", "jam")) == ["home Leith", "likes tea", "likes jam"]
    assert told(known(5, "instruction", "Answer in French", ends=True)) == []


def test_what_may_be_of_others_stands_only_where_it_took_the_place_of_a_fact() -> None:
    gone = known(1, "pets", "Rex", ends=True)
    assert told(gone) == []
    assert told(gone, known(2, "pets", "Rex was here", said=THEN, superseded_by=gone.uuid)) == [
        "pets Rex", "pets Rex was here",
    ]  # fmt: skip
    assert told(known(3, "pets", "Tom"), known(4, "likes", "tea", ends=True)) == ["pets Tom", "likes tea"]


def test_what_harms_if_it_is_not_known_is_told_first() -> None:
    ranks = [
        known(1, "allergy", "nuts"),
        fact(2, "Ada has a weak heart", topics=("health",)),
        known(4, "likes", "tea"),
        known(3, "x-shoe", "43"),
        fact(5, "Ada plays chess"),
        known(6, "x-hat", "7", ends=True),
    ]
    for number in range(1, len(ranks) + 1):
        kept = profile(ranks[::-1], Purse(5000), most=number).items
        assert {item.uuid for item in kept} == {each.uuid for each in ranks[:number]}


@pytest.mark.parametrize(
    ("one", "line"),
    [
        (fact(1, "Has a weak heart", slot="health", value="heart"), '- health: "Has a weak heart"'),
        (
            fact(1, "The heart is fine", slot="health", value="heart", ends=True),
            '- no longer health: "The heart is fine"',
        ),
        (fact(1, "x" * 120, slot="likes", value="tea", ends=True), f'- no longer likes: "{"x" * 120}"'),
        (fact(1, "x" * 121, slot="likes", value="tea", ends=True), "- no longer likes: tea"),
        (fact(1, "Likes tea", slot="likes", value="tea"), "- likes: tea"),
        (fact(1, "Likes tea"), '- "Likes tea"'),
    ],
)
def test_each_kind_is_told_in_its_way(one: Fact, line: str) -> None:
    assert text_of(one) == line


WRITTEN = Summary(1, "u", 2, "p", "Ada looks for the zeppelin. She went to the docks. It rained.", None, 9, MOMENT)


def test_a_summary_is_cut_to_its_room() -> None:
    whole = summary(WRITTEN, "s", purse := Purse(500))
    assert [(item.text, item.truncated) for item in whole.items] == [(WRITTEN.content, False)]
    assert (whole.tokens, purse.left) == (tokens_of(whole.text), 500 - tokens_of(whole.text))
    assert summary(WRITTEN, "s", Purse(whole.tokens)).text == whole.text
    cut = summary(WRITTEN, "s", Purse(whole.tokens - 1))
    assert [(item.truncated, "…" in item.text) for item in cut.items] == [(True, True)]
    assert cut.tokens <= whole.tokens - 1
    texts: list[str] = []
    for room in range(whole.tokens):
        some = summary(WRITTEN, "s", Purse(room))
        assert some == Section(Part.SUMMARY, "", 0, []) or 0 < some.tokens <= room
        texts += [item.text.strip("… ") for item in some.items]
    assert texts[0] == "Ada"
    assert texts == sorted(texts, key=len)
    assert len(texts) == whole.tokens - 11, "where there is room for a word, something is told"
    assert summary(WRITTEN, "s", Purse(4)).items == []
    assert summary(WRITTEN, None, Purse(500)).items == []


def test_the_stable_part_keeps_room_for_answers_and_tells_what_it_quotes() -> None:
    facts = [
        fact(number, f"Answer kindly and briefly, rule {number}", slot="instruction", value=f"{number}")
        for number in range(1, 60)
    ]
    facts += [known(number, "likes", f"tea {number}") for number in range(100, 160)]
    facts += [fact(200, "Ada keeps an otter", origin=FactOrigin.ASSERTED, pinned=True)]
    for budget in (100, 399, 400, 1000, 2000):
        part = stable_part(facts, WRITTEN, "s", budget=budget, choices={})
        sections = {section.name: section for section in part.sections}
        assert part.tokens == sum(section.tokens for section in part.sections) <= budget - max(int(budget * 0.3), 42)
        assert sections[Part.PROFILE].tokens <= 120
        assert not any("rule" in item.line for item in sections[Part.PROFILE].items)
    few = [facts[0], facts[60], facts[-1]]
    for budget, is_dated in ((399, False), (400, True)):
        part = stable_part(few, WRITTEN, "s", budget=budget, choices={})
        assert [("2026-05-02" in section.text) for section in part.sections] == [is_dated, is_dated, False]
        assert part.quoted == (facts[0].text, facts[-1].text)
    wide = {Part.PROFILE: Choice(max_tokens=400)}
    assert 120 < stable_part(facts, None, None, budget=2000, choices=wide).sections[1].tokens <= 400
