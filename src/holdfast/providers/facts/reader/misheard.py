"""What the reader takes for more than it says: it knows how people speak of themselves better than of anything else."""

from __future__ import annotations

import re
from typing import Final

from holdfast.providers.facts.greetings import (
    ends_in_name,
    is_called,
    is_called_about,
    is_said_to_listener,
)
from holdfast.providers.facts.languages.english.words import ANIMALS, KIDS, PARTNER
from holdfast.providers.facts.omissions import names_speaker
from holdfast.providers.facts.rare import Rare
from holdfast.providers.facts.values import is_given_name

_RELATED: Final = Rare(
    rf"\b(?:my|our|mein\w*|unser\w*|mon|ma|mes|notre|mi|mis|nuestr\w+|mio|mia|meu|minha|mijn|onze?|called|named|wife|"
    rf"husband|hubby|partner|girlfriend|boyfriend|fianc[ée]+|married|dating|seeing|engaged|son|daughter|baby|kids?|"
    rf"twins?|"
    rf"pets?|{ANIMALS})\b"
)

_OF_ONES_OWN: Final = re.compile(rf",? ?(?:my|our) (?:[\w-]+ )?(?:{ANIMALS}|{KIDS}|{PARTNER})\b", re.IGNORECASE)
"""Words about somebody of the speaker's, behind a name."""

_OF_WHO_IS_ADDRESSED: Final = Rare(r"\b(?:you|you['’](?:re|ve|ll|d)|your|yours|yourself)\b")
_OF_SOMETHING: Final = Rare(
    r"^(?:(?:an?|the|this|that|my|our|her|his) )?[\w-]+ (?:is|are|was|were|has|wants|needs|likes|loves|says|said|"
    r"works|"
    r"lives|looks|looked|seems|sounds)\b"
)
"""What has a subject other than the speaker: "Porto is a fine city"."""

_ENGLISH: Final = Rare(r"\b(?:the|and|my|it|to|for|was|so|i['’]m|i['’]ve|that|this|with|we|of|i)\b")
_OVER: Final = Rare(
    r"\b(?:no|not|never|nothing|none|nor|\w+n['’]t|(?:do|does|did|is|was|are|were|have|has|had|wo|ca|could|"
    r"would)nt|cannot|without|hardly|stop\w*|quit\w*|g[ai]ve\w* (?:\w+ )?up|giving (?:\w+ )?up|over|off|out of|sold|"
    r"selling|lost|losing|left|leave|used to|any ?more|longer|bored?|boring|bores|tired|sick|fed up|"
    r"retired?|behind (?:me|us)|gone|finish(?:ed)? with|done(?= (?:with|for|and)|[,.!]|$)|"
    r"through(?= with)|swap\w*|chuck\w*|pack(?:ed|ing)?|hung up|hang(?:ing)? up|dead|died|killed|"
    r"too (?:old|much|busy|slow)|instead|drop(?:ped|ping)?|dump\w*|ditch\w*|bin(?:ned|ning)?|part(?:ed|ing)|farewell|"
    r"goodbye|bye|cancel\w*|fallen|fell|put paid|former|enough|history|shelved|traded|w[eo]rn? off|cold on|dust|"
    r"dusty|"
    r"ruined?|spoil\w*|can(?:['’]t|t) (?:stand|bear))\b"
)
"""What people say when they like something no more."""

_NEARLY: Final = Rare(
    r"\b(?:with(?:in)? an? (?:inch|whisker|hair\w*) of|came (?:this |that |so |very )?close to|"
    r"(?:nearly|almost) (?!(?:killed|ended|died|burn\w*|finish\w*|drown\w*)\b)(?:\w+ed|left|quit|bought|took|sold|"
    r"went|got|gave|became|lost|said)|f[ea]ll(?:en|s)? through|talked (?:me|us) (?:round|out of it)|"
    r"stay(?:ed|ing)? (?:put|after all)|(?:i|we) (?:fancied|craved)|(?:was|were) tempted|by (?:mistake|accident)|"
    r"accidentally|backed out|(?:i|we)(?: then)? turned (?:it|them|him|her) down|"
    r"(?:j['’]ai|on a|ai|avons) failli|finalement non|(?:dije|dijimos) que no|al final (?:no|me quedo|nos quedamos)|"
    r"casi (?:me|nos|dejo|dejé)|beinahe|um ein haar|per poco|stavo per)\b",
)
"""What people say of what did not happen in the end."""

