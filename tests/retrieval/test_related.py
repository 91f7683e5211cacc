"""Related words.

1. The shipped table was made for the present analyzer.
2. A question holds its own terms first; related ones stand for one of them and count in part.
3. A message with a related word is found, and ranks below one with the word itself.
4. Words that the question holds anyway are not added again.
5. Languages without a table take questions by their words.
"""

import numpy as np

from holdfast.retrieval.analysis import Analyzer, analyzer_for
from holdfast.retrieval.related import Lookup, RelatedWords, related_words
from holdfast.retrieval.search import SearchKind
from tests.retrieval.conversations import ENGLISH, ask, index_of, keys, texts


def term(word: str) -> int:
    return ENGLISH.forms(word, "english")[0]


def test_the_shipped_table_fits_the_analyzer() -> None:
    table = related_words(ENGLISH)
    assert table is not None
    (related,) = table.widened(Lookup.of([(term("pet"),)])).related
    assert term("dog") in [other for other, _ in related]


def table_of(rows: dict[int, list[tuple[int, float]]]) -> RelatedWords:
    """A table whose rows are as long as the longest; what fills the others up counts nothing."""
    width = max(map(len, rows.values()))
    padded = [[*row, *[(0, 0.0)] * (width - len(row))] for row in rows.values()]
    related = np.array([[term for term, _ in row] for row in padded], np.uint32)
    return RelatedWords(
        np.array(list(rows), np.uint32), related, np.array([[share for _, share in row] for row in padded])
    )


def test_related_terms_stand_for_the_asked_one_in_part() -> None:
    lookup = table_of({2: [(7, 0.2), (8, 0.1)], 3: [(9, 0.3)]}).widened(Lookup([1, 2, 3], [[(4, 0.5)], [], []]))
    assert lookup == ([1, 2, 3], [[(4, 0.5)], [(7, 0.2), (8, 0.1)], [(9, 0.3)]])


def test_words_of_the_question_are_not_added_again() -> None:
    assert table_of({1: [(2, 0.2), (5, 0.2)]}).widened(Lookup([1, 2], [[], [(5, 0.5)]])).related == [[], [(5, 0.5)]]


def test_a_related_word_is_found_below_the_word_itself() -> None:
    index = index_of(texts("We went to the bridge", "I have a lovely dog", "I have a lovely pet"))
    hits = ask(index, "pet", kind=SearchKind.LEXICAL)
    found = {hit.key: hit.dist for hit in hits}
    assert keys(hits)[0] == 2
    assert found[2] > found[1] > 0


def test_other_languages_have_no_table() -> None:
    assert related_words(analyzer_for("german")) is None


def test_a_table_of_another_analyzer_is_not_used(monkeypatch) -> None:
    monkeypatch.setattr(Analyzer, "VERSION", Analyzer.VERSION + 1)
    assert related_words(Analyzer("english")) is None
