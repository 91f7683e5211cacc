"""Token counts in ``cl100k_base``, whose rank data lies in this package.

tiktoken fetches that data from the network when it is first asked for; a server must count without one.  The data is
tiktoken's own file, under its licence (``cl100k_base.LICENSE.txt``): one line for each token, its bytes in base64 and
its rank.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import Final

import tiktoken

NAME: Final = "cl100k_base"
SHA256: Final = "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7"
"""What the file must be: a damaged installation must not miscount in silence."""

_PIECES: Final = (
    r"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+"
    r"| ?[^\s\p{L}\p{N}]++[\r\n]*+|\s++$|\s*[\r\n]|\s+(?!\S)|\s"
)
"""How the encoding cuts a text before it merges bytes."""

_SLICE: Final = 200_000
"""Characters encoded at once, for tiktoken's memory; a word cut at a border counts one token too many at most."""


class Cl100kTokenCounter:
    """A `TokenCounter` that counts what the reference counts."""

    name = NAME

    def __init__(self, encoding: tiktoken.Encoding) -> None:
        self._encoding = encoding

    def count(self, text: str) -> int:
        """Tokens of ``text``; special-token text counts as the plain text it is."""
        encode = self._encoding.encode_ordinary
        if len(text) <= _SLICE:
            return len(encode(text))
        return sum(len(encode(text[start : start + _SLICE])) for start in range(0, len(text), _SLICE))


@cache
def load_cl100k() -> Cl100kTokenCounter:
    """The counter of this process, which takes a tenth of a second to load; `ValueError` when the data is damaged."""
    data = files(__package__).joinpath("cl100k_base.tiktoken").read_bytes()
    if hashlib.sha256(data).hexdigest() != SHA256:
        raise ValueError("the data of cl100k_base is damaged: install Holdfast again")
    return Cl100kTokenCounter(tiktoken.Encoding(NAME, pat_str=_PIECES, mergeable_ranks=_ranks(data), special_tokens={}))


def _ranks(data: bytes) -> dict[bytes, int]:
    decode = base64.b64decode
    return {decode(token): int(rank) for token, rank in map(bytes.split, data.splitlines())}
