"""Sections of a context of given facts and messages: what is told first, what is left out, and how it is told."""

from __future__ import annotations

from uuid import UUID

from holdfast.domain.facts import Fact, FactOrigin
from holdfast.domain.messages import Message
from holdfast.domain.timestamps import Timestamp
from holdfast.operations.prompting.budget import Purse, tokens_of
from holdfast.operations.prompting.fence import citations
from holdfast.operations.prompting.stable import instructions, profile
from holdfast.operations.prompting.volatile import Conversations, Spoken, facts, recent, tokens_alone

MOMENT = Timestamp("2026-05-02T08:00:00.000000Z")


def fact(number: int, text: str, **fields: object) -> Fact:
    return Fact(
        **{  # type: ignore[arg-type]
            "uuid": str(UUID(int=number)),
            "holder": 1,
            "origin": FactOrigin.ASSERTED,
            "text": text,
            "valid_at": MOMENT,
            "said": MOMENT,
            "created_at": MOMENT,
            "updated_at": MOMENT,
            "actor": "test",
            **fields,
        }
    )


def message(number: int, content: str) -> Message:
    return Message(number, str(UUID(int=number)), "user", content, None, 0, MOMENT, MOMENT)


def test_facts_are_told_with_their_days_or_briefly() -> None:
    home = fact(1, "Ada lives in Leith", slot="home", value="Leith")
    whole = facts([(home, 1.0)], Purse(500), most=None)
    brief = facts([(home, 1.0)], Purse(500), most=None, brief=True)
    assert '- "Ada lives in Leith" (2026-05-02)' in whole.text
    assert "- home: Leith [f:" in brief.text
    assert "2026-05-02" not in brief.text
    assert whole.items[0].score == 1.0
    beside = str(UUID(int=0x101))
    assert "[f:001]" in facts([(home, 1.0)], Purse(500), most=None, brief=True, beside=[beside]).text


def test_no_more_facts_are_told_than_are_asked_for_and_fit() -> None:
    found = [(fact(number, f"The parcel {number} came in the morning."), 1.0) for number in range(1, 9)]
    assert len(facts(found, Purse(5000), most=None).items) == 8
    assert [item.uuid for item in facts(found, Purse(5000), most=3).items] == [each.uuid for each, _ in found[:3]]
    purse = Purse(80)
    told = facts(found, purse, most=None)
    assert 0 < len(told.items) < 8
    assert purse.left == 80 - told.tokens
    assert facts(found, Purse(5), most=None).text == ""


def test_a_profile_keeps_what_is_worth_most_and_tells_it_in_order() -> None:
    known = [
        fact(1, "Ada likes chess", topics=("hobby",)),
        fact(2, "Ada lives in Leith", slot="home", value="Leith"),
        fact(3, "Ada is allergic to nuts", slot="allergy", value="nuts"),
        fact(4, "Ada likes the colour of rust", pinned=True),
    ]
    assert [item.uuid for item in profile(known, Purse(5000), most=None).items] == [each.uuid for each in known]
    kept = profile(known, purse := Purse(5000), most=2)
    assert purse.left == 5000 - kept.tokens
    assert [item.uuid for item in kept.items] == [known[2].uuid, known[3].uuid]
    small = Purse(tokens_of(profile(known, Purse(5000), most=None).text) - 8)
    told = profile(known, small, most=None)
    assert len(told.items) == 4, "without their dates all of them fit"
    assert "2026-05-02" not in told.text
    assert profile(known, Purse(3), most=None).text == ""
    nothing = profile([], purse := Purse(100), most=None)
    assert (nothing.text, nothing.tokens, nothing.items, purse.left) == ("", 0, [], 100)


def test_a_brief_profile_tells_no_dates() -> None:
    known = [fact(1, "Ada lives in Leith", slot="home", value="Leith")]
    assert "- home: Leith (2026-05-02) [f:" in profile(known, Purse(5000), most=None).text
    assert "- home: Leith [f:" in profile(known, Purse(5000), most=None, brief=True).text


def test_instructions_are_told_as_they_were_given() -> None:
    told = instructions([fact(1, "Answer in French.", slot="instruction")], Purse(500), most=None)
    assert '- "Answer in French." (2026-05-02)' in told.text


def test_recent_messages_are_the_newest_that_fit() -> None:
    said = [message(number, f"sentence number {number}") for number in range(1, 9)]
    said.insert(4, message(99, "   "))
    assert [item.uuid for item in recent(said, "s", Purse(5000), most=None).items] == [
        each.uuid for each in said if each.content.strip()
    ]
    assert [item.uuid for item in recent(said, "s", Purse(5000), most=2).items] == [each.uuid for each in said[-2:]]
    few = recent(said, "s", purse := Purse(60), most=None)
    assert purse.left == 60 - few.tokens
    assert 0 < len(few.items) < 8
    assert few.items[-1].uuid == said[-1].uuid
    alone = recent(said[-1:], "s", Purse(500), most=None)
    assert recent(said[-1:], "s", Purse(alone.tokens), most=None).text == alone.text


def test_a_long_message_is_rather_left_out_than_cut_to_a_few_words() -> None:
    long = message(1, "The committee met on Monday and talked. " * 400)
    cited = citations([long.uuid])
    tight = Conversations(Purse(34), frozenset, cited)
    assert not tight.add(Spoken("s", long, 1.0))
    assert tight.close().items == []
    wide = Conversations(Purse(300), frozenset, cited)
    assert wide.add(Spoken("s", long, 1.0))
    section = wide.close()
    assert section.items[0].truncated
    assert 100 < section.tokens <= 300
    brief = Conversations(Purse(300), frozenset, cited, brief=True)
    assert brief.add(Spoken("s", long, 1.0))
    assert "[2026-05-02]\n" in brief.close().text


def test_what_a_message_costs_alone_is_known_beforehand() -> None:
    for text, is_long in (("The otter sleeps in the reeds.", False), ("The committee met. " * 32, True)):
        said = message(1, text)
        alone = Conversations(Purse(500), frozenset, citations([said.uuid], brief=True), brief=True)
        assert alone.add(Spoken("s", said, 1.0))
        section = alone.close()
        assert not section.items[0].truncated
        assert is_long or section.tokens <= tokens_alone(said) <= section.tokens + 3, "citations may be longer"
