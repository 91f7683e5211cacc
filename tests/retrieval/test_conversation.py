"""The shape of a conversation.

1. A pause of more than an hour, and another session, begin a segment; interleaved sessions do not cut each other.
2. Neighbours lend terms only inside a segment, with the shares of `CONTEXT`.
3. A long neighbour lends no more than fifteen terms.
4. Speakers are named by the words of their roles, with and without accents, and within text without blanks; generic
   roles are not names.
5. Who speaks of himself means the messages of the role `user`, in many languages.
6. Messages that come one by one, or a few at a time, are laid out like those that come all at once.
"""

import numpy as np
import pytest

from holdfast.retrieval.conversation import Speakers, speaker_of
from holdfast.retrieval.layout import Layout, lay_out
from holdfast.retrieval.question import analyse
from tests.retrieval.conversations import ENGLISH, Turn, ask, index_of, keys, texts


def segments(sessions: list[int], minutes: list[float]) -> list[int]:
    lengths = np.ones(len(sessions), np.int32)
    return lay_out(np.array(sessions, np.int32), np.array(minutes) * 60.0, lengths).segments.tolist()


def test_a_long_pause_begins_a_segment() -> None:
    assert segments([0, 0, 0, 0], [0, 59, 120, 200]) == [0, 0, 1, 2]


def test_interleaved_sessions_do_not_cut_each_other() -> None:
    assert segments([0, 1, 0, 1], [0, 1, 2, 3]) == [0, 1, 0, 1]


def test_neighbours_lend_their_shares() -> None:
    layout = lay_out(np.zeros(5, np.int32), np.zeros(5), np.ones(5, np.int32))
    rows = np.arange(5)
    targets, shares = layout.spread(rows), layout.shares(rows)
    lent = {(row, int(targets[row, at])): float(shares[row, at]) for row in range(5) for at in range(6)}
    assert lent[(2, 2)] == 1
    assert lent[(2, 3)] == pytest.approx(0.4)
    assert lent[(2, 1)] == pytest.approx(0.3)
    assert lent[(2, 4)] == pytest.approx(0.3)
    assert lent[(2, 0)] == pytest.approx(0.1)
    assert lent[(2, 6)] == 1, "its segment has all its terms"


@pytest.mark.parametrize("at_once", [1, 3, 8, 9, 20])
@pytest.mark.parametrize("seed", range(5))
def test_messages_are_laid_out_alike_however_many_come_at_once(seed: int, at_once: int) -> None:
    chance = np.random.default_rng(seed)
    count = 120
    sessions = chance.integers(0, 6, count).astype(np.int32)
    created = np.cumsum(chance.choice([60.0, 600.0, 5000.0], count))
    lengths = chance.integers(0, 40, count).astype(np.int32)
    whole = lay_out(sessions, created, lengths)
    grown = Layout()
    for start in range(0, count, at_once):
        end = min(start + at_once, count)
        grown = grown.extended(sessions[start:end], created[:end], lengths[:end])
    assert (grown.links == whole.links).all()
    assert grown.weighted == pytest.approx(whole.weighted)
    numbers = dict(zip(grown.segments.tolist(), whole.segments.tolist(), strict=True))
    assert [numbers[number] for number in grown.segments.tolist()] == whole.segments.tolist()
    assert len(set(numbers.values())) == len(numbers) == grown.segment_count == whole.segment_count
    assert grown.of_segments == pytest.approx(whole.of_segments[[numbers[at] for at in range(len(numbers))]])
    totals = [(one.row_lengths, one.segment_lengths) for one in (grown, whole)]
    assert totals[0] == pytest.approx(totals[1])


def test_nothing_is_lent_across_segments() -> None:
    layout = lay_out(np.array([0, 0, 1, 1], np.int32), np.zeros(4), np.ones(4, np.int32))
    nowhere, first_segment = 4, 5
    assert set(layout.spread(np.array([1]))[0].tolist()) == {1, 0, nowhere, first_segment}


def test_a_long_neighbour_lends_fifteen_terms() -> None:
    layout = lay_out(np.zeros(2, np.int32), np.zeros(2), np.array([150, 10], np.int32))
    assert layout.shares(np.array([0, 1]))[0, 1] == pytest.approx(0.4 * 15 / 150)
    assert layout.shares(np.array([0, 1]))[1, 1] == pytest.approx(0.4)


