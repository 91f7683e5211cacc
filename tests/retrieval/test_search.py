"""Search over an index.

1. `dist` descends and stays within −1 … 1, whatever is asked.
2. A mask is applied before ranking: nothing outside it is returned, and as much is found inside as the limit allows.
3. `min_score` cuts by `dist` and changes nothing else; a smaller limit is a prefix.
4. The speaker who is named, the asking person and the date in the question are preferred; of several speakers the
   first, a little; a summary is of what everybody said.
5. Names of speakers are not looked for in the text, and not embedded.
6. Without a vector words alone decide; `vector` reports cosine, `lexical` the share of the question that is held.
7. A question about something else scores lower than a right one.
8. `mmr` avoids a twin of what it has already chosen.
9. The parts of a score add up to an order like that of the hits.
10. What a whole scope is about counts less than what sets a message apart.
11. The words of a date are not looked for; days alone are answered by the messages of those days, with a `dist` that
    says so; a day that is mentioned is found however it is written.
12. Collapsing leaves out repetitions and changes nothing else; its cost does not grow with the scope.
13. Where messages hold little or nothing of a question, meaning counts more.
"""

from datetime import UTC, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.retrieval import repetitions
from holdfast.retrieval.question import MOST_TERMS, analyse
from holdfast.retrieval.search import ScopeQuery, SearchKind, search
from tests.retrieval.conversations import (
    DAY,
    ENGLISH,
    NOON,
    Turn,
    ask,
    conversations,
    index_of,
    keys,
    kinds,
    query_vectors,
    questions,
    texts,
    unit,
)

FEATURES = (
    "lexical", "segment", "length", "speaker", "date", "instruction", "dense", "dense_context",
    "answer", "correction", "recency",
)  # fmt: skip


def options_for(turns, vector, kind):
    return {"vector": vector if any(turn.vector for turn in turns) else None, "kind": kind}


@settings(max_examples=80)
@given(conversations(), questions, query_vectors, kinds.filter(lambda kind: kind is not SearchKind.MMR))
def test_dist_descends_within_its_range(turns, question, vector, kind) -> None:
    dists = [hit.dist for hit in ask(index_of(turns), question, limit=30, **options_for(turns, vector, kind))]
    assert dists == sorted(dists, reverse=True)
    assert all(-1 <= dist <= 1 for dist in dists)


@settings(max_examples=80)
@given(conversations(), questions, query_vectors, kinds, st.integers(1, 30), st.data())
def test_a_mask_is_applied_before_the_limit(turns, question, vector, kind, limit, data) -> None:
    index = index_of(turns)
    mask = np.array(data.draw(st.lists(st.booleans(), min_size=len(turns), max_size=len(turns))))
    hits = ask(index, question, limit=limit, eligible=mask, **options_for(turns, vector, kind))
    assert set(keys(hits)) <= set(np.flatnonzero(mask).tolist())
    assert len(hits) == min(limit, int(mask.sum()))


@settings(max_examples=60)
@given(conversations(), questions, query_vectors, st.integers(1, 10), st.floats(-1, 1))
def test_limit_and_min_score_cut_the_same_list(turns, question, vector, limit, floor) -> None:
    index, options = index_of(turns), options_for(turns, vector, SearchKind.SIMILARITY)
    whole = [(hit.key, hit.dist) for hit in ask(index, question, limit=30, **options)]
    first = [(hit.key, hit.dist) for hit in ask(index, question, limit=limit, **options)]
    assert [key for key, _ in first] == [key for key, _ in whole[:limit]]
    cut = ask(index, question, limit=30, min_score=floor, **options)
    assert keys(cut) == [key for key, dist in whole if dist >= floor]


def test_the_named_speaker_is_preferred() -> None:
    turns = [Turn("I bought a violin in the harbour", "Caroline"), Turn("I bought a violin in the harbour", "Tim")]
    assert keys(ask(index_of(turns), "What did Tim buy?")) == [1, 0]
    assert keys(ask(index_of(turns), "What did Caroline's friend buy?")) == [0, 1]


@pytest.mark.parametrize("role", ["user", "human"])
def test_a_first_person_question_means_the_user(role: str) -> None:
    turns = [Turn("the violin is a fine instrument", "ai"), Turn("the violin is a fine instrument", role)]
    assert keys(ask(index_of(turns), "What did I say of the violin?"))[0] == 1


