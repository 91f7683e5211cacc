"""What is said again is found alike whatever the installation has.

1. The compiled form finds the same sentences as the plain one.
2. A sentence is repeated by a later one of which three quarters of the words are the same, not by fewer.
3. Of words that are equally rare the first one leads to what is compared, however the sets are ordered.
"""

from hypothesis import given
from hypothesis import strategies as st

from holdfast.providers.summaries.repetitions import MOST_COMPARED, repeated, repeated_one_by_one


@given(st.lists(st.frozensets(st.sampled_from("abcdefgh"), max_size=6), max_size=30))
def test_both_find_the_same(sentences: list[frozenset[str]]) -> None:
    assert repeated(sentences) == repeated_one_by_one(sentences)


def test_three_quarters_of_the_words_are_the_same() -> None:
    assert repeated([frozenset("abcd"), frozenset("abcd")]) == [0]
    assert repeated([frozenset("abc"), frozenset("abcd")]) == [0]
    assert repeated([frozenset("abc"), frozenset("abcdx")]) == []
    assert repeated([frozenset("abcd"), frozenset("abcx")]) == []
    assert repeated([frozenset(), frozenset()]) == []


def test_the_first_of_equally_rare_words_leads_to_the_newest_that_are_compared() -> None:
    twin = frozenset(["one", "two", "six", "ten"])
    later = [frozenset(["one", f"a{number}"]) for number in range(MOST_COMPARED)]
    others = [frozenset([word, f"{word}{number}"]) for word in ("six", "ten", "two") for number in range(MOST_COMPARED)]
    for find in (repeated, repeated_one_by_one):
        assert find([twin, *later, *others, twin]) == []
        assert find([twin, *later[1:], *others[1:], twin]) == [0]
