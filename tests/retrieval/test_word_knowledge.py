"""The compiled and the plain form of `holdfast.retrieval.word_knowledge` tell the same."""

from hypothesis import given
from hypothesis import strategies as st

from holdfast.retrieval.languages import telling_words
from holdfast.retrieval.word_knowledge import Known, PlainKnowledge, knowledge

OWNERS = telling_words("english")
WORDS = st.lists(st.sampled_from([*sorted(OWNERS)[::25], "the", "is", "und", "ich", "de", "la", "que", "harbour"]))
FORMS = st.tuples(st.integers(0, 9), st.integers(0, 9)) | st.just(())
KNOWN = st.builds(Known, FORMS, st.integers(0, 3), st.frozensets(st.integers(0, 9), max_size=2), st.integers(0, 63))


@given(WORDS, st.sampled_from([1, 1_000]))
def test_compiled_and_plain_code_tell_the_same_language(words: list[str], times: int) -> None:
    assert knowledge.language_told(words * times, OWNERS) == PlainKnowledge.language_told(words, OWNERS)


def test_a_language_is_told_by_its_function_words() -> None:
    assert knowledge.language_told(["ich", "bin", "nicht", "im", "harbour"], OWNERS) == "german"
    assert knowledge.language_told(["harbour", "ich", "ich"], OWNERS) is None


@given(st.dictionaries(st.sampled_from("abcd"), KNOWN), st.lists(st.sampled_from("abcd")))
def test_compiled_and_plain_code_gather_the_same(known: dict[str, Known], words: list[str]) -> None:
    assert knowledge.gathered(words, known) == PlainKnowledge.gathered(words, known)
