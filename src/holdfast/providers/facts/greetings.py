"""Words that are said to who listens: greetings and thanks, and names that are called rather than told of."""

from __future__ import annotations

import re
from typing import Final

GREETING_WORDS: Final = frozenset(
    """
    hey hi hello hiya heya yo dear thanks thank thx ty cheers ta bye goodbye goodnight morning evening sorry please pls
    congrats congratulations welcome listen look wait
    hallo danke servus moin tschüss entschuldigung bitte salut bonjour bonsoir merci coucou pardon écoute
    hola gracias perdón oye escucha ciao grazie salve scusa buongiorno buonasera ascolta olá oi obrigado obrigada
    desculpa olha bedankt hoi dag dankjewel luister
    """.split()  # noqa: SIM905
)
"""Words with which people begin what they say to somebody."""

_PHRASES: Final = (
    r"thank you|ola|good (?:morning|evening|afternoon|night)|guess what|help(?: me)?|tell me|guten (?:morgen|tag|"
    r"abend)|"
    r"hör mal|schau mal|buenos días|bom dia|boa (?:tarde|noite)|liebe[rs]?|ch[eè]re?|car[oa]|querid[oa]"
)
_INTERJECTIONS: Final = (
    r"wow|whoa|zo|nou|tja|alors|bon|bueno|pues|allora|então|yeah|yes|yep|yup|no|nah|nope|oh|ah|aww*|ok|okay|well|so|and|but|haha|lol|man|nice|great|awesome|cool|"
    r"sure|right|absolutely|totally|exactly|true|definitely|again|a lot|so much"
)
_TO_LISTENER: Final = re.compile(
    rf"(?:(?:{'|'.join(sorted(GREETING_WORDS))}|{_PHRASES}|{_INTERJECTIONS})\b[ ,.!]*)*", re.IGNORECASE
)
"""What people say to somebody before they call them by their name."""

_SET_OFF: Final = re.compile(r"\s*(?:[,.!?…:;)]|$)")
_SAID_OF: Final = re.compile(r"\s*,\s*(?:my|our|the|an?|who|\d)\b", re.IGNORECASE)
_LAST: Final = re.compile(r"\s*[.!?…)]*\s*$")
_OWNED: Final = re.compile(
    r"\s*(?P<apart>,)?\s*(?:my|our|mein\w*|unser\w*|mon|ma|mes|notre|nos|mis?|nuestr[oa]s?|mio|mia|(?:il |la )?(?:mio|"
    r"mia|"
    r"nostr[oa])|(?:o |a )?(?:meu|minha|noss[oa])|mijn|onze|ons)\b",
    re.IGNORECASE,
)
_APPOSED: Final = re.compile(
    r"\s*(?:[,;.:!?)…]|$|['’]s\b|(?:and|who|which|whose|of|from|since|for|aged|in|with|at|"
    r"und|et|y|e|en)\b|[-–—])",
    re.IGNORECASE,
)


def is_said_to_listener(words: str) -> bool:
    """Whether some words are nothing but what people say to somebody before their name, or nothing: "Thanks, oh"."""
    return _TO_LISTENER.fullmatch(words) is not None


def is_called(sentence: str, start: int, end: int) -> bool:
    """Whether the name ``sentence[start:end]`` calls who listens, as far as what stands around it tells.

    It follows a greeting, is set off from the rest, and no words say who that is.
    """
    behind = sentence[end:]
    return (
        _SET_OFF.match(behind) is not None
        and is_said_to_listener(sentence[:start].strip())
        and _SAID_OF.match(behind) is None
    )


def ends_in_name(sentence: str, start: int, end: int) -> bool:
    """Whether the name ``sentence[start:end]`` is the last word and set off: "my wife is out, Sam"."""
    set_off = _SET_OFF.match(sentence, end) is not None
    return set_off and sentence[:start].rstrip().endswith(",") and _LAST.match(sentence, end) is not None


def is_called_about(sentence: str, start: int, end: int, fitted: int) -> bool:
    """Whether a name is called before words about somebody of the speaker's: "Hey Max, my dog is ill".

    The name is ``sentence[start:end]``, and the words up to ``fitted`` say whose it would be.  Where nothing is told of
    those, they say who it is: "Max, my dog, is ill".
    """
    owned = _OWNED.match(sentence, end, fitted)
    if owned is None or _APPOSED.match(sentence, fitted) is not None:
        return False
    before = sentence[:start].strip()
    return is_said_to_listener(before) and (bool(before) or owned["apart"] is not None)
