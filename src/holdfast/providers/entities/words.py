"""Cuts a text into words, numbers and signs with their offsets, leaving out what holds no entities.

Code, links and addresses are blanked before cutting, so nothing is found inside them and no name runs across them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from holdfast.providers.entities.cutting import Beginnings, beginnings, cut

_BLANK: Final = "\x00"
_FENCED_CODE: Final = re.compile(r"```.*?(?:```|\Z)", re.DOTALL)
_INLINE_CODE: Final = re.compile(r"`[^`\n]+`")
_CHUNK: Final = re.compile(r"(?<!\S)\S*?(?:[@/\\_]|www\.|\(\))\S*")
"""What stands between blanks and has one of the signs of addresses."""

_EDGE: Final = "\"'“”‘’()[]{}<>.,;:!?*"
_PADDING: Final = 12  # how far a rule may look ahead without asking whether the text has ended
_BULLETS: Final = frozenset("-*•–")
_LONGEST_LABEL: Final = 10  # tokens
_FEWEST_IN_TITLE: Final = 5  # words of a line
_TITLE_CASE_SHARE: Final = 0.7  # of the words of a line; above it capitals say nothing about names
# Small words by which to tell English from languages that capitalise other words or have other prepositions.
_ENGLISH: Final = frozenset(
    {"the", "and", "is", "are", "was", "to", "of", "my", "i", "you", "it", "for", "with", "that", "this", "at", "from"}
    | {
        "have",
        "has",
        "had",
        "be",
        "been",
        "do",
        "does",
        "did",
        "we",
        "he",
        "she",
        "they",
        "but",
        "not",
        "on",
        "by",
        "im",
    }
)
_FOREIGN: Final = frozenset(
    {"und", "ich", "der", "die", "das", "ist", "nicht", "mit", "ein", "eine", "auf", "für", "wir", "bei", "seit", "zu"}
    | {"je", "et", "le", "les", "est", "une", "dans", "pour", "avec", "que", "qui", "nous", "vous", "des", "sur", "pas"}
    | {"el", "los", "las", "una", "con", "por", "para", "muy", "está", "como", "mi", "di", "il", "che", "sono", "per"}
    | {"della", "não", "uma", "com", "em", "os", "het", "een", "niet", "van", "voor", "naar", "och", "jag", "på", "som"}
)
_SENTENCE_ENDS: Final = frozenset(".!?\n…。！？\x00")
_OPENING: Final = frozenset("\"'“‘([*-•–—>#")


class Words:
    """The tokens of a text in parallel lists, padded at the end so that looking ahead never fails.

    ``shape[i]`` is the token, ``lower[i]`` the token in lower case; ``count`` tokens are real. ``capitals`` are the
    places of those that begin with a capital letter, ``casual`` says that there is none but the word I. ``display[i]``
    is true where capitals say nothing about names (headings, bold words, labels of list items, title case),
    ``formatted`` where there is any such place. Index −1 is padding, so looking back from the first token is safe as
    well.
    """

    def __init__(self, text: str) -> None:
        blanked = blank_out(text)
        self._starts, self._ends, shapes, lower, self.capitals = cut(blanked)
        self._shapes, self._lower = shapes, lower
        self.count = len(shapes)
        self.shape = shapes + [""] * _PADDING
        self.lower = lower + [""] * _PADDING
        self.casual = all(shapes[place] == "I" for place in self.capitals)
        self.display = bytearray(len(self.shape))
        if not self.casual:
            _mark_display(self, several="\n" in blanked, bold="**" in blanked)
        self.formatted = 1 in self.display
        # Asked of few texts, and once or twice then: what `cached_property` does costs more than it keeps.
        self._small: frozenset[str] | None = None
        self._foreign: bool | None = None

    def beginnings(self, of_entities: Beginnings) -> list[int]:
        """The places of tokens with which an entity may begin."""
        return beginnings(self._shapes, self._lower, of_entities)

    def start(self, index: int) -> int:
        """Where token ``index``, one of the real ones, begins in the text."""
        return self._starts[index]

    def end(self, index: int) -> int:
        """Where token ``index``, one of the real ones, ends in the text."""
        return self._ends[index]

    @property
    def small(self) -> frozenset[str]:
        """The tokens written in small letters."""
        if self._small is None:
            self._small = frozenset(filter(str.islower, self._shapes))
        return self._small

    @property
    def foreign(self) -> bool:
        """Whether the text is not English."""
        if self._foreign is None:
            self._foreign = len(self.small & _FOREIGN) > len(self.small & _ENGLISH)
        return self._foreign

    def joined(self, index: int) -> bool:
        """Whether token ``index`` follows the one before it without a blank."""
        return 0 < index < self.count and self._starts[index] == self._ends[index - 1]

    def capitalised(self, index: int) -> bool:
        """Whether token ``index`` begins with a capital letter."""
        return self.shape[index][:1].isupper()

    def opens_sentence(self, index: int) -> bool:
        """Whether token ``index`` is the first word of a sentence, line, quotation or list item."""
        before = index - 1
        while before >= 0 and index - before < 4 and self.shape[before][0] in _OPENING:
            before -= 1
        if before < 0 or self.shape[before][0] in _SENTENCE_ENDS:
            return not self._abbreviation_before(before)
        return self.shape[before] in {":", ")"} or (before != index - 1 and self.shape[before] == ",")

    def _abbreviation_before(self, index: int) -> bool:
        return index > 0 and self.shape[index] == "." and self.lower[index - 1] in _ABBREVIATIONS


_ABBREVIATIONS: Final = frozenset({"mr", "mrs", "ms", "dr", "prof", "st", "mt", "vs", "e.g", "i.e", "jr", "sr", "no"})


def _mark_display(words: Words, *, several: bool, bold: bool) -> None:
    """Set ``words.display`` for headings, bold text, labels of list items and lines in title case or capitals.

    ``several`` tells whether there may be several lines, and ``bold`` whether there may be bold text.
    """
    titles = len(words.capitals) > _TITLE_CASE_SHARE * _FEWEST_IN_TITLE
    for first, last in _lines(words) if several else [(0, words.count)]:
        marker = words.shape[first]
        if marker == "#" or (titles and _is_title_case(words, first, last)):
            _mark(words, first, last)
            continue
        if marker in _BULLETS or (marker.isdigit() and words.shape[first + 1] in {".", ")"}):
            _mark_label(words, first, last)
        if bold:
            _mark_bold(words, first, last)


def _lines(words: Words) -> Iterator[tuple[int, int]]:
    first = 0
    for index in range(words.count):
        if words.shape[index] == "\n":
            if index > first:
                yield first, index
            first = index + 1
    if words.count > first:
        yield first, words.count


def _is_title_case(words: Words, first: int, last: int) -> bool:
    letters = [shape for shape in words.shape[first:last] if shape[0].isalpha()]
    capitals = sum(shape[0].isupper() for shape in letters)
    return len(letters) >= _FEWEST_IN_TITLE and capitals > _TITLE_CASE_SHARE * len(letters)


def _mark_label(words: Words, first: int, last: int) -> None:
    """Mark a list item up to its colon, or as a whole when it is a few capitalised words."""
    end = next((at for at in range(first, min(last, first + _LONGEST_LABEL)) if words.shape[at] == ":"), None)
    if end is not None:
        _mark(words, first, end)


def _mark_bold(words: Words, first: int, last: int) -> None:
    bold = False
    for index in range(first, last):
        if words.shape[index] == "*" and words.shape[index + 1] == "*" and words.joined(index + 1):
            bold = not bold
        words.display[index] |= bold


def _mark(words: Words, first: int, last: int) -> None:
    words.display[first:last] = b"\x01" * (last - first)


def blank_out(text: str) -> str:
    """``text`` of the same length with code, links, addresses and paths replaced by NUL characters."""
    if "`" in text:
        text = _FENCED_CODE.sub(_same_length, text)
        text = _INLINE_CODE.sub(_same_length, text)
    # One after the other: most texts have none, and a loop over the signs costs more than the looks.
    if "/" in text or "_" in text or "@" in text or "\\" in text or "()" in text or "www." in text:
        text = _CHUNK.sub(_blank_address, text)
    return text


def _same_length(match: re.Match[str]) -> str:
    return _BLANK * len(match[0])


def _blank_address(match: re.Match[str]) -> str:
    chunk = match[0]
    core = chunk.strip(_EDGE)
    if not core or not _is_address(core):
        return chunk
    before = chunk.index(core)
    return chunk[:before] + _BLANK * len(core) + chunk[before + len(core) :]


def _is_address(core: str) -> bool:
    """Links, e-mail addresses, handles, file paths, calls and snake_case; not ``and/or``, dates or ``€19/month``."""
    if "://" in core or "@" in core or core.startswith("www.") or "\\" in core or "()" in core:
        return True
    if "_" in core:
        return core.strip("_") == core and core.replace("_", "").isalnum()
    if "/" not in core or core[0].isdigit() or core[0] in "$€£¥":
        return False
    return core[0] in "/~." or core.count("/") >= 2 or "." in core
