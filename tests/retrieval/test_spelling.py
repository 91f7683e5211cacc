"""Slips of typing.

1. A word that no message holds finds those at one edit, and those that sound alike, in a message and in a question.
2. A word that is held is taken as it is; so is a known word beside other known words, and a short one.
3. What was spelt right ranks above what is near to it; the cost is bounded.
4. Two wrong letters are forgiven in English words, as long as it sounds much alike.
"""

import numpy as np
import pytest

from holdfast.retrieval import lexicon, spelling
from holdfast.retrieval.question import analyse
from tests.retrieval.conversations import ENGLISH, ask, index_of, keys, texts

OTHERS = ("We had soup for dinner and went to bed early", "The weather in the mountains was fine")


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("umbrela", "umbrella"), ("ocrhestra", "orchestra"), ("hamstter", "hamster"),
        ("fotograph", "photograph"), ("kemistry", "chemistry"), ("resturant", "restaurant"), ("zuchini", "zucchini"),
        ("нотбук", "ноутбук"), ("Kuhlschrnk", "Kühlschrank"), ("bicicelta", "bicicleta"),
    ],
)  # fmt: skip
def test_slips_are_forgiven_on_both_sides(typed: str, written: str) -> None:
    for asked, held in ((typed, written), (written, typed)):
        if asked == written and written in {"chemistry"}:
            continue  # a known word, of which `kemistry` is no likely slip
        index = index_of(texts(*OTHERS, f"My {held} is in the cellar"))
        assert keys(ask(index, f"where is the {asked}"))[0] == 2


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("dougter", "daughter"), ("restaraunts", "restaurant"), ("garentee", "guarantee"), ("choclate", "chocolate"),
        ("wensday", "Wednesday"), ("mayonaise", "mayonnaise"), ("apointmant", "appointment"),
    ],
)  # fmt: skip
def test_two_slips_in_an_english_word_are_forgiven(typed: str, written: str) -> None:
    index = index_of(texts(*OTHERS, f"My {written} is in the cellar"))
    assert keys(ask(index, f"where is the {typed}"))[0] == 2


def test_words_that_sound_otherwise_are_no_slips() -> None:
    assert related("the lantern", "a lawyer in the garden") == [[]]
    assert related("the platten", "a picture of a puddle") == [[]]


@pytest.mark.parametrize(
    ("word", "other", "edits"), [("abcd", "abdc", 1), ("abcd", "acd", 1), ("ca", "abc", 3), ("a", "", 1)]
)
def test_distances_count_swaps_once(word: str, other: str, edits: int) -> None:
    letters = np.frombuffer(other.ljust(4, "\0").encode(), np.uint8).reshape(1, 4)
    assert lexicon.distances(word, letters, np.array([len(other)])).tolist() == [edits]


def related(question: str, *messages: str) -> list[list[tuple[int, float]]]:
    lookup = analyse(question, index_of(texts(*messages)), ENGLISH).lookup
    return [[pair for pair in pairs if pair[1] >= spelling.ALIKE_SHARE] for pairs in lookup.related]


def test_what_is_held_or_known_is_taken_as_it_is() -> None:
    assert related("the bridge", "a bridge and a fridge") == [[]]
    assert related("the bridge", "a fridge") == [[]]
    assert related("the cot", "the cat") == [[]]
    assert related("where is the brigde", "a bridge and a fridge") == [
        [(ENGLISH.forms("bridge", "english")[0], spelling.SHARE)]
    ]


def test_what_was_spelt_right_ranks_above_what_is_near() -> None:
    index = index_of(texts("The violin is old", "The violyn is old", *OTHERS))
    assert keys(ask(index, "how old is the violin"))[0] == 0


def test_long_words_are_not_tried() -> None:
    assert related("x" * 30, "x" * 29) == [[]]


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("Töpferkrus wann", "ich habe mich für den Töpferkurs angemeldet"),
        ("le lyoer coûte combien", "le loyer passe à 890 euros"),
    ],
)
def test_swapped_letters_are_forgiven_where_stems_differ_in_length(asked: str, written: str) -> None:
    index = index_of(texts("das Internet kostet 39,99 im Monat", "la gita di classe costa 65 euro", written))
    assert keys(ask(index, asked))[0] == 2
