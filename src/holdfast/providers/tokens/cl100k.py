"""Token counts in ``cl100k_base``, whose rank data lies in this package.

Where there is a C compiler, a text is cut into the pieces within which bytes are merged by `compiled_pieces.pyx`, and
the tokens of pieces that did not come up before are counted by `compiled_ranks.pyx`: most of a text are the same few
thousand words.  tiktoken, which takes a tenth of a second to load, is asked where there is none, and for texts with
characters that are newer than this Python.

tiktoken fetches that data from the network when it is first asked for; a server must count without one.  The data is
tiktoken's own file, under its licence (``cl100k_base.LICENSE.txt``): one line for each token, its bytes in base64 and
its rank.
"""

from __future__ import annotations

import binascii
import hashlib
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    import tiktoken

CutIntoPieces = Callable[[str], list[str] | None]
"""Cuts a text into the pieces of the encoding; ``None`` for a text that is better left to the encoding."""


class Ranks(Protocol):
    """The tokens of an encoding."""

    def count(self, piece: bytes) -> int:
        """How many tokens a piece of a text is."""


pieces_of: CutIntoPieces | None
ranks_of: Callable[[bytes], Ranks] | None
try:
    from holdfast.providers.tokens import compiled_pieces, compiled_ranks
except ImportError:
    pieces_of = ranks_of = None
else:
    pieces_of, ranks_of = compiled_pieces.pieces_of, compiled_ranks.Ranks

NAME: Final = "cl100k_base"
SHA256: Final = "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7"
"""What the file must be: a damaged installation must not miscount in silence."""

_PIECES: Final = (
    r"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+"
    r"| ?[^\s\p{L}\p{N}]++[\r\n]*+|\s++$|\s*[\r\n]|\s+(?!\S)|\s"
)
"""How the encoding cuts a text before it merges bytes."""

_LONGEST_KEPT: Final = 64
_MOST_KEPT: Final = 100_000
"""Of so many pieces of at most so many characters it is known how many tokens they are."""

_SLICE: Final = 200_000
"""Characters encoded at once, for tiktoken's memory; a word cut at a border counts one token too many at most."""


class Cl100kTokenCounter:
    """A `TokenCounter` that counts what the reference counts."""

    name = NAME

    def __init__(self, ranks: Ranks | None = None, pieces_of: CutIntoPieces | None = None) -> None:
        """Count with these tokens in the pieces that ``pieces_of`` cuts, without them as tiktoken counts."""
        self._ranks = ranks
        self._pieces_of = None if ranks is None else pieces_of
        self._kept: dict[str, int] = {}

    def count(self, text: str) -> int:
        """Tokens of ``text``; special-token text counts as the plain text it is."""
        if len(text) > _SLICE:
            return sum(self.count(text[start : start + _SLICE]) for start in range(0, len(text), _SLICE))
        pieces = None if self._pieces_of is None else self._pieces_of(text)
        if pieces is None:
            return _counted_by_tiktoken(text)
        counts = list(map(self._kept.get, pieces))
        if None in counts:
            return sum(map(self._of_piece, pieces))
        return sum(counts)  # type: ignore[arg-type]  # no None is in it

    def _of_piece(self, piece: str) -> int:
        """Tokens of a piece: bytes are merged within it only, so it may be asked for by itself."""
        count = self._kept.get(piece)
        if count is None:
            count = _counted_by_tiktoken(piece) if self._ranks is None else self._ranks.count(piece.encode())
            if len(piece) <= _LONGEST_KEPT:
                if len(self._kept) >= _MOST_KEPT:
                    self._kept = {}
                self._kept[piece] = count
        return count


@cache
def load_cl100k() -> Cl100kTokenCounter:
    """The counter of this process; `ValueError` when the data is damaged."""
    if ranks_of is None:
        load_tiktoken()
        return Cl100kTokenCounter()
    return Cl100kTokenCounter(ranks_of(_data()), pieces_of)


@cache
def load_tiktoken() -> tiktoken.Encoding:
    """The encoding of tiktoken, which takes a tenth of a second to load; `ValueError` when the data is damaged."""
    import tiktoken  # noqa: PLC0415 (few need it)

    return tiktoken.Encoding(NAME, pat_str=_PIECES, mergeable_ranks=_ranks(_data()), special_tokens={})


def _counted_by_tiktoken(text: str) -> int:
    return len(load_tiktoken().encode_ordinary(text))


def _data() -> bytes:
    data = files(__package__).joinpath("cl100k_base.tiktoken").read_bytes()
    if hashlib.sha256(data).hexdigest() != SHA256:
        raise ValueError("the data of cl100k_base is damaged: install Holdfast again")
    return data


def _ranks(data: bytes) -> dict[bytes, int]:
    fields = data.split()
    # What stands between it and its users in `base64` takes longer than the decoding.
    return dict(zip(map(binascii.a2b_base64, fields[::2]), map(int, fields[1::2]), strict=True))
