"""Passages hold as many whole sentences as fit, and the words that are looked for are alike in all forms."""

from __future__ import annotations

import pytest

from holdfast.operations.prompting.passages import MOST_READ, passage, words_of

OTTER = "The otter sleeps in the reeds."
TEXT = f"{'Far away they are. ' * 40}It rains. {OTTER} All is quiet. {'Far away they are. ' * 40}".strip()


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Is it at the old mill?", {"the", "old", "mill"}),
        ("7 of 24", {"7", "24"}),
        ("Boilers boiler", {"boiler"}),
        ("Café CAFÉ cafe", {"cafe"}),
        ("Élève", {"eleve"}),
        ("豚肉は otter", {"豚肉", "肉は", "otter"}),
    ],
)
def test_words_are_looked_for_in_one_form(question: str, words: set[str]) -> None:
    assert words_of(question) == words


def test_sentences_are_taken_along_that_just_fit() -> None:
    alone, before, both = f"… {OTTER} …", f"… It rains. {OTTER} …", f"… It rains. {OTTER} All is quiet. …"
    for given in (both, before, alone):
        assert passage(TEXT, words_of("otter"), characters=len(given)) == given
    assert passage(TEXT, words_of("otter"), characters=len(both) - 1) == before
    assert passage(TEXT, words_of("otter"), characters=len(before) - 1) == alone
    behind = passage(
        TEXT.replace("It rains. ", "It rains and it rains all day long. "), words_of("otter"), characters=51
    )
    assert behind == f"… {OTTER} All is quiet. …"


def test_a_sentence_that_does_not_fit_is_marked_once_at_each_end() -> None:
    for most in (20, 31, 33):
        found = passage(TEXT, words_of("sleeps"), characters=most)
        assert len(found) <= most
        assert found.strip("… ") in OTTER
        assert "sleeps" in found
        assert found.startswith("…")
        assert found.endswith("…")
        assert found.count("…") <= 2


def test_accents_do_not_keep_a_sentence_from_being_found() -> None:
    text = f"{'Far away. ' * 40}Le café est là. {'Far away. ' * 40}"
    assert "Le café est là." in passage(text, words_of("CAFE"), characters=60)


def test_the_end_is_marked_only_where_more_follows() -> None:
    whole = f"{'Far away. ' * 4000}"[: MOST_READ - len(OTTER)] + OTTER
    assert len(whole) == MOST_READ
    assert passage(whole, words_of("otter"), characters=40) == f"… {OTTER}"
    assert passage(f"{whole} It rains.", words_of("otter"), characters=40) == f"… {OTTER} …"
