"""Estimates cl100k_base token counts without the encoding's data.

A text is cut into the pieces which that encoding never merges across (words with their blank, numbers, runs of
punctuation, blanks), and each piece costs what such a piece costs on average. Averages are kept by length and
kind of piece and by kind of text: English, German, Romance, other ASCII (mostly code), anything else. For
scripts written without blanks the cost is summed over the characters. ``tools/fit_token_estimator.py`` measures
the averages, ``tools/measure_token_estimator.py`` the error that remains; docs/tokens.md states it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final, Literal, get_args

import msgspec

TextKind = Literal["english", "german", "romance", "ascii", "other"]

# cl100k_base's own pattern, as far as `re` can say it (it lacks \p{L} and \p{N}).
_PIECE: Final = re.compile(
    r"'(?:[sdmtSDMT]|[lL][lL]|[vV][eE]|[rR][eE])"
    r"|[^\r\n\w]?[^\W\d_]+"
    r"|\d{1,3}"
    r"| ?(?:[^\s\w]|_)+[\r\n]*"
    r"|\s*[\r\n]+"
    r"|\s+(?!\S)"
    r"|\s+"
)
_SLICE: Final = 65_536  # characters looked at together: bounds the memory that a huge text takes
_LONGEST_REMEMBERED: Final = 40
_MOST_REMEMBERED: Final = 50_000
_KNOWN_SHARE: Final = 0.1  # of the pieces of a text; with fewer common words of a language it counts as unknown

_COMMON_WORDS: Final[Mapping[TextKind, str]] = {
    "english": (
        "the and or but if of to in on at for from with by is are was were be been am I you he she it they me him her "
        "us them my your his its our their this that these those not no does did have has had will would can could "
        "should what which who when where why how as so than then there here just about up out all some any more like "
        "get got know think yeah yes please want need thanks really because over after before only also very a an "
        "def return import self class None True False elif else raise const let function async await"
    ),
    "german": (
        "der die das den dem des und oder aber wenn ist sind war waren sein ich du er sie wir ihr mich dich uns mir "
        "dir mein dein sein nicht kein keine ein eine einen einem einer mit von zu auf für aus bei nach über unter vor "
        "im am zum zur auch noch nur schon wird werden wurde hat haben habe kann können muss soll wie was wer wo dass "
        "als so het een niet van met voor naar zijn wordt werd heeft geen deze dit bij ook om te en dat ik je"
    ),
    "romance": (
        "le la les un une des du de et ou mais si est sont était je tu il elle nous vous ils ne pas que qui quoi dans "
        "sur pour par avec sans ce cette ces mon ma mes son sa ses au aux el los las una del al y o pero es son era yo "
        "no se lo su sus mi con por para como más muy está este esta esto os as um uma do da dos das em não é foi com "
        "eu ele você seu sua mais muito gli di che e non sono con per alla della nel una questo quando"
    ),
}
_COMMON: Final[Mapping[TextKind, frozenset[str]]] = {
    kind: frozenset(form for word in words.split() for form in (word, " " + word, word.capitalize()))
    for kind, words in _COMMON_WORDS.items()
}

# First code point of each range of scripts, in order; the class of a character is that of the last start below it.
_SCRIPTS: Final = (
    (0x0000, "latin"),
    (0x0250, "rare"),
    (0x0370, "greek"),
    (0x0400, "cyrillic"),
    (0x0454, "ukrainian"),
    (0x0458, "cyrillic"),
    (0x0530, "rare"),
    (0x0590, "hebrew"),
    (0x0600, "arabic"),
    (0x0780, "rare"),
    (0x0900, "indic"),
    (0x0E00, "thai"),
    (0x0E80, "rare"),
    (0x1E00, "vietnamese"),
    (0x1F00, "rare"),
    (0x2000, "symbol"),
    (0x3000, "symbol"),
    (0x3040, "hiragana"),
    (0x30A0, "katakana"),
    (0x3100, "rare"),
    (0x4E00, "han"),
    (0xA000, "rare"),
    (0xAC00, "hangul"),
    (0xD7B0, "rare"),
    (0xFF00, "symbol"),
    (0x10000, "rare"),
    (0x1F000, "emoji"),
    (0x1FB00, "rare"),
)
_BY_CHARACTER: Final = frozenset({"hiragana", "katakana", "han", "hangul", "thai", "emoji", "symbol", "rare", "indic"})


class Weights(msgspec.Struct, frozen=True):
    """What the fitting tool measured.

    ``pieces``: kind of text → kind of piece (see ``piece_key``) → mean tokens. ``characters``: class of character
    → mean tokens each. ``single``: characters of large scripts that are a token by themselves.
    ``run``: tokens that a run of characters costs beyond the sum.
    """

    pieces: Mapping[TextKind, Mapping[str, float]]
    characters: Mapping[str, float]
    single: str
    run: float


class EstimatingTokenCounter:
    """A `TokenCounter` of pure Python which needs no data from outside."""

    name = "estimate"

    def __init__(self, weights: Weights | None = None) -> None:
        chosen = weights or built_in_weights()
        self._costs: dict[TextKind, _PieceCosts] = {kind: _PieceCosts(chosen, kind) for kind in get_args(TextKind)}

    def count(self, text: str) -> int:
        """Estimated cl100k_base tokens of ``text``; at least 1 when it is not empty."""
        if not text:
            return 0
        return max(1, round(sum(map(self._estimate, _slices(text)))))

    def _estimate(self, text: str) -> float:
        pieces = cut(text)
        costs = self._costs[text_kind(text, pieces)]
        return sum(map(costs.__getitem__, pieces))


class _PieceCosts(dict[str, float]):
    """Piece → tokens for one kind of text; remembers short pieces, since few words make up most of a text."""

    def __init__(self, weights: Weights, kind: TextKind) -> None:
        super().__init__()
        self._weights = weights
        self._by_key = weights.pieces[kind]
        self._single = frozenset(weights.single)

    def __missing__(self, piece: str) -> float:
        cost = self._compute(piece)
        if len(piece) <= _LONGEST_REMEMBERED:
            if len(self) >= _MOST_REMEMBERED:
                self.clear()
            self[piece] = cost
        return cost

    def _compute(self, piece: str) -> float:
        key = piece_key(piece)
        if key is None:
            return self._sum_characters(piece)
        kind, length = key
        longest = 16 if kind[0] in "wx" else 8
        known = self._by_key.get(f"{kind}{min(length, longest)}")
        cost = 1.0 if known is None else known
        return cost * max(1.0, length / longest) if kind[0] != "s" else cost * (1 + length // 80)

    def _sum_characters(self, piece: str) -> float:
        costs = self._weights.characters
        total = self._weights.run
        for character in piece.lstrip(" "):
            script = script_of(character)
            single = script + "-single"
            total += costs[single if single in costs and character in self._single else script]
        return max(1.0, total)


def cut(text: str) -> list[str]:
    """``text`` in the pieces that cl100k_base never merges across; together they are the whole text."""
    return _PIECE.findall(text)


def text_kind(text: str, pieces: list[str]) -> TextKind:
    """Which averages fit ``text``: those of the language whose common words it has most of, if it has enough."""
    enough = _KNOWN_SHARE * len(pieces)
    english = sum(map(_COMMON["english"].__contains__, pieces))
    if english >= 2 * enough:
        return "english"
    german = sum(map(_COMMON["german"].__contains__, pieces))
    romance = sum(map(_COMMON["romance"].__contains__, pieces))
    if max(english, german, romance) < enough:
        return "ascii" if text.isascii() else "other"
    if english >= max(german, romance):
        return "english"
    return "german" if german >= romance else "romance"


def piece_key(piece: str) -> tuple[str, int] | None:
    """The kind of a piece and its length, or ``None`` when it is costed character by character.

    Kinds begin with ``w`` (word of one alphabet), ``x`` (word with letters beyond ASCII), ``d`` (digits),
    ``s`` (blanks) or ``p`` (ASCII punctuation); the rest of the kind says what comes before and the case.
    """
    last = piece[-1]
    if last.isalpha():
        return _word_key(piece)
    if last.isspace() and piece.isspace():
        return ("s" + ("n" if "\n" in piece else "b"), len(piece))
    if last.isdigit():
        return ("d" if piece.isascii() else "dx", len(piece))
    if not piece.isascii():
        return None
    return ("p" + ("b" if piece[0] == " " else "n") + ("n" if "\n" in piece else "-"), len(piece))


def _word_key(piece: str) -> tuple[str, int] | None:
    lead = "n" if piece[0].isalpha() else ("b" if piece[0] == " " else "o")
    word = piece if lead == "n" else piece[1:]
    if word.isascii():
        case = "u" if len(word) > 1 and word.isupper() else "l"
        return (f"w{lead}{case}", len(word))
    script = script_of(max(word))
    if script in _BY_CHARACTER:
        return None
    return (f"x{lead}{script}", len(word))


@lru_cache(maxsize=16_384)
def script_of(character: str) -> str:
    """The class of a character, by ranges of code points."""
    point = ord(character)
    return next(name for start, name in reversed(_SCRIPTS) if point >= start)


@cache
def built_in_weights() -> Weights:
    """The weights shipped with the package."""
    data = files(__package__).joinpath("weights.json").read_bytes()
    return msgspec.json.decode(data, type=Weights)


def _slices(text: str) -> Iterator[str]:
    if len(text) <= _SLICE:
        return iter((text,))
    return (text[start : start + _SLICE] for start in range(0, len(text), _SLICE))