_NOT_SO: Final = Rare(
    r"(?:\b(?:not|never|(?:do|does|did|is|am|are|was|were|have|has|had|wo|could|would|ai)n['’]?t|nobody|kein\w*|"
    r"nicht|nie|"
    r"geen|niet|"
    r"n['’]\w+ pas|ne \w+ (?:pas|plus)|n['’]\w+ plus|suis pas|ai pas|no (?:soy|tengo|vivo|trabajo|estoy|me llamo|"
    r"hablo)|nunca|não|nao|non (?:sono|ho|abito|vivo|lavoro|mi chiamo|parlo)|mai)\b|不是|不住|没有|从不)"
    r"(?!.*\b(?:but|only|just|since|until|sondern|aber|sino|mais|mas|ma|maar|nur|seulement|solo|só|alleen)\b)"
    r"(?: ?[\w'’-]+){0,5} ?$"
)
"""What denies the word behind it: "I don't have a dog called", "ich bin kein"."""

_DENIABLE: Final = frozenset(
    {"home", "origin", "employer", "job", "partner", "children", "pets", "name", "language", "education", "age"}
)
"""Slots that nothing is put into by saying what is not: who eats no meat has said something of the diet."""

_WISHED: Final = Rare(
    r"\b(?:(?:i['’]?d|we['’]?d|i would|we would) (?:\w+ )?(?:love|like|prefer|rather|want|hate)|i wish|if only|"
    r"(?:ich|wir) (?:würden?|möchten?|hätten?)|(?:me|nos) (?:gustaría|encantaría)|quisiera|ojalá|j['’]aimerais|"
    r"(?:je|on) (?:voudrais|voudrait|rêve)|mi piacerebbe|vorrei|(?:eu )?(?:gostaria|adoraria|queria)|"
    r"(?:ik|wij|we) (?:zou(?:den)?|wil(?:len)? graag))\b"
)
_BEING_THERE: Final = (
    r"\b(?:i['’]?m|i am|we['’]?re|we are)(?: (?:just|still|currently|out|down|over|up|back|here|off|actually))* "
    r"(?:at|in|with) (?:[\w'’&.-]+ ){1,3}?"
)
_ERRAND: Final = Rare(
    rf"{_BEING_THERE}(?:for (?:an?|the|my|our|some|work|business|lunch|dinner|breakfast|coffee|christmas|easter|"
    r"\w+ (?:days?|weeks?|nights?|hours?))|(?:buying|getting|looking|waiting|trying|shopping|visiting|having|picking|"
    r"browsing|queu\w+|collecting|returning|seeing|watching|killing|sitting|standing)|to (?:see|get|buy|visit|pick)|"
    r"till?|until|tonight|tomorrow|over the|on (?:business|holiday|vacation|a|my|\w+day))\b"
    rf"|{_BEING_THERE.removesuffix('?')}?and (?:the|their|my) (?:signal|app|line|queue|wifi|website|bill|service)\b"
    r"|\b(?:i['’]?m|i am|we['’]?re|we are)(?: \w+)? (?:at|in|with) [\w'’&.-]+(?: [\w'’&.-]+)?, (?:do|does|did|can|"
    r"could|should|shall|what|which|where|who|how|anything|any|need|want|be|back|call|text)\b"
    r"|\b(?:practically|basically|virtually|almost|pretty much|more or less|half) (?:live|work)\b"
)
"""Who says where they are and what for is there on an errand, and whose customer they are."""

