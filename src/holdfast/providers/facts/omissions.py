"""What people leave out when they write as they speak: the subject of "moved to Leeds" and "allergic to nuts".

Such a clause is given its subject, so that the rules can read it.  Where somebody else was the last to be spoken of, it
may be theirs, and is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from holdfast.domain.words_for_people import EVERYBODY, any_of
from holdfast.providers.facts.clauses import Clause
from holdfast.providers.facts.screening import Screened

_LEAD: Final = (
    r"^(?:(?:and|so|but|also|then|oh|ok|okay|well|yes|yeah|yep|yup|no|nah|nope|right|update|news|"
    r"anyways?|btw|by the way|just|finally|"
    r"recently|now|actually|honestly|apparently|plus|ps|hey|hi|hello|haha|lol|tbh|obvs|guess what|"
    r"big news|quick update|thanks|thx|ta|ty|cheers|aye|sadly|got it|ha)\b"
    r"[,:.! ]*)*"
)
DONE: Final = (
    r"(?:moved|relocated|settled|quit|left|started|joined|switched|swapped|got|bought|adopted|rescued|"
    r"sold|retired|graduated|turned|"
    r"married|broke up|split up|divorced|gave up|given up|stopped|became|finished|resigned|handed in|"
    r"packed in|stepped down|took (?:up|on|a)|accepted|landed|"
    r"met|been|had|grew up|used to|signed|submitted|booked|enrolled|inherited|acquired|won|trained|gone|"
    r"changed|applied|"
    r"passed|failed|ended up|opened|founded|set up|lost)"
)
"""Verbs of which the form does not tell whose deed it is."""

_DOES: Final = (
    r"(?:live|work|study|(?:drive|run|own|manage|teach) (?:an? |the )?\w+|love|hate|loathe|detest|can['’]?t|cannot|"
    r"(?:don['’]?t|do not|never) (?:eat|drink|like|do|smoke|touch|enjoy|work|live)|"
    r"never (?:been|had|ate|drank|learned|learnt|passed|tried|worked|lived|smoked|touched)|adore|"
    r"have (?:an?|two|three|four|\d))"
)
_IS: Final = (
    r"(?:allergic|intolerant|vegan|vegetarian|veggie|coeliac|celiac|pescatarian|retired|unemployed|"
    r"self[- ]employed|married|engaged|single|divorced|"
    r"widowed|separated|pregnant|expecting|based|born|scared|afraid|terrified|diabetic|living|working|"
    r"studying|training|learning|teaching|"
    r"driving|sharing|renting|staying on|starting|applying|employed|obsessed|into|lactose|gluten|"
    r"not (?:keen|a (?:big |huge )?fan|into|fond)|"
    r"still (?:at|in|with|working|living|an?)|with (?=[A-Z])|from (?=[A-Z])|originally from|out of (?=[A-Z]))"
)
_WITHOUT_SUBJECT: Final = Screened(
    rf"{_LEAD}(?:(?P<does>{DONE}|{_DOES})|(?P<is>{_IS}))(?<![^ \w])(?=[ ,.!;]|$)(?! (?:it|that|this|you|"
    r"me)\b(?! (?:on|last|in)\b))",
    re.IGNORECASE,
)
_OTHERS: Final = re.compile(
    r"\b(?:he(?! \w+(?:ado|ido|cho|sto|rto|ito)\b)|she|they|he['’]s|she['’]s|they['’]re|shes|hes|his|her|their|who)\b"
    rf"|\b(?:my|our) (?:\w+ )?(?:{any_of(EVERYBODY)}|mam|auntie|gran\w*|buddy|pal|bro|homie|bestie|coworker|manager|"
    r"kids?|ex)\b"
    r"|^(?:(?:and|so|but) )?(?:great[- ]?)*(?:grand(?:ad|dad|father|mother|mum|ma|pa)|granny|gran|nana|nan|uncle|aunt|auntie|cousin) "
    r"(?-i:[A-Z])\w+|^(?:(?:best|ex) )?(?:man|maid|boss|bride|groom|captain|landlord)['’]s (?-i:[A-Z])\w+"
    r"|^(?!i\b)\w+ (?:says|said|lives|works|wants|has|likes|loves|thinks)\b",
    re.IGNORECASE,
)
_I: Final = re.compile(r"\b(?:i|i['’]\w+|im|ive|we|we['’]\w+)\b", re.IGNORECASE)
_SPEAKERS: Final = re.compile(r"\b(?:i|i['’]\w+|im|ive|we|we['’]\w+|my|our|me|us)\b", re.IGNORECASE)


def may_leave_out_subject(sentence: str) -> bool:
    """Whether a clause of a sentence may have no subject.

    What the whole sentence has nothing of, no clause has: clauses begin and end where words do.
    """
    return _WITHOUT_SUBJECT.lets_pass(sentence)


def completed(text: str, parts: Sequence[Clause], before: str) -> Iterator[tuple[Clause, str]]:
    """The clauses of a sentence that have no subject, each with the sentence that it stands for.

    ``before`` is the sentence before: whom that is about is who a clause without a subject is about.
    """
    for clause in parts:
        words = text[clause.start : clause.sentence_end]
        match = _WITHOUT_SUBJECT.search(words)
        if match is not None and not is_about_others(text, clause.start, parts, before):
            kind = "is" if match["is"] is not None else "does"
            if match.start(kind) < clause.end - clause.start:
                yield clause, f"{_SUBJECTS[kind]} {_DOING.sub(_small, words[match.start(kind) :])}"


def is_about_others(text: str, start: int, parts: Sequence[Clause], before: str) -> bool:
    """Whether somebody else was the last to be spoken of before the place ``start`` in a sentence."""
    for clause in reversed([part for part in parts if part.start < start]):
        words = text[clause.start : clause.end]
        if _OTHERS.search(words):
            return True
        if _SPEAKERS.search(words):
            return False
    return bool(_OTHERS.search(before)) and not _I.search(before)


_CHILD: Final = re.compile(
    r"\b(?:bab(?:y|ies)|sons?|daughters?|girls?|boys?|twins?|triplets|child|niece|nephew|grand(?:son|"
    r"daughter|child))\b",
    re.IGNORECASE,
)
_I_WAS_BORN: Final = re.compile(r"\b(?:i was|i am|i['’]?m) born\b", re.IGNORECASE)


def is_of_a_child(words: str, before: str) -> bool:
    """Whether a birth that some words tell of is that of a child, which they name or the sentence ``before`` does."""
    if _I_WAS_BORN.search(words) is not None:
        return False
    return _CHILD.search(words) is not None or (_CHILD.search(before) is not None and not names_speaker(words))


def speaks_of_others(message: str) -> bool:
    """Whether the last clause of a message is about somebody else, and none of it about the speaker."""
    last = re.split(r"[.!?,;\n]\s*(?=\S)", message)[-1]
    return _OTHERS.search(last) is not None and _I.search(last) is None


@lru_cache(maxsize=16)
def names_speaker(words: str) -> bool:
    """Whether some words name whom they are about: the speaker."""
    return _SPEAKERS.search(words) is not None


def _small(match: re.Match[str]) -> str:
    return match[0].lower()


_DOING: Final = re.compile(r"^[A-Z][a-z]+ing\b")
"""What somebody does, written large because a sentence begins with it: "Learning Welsh" is no name."""

_SUBJECTS: Final = {"is": "I'm", "does": "I"}