def test_an_answer_is_found_by_the_words_of_the_question_before_it() -> None:
    turns = texts(
        "Where did you buy the violin?", "In the little shop by the harbour in the old town", "We had soup", "It rained"
    )
    assert keys(ask(index_of(turns), "violin"))[:2] == [0, 1]


def test_generic_roles_are_not_names() -> None:
    speakers = Speakers.of(["user", "assistant", "Melanie Smith"])
    assert speakers.names_in(["user", "assistant"]) == []
    assert speakers.names_in(["smith"]) == ["smith"]
    assert speakers.by_name["smith"] == frozenset({2})
    assert speakers.asking == frozenset({0})


def test_the_word_user_is_looked_for_in_the_text() -> None:
    turns = [Turn("the login page of the user", "assistant"), Turn("the login page of the shop", "assistant")]
    assert keys(ask(index_of([*turns, Turn("hello", "user")]), "login user"))[0] == 0


def test_a_removed_session_takes_its_speakers_along() -> None:
    index = index_of([Turn("hello", "Caroline", 1), Turn("hello", "Tim", 2)]).without_sessions([1])
    assert index.speakers.names_in(["caroline", "tim"]) == ["tim"]


@pytest.mark.parametrize(
    ("role", "question"),
    [
        ("Chloé", "what did Chloe say about the kite"),
        ("Chloe", "what did Chloé say about the kite"),
        ("Łukasz", "LUKASZ'S kite?"),
        ("Jürgen", "where is Juergen's kite"),
        ("Øystein", "where is Oystein's kite"),
        ("小红", "小红的风筝在哪里"),
        ("鈴木", "鈴木さんの凧はどこ"),
        ("지훈", "지훈이는 어디에 있어요"),
        ("มาลี", "มาลีพูดว่าอะไร"),
    ],
)
def test_speakers_are_named_in_every_spelling_and_script(role: str, question: str) -> None:
    index = index_of([Turn("the kite is in the attic", "Bob"), Turn("the kite is in the attic", role)])
    asked = analyse(question, index, ENGLISH)
    assert asked.asked_of == frozenset({1})
    assert role.lower() not in asked.embedding_text.lower()
    assert keys(ask(index, question))[0] == 1


def test_a_name_within_other_letters_is_no_name() -> None:
    index = index_of([Turn("the kite", "Ann"), Turn("the kite", "Bob")])
    assert not analyse("is the annex open", index, ENGLISH).asked_of


@pytest.mark.parametrize(
    "question",
    [
        "我叫什么名字", "我的猫几岁了", "私の名前は何ですか", "僕はどこに住んでいますか",
        "내 이름이 뭐야", "저는 어디에 살아요", "우리 집은 어디야",
        "ฉันชื่ออะไร", "ผมทำงานที่ไหน", "wie heiße ich eigentlich", "où est-ce que j'habite", "¿dónde compré la tetera?",
        "onde comprei o bule", "cosa devo comprare domani", "где мой паспорт", "أين وضعت مفتاحي أنا", "איפה אני גר",
        "what have I bought",
    ],
)  # fmt: skip
def test_who_speaks_of_himself_means_the_user(question: str) -> None:
    index = index_of([Turn("the kite is in the attic", "assistant"), Turn("the kite is in the attic", "user")])
    assert analyse(question, index, ENGLISH).asked_of == frozenset({1})


@pytest.mark.parametrize(
    "question", ["她叫什么名字", "彼女の名前は何ですか", "이름이 뭐야", "wie heißt sie", "¿qué hay en el café?"]
)
def test_who_speaks_of_others_means_nobody(question: str) -> None:
    index = index_of([Turn("the kite is in the attic", "assistant"), Turn("the kite is in the attic", "user")])
    assert not analyse(question, index, ENGLISH).asked_of


def test_a_name_beside_the_role_is_who_speaks() -> None:
    speakers = Speakers.of([speaker_of("user", "Ada Lovelace"), speaker_of("assistant", ""), speaker_of("user", "")])
    assert speakers.names_in(["ada", "user", "assistant"]) == ["ada"]
    assert speakers.asking == {0, 2}