_OF_A_THING: Final = re.compile(
    r"\b(?:bought|have|['’]ve|got|drive|own|need|want|sold|ordered|wear|ride|use|using|rent|charge|"
    r"fix) (?:got )?(?:an?|my|our|the|this) "
    r"(?:(?:old|new|used|second[- ]hand|19\d\d|20\d\d) )*$|(?:^|[\s,])(?:my|our|meine?|mijn|mon|ma|mi|mio|mia|meu|"
    r"minha) $",
    re.IGNORECASE,
)
_THING_FOLLOWS: Final = re.compile(
    r"\W?\s?(?!(?:job|contract|role|position|shifts?|gig|offer|warehouse|depot|office|store|shop|branch|factory|"
    r"employee|worker|"
    r"driver|engineer|manager|and|in|at|on|for|from|as|since|with|near|to|now|now|again|again|last|this|but|so|"
    r"because|there|here)\b)[a-zA-Z]"
)
"""A thing that is called by who made it, or by what it is: "a 2015 Ford Fiesta"."""

_ONE_OF_MANY: Final = re.compile(
    r"\b(?:driv(?:e|es|ing)|drove|own|ride|riding|fahre|conduis|conduzco|guido|conduzo|rij) (?:an?|eine?n?|une?|"
    r"una?|uno|uma?|een) $",
    re.IGNORECASE,
)
"""What stands before the name of a thing of which there are many: "I drive a Skoda"."""

_NAMED_PLACES: Final = frozenset({"home", "employer", "origin"})
_BEFORE_SUBJECT: Final = frozenset({"", "the ", "our ", "this ", "that "})

_BROKEN: Final = Rare(
    r"\b(?:my|our|mein\w*|mon|ma|mi|mio|mia|meu|minha|mijn) (?:[\w-]+ ){1,3}?(?:stopped working|won['’]?t (?:start|"
    r"turn on|charge|work|go)|"
    r"broke\b|broke down|is (?:broken|dead)|died|packed up|conked out|ist (?:kaputt|hin)|est (?:mort|cassé)\w*|"
    r"se ha roto|si è rott\w|quebrou|is kapot)"
)
"""A thing that works no longer."""

_PART_OF_TEXT: Final = Rare(
    r"\b(?:leave|take|cut|keep|put|add|mention|drop|skip|change|remove|delete)(?: out| in| back)* (?:the|that|"
    r"a) (?:bit|part|line|section|"
    r"sentence|paragraph|word|joke|reference|stuff|thing)\b"
)
"""What is to become of words of a text."""

_OF_WHOM: Final = re.compile(r"\b(?:who|che|qui|que|die|der|dat)(?: [^\W\d_]+){1,2} $", re.IGNORECASE)
"""What stands before the age of somebody else: "mia vicina che compie"."""

_LIVES_THERE: Final = Rare(
    r"\b(?:(?:lives?|lived|works?|stays?|is|grew up) there|wohnt da|wohnt dort|habite là|y habite|vive (?:allí|ahí|"
    r"lì|là|lá)|mora lá|woont daar)\b"
)
_I_THERE: Final = Rare(r"\b(?:i|we) (?:\w+ )?(?:live|work|stay|grew up|am|are)(?:d)? there\b")
"""Whose place it is that is named before."""

_THERE: Final = re.compile(
    r"['’]?s? (?:(?!(?:is|are|was|has|had|and|or|born|based|by|here|now|since|for|life|flat|house|home|then|"
    r"it)\b)[a-z][\w-]+ ){1,3}"
    r"(?:is|are|was|were|has|have|had|closes?d?|opens?|opened|looks?|smells?|got|gets|won|lost|stinks?)\b"
)
"""What follows a town or a firm of which something else is told: "Halifax town centre is shut"."""

_THING_OF: Final = re.compile(
    r"\b(?:gave|lent|lost|left|sold|returned|forgot|posted|binned|dropped off|spilt|broke|tore) (?:my|the|our|"
    r"an?|his|her) $",
    re.IGNORECASE,
)
_THING: Final = re.compile(
    r" (?!(?:job|lessons?|classes|class|course|diet|allergy|practice|club|team)\b)[a-z]\w+\b(?! (?:for good|any ?more))"
)


def is_thing_of_it(slot: str, sentence: str, start: int, end: int) -> bool:
    """Whether ``sentence[start:end]`` only tells what a thing is that is gone: "I gave my Polish book away"."""
    if slot not in _NAMED_THINGS or _THING_OF.search(sentence[:start]) is None:
        return False
    return _THING.match(sentence, end) is not None


