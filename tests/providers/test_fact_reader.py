"""The reader hears what no rule finds, and both forms of its loops hear the same.

1. The compiled form cuts every text into the words of the pattern, and listens to the same sentences.
2. It tells of every sentence what the form over arrays tells, and names the same values.
3. A change in words of its own is heard, and counts only where something is known that changes.
4. Without its weights the rules go on alone, and operators are told what to do.
5. The values of a statement are named.
6. Names of those spoken to, others, and likings that go on change nothing that is known.
7. What is asked for states nothing, what is said beside it does.
8. That something known is over is heard where it is named, and a successor where both are told; not of all that is
   named.
"""

from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.app.server import Server
from holdfast.enrichment.calculations import find_facts
from holdfast.providers.facts.contract import Said
from holdfast.providers.facts.reader import network, reading
from holdfast.providers.facts.reader.hearing import named, told
from holdfast.settings import Settings
from holdfast.storage.sqlite.storage import SqliteStorage

PIECES = st.sampled_from(
    [
        *"'’. _,:/3٣!\n\u2028",
        "'s",
        "’s",
        "'t",
        "'m",
        "'re",
        "'ll",
        "'d",
        "l'",
        "漢",
        "か",
        "I",
        "don",
        "été",
        "²",
        "12.5",
    ]
)
TEXTS = st.lists(PIECES, max_size=16).map("".join) | st.text(max_size=30)


@settings(max_examples=500)
@given(TEXTS, st.integers(0, 12), st.integers(0, 60))
def test_both_cut_the_same_words(text: str, start: int, end: int) -> None:
    start = min(start, len(text))
    assert reading.words_of(text, start, end) == reading.words_by_pattern(text, start, end)


def some_weights(seed: int) -> reading.Weights:
    """Those of a network of three operations, over seven rows."""
    chance = np.random.default_rng(seed)

    def layer(*shape: int) -> reading.Floats:
        return chance.normal(size=shape).astype(np.float32)

    def units(*shape: int) -> reading.Units:
        return chance.integers(-4_000, 4_000, shape, dtype=np.int16)

    width = 2 * reading.REACH + 1
    return reading.Weights(
        units(7, 4 * 8), units(16) // 2, layer(16, 5), layer(5), layer(5, 3), layer(3),
        units(7, width * 6), layer(8, 6), layer(5, 6), layer(6), layer(6, 7), layer(7),
    )  # fmt: skip


class ByLength(dict[str, int]):
    """A number for each word."""

    def __missing__(self, word: str) -> int:
        return len(word) % 3


@settings(max_examples=200)
@given(TEXTS, st.integers(0, 3), st.sampled_from([0, 20]))
def test_both_hear_the_same(text: str, start: int, more: int) -> None:
    text += " word" * more
    start = min(start, len(text))
    words = reading.words_by_pattern(text, start, len(text))
    tellers = [of(some_weights(1)) for of in (reading.PlainTeller, reading.Teller)]
    weights: dict[str, float] = defaultdict(lambda: 0.5)
    for weight in (len(words) / 2, len(words) / 2 + 0.1):
        plain, fastest = (
            teller.hear(text, start, len(text), weights, weight, ByLength(), ByLength(), 0.0) for teller in tellers
        )
        is_heard = weight == len(words) / 2 and reading.FEWEST_HEARD <= len(words) <= reading.MOST_HEARD
        assert (plain is not None, fastest is not None) == (is_heard, is_heard)
        if plain is not None and fastest is not None:
            assert (fastest[0], [number for number, _ in fastest[1]]) == (words, [0, 1, 2])
            assert plain[0] == words
            assert [value for _, value in fastest[1]] == pytest.approx([value for _, value in plain[1]], abs=1e-4)
    assert [teller.hear(text, start, len(text), weights, 0.0, ByLength(), ByLength(), 1.1) for teller in tellers] == [
        None,
        None,
    ]


def test_of_a_long_sentence_both_take_the_same_words() -> None:
    text = "word " * (reading.MOST_WORDS + 5)
    assert reading.words_of(text, 0, len(text)) == reading.words_by_pattern(text, 0, len(text))
    assert len(reading.words_of(text, 0, len(text))) == reading.MOST_WORDS


