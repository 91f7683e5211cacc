"""How likely a message answers a question where no hit is sure to: what a person tells of themselves comes first.

Such questions share few words with their answers, so the scores of hits say little. What is asked is nearly always
something that the person told of themselves; so what speaks in the first person counts more than what does not, a
statement more than a question, and least what somebody else said.  The weights were found on conversations of invented
people, by how many of the messages that answer come among the first eight.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from holdfast.domain.messages import Message
from holdfast.operations.prompting.bearing import bears_on
from holdfast.operations.prompting.matters import Matter
from holdfast.operations.prompting.volatile import asks
from holdfast.providers.facts.trust import NOT_PERSONS

_OF_OTHERS: Final = 0.5
"""What a score counts of a message that the user did not write."""
_OF_A_QUESTION: Final = 0.8
_OF_ONESELF: Final = 1.2
_OF_A_CHANGE: Final = 1.1
_BEARING: Final = 1.8
"""What a score counts of a message that limits the advice that is asked for."""
_MOST_READ: Final = 500
"""Characters of a text that are looked at."""
_KEPT: Final = 8192

_FIRST_PERSON: Final = re.compile(
    r"\b(?:i|i'm|im|i've|ive|i'd|i'll|my|mine|me|myself|we|we've|we're|our|us|"
    r"ich|mein\w*|mir|mich|wir|unser\w*|uns|"
    r"je|j'\w+|mon|ma|mes|moi|m'\w+|nous|notre|nos|"
    r"yo|mi|mis|conmigo|soy|estoy|tengo|vivo|trabajo|nosotr\w+|nuestr\w+|"
    r"io|mio|mia|miei|sono|lavoro|abito|noi|nostr\w+|"
    r"eu|meu|minha|meus|minhas|sou|tenho|moro|nós|noss\w+|"
    r"ik|mijn|mij|wij|onze|ons)\b|我|私|僕|俺|うち",
    re.IGNORECASE,
)
_CHANGE: Final = re.compile(
    r"\b(?:now|since|moved|btw|by the way|actually|no longer|any ?more|jetzt|inzwischen|seit|übrigens|nicht mehr|"
    r"maintenant|désormais|depuis|ne \w+ plus|ahora|desde|ya no|agora|ora|adesso|nu|sinds|niet meer)\b"
    r"|现在|已经|今は|もう",
    re.IGNORECASE,
)


def likelihood(message: Message, score: float, matters: frozenset[Matter]) -> float:
    """What a score counts that a message has for a question which asks advice in some matters, or in none."""
    if message.role.casefold() in NOT_PERSONS:
        return _OF_OTHERS * score
    text = message.content[:_MOST_READ]
    weighed = score * _of_itself(text)
    return _BEARING * weighed if bears_on(text, matters) else weighed


@lru_cache(maxsize=_KEPT)
def _of_itself(text: str) -> float:
    """What the form of a person's message makes of its score, whatever is asked."""
    plain = text.replace("’", "'")
    weight = _OF_ONESELF if _FIRST_PERSON.search(plain) else 1.0
    if asks(plain):
        weight *= _OF_A_QUESTION
    return weight * _OF_A_CHANGE if _CHANGE.search(plain) else weight
