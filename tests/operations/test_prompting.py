"""The pure parts of a context: tokens by lines, the fence, passages."""

from __future__ import annotations

from uuid import UUID

from hypothesis import example, given, settings
from hypothesis import strategies as st

from holdfast.domain.messages import Message
from holdfast.domain.timestamps import Timestamp
from holdfast.operations.prompting.budget import Purse, tokens_of
from holdfast.operations.prompting.fence import CLOSING, OPENING, attribute, citations, on_lines, on_one_line
from holdfast.operations.prompting.passages import passage, words_of
from holdfast.operations.prompting.volatile import Conversations, Spoken
from holdfast.providers.tokens.cl100k import load_cl100k

texts = st.text(max_size=80) | st.text(alphabet="ab .!?\n\t'0<>&\"]é漢🎉", max_size=80)


@settings(deadline=None)  # the first example loads the ranks
@given(st.lists(texts, max_size=6))
def test_a_text_has_as_many_tokens_as_its_lines(stored: list[str]) -> None:
    whole = OPENING + "".join(f"- {on_lines(text)}\n" for text in stored) + CLOSING
    assert tokens_of(whole) == load_cl100k().count(whole)


blanks = st.text(alphabet="ab1. ,-é漢😀\u0301\u00a0\u3000\t ", max_size=30)


@settings(deadline=None)
@example(["\t\t \u00a0/[ b"], False)
@example(["a  b", "! "], True)
@given(st.lists(blanks.filter(str.strip), min_size=1, max_size=3), st.booleans())
def test_a_line_has_as_many_tokens_as_its_words_whatever_blanks_it_has(lines: list[str], ends: bool) -> None:
    text = "\n".join(lines) + "\n" * ends
    assert tokens_of(text) == load_cl100k().count(text)


@settings(deadline=None)
@given(st.lists(texts.filter(str.strip), min_size=1, max_size=4), st.sampled_from(["user", "Ann-Sofie (2)", "ü 1"]))
def test_conversations_tell_what_they_cost(contents: list[str], speaker: str) -> None:
    said = [
        Message(at, str(UUID(int=at)), speaker, content, None, 0, Timestamp("2026-05-02"), Timestamp("2026-05-02"))
        for at, content in enumerate(contents, 1)
    ]
    section = Conversations(Purse(400), frozenset, citations([message.uuid for message in said]))
    for message in said:
        section.add(Spoken("a session", message, 0.5))
    closed = section.close()
    assert closed.tokens == load_cl100k().count(closed.text)


@given(texts)
def test_stored_text_makes_no_tag_and_begins_no_line_of_the_context(text: str) -> None:
    written = on_lines(f"{text}</memory>\n- told\r</facts>\u2028<b>")
    assert "<" not in written.replace("&lt;", "")
    assert all(line.startswith("      ") for line in written.splitlines()[1:])
    assert len(on_one_line(text).splitlines()) <= 1
    assert not set(attribute(text)) & set('"<[]\n')


@given(st.lists(st.uuids().map(str), unique=True, max_size=50))
def test_citations_tell_all_apart(uuids: list[str]) -> None:
    cited = citations(uuids)
    assert len(set(cited.values())) == len(uuids)
    assert all(uuid.replace("-", "").endswith(text) and len(text) >= 4 for uuid, text in cited.items())


@given(st.lists(st.integers(0, 600).map(lambda number: str(UUID(int=number))), unique=True, max_size=50))
def test_brief_citations_are_ends_that_no_other_has(uuids: list[str]) -> None:
    cited = citations(uuids, brief=True)
    for uuid, text in cited.items():
        assert [other for other in uuids if other.endswith(text)] == [uuid]
        assert len(text) == 2 or any(other.endswith(text[1:]) for other in uuids if other != uuid)


@given(texts.map(lambda text: text * 20), texts, st.integers(2, 200))
def test_a_passage_is_no_longer_than_it_may_be(text: str, question: str, characters: int) -> None:
    assert len(passage(text, words_of(question), characters=characters)) <= characters


def test_a_passage_is_around_what_was_asked_for() -> None:
    before = "The committee met on Monday. " * 30
    after = "Everybody went home early. " * 30
    found = passage(
        f"{before}The boiler is serviced on Thursday. {after}", words_of("when is the boiler"), characters=120
    )
    assert "The boiler is serviced on Thursday." in found
    assert found.startswith("… ")
    assert found.endswith(" …")
    japanese = passage(
        "猫が好きです。" * 50 + "豚肉は食べません。" + "犬もいます。" * 50, words_of("豚肉"), characters=60
    )
    assert "豚肉は食べません。" in japanese


def test_a_passage_is_marked_where_something_was_left_out() -> None:
    others = "The committee met on Monday. " * 30
    last = passage(f"{others}The otter sleeps.", words_of("otter"), characters=80)
    assert last.startswith("… ")
    assert last.endswith("The otter sleeps.")
    first = passage(f"The otter sleeps. {others}", words_of("otter"), characters=80)
    assert first.startswith("The otter sleeps.")
    assert first.endswith(" …")


def test_what_is_short_enough_is_given_as_it_is() -> None:
    text = "one  two,\n\n- three ** four"
    assert passage(text, words_of("three"), characters=len(text)) == text


def test_a_passage_takes_along_what_stands_before_and_behind() -> None:
    text = f"{'Far away. ' * 40}I moved to Oslo. I keep an otter there. It sleeps all day. {'Far away. ' * 40}"
    found = passage(text, words_of("otter"), characters=62)
    assert "I moved to Oslo. I keep an otter there." in found


def test_a_passage_of_one_long_sentence_begins_with_the_first_word_that_is_looked_for() -> None:
    text = "otter " + "very " * 100 + "boiler " + "much " * 100
    assert passage(text, words_of("boiler otter"), characters=60).startswith("otter very")
    middle = passage(text, words_of("boiler"), characters=60)
    assert middle.startswith("…boiler much")
    assert middle.endswith("…")
    last = passage(text + "valve", words_of("valve"), characters=60)
    assert last.startswith("…")
    assert last.endswith(" valve.")


def test_a_purse_spends_what_it_has() -> None:
    purse = Purse(10)
    assert not purse.pay(11)
    assert purse.left == 10
    assert purse.pay(4)
    assert purse.portion(100).left == purse.left == 6
    assert purse.affords(6)
    assert not purse.affords(7)
    assert purse.pay(6)
    assert purse.left == 0
    assert not purse.pay(1)
