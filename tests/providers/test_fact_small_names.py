"""Names that are written small, as in chats, are told by the words around them, in every language that has rules."""

from __future__ import annotations

import pytest

from holdfast.providers.facts.builtin import BuiltInFactFinder
from holdfast.providers.facts.contract import Said
from holdfast.providers.facts.known import resolved

FINDER = BuiltInFactFinder()


def filled(content: str) -> set[tuple[str | None, str | None]]:
    messages = [Said("user", content)]
    return {(one.slot, one.value) for one in resolved(FINDER.find(messages), messages)}


@pytest.mark.parametrize(
    ("content", "slot", "value"),
    [
        ("we bought a place in san marcos", "home", "San Marcos"),
        ("i started at brumpton last week", "employer", "Brumpton"),
        ("hab ne freundin, meine freundin heißt lea", "partner", "Lea"),
        ("wir wohnen jetzt in quakenbrück", "home", "Quakenbrück"),
        ("on a déménagé à rennes cet été", "home", "Rennes"),
        ("j'ai été pris chez tryba", "employer", "Tryba"),
        ("on a un chien, filou", "pets", "Filou"),
        ("me mudei pra olinda", "home", "Olinda"),
        ("tenho uma gata, pipoca", "pets", "Pipoca"),
        ("mi novio se llama javi", "partner", "Javi"),
        ("mi sono trasferita a milano", "home", "Milano"),
        ("adesso lavoro all'ikea", "employer", "Ikea"),
        ("we zijn verhuisd naar zwolle", "home", "Zwolle"),
        ("mijn vriend bas kookt graag", "partner", "Bas"),
    ],
)
def test_a_name_that_is_written_small_is_told_by_what_stands_before_it(content: str, slot: str, value: str) -> None:
    assert (slot, value) in filled(content)


@pytest.mark.parametrize(
    "content",
    [
        "i work at home mostly",
        "we moved in together and started for real",
        "on habite à la campagne",
        "vivimos en el centro",
        "woon nu in een dorp",
        "i started at seven",
        "mein freund ist müde",
        "vivo con mi novio y es genial",
    ],
)
def test_other_words_there_are_no_names(content: str) -> None:
    assert not {(slot, value) for slot, value in filled(content) if slot in {"home", "employer", "partner"}}
