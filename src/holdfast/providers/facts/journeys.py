"""Where people only are for a while: on a journey, in a queue, at an interview."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from holdfast.providers.facts.rare import Rare

_ON_THE_WAY: Final = Rare(
    r"^(?:i |we )?landed (?:in|at) [\w ]+\W*$|\b(?:airport|flights?|boarding|layover|stopover|departure|"
    r"(?:train|bus|railway) station|on the (?:train|bus|plane|coach|ferry)|"
    r"just (?:landed|arrived|touched down)|on the [am]\d+|"
    r"(?:stuck|held up|crawling|broken down|broke down|parked up) (?:\w+ )?(?:on|in|at|outside|between|behind|"
    r"near|past) (?:the )?"
    r"(?:traffic|motorway|\w+)|"
    r"honeymoon|city break|day trip|road ?trip|"
    r"(?:last|at the|over the|for the|this|whole) weekend|on (?:holiday|vacation)|our (?:holiday|vacation)|"
    r"flughafen|bahnhof|gelandet|flitterwochen|(?:am|das|letztes|übers) wochenende|im urlaub|städtetrip|"
    r"aéroport|gare|atterri|lune de miel|(?:ce|le) week-?end|en vacances|"
    r"aeropuerto|estación|aterriz\w+|luna de miel|el finde|fin de semana|de vacaciones|"
    r"aeroporto|stazione|atterrat\w+|luna di miele|nel week-?end|fine settimana|in vacanza|in ferie|"
    r"estação|aterriss\w+|lua de mel|fim de semana|de férias|"
    r"luchthaven|vliegveld|geland|huwelijksreis|(?:dit|afgelopen|vorig) weekend|op vakantie)\b"
    r"|机场|高铁上|火车上|周末|出差|旅游|旅行|空港|新幹線|週末|出張|旅行"
)
_IN_A_SHOP: Final = Rare(
    r"\b(?:i['’]?m|i am|we['’]re|(?:ich )?(?:bin|stehe?)|(?:wir )?(?:sind|stehen)|estoy|estamos|estou|sono|siamo|"
    r"je suis|on est|"
    r"ik (?:sta|ben)|we (?:staan|zijn))(?: (?:just|grad\w*|currently|ahora|adesso|agora|nu|net|here|hier))* "
    r"(?:at|in|bei|beim|en|all['’]|al|alla|da|no|na|bij|chez|à)(?<!['’]) ?(?:de |the |der |"
    r"dem )?[\w'’&.-]+(?: [\w'’&.-]+)?, .*\?"
    r"|\bsono all['’]\w+, .*\?"
    r"|\b(?:i['’]?m|we['’]?re)(?: just)? (?:off out|out|off)(?: \w+)? with\b"
    r"|\b(?:waiting|queu(?:e)?ing|on hold|stood|standing|parked|shopping|browsing) (?:at|in|outside|with|for)\b"
    r"|\b(?:checkout|an der kasse|in der schlange|à la caisse|en la caja|alla cassa|no caixa|aan de kassa|"
    r"interview(?: tomorrow| at| with| for| on)|"
    r"bewerbungsgespräch|vorstellungsgespräch|entretien|entrevista|colloquio|sollicitatiegesprek)\b|面试|面接"
)
_MOVING: Final = Rare(
    r"\b(?:mov(?:e|ed|ing)|relocat\w+|settl\w+|liv(?:e|es|ed|ing)|home|keys|boxes|unpack\w*|for good|flat|house|"
    r"apartment|new place|"
    r"emigrat\w+|immigra\w+|stay(?:ing)? for|umzug|umgezogen|gezogen|ziehe|wohn\w+|leb\w+|zuhause|"
    r"déménag\w+|emménag\w+|install\w+|habit\w+|vi[st]|vivons|"
    r"mud\w+|viv\w+|mor[oa]\w*|casa|trasfer\w+|abit\w+|verhui\w+|woon\w*|wonen|thuis|huis)\b"
    r"|搬|住|定居|引っ越|暮らし|移住"
)

_SENTENCES: Final = 16
"""So many answers are kept, since a sentence is asked again for each of its words that may fill a slot."""


@lru_cache(maxsize=_SENTENCES)
def is_on_journey(sentence: str) -> bool:
    """Whether a place in a sentence is one where somebody only is for a while, and nothing tells of a move there."""
    return _ON_THE_WAY.fits(sentence) and not _MOVING.fits(sentence)


@lru_cache(maxsize=_SENTENCES)
def is_in_a_shop(sentence: str) -> bool:
    """Whether who is at a firm only buys something there, waits, or applies for work, as far as a sentence tells."""
    return _IN_A_SHOP.fits(sentence)
