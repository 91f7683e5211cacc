"""What changes: questions about what was before, and since when and whether something holds, with their answers.

Who asks so is helped by what holds now and by what held before, and messages that tell of a change say both.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from holdfast.operations.prompting.question_forms import asked_of_questions
from holdfast.providers.facts.choices import expressions_of

_EXPRESSIONS: Final = expressions_of(__file__)
_MOST_READ: Final = 500
"""Characters of a text that are looked at."""
_KEPT: Final = 8192

_HOLDING: Final = asked_of_questions(
    r"\b(?:chang(?:ed?|ing)|still|any ?more|no longer|since when|until when|how long|yet|again"
    r"|noch|nicht mehr|seit|geändert|verändert|wieder|encore|toujours|depuis|changé|de nouveau"
    r"|todavía|aún|sigo|sigues|sigue|seguimos|desde cuándo|cambi\w+|continúo|ancora|da quando|continuo|una volta"
    r"|ainda|desde quando|mud(?:ei|ou|aram|amos)|nog|sinds|veranderd)\b|還|还|变|改|换|まだ|いつから|変わ|もう",
    re.IGNORECASE,
)
_FORMER: Final = asked_of_questions(
    r"\b(?:used? to|before|previous(?:ly)?|former(?:ly)?|original(?:ly)?|at first|back then|(?<!how )old"
    r"|last (?:job|home|flat|address|year)|früher|vorher|bisher|zuerst|damals|ehemalig\w*"
    r"|avant|auparavant|autrefois|ancien(?:ne)?|étai(?:s|t|ent)|antes|anterior(?:mente)?|solía|prima|precedente"
    r"|costumava|vroeger|voorheen)\b|以前|之前|从前|前は|前に",
    re.IGNORECASE,
)
_TOLD: Final = _EXPRESSIONS.late(
    r"\b(?:now|since|any ?more|no longer|no more|used to|again|back|instead|quit|sold|left|gave up|given up|stopped"
    r"|switch\w*|moved|moving|changed|started|starting|dropped|swapped|new|over|done with|split|broke up|by the way|btw"
    r"|jetzt|inzwischen|seit|nicht mehr|wieder|verkauft|gekündigt|getrennt|aufgehört|gewechselt|umgezogen|abgegeben"
    r"|statt|neue[nmrs]?|nunmehr|übrigens"
    r"|maintenant|désormais|depuis|ne \w+ plus|plus de|vendu|quitté|arrêté|déménag\w+|changé|passée?|nouve\w+|finie?"
    r"|ahora|desde|ya no|vendí|vendimos|dejé|dejamos|dejado|cerré|mud\w+|cambi\w+|otra vez|nuev[oa]s?"
    r"|adesso|ora|ormai|non più|lasciato|venduto|licenziat[oa]|tornat[oa]|cambiat[oa]|spostat\w|nuov[oa]|smesso"
    r"|agora|já|deixei|vendi|voltei|larguei|outra vez|nov[oa]"
    r"|nu|sinds|niet meer|verkocht|gestopt)\b"
    r"|现在|已经|今は|もう|搬|换|換|改",
    re.IGNORECASE,
)


@lru_cache(maxsize=64)
def asks_of_change(question: str) -> bool:
    """Whether a question is about what was before, since when something holds, or whether it still does."""
    return asks_whether_it_holds(question) or _FORMER.fits(question[:_MOST_READ])


@lru_cache(maxsize=64)
def asks_whether_it_holds(question: str) -> bool:
    """Whether a question is about since when something holds, whether it still does, or whether it changed."""
    return _HOLDING.fits(question[:_MOST_READ])


@lru_cache(maxsize=_KEPT)
def tells_of_change(text: str) -> bool:
    """Whether a text has words of those that tell that something changed."""
    return _TOLD.search(text[:_MOST_READ]) is not None