def test_the_first_of_several_named_speakers_is_preferred_a_little() -> None:
    turns = [Turn("I bought a violin", "Tim"), Turn("I bought a violin", "Caroline")]
    index = index_of(turns)
    hits = ask(index, "Which violin did Caroline show Tim?", explain=True)
    alone = ask(index, "Which violin did Caroline show?", explain=True)
    assert keys(hits) == keys(alone) == [1, 0]
    assert 0 < hits[0].parts["speaker"] < alone[0].parts["speaker"]


def test_a_summary_is_of_what_everybody_said() -> None:
    index = index_of([Turn("the violin is a fine instrument", "ai"), Turn("the violin is a fine instrument")])
    asked = analyse("Can you give me a summary of my violin lessons?", index, ENGLISH)
    assert asked.asked_of == frozenset()
    assert analyse("When are my violin lessons?", index, ENGLISH).asked_of


def test_a_date_in_the_question_prefers_that_day() -> None:
    turns = [Turn("we went swimming", at=NOON), Turn("we went swimming", at=NOON + 30 * DAY)]
    assert keys(ask(index_of(turns), "Who went swimming on 14 December 2023?"))[0] == 1
    assert keys(ask(index_of(turns), "Who went swimming on 14 November 2023?"))[0] == 0
    assert keys(ask(index_of(turns), "Who went swimming yesterday?", now=NOON + 31 * DAY))[0] == 1


def test_a_word_for_a_day_is_not_looked_for() -> None:
    turns = [Turn("Today I found a purse in the tram", at=NOON - 9 * DAY), Turn("I mended the fence", at=NOON - DAY)]
    for asked in ("What did I do yesterday?", "was habe ich gestern gemacht?", "昨天我做了什么"):
        assert keys(ask(index_of(turns), asked))[0] == 1
    turns = [Turn("Yesterday I found a purse", at=NOON - 9 * DAY), Turn("I mended the fence", at=NOON)]
    assert keys(ask(index_of(turns), "What happened today?"))[0] == 1
    question = analyse("Which pie did I bake yesterday evening?", index_of(turns), ENGLISH, now=NOON)
    assert set(question.lookup.terms) == {ENGLISH.forms(word, "english")[0] for word in ("pie", "bake")}
    assert question.embedding_text.split() == ["Which", "pie", "did", "I", "bake", "?"]


def test_a_question_for_days_alone_is_answered_by_them_with_a_score() -> None:
    turns = [Turn("I mended the fence", at=NOON - DAY), Turn("and painted it green", "assistant", at=NOON - DAY)]
    older = [Turn("We went to the opera in the evening and it was very long", at=NOON - days * DAY) for days in (8, 9)]
    hits = ask(index_of([*turns, *older]), "What did I do yesterday?")
    assert keys(hits)[:2] == [0, 1]
    assert hits[0].dist > hits[1].dist > 0.4
    assert all(hit.dist < 0.1 for hit in hits[2:])


def test_the_right_day_is_evidence_for_a_hit() -> None:
    index = index_of([Turn("We ate lasagne", at=NOON - DAY), Turn("We saw swans on the lake", at=NOON - 20 * DAY)])
    right, plain = (ask(index, f"What did we cook {when}?")[0] for when in ("yesterday", "together"))
    assert right.key == 0
    assert right.dist > plain.dist + 0.2


def test_a_day_that_is_mentioned_is_found_however_it_is_written() -> None:
    turns = texts(
        "The band plays on 12 June", "The band plays on 13 July", "Am 12. Juni spielt auch die Kapelle im Park"
    )
    found = ask(index_of(turns), "Which band plays on June 12th?", now=NOON, kind=SearchKind.LEXICAL)
    assert keys(found)[0] == 0
    assert keys(ask(index_of(turns), "Was spielt am 12.6.2023 im Park?", kind=SearchKind.LEXICAL))[0] == 2


def test_yesterday_is_that_of_the_asking_persons_time_zone() -> None:
    evening = datetime(2023, 11, 16, 22, tzinfo=ZoneInfo("America/Los_Angeles")).timestamp()
    noon = datetime(2023, 11, 17, 12, tzinfo=ZoneInfo("America/Los_Angeles"))
    index = index_of([Turn("I mended the fence", at=evening), Turn("I mended the fence", at=evening - DAY)])
    for zone, wanted in ((noon.tzinfo, 0), (UTC, 1)):
        question = analyse("What did I do yesterday?", index, ENGLISH, now=noon.timestamp(), zone=zone)
        assert search(index, ScopeQuery(question))[0].key == wanted


