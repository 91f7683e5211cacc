"""Splits the text of an SQL/JSON path into tokens, with the rules of PostgreSQL 16.

Names are runs of anything that is neither blank nor one of the special characters, with escapes; a run that starts
with a digit is a number if it is one as a whole. What a name means (keyword, key) is for the parser to say.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from enum import Enum, auto
from typing import Final, NamedTuple

from holdfast.domain.filters.errors import InvalidFilter
from holdfast.domain.filters.limits import MAX_NUMBER_EXPONENT, MAX_NUMBER_LENGTH, MAX_NUMBER_SCALE, MAX_PATH_LENGTH

BLANKS: Final = " \t\n\r\f"
SPECIAL: Final = "?%$.[]{}()|&!=<>@#,*:-+/"
OPERATORS: Final = ("&&", "||", "**", "<=", ">=", "==", "!=", "<>")
ESCAPES: Final = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}

_NAME = re.compile(r'[^?%$.\[\]{}()|&!=<>@#,*:\-+/\\" \t\n\r\f]+')
_INTEGER = r"(?:0|[1-9](?:_?[0-9])*)"
_DIGITS = r"[0-9](?:_?[0-9])*"
_DECIMAL = rf"(?:{_INTEGER}\.(?:{_DIGITS})?|\.{_DIGITS})"
_NON_DECIMAL = re.compile(r"0[xX][0-9A-Fa-f](?:_?[0-9A-Fa-f])*|0[oO][0-7](?:_?[0-7])*|0[bB][01](?:_?[01])*")
_REAL = re.compile(rf"(?:{_DECIMAL}|{_INTEGER})[Ee][-+]?{_DIGITS}")
_FRACTION = re.compile(_DECIMAL)
_WHOLE = re.compile(_INTEGER)
_UNICODE_ESCAPE = re.compile(r"\\u(?:([0-9A-Fa-f]{4})|\{([0-9A-Fa-f]{1,6})\})")
_HEX_ESCAPE = re.compile(r"\\x([0-9A-Fa-f]{2})")


class Kind(Enum):
    """What sort of token it is."""

    SIGN = auto()
    NAME = auto()
    STRING = auto()
    NUMBER = auto()
    VARIABLE = auto()
    END = auto()


class Token(NamedTuple):
    """One token: its kind, its value (a number for ``NUMBER``, else text) and its position, counted from 1."""

    kind: Kind
    text: str
    position: int
    number: int | Decimal = 0


def tokenize(text: str, *, single_quotes: bool) -> list[Token]:
    """Return the tokens of a path, the last of kind ``END``.

    ``single_quotes`` lets an apostrophe start a string wherever a token may start; inside a name and inside a
    double-quoted string it stays an apostrophe. Without it, it is an ordinary character of a name, as in PostgreSQL.

    Raises ``InvalidFilter`` for a bad number, escape, string or comment, and for a text that is too long.
    """
    if len(text) > MAX_PATH_LENGTH:
        raise InvalidFilter(f"the path has {len(text)} characters; at most {MAX_PATH_LENGTH} are allowed")
    return _Tokenizer(text, single_quotes=single_quotes).tokens()


class _Tokenizer:
    def __init__(self, text: str, *, single_quotes: bool) -> None:
        self._text = text
        self._quotes = "\"'" if single_quotes else '"'
        self._at = 0

    def tokens(self) -> list[Token]:
        found = []
        while self._skip_blanks():
            found.append(self._token())
        found.append(Token(Kind.END, "", len(self._text) + 1))
        return found

    def _skip_blanks(self) -> bool:
        text = self._text
        while self._at < len(text):
            if text[self._at] in BLANKS:
                self._at += 1
            elif text.startswith("/*", self._at):
                self._skip_comment()
            else:
                return True
        return False

    def _skip_comment(self) -> None:
        end = self._text.find("*/", self._at + 2)
        if end < 0:
            raise InvalidFilter("the comment is not closed; expected */", position=self._at + 1)
        self._at = end + 2

    def _token(self) -> Token:
        start = self._at
        character = self._text[start]
        if character in self._quotes:
            return Token(Kind.STRING, self._string(character), start + 1)
        if character == "$":
            return self._root_or_variable()
        if (character.isascii() and character.isdigit()) or character == ".":
            number = self._number()
            if number is not None:
                return number
        if character in SPECIAL:
            return self._sign()
        return Token(Kind.NAME, self._name(), start + 1)

    def _sign(self) -> Token:
        start = self._at
        pair = self._text[start : start + 2]
        sign = pair if pair in OPERATORS else self._text[start]
        self._at += len(sign)
        return Token(Kind.SIGN, "!=" if sign == "<>" else sign, start + 1)

    def _root_or_variable(self) -> Token:
        start = self._at
        self._at += 1
        if self._text.startswith('"', self._at):
            return Token(Kind.VARIABLE, self._string('"'), start + 1)
        name = _NAME.match(self._text, self._at)
        if name is None:
            return Token(Kind.SIGN, "$", start + 1)
        self._at = name.end()
        return Token(Kind.VARIABLE, name.group(), start + 1)

    def _name(self) -> str:
        parts = []
        while self._at < len(self._text):
            run = _NAME.match(self._text, self._at)
            if run is not None:
                parts.append(run.group())
                self._at = run.end()
            elif self._text[self._at] == "\\":
                parts.append(self._escape())
            else:
                break
        if self._text.startswith("/*", self._at):
            raise InvalidFilter("expected a blank between a name and a comment", position=self._at + 1)
        return "".join(parts)

    def _string(self, quote: str) -> str:
        opening = self._at
        self._at += 1
        parts: list[str] = []
        while self._at < len(self._text):
            character = self._text[self._at]
            if character == quote:
                self._at += 1
                return "".join(parts)
            if character == "\\":
                parts.append(self._escape())
            else:
                parts.append(character)
                self._at += 1
        raise InvalidFilter(f"the string is not closed; expected {quote}", position=opening + 1)

    def _escape(self) -> str:
        start = self._at
        following = self._text[start + 1 : start + 2]
        if not following:
            raise InvalidFilter("expected a character after the backslash", position=start + 1)
        if following == "u":
            return self._unicode_escapes()
        if following == "x":
            return self._hex_escape()
        self._at += 2
        return ESCAPES.get(following, following)

    def _hex_escape(self) -> str:
        digits = _HEX_ESCAPE.match(self._text, self._at)
        if digits is None:
            raise InvalidFilter("expected two hexadecimal digits after \\x", position=self._at + 1)
        code = int(digits.group(1), 16)
        if code == 0:
            raise InvalidFilter("the character with code zero is not allowed", position=self._at + 1)
        self._at = digits.end()
        return chr(code)

    def _unicode_escapes(self) -> str:
        r"""Read a run of ``\u`` escapes as one, because two of them may form a surrogate pair."""
        start = self._at
        codes = []
        while (digits := _UNICODE_ESCAPE.match(self._text, self._at)) is not None:
            codes.append(int(digits.group(1) or digits.group(2), 16))
            self._at = digits.end()
        if not codes or self._text.startswith("\\u", self._at):
            raise InvalidFilter("expected four hexadecimal digits, or {…}, after \\u", position=self._at + 1)
        return _characters(codes, position=start + 1)

    def _number(self) -> Token | None:
        """Read a number; ``None`` where a name or a sign is the longer reading."""
        text, start = self._text, self._at
        matches = [
            match for pattern in (_REAL, _FRACTION, _WHOLE, _NON_DECIMAL) if (match := pattern.match(text, start))
        ]
        if not matches:
            return None
        longest = max(matches, key=re.Match.end)
        end = longest.end()
        name = _NAME.match(text, start)
        # One character after a decimal number makes it a bad number, more make it a name; so PostgreSQL's rules say.
        trailing = longest.re is not _NON_DECIMAL and _NAME.match(text, end) is not None
        if name is not None and name.end() > end + trailing:
            return None
        if trailing:
            raise InvalidFilter(f"unexpected characters after the number {text[start:end]}", position=end + 1)
        self._at = end
        return Token(Kind.NUMBER, longest.group(), start + 1, _number(longest.group(), position=start + 1))


def _characters(codes: list[int], *, position: int) -> str:
    parts = []
    high = 0
    for code in codes:
        if high:
            if not 0xDC00 <= code <= 0xDFFF:
                raise InvalidFilter("expected the second half of a surrogate pair", position=position)
            parts.append(chr(0x10000 + ((high & 0x3FF) << 10) + (code & 0x3FF)))
            high = 0
        elif 0xD800 <= code <= 0xDBFF:
            high = code
        elif code == 0 or code > 0x10FFFF or 0xDC00 <= code <= 0xDFFF:
            raise InvalidFilter(f"\\u{code:04x} is not a character", position=position)
        else:
            parts.append(chr(code))
    if high:
        raise InvalidFilter("expected the second half of a surrogate pair", position=position)
    return "".join(parts)


def _number(text: str, *, position: int) -> int | Decimal:
    if len(text) > MAX_NUMBER_LENGTH:
        raise InvalidFilter(f"a number may have {MAX_NUMBER_LENGTH} characters", position=position)
    if _WHOLE.fullmatch(text) or _NON_DECIMAL.fullmatch(text):
        return int(text, 0)
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise InvalidFilter("the number is out of range", position=position) from None
    if number.adjusted() > MAX_NUMBER_EXPONENT or _scale(number) > MAX_NUMBER_SCALE:
        raise InvalidFilter("the number is out of range", position=position)
    return number


def _scale(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0
