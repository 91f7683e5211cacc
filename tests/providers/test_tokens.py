"""Counting tokens: the estimate, the choice of a counter, and what happens without a network."""

from __future__ import annotations

import socket
import time

import pytest
import tiktoken
from hypothesis import given
from hypothesis import strategies as st

from holdfast.errors import StartupError
from holdfast.providers.tokens.cl100k import Cl100kTokenCounter, cache_path, cached_data
from holdfast.providers.tokens.contract import count_message
from holdfast.providers.tokens.estimator import EstimatingTokenCounter, cut
from holdfast.providers.tokens.open import open_token_counter

ESTIMATE = EstimatingTokenCounter()

# Real cl100k_base counts, taken once with tiktoken.
REAL_COUNTS = {
    "Hey, are we still on for dinner tomorrow? I booked a table for four at the Thai place near the station.": 24,
    "My doctor says I should cut down on salt, so please only suggest recipes without soy sauce.": 19,
    "The landlord wants another month of rent upfront, which feels unreasonable given the state of the kitchen.": 19,
    "谢谢你的帮助，这正是我想要的！": 20,
    "Спасибо большое, это именно то, что мне было нужно!": 24,
}


@pytest.mark.parametrize(("text", "real"), REAL_COUNTS.items())
def test_the_estimate_is_within_a_quarter_of_the_real_count(text: str, real: int) -> None:
    assert abs(ESTIMATE.count(text) - real) <= real / 4


@pytest.mark.parametrize(("text", "tokens"), [("", 0), ("a", 1), (" ", 1), ("hello", 1), ("123456789", 3)])
def test_small_texts_have_their_obvious_count(text: str, tokens: int) -> None:
    assert ESTIMATE.count(text) == tokens


@given(st.text())
def test_the_pieces_of_a_text_are_the_whole_text(text: str) -> None:
    assert "".join(cut(text)) == text


@given(st.text(alphabet=st.characters(), max_size=300))
def test_any_text_has_a_count_and_always_the_same(text: str) -> None:
    count = ESTIMATE.count(text)
    assert count == EstimatingTokenCounter().count(text)
    assert (count == 0) == (text == "")


@pytest.mark.parametrize("unit", ["a", " ", "漢", "=", "ab ", "\n", "😀", "\ud800"])
def test_the_count_of_a_huge_text_grows_with_its_length(unit: str) -> None:
    half, whole = ESTIMATE.count(unit * 100_000), ESTIMATE.count(unit * 200_000)
    assert whole == pytest.approx(2 * half, rel=0.05, abs=2)


def test_a_message_is_counted_with_its_role() -> None:
    assert count_message(ESTIMATE, role="user", content="hello") == ESTIMATE.count("user: hello")


def test_estimate_can_be_chosen() -> None:
    assert open_token_counter("estimate").name == "estimate"


@pytest.fixture
def bytewise() -> Cl100kTokenCounter:
    """The exact counter on a real tiktoken encoding whose tokens are single bytes."""
    ranks = {bytes([value]): value for value in range(256)}
    encoding = tiktoken.Encoding("bytes", pat_str=r"\S+|\s+", mergeable_ranks=ranks, special_tokens={"<|end|>": 256})
    return Cl100kTokenCounter(encoding)


def test_special_token_text_counts_as_the_text_it_is(bytewise: Cl100kTokenCounter) -> None:
    assert bytewise.count("<|end|>") == 7


def test_exact_counting_survives_lone_surrogates_and_long_texts(bytewise: Cl100kTokenCounter) -> None:
    assert bytewise.count("a\ud800b") >= 3
    assert bytewise.count("é" * 450_000) == 900_000


@pytest.mark.skipif(cached_data() is None, reason="the data of cl100k_base is not cached on this machine")
def test_cached_data_gives_exact_counts_without_a_network() -> None:
    counter = open_token_counter("auto", network_wait=0)
    assert counter.name == "cl100k_base"
    assert {text: counter.count(text) for text in REAL_COUNTS} == REAL_COUNTS


@pytest.fixture
def silent_proxy(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> socket.socket:
    """A network where every connection is taken and nothing is ever answered, and an empty cache."""
    listener = socket.create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    monkeypatch.setenv("HTTPS_PROXY", address)
    monkeypatch.setenv("https_proxy", address)
    monkeypatch.setattr(tiktoken.registry, "ENCODINGS", {})  # another test may have loaded it
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
    return listener


def test_a_network_that_never_answers_delays_the_start_only_for_the_time_allowed(silent_proxy: socket.socket) -> None:
    with silent_proxy:
        started = time.monotonic()
        counter = open_token_counter("auto", network_wait=0.2)
        waited = time.monotonic() - started
    assert counter.name == "estimate"
    assert 0.2 <= waited < 2


def test_insisting_on_exact_counts_without_the_data_says_where_to_put_it(silent_proxy: socket.socket) -> None:
    with silent_proxy, pytest.raises(StartupError, match="TIKTOKEN_CACHE_DIR"):
        open_token_counter("cl100k_base", network_wait=0)


def test_a_damaged_cache_is_not_taken_for_the_data(silent_proxy: socket.socket) -> None:
    cache_path().write_bytes(b"half a file")
    with silent_proxy:
        assert open_token_counter("auto", network_wait=0).name == "estimate"