def test_names_of_speakers_are_neither_terms_nor_embedded() -> None:
    index = index_of([Turn("hello", "Caroline"), Turn("hello", "Tim")])
    question = analyse("What does Caroline's violin cost?", index, ENGLISH)
    assert set(question.lookup.terms) == {ENGLISH.forms(word, "english")[0] for word in ("violin", "cost")}
    assert "Caroline" not in question.embedding_text
    assert analyse("Caroline?", index, ENGLISH).embedding_text == "Caroline?"


def test_a_pasted_page_is_looked_up_by_its_first_terms() -> None:
    index = index_of(texts("violin"))
    page = "violin " + " ".join(f"word{number}" for number in range(5000))
    assert len(analyse(page, index, ENGLISH).lookup.terms) == MOST_TERMS
    assert ask(index, page)[0].key == 0


def test_vector_search_reports_cosine() -> None:
    index = index_of([Turn("a", vector=(1, 0)), Turn("b", vector=(-1, 0)), Turn("c", vector=(0, 1))])
    hits = ask(index, "x", kind=SearchKind.VECTOR, vector=unit(1, 0))
    assert [(hit.key, pytest.approx(hit.dist)) for hit in hits] == [(0, 1), (2, 0), (1, -1)]


def test_lexical_search_reports_the_share_that_is_held() -> None:
    index = index_of(texts("violin and harbour", "nothing of the kind"))
    both = ask(index, "violin harbour", kind=SearchKind.LEXICAL)[0].dist
    half = ask(index, "violin mountain", kind=SearchKind.LEXICAL)[0].dist
    assert 0 < half < both <= 1


def test_words_alone_decide_without_a_vector() -> None:
    index = index_of([Turn("the violin", vector=(1, 0)), Turn("the bridge", vector=(0, 1))])
    assert keys(ask(index, "bridge"))[0] == 1


def test_a_width_that_does_not_fit_is_an_error() -> None:
    with pytest.raises(ValueError, match="3 dimensions"):
        ask(index_of([Turn("a", vector=(1, 0))]), "a", vector=unit(1, 0, 0))


@pytest.mark.parametrize("size", [1, 3, 40])
def test_a_foreign_question_scores_lower_than_a_right_one(size: int) -> None:
    turns = texts(
        "My sister plays the violin in an orchestra in Vienna", *[f"filler number {n}" for n in range(size - 1)]
    )
    right = ask(index_of(turns), "Which instrument does my sister play in Vienna?")[0].dist
    foreign = ask(index_of(turns), "Which password opens the garage of the neighbours?")[0].dist
    assert right > 0.4 > 0.1 > foreign


def test_what_all_messages_share_counts_less_than_what_sets_one_apart() -> None:
    usual, apart, asked = unit(1, 0, 0), unit(1, 0, 1), unit(1, 0, 0.4)
    assert asked @ usual > asked @ apart
    turns = [Turn("a", session=number, vector=tuple(usual)) for number in range(6)]
    index = index_of([*turns, Turn("a", session=9, vector=tuple(apart))])
    assert keys(ask(index, "x", vector=asked))[0] == 6
    explained = {hit.key: hit.parts["cosine"] for hit in ask(index, "x", vector=asked, explain=True)}
    assert explained[6] == pytest.approx(float(asked @ apart), abs=2e-4)


def test_mmr_avoids_twins() -> None:
    looks = [("violin", (1, 0.1)), ("violin", (1, 0.1)), ("piano", (1, -1))]
    turns = [Turn(text, session=number, vector=vector) for number, (text, vector) in enumerate(looks)]
    vector = unit(1, 0)
    assert keys(ask(index_of(turns), "violin", limit=2, vector=vector)) == [0, 1]
    assert keys(ask(index_of(turns), "violin", limit=2, vector=vector, kind=SearchKind.MMR)) == [0, 2]


@settings(max_examples=40)
@given(conversations(), questions, query_vectors)
def test_parts_add_up_to_the_order_of_hits(turns, question, vector) -> None:
    hits = ask(index_of(turns), question, explain=True, **options_for(turns, vector, SearchKind.SIMILARITY))
    totals = [sum(hit.parts[name] for name in FEATURES if name in hit.parts) for hit in hits]
    assert all(one >= other - 1e-9 for one, other in pairwise(totals))


