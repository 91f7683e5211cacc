"""What a question means in one scope says nothing of what it means in another, however often it was asked."""

from __future__ import annotations

from itertools import permutations

import pytest

from holdfast.retrieval.analysis import Analyzer
from holdfast.retrieval.question import analyse
from tests.retrieval.conversations import ENGLISH, Turn, index_of

MAY_2021, MAY_2023, NOON = 1_620_000_000.0, 1_683_000_000.0, 1_714_564_800.0
SCOPES = {
    "nothing": index_of([]),
    "a person": index_of([Turn("The otter sleeps.", role="user", at=MAY_2023)]),
    "nobody who asks": index_of([Turn("The otter sleeps.", role="narrator", at=MAY_2023)]),
    "earlier": index_of([Turn("The otter sleeps.", role="user", at=MAY_2021)]),
    "introduced": index_of([Turn("Hi, I'm Ingrid, and my name is dear to me.", role="user", at=MAY_2023)]),
    "foreign": index_of([Turn("Der Otter schläft am Ufer und wohnt im Wald.", role="user", at=MAY_2023)]),
    "named": index_of([Turn("The otter sleeps.", role="Caroline", at=MAY_2023)]),
}


@pytest.mark.parametrize(
    "text",
    [
        "What did I do in May?",
        "What is my name?",
        "where do I live now",
        "does the oter sleep?",
        "what does Caroline say of the otter?",
        "Wo schläft der Otter?",
        "otter",
    ],
)
def test_a_question_means_in_each_scope_what_it_means_there_first(text: str) -> None:
    fresh = {name: analyse(text, index, Analyzer("english"), now=NOON) for name, index in SCOPES.items()}
    for one, other in permutations(SCOPES, 2):
        analyse(text, SCOPES[one], ENGLISH, now=NOON)
        assert analyse(text, SCOPES[other], ENGLISH, now=NOON) == fresh[other]


def test_a_question_that_is_asked_again_means_the_days_of_its_own_day() -> None:
    asked = [analyse("what did I do yesterday?", SCOPES["a person"], ENGLISH, now=NOON + 86400 * day) for day in (0, 1)]
    assert asked[0].days != asked[1].days
