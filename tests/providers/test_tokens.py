"""Counting tokens as cl100k_base does, wherever the server is installed."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.providers.tokens import cl100k
from holdfast.providers.tokens.cl100k import Cl100kTokenCounter, load_cl100k
from holdfast.providers.tokens.contract import count_message

COUNTER = load_cl100k()

# Published counts, and others taken once with tiktoken and the data it fetches.
REAL_COUNTS = {
    "": 0,
    "tiktoken is great!": 6,
    "Hey, are we still on for dinner tomorrow? I booked a table for four at the Thai place near the station.": 24,
    "My doctor says I should cut down on salt, so please only suggest recipes without soy sauce.": 19,
    "The landlord wants another month of rent upfront, which feels unreasonable given the state of the kitchen.": 19,
    "谢谢你的帮助，这正是我想要的！": 20,
    "Спасибо большое, это именно то, что мне было нужно!": 24,
}

WITHOUT_NETWORK = """
import socket, sys
def refuse(*_, **__): raise AssertionError("the network was asked")
socket.socket.connect = refuse
from holdfast.providers.tokens.cl100k import load_cl100k
counter = load_cl100k()
print(*map(counter.count, ("tiktoken is great!", "\U0001f469\u200d\U0001f4bb")), "tiktoken" in sys.modules)
"""


@pytest.mark.parametrize(("text", "tokens"), REAL_COUNTS.items())
def test_counts_are_those_of_the_encoding(text: str, tokens: int) -> None:
    assert COUNTER.count(text) == tokens


WITHOUT_CUTTING = Cl100kTokenCounter()
SIGNS = "asdlmretvAZS90'’_ -.\t\n\r\x0b\x1c\x85\x00\u3000éßſ中国한\u0301²Ⅷ٣🙂\u200b\u2028\ue000"


@settings(max_examples=500)
@given(st.text(SIGNS, max_size=14) | st.text(max_size=60))
def test_what_is_cut_before_counts_as_the_encoding_counts(text: str) -> None:
    assert COUNTER.count(text) == WITHOUT_CUTTING.count(text)
    assert COUNTER.count(text) == WITHOUT_CUTTING.count(text)  # its pieces are known now


def test_each_character_is_cut_as_the_encoding_cuts_it() -> None:
    characters = map(chr, [*range(0x2100), *range(0x3000, 0x3100), 0xE000, *range(0x1F300, 0x1FB00), 0xE0067, 0x10FFFF])
    texts = [f"a{character}b {character} 1{character}2'{character}\n" for character in characters]
    differing = [text for text in texts if COUNTER.count(text) != WITHOUT_CUTTING.count(text)]
    assert differing == []


@given(st.text(max_size=300))
def test_any_text_has_a_count_that_its_bytes_bound(text: str) -> None:
    assert (text != "") <= COUNTER.count(text) <= len(text.encode())


@pytest.mark.parametrize("unit", ["a", " ", "漢", "=", "ab ", "\n", "😀", "\ud800"])
def test_the_count_of_a_long_text_grows_with_its_length(unit: str) -> None:
    half, whole = COUNTER.count(unit * 20_000), COUNTER.count(unit * 40_000)
    assert whole == pytest.approx(2 * half, rel=0.05, abs=2)
    assert half == WITHOUT_CUTTING.count(unit * 20_000)


def test_a_text_longer_than_a_slice_counts_as_its_parts_together() -> None:
    assert COUNTER.count("word " * 50_000) == pytest.approx(50_000, abs=2)


def test_special_token_text_counts_as_the_text_it_is() -> None:
    assert COUNTER.count("<|endoftext|>") == 7


def test_a_message_is_counted_with_its_role() -> None:
    assert count_message(COUNTER, role="user", content="hello") == COUNTER.count("user: hello")


def test_counting_needs_no_network_and_no_cache(tmp_path: object) -> None:
    found = subprocess.run(
        [sys.executable, "-c", WITHOUT_NETWORK],
        env={"TIKTOKEN_CACHE_DIR": str(tmp_path), "PATH": ""},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    loads_tiktoken = cl100k.ranks_of is None
    assert (found.stdout, found.returncode) == (f"6 7 {loads_tiktoken}\n", 0), found.stderr


def test_damaged_data_is_refused_rather_than_miscounted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cl100k, "SHA256", "0" * 64)
    with pytest.raises(ValueError, match="install Holdfast again"):
        load_cl100k.__wrapped__()


@pytest.mark.skipif(cl100k.ranks_of is None, reason="there is no compiled part")
@pytest.mark.parametrize("data", [b"IQ== 1\n", b"IQ== 0", b"I!== 0\n", b"IQ==", b"= 0\n", b"IQ== 0\n\n"])
def test_what_are_no_tokens_is_refused(data: bytes) -> None:
    assert cl100k.ranks_of is not None
    with pytest.raises(ValueError, match="not the tokens"):
        cl100k.ranks_of(data)
