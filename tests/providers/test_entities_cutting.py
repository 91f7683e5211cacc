"""A text is cut into the same tokens whatever the installation has.

1. The compiled form cuts every text as the regular expression does.
2. It finds the same tokens with which an entity may begin.
3. At the others none begins, whatever stands there.
4. Addresses are blanked as a whole, and chunks without any sign of one are left alone.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.providers.entities.builtin import BuiltInEntityExtractor
from holdfast.providers.entities.cutting import Beginnings, beginnings, beginnings_one_by_one, cut, cut_by_patterns
from holdfast.providers.entities.words import Words, blank_out

SIGNS = "aZsS9'’._,-\x00\x01\x1c\n \u2028\xa0éßİΣς²Ⅷ٣中ไ\u0301🙂@/\\"


@settings(max_examples=500)
@given(st.text(SIGNS, max_size=14) | st.text(max_size=30))
def test_both_cut_alike(text: str) -> None:
    assert cut(text) == cut_by_patterns(text)


@given(st.text(SIGNS, max_size=14))
def test_both_find_the_same_beginnings(text: str) -> None:
    _, _, shapes, lower, _ = cut(text)
    pairs = {("s", "-"): 1, ("s", "z"): 1, ("'", "s"): 1}
    of_entities = Beginnings(frozenset({"a", "é"}), frozenset({"z", "é"}), frozenset({"s", "'", "9"}), pairs)
    assert beginnings(shapes, lower, of_entities) == beginnings_one_by_one(shapes, lower, of_entities)


WORDS = (
    "The the I We And and New York new york United Kingdom of The Hague . NET Ann ann May may first two 3 a an half On"
    " Really Dr Bank at in to Always \n # * ** : Rome Apple apple Jonas"
)


@given(st.lists(st.sampled_from(WORDS.split(" ")), max_size=12))
def test_no_entity_begins_where_none_is_looked_for(parts: list[str]) -> None:
    text = " ".join(parts)
    extractor = BuiltInEntityExtractor()
    found = extractor.extract(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Words, "beginnings", lambda words, _: list(range(words.count)))
        assert extractor.extract(text) == found


def test_tokens_know_where_they_stand() -> None:
    starts, ends, shapes, lower, capitals = cut("Ann’s 3.5 km, O’Neill’s")
    assert shapes == ["Ann", "’s", "3.5", "km", ",", "O’Neill", "’s"]
    assert capitals == [0, 5]
    assert lower == ["ann", "'s", "3.5", "km", ",", "o'neill", "'s"]
    assert [(starts[at], ends[at]) for at in (0, 1, 5)] == [(0, 3), (3, 5), (14, 21)]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("see (www.acme.org) and/or call me", "see (            ) and/or call me"),
        ("a_b is run().go by ann@acme.org, ok", "    is          by             , ok"),
        ("in C:\\temp or /etc/hosts\nnow", "in         or           \nnow"),
        ("19€/month on 3/4", "19€/month on 3/4"),
    ],
)
def test_addresses_are_blanked(text: str, kept: str) -> None:
    assert blank_out(text).replace("\x00", " ") == kept