@settings(max_examples=60)
@given(st.integers(0, 2**32 - 1), st.lists(st.integers(0, 6), min_size=1, max_size=9), st.integers(0, 6))
def test_both_tell_and_name_the_same(seed: int, rows: list[int], first: int) -> None:
    tellers = [of(some_weights(seed)) for of in (reading.PlainTeller, reading.Teller)]
    numbers = {f"{row}": row for row in range(8)}
    wide_numbers = {f"{row}": 6 - row for row in range(8)}
    words = [(0, 1, f"{row}") for row in rows]
    plain, fastest = (teller.tell(words, numbers, first, 0.0) for teller in tellers)
    assert [number for number, _ in fastest] == [number for number, _ in plain] == [0, 1, 2]
    assert [value for _, value in fastest] == pytest.approx([value for _, value in plain], abs=1e-4)
    shares = [np.array(teller.name(words, numbers, wide_numbers, first, [2, 0])) for teller in tellers]
    assert shares[0].shape == (2, len(rows), 2)
    assert shares[1] == pytest.approx(shares[0], abs=1e-4)
    for teller in tellers:
        for words_asked, operations in (([(0, 1, "7")], [0]), ([], [0]), (words, [3])):
            with pytest.raises(IndexError):
                teller.name(words_asked, numbers, numbers, first, operations)


@pytest.mark.parametrize(
    ("before", "content", "slot", "value"),
    [
        ("I live in Leeds.", "got a flat in catford now", "home", "Catford"),
        ("I live in Leeds.", "we got the keys to a little flat in Bradford, boxes everywhere", "home", "Bradford"),
    ],
)
def test_a_change_in_words_of_its_own_is_heard(before: str, content: str, slot: str, value: str) -> None:
    found = find_facts([Said("user", before), Said("user", content)])
    assert (slot, value) in {(one.slot, one.value) for one in found if one.message == 1 and not one.ends}


def test_what_ends_counts_where_something_is_known() -> None:
    content = "so tanya dumped me by text on a tuesday"
    known = find_facts([Said("user", "My girlfriend is Tanya."), Said("user", content)])
    assert ("partner", "Tanya") in {(one.slot, one.value) for one in known if one.message == 1 and one.ends}
    assert not [one for one in find_facts([Said("user", content)]) if one.ends]


@pytest.mark.parametrize(
    ("content", "slot", "value", "ends"),
    [
        ("I came out of Brightside with a small pension and a clock", "employer", "Brightside", True),
        ("they walked me out of Brightside with a box", "employer", "Brightside", True),
        ("I've got the corner office now, site manager, so no more pipes for me", "job", "site manager", False),
        ("I packed the van and I'm a Whitby girl now", "home", "Whitby", False),
    ],
)
def test_what_becomes_of_something_known_is_heard(content: str, slot: str, value: str, ends: bool) -> None:
    known = Said("user", "I'm Sam. I live in Leeds. I work for Brightside. I'm a plumber. Our dogs are Rusty and Pip.")
    found = find_facts([known, Said("user", content)])
    assert (slot, value, ends) in {(one.slot, one.value, one.ends) for one in found if one.message == 1}


@pytest.mark.parametrize(
    "content",
    [
        "Bye, Carl!",
        "Carl and I signed the lease on Monday",
        "Carl was taken ill at work",
        "Rusty was taken to the groomer by my sister",
        "I came out of Brightside at six and got soaked",
        "Brightside took us all bowling",
    ],
)
def test_what_is_known_may_be_named_and_go_on(content: str) -> None:
    known = Said("user", "I live with my husband Carl. I work for Brightside. Our dogs are Rusty and Pip.")
    assert [one for one in find_facts([known, Said("user", content)]) if one.message == 1 and one.ends] == []


def test_the_words_that_name_a_value_are_told() -> None:
    text = "Yes. Since May I have been a nurse at Guy's."
    likely = told(text, 5, len(text))
    assert likely is not None
    heard = {(one.slot, text[one.start : one.end]) for one in named(likely.words, likely.operations)}
    assert ("job", "nurse") in heard


async def test_without_its_weights_the_rules_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    damaged = tmp_path / "reader.npz"
    np.savez(damaged, gate=np.zeros(3))
    for weights in (damaged, tmp_path / "missing.npz"):
        caplog.clear()
        monkeypatch.setattr(network, "WEIGHTS", weights)
        network.load_network.cache_clear()
        try:
            async with Server(Settings(), SqliteStorage(tmp_path / weights.stem)).running(serve=False):
                (told,) = [record for record in caplog.records if "reader of facts" in record.message]
            found = find_facts([Said("user", "I live in Leeds."), Said("user", "so tanya dumped me by text")])
        finally:
            network.load_network.cache_clear()
        assert (told.levelname, str(weights) in told.message) == ("ERROR", True)
        assert [(one.slot, one.value) for one in found if one.slot is not None] == [("home", "Leeds")]


