r"""Regular expressions of ``like_regex``: PostgreSQL's dialect, translated for RE2.

PostgreSQL runs the pattern with its own "advanced regular expressions". RE2 matches in time linear in the text,
whatever the pattern, which is why it is used here; what needs backtracking is refused with a clear error: back
references (``\1``), lookaround (``(?=``, ``(?!``, ``(?<=``, ``(?<!``) and the word borders ``\m`` and ``\M``.

Flags: ``i`` ignores case, ``s`` lets a dot and a negated class match a newline, ``m`` lets ``^`` and ``$`` match at
line borders, ``q`` takes the pattern literally (and makes ``s``, ``m``, ``x`` meaningless). ``x`` alone and every
other letter is an error, as in PostgreSQL. Where no flag says otherwise, ``^`` and ``$`` match at the ends of the
text only and neither a dot nor a negated class matches a newline.

Known difference: ``\y`` and ``\Y`` (word border) see ASCII letters only.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import re2  # type: ignore[import-untyped]  # the wheel has no types

from holdfast.domain.filters.errors import InvalidFilter
from holdfast.domain.filters.limits import MAX_REGEX_LENGTH, MAX_REGEX_MEMORY, PATH_CACHE_SIZE

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_REPETITIONS: Final = 255  # PostgreSQL's limit of a counted repetition
FLAGS: Final = frozenset("ismxq")
SPACE: Final = r"\t\n\v\f\r \x{1680}\x{2000}-\x{2006}\x{2008}-\x{200a}\x{2028}\x{2029}\x{205f}\x{3000}"
CLASSES: Final = {
    "alpha": r"\pL\p{Nl}\pM",
    "alnum": r"\pL\pN\pM",
    "word": r"\pL\pN\pM_",
    "blank": r"\t \x{1680}\x{2000}-\x{2006}\x{2008}-\x{200a}\x{205f}\x{3000}",
    "cntrl": r"\x00-\x1f\x7f\x{80}-\x{9f}\x{2028}\x{2029}",
    "digit": r"0-9",
    "graph": r"\pL\pM\pN\pP\pS",
    "lower": r"\p{Ll}",
    "print": r"\pL\pM\pN\pP\pS\p{Zs}",
    "punct": r"\pP\pS",
    "space": SPACE,
    "upper": r"\p{Lu}",
    "xdigit": r"0-9A-Fa-f",
    "ascii": r"\x00-\x7f",
}
CLASS_ESCAPES: Final = {"d": "digit", "s": "space", "w": "word"}
CHARACTER_ESCAPES: Final = {
    "a": "\a", "b": "\b", "B": "\\", "e": "\x1b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v",
}  # fmt: skip
CONSTRAINT_ESCAPES: Final = {"A": r"\A", "Z": r"\z", "y": r"\b", "Y": r"\B"}
LOOKAROUND: Final = ("(?=", "(?!", "(?<=", "(?<!")
OCTAL_DIGITS: Final = "01234567"
HEX_DIGITS: Final = "0123456789abcdefABCDEF"


@dataclass(frozen=True, slots=True)
class Regex:
    """A compiled pattern.

    ``search``  whether it matches anywhere in a text
    ``size``    instructions of its program, each of which may run for each character
    """

    search: Callable[[str], bool]
    size: int


@lru_cache(maxsize=PATH_CACHE_SIZE)
def compile_regex(pattern: str, flags: str) -> Regex:
    """Return a pattern made ready for searches.

    Raises ``InvalidFilter`` for an unknown flag, a malformed pattern, and what cannot be matched in linear time.
    """
    if len(pattern) > MAX_REGEX_LENGTH:
        raise InvalidFilter(f"the regular expression may have {MAX_REGEX_LENGTH} characters")
    for flag in flags:
        if flag not in FLAGS:
            raise InvalidFilter(f'unknown flag "{flag}" of like_regex; expected some of i, s, m, q')
    if "x" in flags and "q" not in flags:
        raise InvalidFilter('the flag "x" of like_regex is not supported')
    options = re2.Options()
    options.log_errors = False
    options.never_capture = True
    options.max_mem = MAX_REGEX_MEMORY
    try:
        compiled = re2.compile(_Translator(pattern, flags).translate().encode(), options)
    except (re2.error, UnicodeEncodeError) as error:
        raise InvalidFilter(f"invalid regular expression: {_reason(error)}") from None
    # A lone surrogate, which JSON allows, has no UTF-8 form of its own; RE2 then sees bytes that match nothing.
    search = compiled.search
    return Regex(lambda text: search(text.encode("utf-8", "surrogatepass")) is not None, compiled.programsize)


def _reason(error: Exception) -> str:
    detail = error.args[0] if error.args else ""
    return detail.decode(errors="replace") if isinstance(detail, bytes) else str(detail)


def _quoted(character: str) -> str:
    return character if character.isalnum() or ord(character) > 0x7F else f"\\x{ord(character):02x}"


class _Translator:
    def __init__(self, pattern: str, flags: str) -> None:
        self._pattern = pattern
        self._at = 0
        self._open = 0
        self._ignore_case = "i" in flags
        self._newline_stops = "s" not in flags
        self._line_borders = "m" in flags
        self._literal = "q" in flags

    def translate(self) -> str:
        self._director()
        body = "".join(map(_quoted, self._pattern[self._at :])) if self._literal else self._branches()
        flags = "i" * self._ignore_case + "s" * (not self._newline_stops) + "m" * self._line_borders
        return f"(?{flags}){body}" if flags else body

    def _director(self) -> None:
        """Read what may stand before the pattern proper: ``***:``, ``***=``, ``(?flags)``."""
        if self._literal:
            return
        if self._pattern.startswith("***"):
            self._literal = self._pattern.startswith("***=")
            if not self._literal and not self._pattern.startswith("***:"):
                raise self._error("a quantifier has nothing to repeat")
            self._at = 4
        if not self._literal and self._looking_at("(?") and self._peek(2).isalpha():
            end = self._pattern.find(")", self._at)
            for option in self._pattern[self._at + 2 : end if end > 0 else None]:
                self._option(option)
            if end < 0:
                raise self._error("parentheses are not balanced")
            self._at = end + 1

    def _option(self, option: str) -> None:
        match option:
            case "i" | "c":
                self._ignore_case = option == "i"
            case "s":
                self._newline_stops = self._line_borders = False
            case "n" | "m":
                self._newline_stops = self._line_borders = True
            case "p":
                self._newline_stops, self._line_borders = True, False
            case "w":
                self._newline_stops, self._line_borders = False, True
            case "q":
                self._literal = True
            case "t":
                pass
            case _:
                raise self._error(f'the option "{option}" is not supported')

    def _peek(self, offset: int = 0) -> str:
        at = self._at + offset
        return self._pattern[at : at + 1]

    def _looking_at(self, text: str) -> bool:
        return self._pattern.startswith(text, self._at)

    def _error(self, reason: str) -> InvalidFilter:
        return InvalidFilter(f"invalid regular expression: {reason} (character {self._at + 1} of the expression)")

    def _branches(self) -> str:
        parts: list[str] = []
        repeatable = False
        while self._at < len(self._pattern):
            if self._quantifier_starts():
                if not repeatable:
                    raise self._error("a quantifier has nothing to repeat")
                parts.append(self._quantifier())
                repeatable = False
            else:
                part, repeatable = self._atom()
                parts.append(part)
        if self._open:
            raise self._error("parentheses are not balanced")
        return "".join(parts)

    def _quantifier_starts(self) -> bool:
        character = self._peek()
        return character in "*+?" or (character == "{" and self._peek(1).isascii() and self._peek(1).isdigit())

    def _quantifier(self) -> str:
        bounds = self._bounds() if self._peek() == "{" else self._take()
        if self._peek() == "?":
            self._at += 1
            bounds += "?"
        return bounds

    def _take(self, length: int = 1) -> str:
        taken = self._pattern[self._at : self._at + length]
        self._at += length
        return taken

    def _bounds(self) -> str:
        end = self._pattern.find("}", self._at)
        if end < 0:
            raise self._error("braces are not balanced")
        low, comma, high = self._pattern[self._at + 1 : end].partition(",")
        numbers = [number for number in (low, high) if number]
        if not low or not all(number.isascii() and number.isdigit() and len(number) <= 9 for number in numbers):
            raise self._error("the repetition count is not valid")
        counts = list(map(int, numbers))
        if max(counts) > MAX_REPETITIONS or counts != sorted(counts):
            raise self._error(f"repetition counts go from 0 to {MAX_REPETITIONS}, the lower first")
        self._at = end + 1
        return f"{{{int(low)}{comma}{high and int(high)}}}"

    def _atom(self) -> tuple[str, bool]:  # noqa: PLR0911 - one case per kind of atom
        """Return the translation of one atom or constraint and whether a quantifier may follow."""
        character = self._peek()
        match character:
            case "(":
                return self._group(), False
            case ")":
                return self._close_group()
            case "|" | "^" | "$":
                return self._take(), False
            case ".":
                return self._take(), True
            case "[":
                return self._bracket(), True
            case "\\":
                return self._escape()
            case _:
                return _quoted(self._take()), True

    def _group(self) -> str:
        if any(self._looking_at(start) for start in LOOKAROUND):
            raise self._error("lookahead and lookbehind are not supported")
        if self._looking_at("(?") and not self._looking_at("(?:"):
            raise self._error("only (?:…) groups are supported; options stand at the very start")
        self._open += 1
        self._at += 3 if self._looking_at("(?:") else 1
        return "(?:"

    def _close_group(self) -> tuple[str, bool]:
        if not self._open:
            raise self._error("parentheses are not balanced")
        self._open -= 1
        self._at += 1
        return ")", True

    def _escape(self) -> tuple[str, bool]:
        letter = self._peek(1)
        if letter.lower() in CLASS_ESCAPES and letter:
            self._at += 2
            return f"[{'^' * letter.isupper()}{CLASSES[CLASS_ESCAPES[letter.lower()]]}]", True
        if letter in CONSTRAINT_ESCAPES and letter:
            self._at += 2
            return CONSTRAINT_ESCAPES[letter], False
        if letter in ("m", "M"):
            raise self._error(r"the word borders \m and \M are not supported; use \y")
        if letter in "123456789" and letter:
            raise self._error("back references are not supported")
        return _quoted(self._character_escape()), True

    def _character_escape(self) -> str:
        letter = self._peek(1)
        if not letter:
            raise self._error("the backslash at the end escapes nothing")
        if letter in CHARACTER_ESCAPES:
            self._at += 2
            return CHARACTER_ESCAPES[letter]
        if not (letter.isascii() and letter.isalnum()):
            self._at += 2
            return letter
        if letter == "c" and self._peek(2):
            return chr(ord(self._take(3)[2]) & 0x1F)
        return self._coded_character(letter)

    def _coded_character(self, letter: str) -> str:
        r"""Read ``\uXXXX``, ``\UXXXXXXXX``, ``\x…`` and the octal forms of a character."""
        start = self._at + (letter in "uUx") + 1
        digits = OCTAL_DIGITS if letter in OCTAL_DIGITS else HEX_DIGITS
        most = {"u": 4, "U": 8, "x": 255}.get(letter, 3 if letter in OCTAL_DIGITS else 0)
        end = start
        while end < len(self._pattern) and end - start < most and self._pattern[end] in digits:
            end += 1
        if end == start or (letter in "uU" and end - start < most):
            raise self._error(f"\\{letter} is not an escape")
        code = int(self._pattern[start:end], len(digits) if digits is OCTAL_DIGITS else 16)
        if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
            raise self._error("the escape is not a character")
        self._at = end
        return chr(code)

    # --- bracket expressions

    def _bracket(self) -> str:
        if self._looking_at("[[:<:]]") or self._looking_at("[[:>:]]"):
            raise self._error(r"the word borders [[:<:]] and [[:>:]] are not supported; use \y")
        self._at += 1
        negated = self._peek() == "^"
        self._at += negated
        parts: list[str] = []
        while not parts or self._peek() != "]":
            if not self._peek():
                raise self._error("brackets are not balanced")
            parts.append(self._bracket_part(first=not parts))
        self._at += 1
        if negated and self._newline_stops:
            parts.append(r"\n")
        return f"[{'^' * negated}{''.join(parts)}]"

    def _bracket_part(self, *, first: bool) -> str:
        if self._looking_at("[:"):
            return self._named_class()
        if self._peek() == "\\" and self._peek(1).lower() in ("d", "s", "w"):
            return self._class_in_bracket()
        if self._peek() == "-" and not first and self._peek(1) != "]":
            raise self._error("a hyphen stands first or last in brackets, or between two characters")
        low = self._bracket_character()
        if self._peek() != "-" or self._peek(1) in ("]", ""):
            return self._range(low, low)
        self._at += 1
        if self._looking_at("[:") or (self._peek() == "\\" and self._peek(1).lower() in CLASS_ESCAPES):
            raise self._error("a class cannot end a range")
        return self._range(low, self._bracket_character())

    def _range(self, low: str, high: str) -> str:
        if low > high:
            raise self._error("the range is upside down")
        return _quoted(low) if low == high else f"{_quoted(low)}-{_quoted(high)}"

    def _class_in_bracket(self) -> str:
        letter = self._take(2)[1]
        if letter == "D":
            return r"\D"
        if letter.isupper():
            raise self._error(rf"\{letter} inside brackets is not supported; negate the brackets instead")
        return CLASSES[CLASS_ESCAPES[letter]]

    def _named_class(self) -> str:
        end = self._pattern.find(":]", self._at)
        name = self._pattern[self._at + 2 : end] if end > 0 else ""
        if name not in CLASSES:
            raise self._error(f'unknown class "[:{name}:]"')
        self._at = end + 2
        return CLASSES[name]

    def _bracket_character(self) -> str:
        for mark in (".", "="):
            if self._looking_at("[" + mark):
                return self._collating_element(mark)
        if self._peek() == "\\":
            return self._character_escape()
        if not self._peek():
            raise self._error("brackets are not balanced")
        return self._take()

    def _collating_element(self, mark: str) -> str:
        end = self._pattern.find(mark + "]", self._at + 2)
        name = self._pattern[self._at + 2 : end] if end > 0 else ""
        if len(name) != 1:
            raise self._error(f'unknown collating element "{name}"')
        self._at = end + 2
        return name
