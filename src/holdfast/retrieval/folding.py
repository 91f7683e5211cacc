"""Letters brought to their plain form, so that `José` and `Jose`, `Bjørn` and `Bjorn`, `Straße` and `Strasse` meet."""

import re
import unicodedata
from typing import Final

# Letters that Unicode does not decompose, as they are written where a keyboard lacks them.
_WHOLE_LETTERS: Final = str.maketrans(
    {
        "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe",
        "þ": "th", "ŋ": "n", "ə": "e",
    }
)  # fmt: skip
# The other spelling that German and the Nordic languages have for letters with a mark.
_SPELT_OUT: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
_HAS_SPELT_OUT: Final = re.compile("[äöüåø]")
_MARKS: Final = re.compile("[\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u0640\u064b-\u065f\u0670\u06d6-\u06ed]")
_INVISIBLE: Final = re.compile("[\u00ad\u180e\u200b\u2060\ufeff]")


def fold(word: str) -> str:
    """A lower-case word without diacritics, vowel points and letters of their own such as `ø`."""
    if word.isascii():
        return word
    plain = _MARKS.sub("", unicodedata.normalize("NFD", word)).translate(_WHOLE_LETTERS)
    return unicodedata.normalize("NFC", plain)


def spelt_out(word: str) -> str | None:
    """A lower-case word in the spelling without marks: `mueller` for `müller`; None where there is no other."""
    if word.isascii() or not _HAS_SPELT_OUT.search(composed := unicodedata.normalize("NFC", word)):
        return None
    return fold(composed.translate(_SPELT_OUT))


def visible(text: str) -> str:
    """The text without soft hyphens and other characters that are not seen and part no words."""
    return text if text.isascii() else _INVISIBLE.sub("", text)