@pytest.mark.parametrize(
    "content",
    [
        "I am married to Sacher Cake",
        "Asda took us an hour, the queue was mad",
        "i still work at home on mondays",
        "our hamster rolled off the sofa",
        "I came within an inch of handing in my badge at Boots but they talked me round",
        "we were moving to Whitby and then the sale fell through",
        "I'm in Basel for a conference",
        "I'm at my sister's in Bristol till Sunday",
        "I'm at Tesco buying milk",
        "I'm at Ikea, do we need candles",
        "I'm with Lloyds for my mortgage",
        "I practically live at Heathrow",
        "me gustaría vivir en Cádiz",
        "i dont have a dog called rex",
        "ich bin kein Lehrer",
        "first day at new job",
        "mon associé Marc est en retard",
    ],
)
def test_what_only_sounds_like_a_statement_is_left_out(content: str) -> None:
    known = Said("user", "Our hamster Pip is two. I work for Boots.")
    of_slots = [one for one in find_facts([known, Said("user", content)]) if one.message == 1 and one.slot is not None]
    assert of_slots == []


@pytest.mark.parametrize(
    "content",
    [
        "Thanks, Oskar.",
        "That's brilliant news, Oskar!",
        "Cheers for the lift, Oskar.",
        "Imelda, what a photo!",
        "Hi Imelda, that council evening dragged on and I left early.",
        "Rowing is a fine idea, Oskar.",
        "Brave that you're learning Finnish.",
        "Porto looks gorgeous!",
        "And painting keeps my head clear on long evenings.",
        "Busy painting again - here's the one of the harbour.",
        "On Sunday I came second in a painting contest!",
        "Yeah, each small thing we do for our backs pays off one day.",
        "\ud800 got a flat",
    ],
)
def test_what_is_of_others_or_goes_on_changes_nothing(content: str) -> None:
    known = Said("user", "I'm Sam. I live in Leeds with my wife Carol. I love painting. I speak Welsh.")
    found = [one for one in find_facts([known, Said("user", content)]) if one.message == 1]
    assert [one for one in found if one.slot not in {None, "likes"} or one.ends] == []


@pytest.mark.parametrize(
    "content",
    ["The sea swimming has lost all its charm for me", "the painting is finished with, my eyes won't stand it"],
)
def test_a_liking_that_is_over_ends(content: str) -> None:
    known = Said("user", "I love sea swimming. I love painting.")
    found = find_facts([known, Said("user", content)])
    assert [one for one in found if one.message == 1 and one.slot == "likes" and one.ends]


def test_what_takes_the_place_of_something_is_all_that_is_told() -> None:
    found = find_facts(
        [Said("user", "I fix buses for a living."), Said("user", "Taken on as a ferry engineer, no more buses")]
    )
    assert [(one.value, one.ends) for one in found if one.message == 1 and one.slot == "job"] == [
        ("ferry engineer", False)
    ]


def test_a_partner_is_no_listener() -> None:
    known = Said("user", "My girlfriend is Tanya.")
    found = find_facts([known, Said("user", "moved in with my new boyfriend, Tom.")])
    assert ("partner", "Tom") in {(one.slot, one.value) for one in found}


@pytest.mark.parametrize(
    ("content", "slot", "value"),
    [
        ("Write me a note to a mum who owes me. I'm a childminder in Leeds.", "job", "childminder"),
        ("Please draft a letter, we're living in Whitby now.", "home", "Whitby"),
        ("I'm a market trader in Durham, what licence do I need?", "job", "market trader"),
    ],
)
def test_beside_what_is_asked_for_speakers_tell_of_themselves(content: str, slot: str, value: str) -> None:
    found = find_facts([Said("user", content)])
    assert [one for one in found if one.slot == slot and one.value is not None and value in one.value]


@pytest.mark.parametrize(
    "content",
    [
        "Translate this into French: I'm a registered childminder. I live in Whitby.",
        'Please draft a letter that begins "We\'re living in Whitby now".',
        "What should I earn as a market trader?",
    ],
)
def test_what_is_asked_for_states_nothing(content: str) -> None:
    assert [one for one in find_facts([Said("user", content)]) if one.slot is not None] == []
