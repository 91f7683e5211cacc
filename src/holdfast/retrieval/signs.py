"""What a text holds beside plain words, told at one look: most texts have nothing of what regular expressions seek.

It is there twice: compiled (`compiled_signs.pyx`, built at installation where there is a C compiler), and by regular
expressions, which give the same results and cost some twenty times as much.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final


class Sign:
    """Something in a text, as a number; several together are the sum of their numbers.

    It is no `enum`: a member of one is looked up by a call, and signs are asked for many times in each text.
    """

    DIGIT: Final = 1
    RISE: Final = 2
    """A capital inside a word: `BookingSheet`."""
    UNUSUAL: Final = 4
    """Digits, rises, or signs inside words: without, a text has neither compounds nor words inside words."""
    JOINED: Final = 8
    """A word with a sign behind or before it that may join it to another."""
    PARTED: Final = 16
    """A number of several parts: `3.11`."""
    SIGNED: Final = 32
    """`C++`, `C#`."""
    OPTION: Final = 64
    """`-rf`."""
    HYPHENATED: Final = 128
    """`wi-fi`, `node.js`."""
    NUMBERED: Final = 256
    """Capitals and a number: `AB 12`."""
    LETTERED: Final = 512
    """Letters and digits in one word: `ay88`."""
    DATED: Final = 1024
    """What dates in figures and years have."""
    ASKED: Final = 2048
    """A question mark."""
    PICTURED: Final = 4096
    """What may be an emoji."""
    UNSPACED: Final = 8192
    """What may be written without blanks between words: Chinese, Japanese, Thai; and Korean."""


_JOINTS: Final = r"-._/'’+#\u2010\u2011"
PATTERNS: Final = {
    Sign.DIGIT: re.compile(r"\d"),
    Sign.RISE: re.compile("[a-z][A-Z]"),
    Sign.UNUSUAL: re.compile(rf"\d|[a-z][A-Z]|\w[{_JOINTS}]\w|\+\+|\w#|(?:^|\s)-\w"),
    Sign.JOINED: re.compile(rf"\w[{_JOINTS},:]|(?:^|\s)-\w"),
    Sign.PARTED: re.compile(r"\d[.,:'’]\d"),
    Sign.SIGNED: re.compile(r"[a-z0-9](?:\+\+|#)"),
    Sign.OPTION: re.compile(r"(?<!\S)-"),
    Sign.HYPHENATED: re.compile(r"[^\W_][-._/\u2010\u2011][^\W_]"),
    Sign.NUMBERED: re.compile(r"[A-Z] \d"),
    Sign.LETTERED: re.compile(r"[a-z]\d|\d[a-z]"),
    Sign.DATED: re.compile(r"\d[-./]\d|(?:19|20)\d\d"),
    Sign.ASKED: re.compile("[?？؟]"),
    Sign.PICTURED: re.compile("[\u00a9\u00ae\u203c-\u3299\U0001f000-\U0010ffff]"),
    Sign.UNSPACED: re.compile("[\u0e00-\u1fff\u3005-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]"),
}
"""What each sign looks like."""


def signs_of_by_patterns(text: str) -> int:
    """The sum of the signs that a text holds."""
    return sum(sign for sign, pattern in PATTERNS.items() if pattern.search(text))


signs_of: Callable[[str], int]
"""The fastest that the installation has."""

try:
    from holdfast.retrieval import compiled_signs
except ImportError:
    signs_of = signs_of_by_patterns
else:
    signs_of = compiled_signs.signs_of