@given(conversations(max_size=40), questions, query_vectors, kinds.filter(lambda kind: kind is not SearchKind.MMR))
def test_collapsing_leaves_out_nothing_but_repetitions(turns, question, vector, kind) -> None:
    """The hits are those of the whole ranking, in its order and with its scores, as far as enough of them differ."""
    index = index_of(turns)
    options = options_for(turns, vector, kind)
    whole = ask(index, question, limit=len(turns), **options)
    said = {hit.key: (turns[hit.key].role, sorted(turns[hit.key].text.split()) or hit.key) for hit in whole}
    hits = ask(index, question, limit=3, collapse=True, **options)
    wanted = list(dict.fromkeys(str(said[hit.key]) for hit in whole))[:3]
    assert hits == [hit for hit in whole if str(said[hit.key]) in wanted]


def test_repetitions_are_looked_for_at_the_front_of_the_ranking_alone() -> None:
    index = index_of([Turn(f"harbour {n % 7} {n % 11} {n % 13}", session=n) for n in range(3000)])
    hits = ask(index, "harbour", limit=5, collapse=True)
    assert len(hits) <= 5 + repetitions.MOST
    alike = index_of(texts(*["harbour"] * 3000, "a boat in the harbour", "harbour lights"))
    assert {3000, 3001} < set(keys(ask(alike, "harbour", limit=3, collapse=True)))


@pytest.mark.parametrize(
    ("question", "answer", "other"),
    [
        (
            "which tools did we not bring",
            "We couldn't bring the tools, no room in the van",
            "We did bring the tools, all of them",
        ),
        (
            "what does the warranty never cover",
            "The warranty has nothing for the lamp",
            "The warranty is for the lamp as well",
        ),
        ("was deckt die Garantie nicht ab", "Die Garantie deckt keine Lampen ab", "Die Garantie deckt alle Lampen ab"),
        ("保修不包括什么", "保修没有包括灯泡", "保修已经包括灯泡"),
    ],
)
def test_what_is_not_is_found_where_something_is_denied(question: str, answer: str, other: str) -> None:
    for turns in (texts(other, answer), texts(answer, other)):
        (best, *_) = ask(index_of(turns), question, kind=SearchKind.LEXICAL)
        assert turns[best.key].text == answer


@pytest.mark.parametrize("question", ["What did Søren say?", "what did Soren tell us", "Was hat Søren gesagt?"])
def test_who_asks_what_somebody_said_means_all_that_they_said(question) -> None:
    talk = [
        *texts("what did we say, tell me what we said, gesagt"),
        Turn("the boat is blue", role="Søren", at=NOON + 90),
    ]
    assert keys(ask(index_of(talk), question))[0] == 1


def test_meaning_decides_where_no_message_holds_the_words() -> None:
    turns = [Turn("My medicine is bitter", vector=(0.4, 1.0)), Turn("Can't stand coriander", vector=(1.0, 0.2))]
    turns += [Turn(f"Lunch {day} was soup", at=NOON + day * DAY, vector=(0.0, 1.0)) for day in range(1, 9)]
    index = index_of(turns)
    lacking = analyse("which herb do I dislike", index, ENGLISH, now=NOON)
    assert lacking.lacks_words
    hits = search(index, ScopeQuery(lacking, unit(1.0, 0.1), explain=True))
    assert max(hit.parts["lexical"] for hit in hits if hit.parts) < 1
    held = analyse("which medicine is bitter", index, ENGLISH, now=NOON)
    assert not held.lacks_words
    hits = search(index, ScopeQuery(held, unit(1.0, 0.1), explain=True))
    assert max(hit.parts["lexical"] for hit in hits if hit.parts) == pytest.approx(1)


def test_what_stands_out_by_meaning_counts_more_where_little_of_a_question_is_held() -> None:
    looks = [("bridge", (1, 0.2)), ("violin", (1, 0)), ("piano", (1, 0.1)), *[("harbour", (1, 0))] * 12, ("a", (0, 1))]
    turns = [Turn(text, session=number, vector=vector) for number, (text, vector) in enumerate(looks)]
    index, told_apart = index_of(turns), len(looks) - 1
    parts = {}
    for text in ("bridge violin piano", "bridge"):
        hits = ask(index, text, vector=unit(0, 1), limit=len(looks), explain=True)
        parts[text] = {hit.key: hit.parts["dense"] for hit in hits if hit.parts}
    assert parts["bridge violin piano"][told_apart] > parts["bridge"][told_apart] > 0
    assert parts["bridge violin piano"][1] == pytest.approx(parts["bridge"][1])
