import re

import pytest

from holdfast.operations.prompting import relations
from holdfast.operations.prompting.relations import names_of, relations_in


@pytest.mark.parametrize(
    ("question", "text", "name"),
    [
        ("what does my brother do?", "my brother Tadek drives lorries", "tadek"),
        ("Was macht mein Bruder?", "Mein Bruder Hauke lernt gerade laufen", "hauke"),
        ("¿cuándo llega mi hermano?", "mi hermano Nacho vive en Montevideo", "nacho"),
        ("how is my mum?", "Peggy, our mother, turned ninety", "peggy"),
        ("do I have a cat?", "our cat Sture died on Sunday", "sture"),
        ("how do I talk to the boss?", "Renske is my new boss", "renske"),
        ("où est ma copine ?", "ma copine s'appelle Zoé", "zoé"),
    ],
)
def test_a_text_tells_who_is_meant_by_a_relation(question: str, text: str, name: str) -> None:
    assert names_of(relations_in(question), [text, "my aunt Olga is here"]) == {name}


@pytest.mark.parametrize(
    "text", ["Dougal is my husband's brother", "my brother is in Spain", "her brothers Ned and Ted", "Tadek drives"]
)
def test_others_are_not_taken_for_them(text: str) -> None:
    assert names_of(relations_in("where does my husband or brother live?"), [text]) == frozenset()


def test_each_process_looks_for_them_with_the_same_expressions() -> None:
    # What is compiled is kept for others, who would not find it where the order of a set decided.
    words = re.search(r"\((\w[^()]+)\)", relations._RELATION)
    assert words is not None
    found = words[1].split("|")
    assert found == sorted(found, key=lambda word: (-len(word), word))
