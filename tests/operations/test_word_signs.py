"""The compiled and the plain forms of what words of a text tell, and of what only asks, tell the same."""

from hypothesis import example, given
from hypothesis import strategies as st

from holdfast.operations.prompting.bearing import asked, limited
from holdfast.operations.prompting.forms import languages_of
from holdfast.operations.prompting.requests import asking_by_patterns, sentences_only_ask
from holdfast.operations.prompting.word_signs import (
    Meaning,
    PlainSigns,
    Sign,
    matters_told,
    plain_matters,
    signs_of,
)

SIGNS = {
    "now": Sign(1, 0),
    "ich": Sign(2, 0b01),
    "de": Sign(0, 0b110),
    "der": Sign(0, 0b1001),
    "así": Sign(4, 1 << 63),
}
PHRASES = {"no longer": 8, "by the way": 16, "a b": 32}
PIECES = [
    *SIGNS,
    *PHRASES,
    "three",
    "#",
    "x1.5",
    "2024",
    "3,",
    "can't",
    "can’t",
    "off-by",
    "_",
    "'",
    "-",
    "’",
    " ",
    ".",
]
PIECES += ["?", "!", "\n", ":", "\u00a0", "你好", "İ", "٣", "²", "ok", "and", "what", "is", "why", "me", "por", "qué"]
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=12).flatmap(
    lambda pieces: st.sampled_from(["", " "]).map(lambda between: between.join(pieces).casefold())
)
MEANINGS: dict[str, Meaning | None] = {
    "now": Meaning(1),
    "three": Meaning(2, (), is_number=True),
    "#": Meaning(0, ((" # # ", 4), (" #", 8))),
    "x#": Meaning(16, ((" x# no", 32), (" x# longer", 64))),
    "can't": Meaning(128, ((" can't off-by #", 256),)),
    "off-by": Meaning(512),
}


class Meanings(dict[str, Meaning | None]):
    """Learns words when they are asked for, as those of contexts do."""

    def __missing__(self, word: str) -> Meaning | None:
        return self.setdefault(word, MEANINGS.get(word))


@given(TEXTS)
@example("by the way, ich no longer de der der")
def test_compiled_and_plain_code_tell_the_same_signs_and_languages(text: str) -> None:
    compiled = signs_of(SIGNS, PHRASES)
    for _ in range(2):  # nothing is left of a text for the next one
        assert compiled.told(text) == PlainSigns(SIGNS, PHRASES).told(text)


@given(TEXTS)
@example("can’t off-by 1.5 three x2no_x2 longer")
def test_compiled_and_plain_code_tell_the_same_matters(text: str) -> None:
    assert matters_told(text, Meanings()) == plain_matters(text, Meanings())


@given(TEXTS)
@example("ok and what is that? it's a tram.")
@example("what’s up with it?\n \n!")
def test_compiled_and_plain_code_tell_the_same_texts_to_ask_only(text: str) -> None:
    assert sentences_only_ask(text) == asking_by_patterns(text)


def test_most_words_of_a_text_tell_its_language_once_each() -> None:
    assert languages_of("Der Hund und die Katze, the end the end the end") == {"german"}
    assert languages_of("Reykjavik 2024") == frozenset()


def test_words_and_phrases_tell_what_a_text_bears_on() -> None:
    assert {"family", "age"} <= set(limited("We have one, he’s 7."))
    assert "money" in limited("my budget_is 1.000,50")
    assert asked("What about dinner for two?") == asked("what about DINNER for 2?") != frozenset()
