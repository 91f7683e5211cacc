"""Results that say the same are given once, whatever white space stands around and between their words."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.domain.messages import Message
from holdfast.domain.summaries import Summary
from holdfast.domain.timestamps import ZERO_TIME
from holdfast.operations.collapsing import collapsed
from holdfast.operations.found import Found

SPACES = st.text(st.sampled_from(" \t\n\r\x0b\x1c\x85\u00a0\u2003\u2028\u3000"), max_size=3)


def found(text: str, position: int) -> Found:
    """A message that was found."""
    message = Message(position, f"uuid-{position}", "user", text, None, 0, ZERO_TIME, ZERO_TIME)
    return Found("s", message, None, 0.5, None, None)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(SPACES, SPACES, SPACES), min_size=1, max_size=4))
def test_white_space_makes_no_difference(spaces: list[tuple[str, str, str]]) -> None:
    texts = [f"{before}red{between}door{after}" for before, between, after in spaces]
    wordings = list(dict.fromkeys(" ".join(text.split()) for text in texts))
    once = collapsed([found(text, position) for position, text in enumerate(texts, 1)])
    assert [" ".join(one.text.split()) for one in once] == wordings
    assert sum(1 + len(one.duplicates) for one in once) == len(texts)


def test_summaries_without_words_are_no_repetitions() -> None:
    summaries = [Summary(number, f"uuid-{number}", 1, "p", "", None, 0, ZERO_TIME) for number in (1, 2)]
    two = [Found("s", None, summary, 0.5, None, None) for summary in summaries]
    assert [one.uuid for one in collapsed(two)] == ["uuid-1", "uuid-2"]