_NAMED_THINGS: Final = frozenset({"language", "likes", "dislikes", "health", "diet", "education"})
_WEATHER: Final = Rare(
    r"\b(?:regnet|schneit|gewittert|stürmt|pleut|neige|llueve|nieva|piove|nevica|chove|neva|regent|sneeuwt|"
    r"raining|snowing|pouring|foggy|sunny|"
    r"miserable)\b|下雨|下雪|雨が降|雪が降"
)
_LEFT_BY_NAME: Final = re.compile(
    r"\b(?:resign(?:ed|ing)?|retir(?:ed|ing)|withdr[ae]w|stepp(?:ed|ing) (?:down|back|away)|stood down|"
    r"dropped out|quit|quitting) "
    r"(?:from |of |as )?(?:the |my |our |an? )?(?P<what>(?!(?:job|jobs|work|working|post|role|position|company|"
    r"firm|place|both|"
    r"today|yesterday|last|this|in|on|for|because|and|but|so|it|there|after|before|when|at|with|by|"
    r"to)\b)[\w’'-]+(?: (?!(?:in|on|at|last|this|"
    r"because|and|but|so|after|before|when|to|for|with|by|today|yesterday)\b)[\w’'-]+){0,3})",
    re.IGNORECASE,
)
"""What somebody has left, where the words name it: "I resigned from the parent committee"."""


def named_as_left(slot: str, sentence: str) -> str:
    """The words of a sentence that name what somebody left, and so whose work is over, if there are any."""
    found = _LEFT_BY_NAME.search(sentence) if slot in {"employer", "job"} else None
    return "" if found is None else found["what"]


_WELL: Final = Rare(
    r"\b(?:blood pressure|bp|cholesterol|heart rate|pulse|blutdruck|rücken|tension|tensión|pressione|pressão|"
    r"bloeddruk)\b[^,.;!?]{0,20}"
    r"\b(?:good|great|fine|normal|perfect|ok|okay|excellent|brilliant|healthy|gut|super|bonne|bien|bueno|buena|buona|"
    r"boa|ótima|goed)\b"
)
"""What is said of a body that has no ailment."""

_PARTNERS_IN_WORK: Final = Rare(
    r"\b(?:business|sparring|lab|dance|dancing|tennis|gym|running|training|study|writing|climbing|trading|law|bridge|"
    r"chess|carpool|project|drinking|doubles|duet|cribbage|crossword|workout|riding|accountability|senior|junior|"
    r"managing|practice|research|sales|songwriting|hiking|walking|fishing|golf|poker) partner\b"
    r"|\b(?:\w+partner(?:in)?(?<!lebenspartner)(?<!lebenspartnerin)(?<!ehepartner)|associée?|collaborateur|"
    r"soci[oa]|sóci[oa]|zakenpartner)\b"
)

_SINGLE_THING: Final = Rare(r"\bsingle[- ]?(?:minded|hand\w*|use|page|room|bed|file|malt|digit|thread\w*|point|most)\b")
_WEDDED: Final = Rare(r"\b(?:married|wed|wedded) to\b")


def is_figure_of_speech(slot: str, sentence: str, value: str) -> bool:
    """Whether words that sound as if they told of a partner do not: "single-minded", "married to my spreadsheets"."""
    if slot != "partner":
        return False
    if _WEDDED.fits(sentence):
        return not is_given_name(value.partition(" ")[0].capitalize())
    return _SINGLE_THING.fits(sentence) or _PARTNERS_IN_WORK.fits(sentence)


def is_another_thing(slot: str, sentence: str, start: int, end: int) -> bool:
    """Whether the value ``sentence[start:end]`` is named for another reason than to say it of the speaker.

    A maker of a thing employs nobody, where somebody else lives is no home, who is spoken of in a relative clause has
    the age, and a body that is well has no ailment.
    """
    if _is_thing_or_weather(slot, sentence, start, end):
        return True
    if slot in {"home", "employer"} and _OF_A_THING.search(sentence[:start]) is not None:
        return _THING_FOLLOWS.match(sentence, end) is not None
    if slot in {"home", "origin"}:
        return _LIVES_THERE.fits(sentence) and not _I_THERE.fits(sentence)
    if slot == "age":
        return _OF_WHOM.search(sentence[:start]) is not None
    return slot == "health" and _WELL.fits(sentence)


