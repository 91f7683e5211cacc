"""What somebody takes back as soon as it is said: "born 14 March, sorry, 14 May", "im 15, jk im 14".

Figures and days are told by their form.  So what was wrong, and the words that say so, can be left out before anything
is read.
"""

from __future__ import annotations

import re
from typing import Final

from holdfast.providers.facts.screening import Expression, Qualifier

_MONTH: Final = (
    r"(?:jan(?:uary|uar|vier|eiro|uari)?|feb(?:ruary|ruar|ruari)?|mar(?:ch|s|zo|ço)?|märz|maart|apr(?:il|ile)?|avril|"
    r"abril|"
    r"may|mai|mei|mayo|maggio|maio|june?|juni|juin|junio|giugno|junho|july?|juli|juillet|julio|luglio|julho|"
    r"aug(?:ust|ustus)?|août|agosto|sept?(?:ember|embre|iembre)?|settembre|setembro|o[ck]t(?:ober|obre|ubre)?|ottobre|"
    r"outubro|nov(?:ember|embre|iembre|embro)?|de[cz](?:ember|embre|iembre|embro)?|décembre|dicembre|février|febrero|"
    r"febbraio|fevereiro|gennaio|enero|janeiro)\b\.?"
)
DAY: Final = (
    rf"(?:(?:the )?\d{{1,2}}(?:st|nd|rd|th|\.|er|º)?(?: of| de| d['’])? ?{_MONTH}|"
    rf"{_MONTH} (?:the )?\d{{1,2}}(?:st|nd|rd|th)?)"
)
"""A day of a month, in the languages of Europe."""
_I_AM: Final = r"(?:i['’]?m|i am|ich bin|j['’]ai|tengo|tenho|ho|ik ben)"
_AGE: Final = r"[1-9]\d(?: (?:years? old|jahre(?: alt)?|ans|años|anos|anni|jaar))?"
_MARK: Final = (
    r"(?:(?:sorry|oops|whoops|no|nope|wait|hang on|jk|just kidding|kidding|i mean|i meant|make that|scratch that|"
    r"correction|actually|er|um|typo|argh|damn|quatsch|nein|ach|ich meine|ich meinte|moment|ups|pardon|non|enfin|"
    r"je veux dire|"
    r"perdón|digo|mejor dicho|quiero decir|scusa|anzi|cioè|volevo dire|desculpa|aliás|quero dizer|quer dizer|não|"
    r"nee|oeps|ik bedoel|bedoel)[,.;:!… –—-]+)+"
)
_GAP: Final = r" ?[,.;:…–—-]+ ?"
_AGAIN: Final = r"(?:on |am |le |el |il |em |op |den |a |dia |it['’]s |its |l['’])*"

_OTHER_AGE: Final = r"[1-9]\d(?![\d%]|[:.,]\d)"

TAKEN_BACK: Final = Qualifier(
    Expression(
        rf"\b(?:{DAY}{_GAP}{_MARK}{_AGAIN}(?={DAY})|{_I_AM} {_AGE}{_GAP}{_MARK}(?={_I_AM} {_OTHER_AGE})"
        rf"|{_AGE}{_GAP}{_MARK}(?={_OTHER_AGE}))",
        re.IGNORECASE,
    )
)
"""What is wrong of a day or an age, up to what is right, where both follow each other."""