def _is_thing_or_weather(slot: str, sentence: str, start: int, end: int) -> bool:
    """Whether a sentence tells of a thing in a place or of a firm, of the weather there, or of one of many things."""
    if slot not in _NAMED_PLACES:
        return False
    if sentence[:start].lower() in _BEFORE_SUBJECT and _THERE.match(sentence, end) is not None:
        return True
    if slot != "home":
        return False
    is_one_of_many = sentence[start].isupper() and _ONE_OF_MANY.search(sentence[:start]) is not None
    return is_one_of_many or (_WEATHER.fits(sentence) and not names_speaker(sentence))


def is_of_a_thing(slot: str, sentence: str) -> bool:
    """Whether what a sentence says is over of work or a home is only a thing that broke: "my Dyson stopped working"."""
    return slot in {"employer", "job", "home"} and _BROKEN.fits(sentence)


def is_part_of_text(sentence: str) -> bool:
    """Whether a sentence says what is to become of a part of some text."""
    return _PART_OF_TEXT.fits(sentence)


def is_denied(slot: str, before: str) -> bool:
    """Whether what stands ``before`` a value in its clause denies it, or only wishes for it."""
    return (slot in _DENIABLE and _NOT_SO.fits(before)) or _WISHED.fits(before)


def is_on_errand(slot: str, clause: str) -> bool:
    """Whether a place or a firm is only where somebody is for a while: "I'm in Basel for a conference"."""
    return slot in {"home", "employer"} and _ERRAND.fits(clause)


_THING_THERE: Final = re.compile(
    r"\b(?:my|the|an?|our|his|her) (?:[\w'’-]+ )?(?!(?:job|work|post|position|role|shifts?|flat|house|place|room|"
    r"home|life|lease|tenancy|contract|notice|career|days?|keys?|badge|desk|time|years?) )[\w'’-]+ "
    r"(?:at|in|from|near|to|for|with) $",
    re.IGNORECASE,
)
"""What stands before a place where something else is: "I cancelled my meeting at"."""


def is_thing_there(slot: str, before: str) -> bool:
    """Whether what stands ``before`` a place or a firm names something there, which may be over alone."""
    return slot in {"home", "employer"} and _THING_THERE.search(before) is not None


def is_spoken_to(sentence: str, start: int, end: int) -> bool:
    """Whether the name ``sentence[start:end]`` is that of whom the words are spoken to: "Thanks, Oskar."."""
    owned = _OF_ONES_OWN.match(sentence, end)
    if owned is not None and is_called_about(sentence, start, end, owned.end()):
        return True
    return is_called(sentence, start, end) or (
        ends_in_name(sentence, start, end) and not _RELATED.fits(sentence[:start].strip())
    )


_SIGNED: Final = re.compile(
    r"\b(?:from (?:me|us)|von (?:mir|uns)|de (?:moi|nous|mim)|de (?:mí|mi parte)|da (?:me|noi)|van (?:mij|ons)),? "
    r"(?:and|&|und|et|y|e|en) (?:[^\W\d_][\w-]*,? )?(?:(?:and|&|und|et|y|e|en) )?$",
    re.IGNORECASE,
)
"""What stands before the name of who greets together with the speaker."""


def is_signed(before: str) -> bool:
    """Whether what stands ``before`` a name only says from whom a greeting is: "Goodnight from me and Gemma"."""
    return _SIGNED.search(before) is not None


def is_interjection(value: str) -> bool:
    """Whether a value is nothing but words with which people begin: "Yeah"."""
    return is_said_to_listener(value)


def is_of_others(words: str) -> bool:
    """Whether a sentence or a clause has a subject, and that is not the speaker: somebody else, or a thing."""
    return not names_speaker(words) and (_OF_WHO_IS_ADDRESSED.fits(words) or _OF_SOMETHING.fits(words))


def came_to_nothing(sentence: str) -> bool:
    """Whether a sentence tells of what nearly happened: "the job in Leeds fell through"."""
    return _NEARLY.fits(sentence)


def goes_on(sentence: str) -> bool:
    """Whether an English sentence about what somebody likes has no word that tells of an end."""
    return _ENGLISH.fits(sentence) and not _OVER.fits(sentence)
