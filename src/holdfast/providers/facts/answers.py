"""What is said in answer to a question: "Where do you live?" "Near Ghent, why?".

An answer leaves out what the question has said.  It is given that, so that the rules can read it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from holdfast.domain.words_for_people import EVERYBODY, any_of
from holdfast.providers.facts.contract import LONGEST_ANSWER
from holdfast.providers.facts.ending_forms import BEINGS, EVERY_SLOT, PARTNER, THINGS
from holdfast.providers.facts.endings import names_in
from holdfast.providers.facts.languages.english.over import GONE, LOVER, TO_US
from holdfast.providers.facts.omissions import speaks_of_others
from holdfast.providers.facts.questions import FORMS, Form
from holdfast.providers.facts.rare import Rare
from holdfast.providers.facts.successors import righted
from holdfast.providers.facts.values import is_pronoun

_LAST_QUESTION: Final = re.compile(r"[^.!?。？！\n]*[?？]")
_YES: Final = re.compile(
    r"^(?:(?:yes|yeah|yep|yup|well|oh|um|uh|hmm|ok|okay|so|haha|lol|ah|sure|thanks|thx|ja|oui|sí|si|sim|"
    r"sì|ach|alors|pues|bueno|mostly|currently|just|"
    r"in|at|near|around|from|to|as|for|with|an?|the|bei|als|à|en|au|aux|chez|dans|em|no|na|de|da|a|het|"
    r"è|é)\b[,:.! ]*)+(?=\S)",
    re.IGNORECASE,
)
_NO_ANSWER: Final = re.compile(
    r"^(?:no|nope|none|nothing|not|never|nowhere|nobody|idk|dunno|why|what|who|how|when|where|which|can|"
    r"could|do|does|did|is|are|will|would|should|please|pls|"
    r"i\b|i['’]?m|ive|we|it|that|this|there|he|she|they|you|my|let|nein|nicht|warum|non|pourquoi|"
    r"por qué|nada|stop|skip|never mind|forget|none of|good|great|ha)\b",
    re.IGNORECASE,
)
_END: Final = re.compile(
    r"[,;.!?()…\n。、，！？]|\s[-–—]\s|\s(?:and|but|so|because|though|tho|till|until|btw|by the way|since|"
    r"which|where|who|haha|lol|why)\s",
    re.I,
)
_MOST_WORDS: Final = 6


_DENYING: Final = re.compile(
    r"^(?:(?:no|nah|nope|not? any ?more|not really|not at all|no longer|yes|yeah|yep|yh|aye|oh|ha|haha|"
    r"well|lol|just|only|still|actually|now|i['’]?m|we['’]?re|we are|i am|it['’]?s|"
    r"in|at|near|from|out in|over in|with|moved to|we moved to|i moved to|gone to)\b[,:.! ]*)+(?=\S)",
    re.IGNORECASE,
)
_NAMED: Final = re.compile(r"(?-i:[^\W\d_a-zß-öø-ÿ])[\w’'&-]*(?: (?-i:[^\W\d_a-zß-öø-ÿ])[\w’'&-]*){0,2}")
_NAMED_SINCE: Final = re.compile(
    r"(?!(?:it|that|this|he|she|they|been|done|gone|married|single)\b)([^\W\d_][\w’'-]+)(?=,? (?:since|"
    r"now|these days|from)\b|[.,!]* *$|[,.!])",
    re.IGNORECASE,
)

_CALLED: Final = re.compile(
    r"\bwhat(?:['’]s| is| are) (?:her|his|their|its|the \w+['’]s) names?\b|\bwhat(?:['’]s| is|"
    r" are) (?:she|he|it|they) called\b|\bwhat did you (?:call|name)\b",
    re.I,
)
_RELATED: Final = re.compile(
    r"\b(?:my|our|an?|the|two|three) (?:\w+ ){0,2}?(?P<relation>wife|husband|partner|girlfriend|"
    r"boyfriend|fianc[ée]e?|other half|son|daughter|baby|kids|children|dog|cat|"
    r"puppy|pup|kitten|horse|rabbit|hamster|parrot|terrier|labrador|collie|corgi|greyhound|spaniel|"
    r"poodle|tortoise|budgie)\b(?!['’]s)",
    re.IGNORECASE,
)


def asked(question: str) -> str:
    """The last question of a message, by itself; empty where it asks nothing."""
    found = _LAST_QUESTION.findall(question) if "?" in question or "？" in question else []
    return found[-1].strip() if found else ""


_SUBJECTS_ASKED: Final = (
    (
        "pets",
        Rare(
            r"\byour (?:\w+ )?(?:dog|cat|pup|puppy|kitten|rabbit|pet|horse|parrot|hamster)\b|\b(?:dein|ihr|euer) (?:hund|kater)\b|"
            r"\b(?:deine|ihre|eure) katze\b|\b(?:ton|votre) (?:chien|chat)\b|\btu (?:perro|gato|perra|gata)\b|"
            r"\btuo (?:cane|gatto)\b|\bje (?:hond|kat)\b"
        ),
    ),
    (
        "partner",
        Rare(
            r"\byour (?:wife|husband|partner|girlfriend|boyfriend|fianc[ée]e?)\b|\b(?:dein|deine|ihre?) (?:mann|frau|freund(?:in)?)\b|"
            r"\b(?:ton|ta|votre) (?:mari|femme|copain|copine)\b|\btu (?:marido|mujer|novi[oa]|espos[oa])\b|"
            r"\btu[oa] (?:marito|moglie|ragazz[oa])\b|\bje (?:man|vrouw|vriend(?:in)?)\b"
        ),
    ),
    (
        "employer",
        Rare(
            r"\byou(?:['’]re| are)? (?:still )?(?:work(?:ing)?|employed) (?:for|at|with|by)\b|\byour (?:employer|company)\b|"
            r"\b(?:arbeite(?:st|n)|bist) (?:du|sie) (?:\w+ )?bei\b|\bdu arbeitest bei\b|\b(?:travailles?|travaillez|bosses)[- ]?(?:tu|vous)? "
            r"(?:\w+ )?chez\b|\btrabajas (?:en|para)\b|\btrabalhas n[ao]\b|\blavori (?:da|per|alla)\b|\bwerk je (?:\w+ )?bij\b"
        ),
    ),
    (
        "home",
        Rare(
            r"\byou(?:['’]re| are)? (?:still |now )?(?:live|living|based|located)?(?: over| out)? ?in\b|\bwohnst\b|\bwohnen sie\b|"
            r"\bhabite[sz]\b|\bvives\b|\bmoras\b|\b(?:abiti|vivi)\b|\bwoon je\b|\bje woont\b"
        ),
    ),
    (
        "name",
        Rare(
            r"\byour name\b|\byou(?:['’]re| are) called\b|\b(?:heißt|heisst) du\b|\bdein name\b|\bt['’]appelles\b|\bte llamas\b|"
            r"\bti chiami\b|\bheet je\b|\bte chamas\b"
        ),
    ),
)
"""What a question is about that names what it takes for true: "So you're in Leeds?"."""


def put_right(answer: str, sentence: str, question: str) -> tuple[str, str] | None:
    """The slot and the value of an answer that says what is true instead of what a question took for true.

    It says so as a whole or in its first ``sentence``.
    """
    right = (righted(answer.strip()) or righted(sentence.strip())) if asked(question) else None
    if right is None or not right[0] or right[0].lower() not in question.lower():
        return None
    slot = next((slot for slot, words in _SUBJECTS_ASKED if words.fits(question)), None)
    if slot is None or is_pronoun(right[1]) or not right[1][:1].isupper():
        return None
    return slot, right[1]


def spelled_out(answer: str, question: str, before: str = "") -> Iterator[tuple[int, int, str]]:
    """Where an answer begins and ends in a message, and the statement that it makes with its question.

    ``question`` is the message that it answers, ``before`` what the speaker had said before that.
    """
    said = asked(question)
    if not said or len(answer) > LONGEST_ANSWER:
        return
    for form in FORMS:
        match = form.question.search(said)
        told = [] if match is None else list(_answered(form, answer, said, match.groupdict().get("relation")))
        if told:
            yield from told
            return
    related = list(_RELATED.finditer(before)) if _CALLED.search(said) else []
    if related:
        yield from _filled("My {relation} is called {}", answer, related[-1]["relation"].lower(), whole=True)


def _answered(form: Form, answer: str, question: str, relation: str | None) -> Iterator[tuple[int, int, str]]:
    if form.name:
        return _named(form.states, answer, open_question=_OPEN.match(question) is not None)
    counted = _COUNT.match(answer) if form.counted else None
    begin = 0 if counted is None else counted.end()
    told = _filled(form.states, answer[begin:], relation, whole=form.whole)
    return ((begin + start, begin + end, states) for start, end, states in told)


_OPEN: Final = re.compile(
    "where|who|what|which|(?:and |the |your |new |current |full )*(?:address|location|city|town)", re.IGNORECASE
)
_COUNT: Final = re.compile(
    r"(?:(?:yes|yeah|yep|sure|we have|i have|ja|oui|sí|sim|sì)[,.! ]*)*(?:one|two|three|four|five|\d|"
    r"un[aoe]?|dos|tres|zwei|drei|deux|"
    r"trois|due|tre|dois|duas|três|twee|drie)(?: of them| kids| boys| girls| now)?(?:[,:.]| [-–—]) ",
    re.IGNORECASE,
)
_ADDRESS: Final = re.compile(
    r"(?:(?:flat|apt|apartment|unit|room|number|no)\.? \w+, |"
    r"\d+\w? )[^\n?!]{3,60}, (?P<place>(?-i:[A-ZÀ-Þ])[\w’'-]+(?: (?-i:[A-ZÀ-Þ])[a-zà-ÿ’'-]+)*)"
    r"(?:,? [A-Z0-9 ]{3,9})?[.!]?$",
    re.IGNORECASE,
)
"""A postal address, which ends with the town."""

_BEHIND: Final = re.compile(r" (?:mostly|mainly|usually|these days|lol|i guess|really|obviously)$", re.IGNORECASE)
_MOST_LISTED: Final = 14
"""Words of an answer that lists things."""

_FOLLOWS_NAME: Final = re.compile(
    r"$|[,.;:!?)\n]|\s[-–—]|['’]s? |\s(?:now|since|these|and|but|with|in|for|at|near|until|then|instead|"
    r"actually|this|last|"
    r"again|way|area|because|so|too|though|tho|still|yes|yeah|btw|mostly|as|from|on|by|who|which|where|"
    r"it|is it|lol|haha|please)\b",
    re.IGNORECASE,
)


def _filled(states: str, answer: str, relation: str | None, *, whole: bool) -> Iterator[tuple[int, int, str]]:
    lead = _YES.match(answer)
    begin = lead.end() if lead is not None else 0
    rest = answer[begin:]
    if _NO_ANSWER.match(rest):
        return
    end = re.search(r"[.!?\n。！？]|$", rest) if whole else _END.search(rest)
    words = (rest[: end.start()] if end is not None else rest).strip(" ,;:")
    words = _BEHIND.sub("", words)
    if not words or len(words.split()) > (_MOST_LISTED if whole else _MOST_WORDS):
        return
    yield (
        begin,
        begin + rest.index(words) + len(words),
        states.replace("{relation}", relation or "").replace("{}", words),
    )


def _named(states: str, answer: str, *, open_question: bool) -> Iterator[tuple[int, int, str]]:
    """What an answer names, a yes or a no before it left out."""
    addressed = _ADDRESS.match(answer)
    if addressed is not None:
        yield addressed.start("place"), addressed.end("place"), states.replace("{}", addressed["place"])
        return
    lead = _DENYING.match(answer)
    begin = lead.end() if lead is not None else 0
    name = _NAMED.match(answer, begin)
    if name is None and (open_question or lead is not None):
        name = _NAMED_SINCE.match(answer, begin)
    if name is not None and not _FOLLOWS_NAME.match(answer, name.end()):
        return
    if name is not None and not _NO_ANSWER.match(name[0]) and not _NO_NAME.match(name[0]):
        yield begin, name.end(), states.replace("{}", name[0])


_NO_NAME: Final = re.compile(
    r"(?:yes|no|yeah|nah|oh|well|still|same|thanks|thank|good|great|fine|ok|sort|kind|quite|very|really|"
    r"not|both|almost|nearly|mostly|"
    r"hell|god|lovely|sadly|quiet|busy|tired|happy|done|retired|freelance|wet|cold|hot|strange|but|and|"
    r"so|the|a|an|my|our|they|everyone|half|too|much|ha|haha|lol|yh|ta|ty|since|for|never|always|sure|"
    r"nothing|smaller|bigger)\b",
    re.IGNORECASE,
)
_STILL: Final = re.compile(r"(?P<of>(?:[^?]{2,40} )?\b(?:still|same) [^?]{2,60})\?", re.IGNORECASE)
_ABOUT: Final = re.compile(
    r"\b(?:how(?:['’]s| is| are| does| did| was)|and|what about|how about|what does|what did|is|"
    r"poor) (?P<of>(?-i:[A-Z])[\w’'-]+(?: and (?-i:[A-Z])[\w’'-]+)?|the [\w ]{3,20}|your [\w ]{3,20})\b",
)
_NOT: Final = re.compile(
    r"^(?:no|nah|nope|not any ?more|not really|no longer)\b|\b(?:i caved|gave in|fell off the wagon|"
    r"that ship has sailed|long gone|never again|couldn['’]t keep (?:it|that) up|"
    r"(?:dropped|ditched|binned|stopped|quit|packed in|given up|gave up) (?:it|that|them|on (?:it|"
    r"that))|lapsed)\b|\b(?:that|it)(?:['’]?s| is| was)(?: all)? (?:done|over|finished|history|"
    r"in the past)\b|\b(?:i|we)(?:['’]ve)? (?:finished|am done|stopped|packed up|"
    r"quit) (?:with )?(?:that|it)\b",
    re.IGNORECASE,
)
_GONE: Final = re.compile(
    r"\b(?:that|it|this|he|she|they|thats|shes|hes)(?:['’]?s|['’]?re| is| has| have| was)?(?: all|"
    r" sadly| sort of| just| now)* (?:done|over|finished|died|passed(?! (?:the|his|her|an?)\b)|"
    r"gone(?! to)|dead|no more|history|left me|dumped me|moved out|ran away)\b"
    r"|\b(?:that ship has sailed|(?:is|he['’]s|she['’]s) (?:marrying|seeing|with|dating) (?:someone|"
    r"somebody) else|found someone else|(?:der|die|er|sie) hat (?:eine[nr]? )?(?:andere[nr]?|"
    r"neue[nr]?))\b"
    r"|\b(?:called it a day|handed (?:in )?my notice(?: in)?|resigned|i(?:['’]ve)? quit|packed it in|"
    r"laid off|made redundant|called it quits|split(?: up)?|broke up|parted ways|separated|"
    r"didn['’]t (?:make it|work out|last)|had to (?:let|put)|not together|put to sleep|put down|"
    r"we['’]re (?:done|over))\b",
    re.IGNORECASE,
)


_KNOWN_STILL: Final = re.compile(
    r"\b(?:still|same|back)(?: (?:in|at|with|for|living in|working (?:at|"
    r"for)))? (?P<of>(?-i:[A-ZÀ-Þ])[\w’'&-]*(?: (?-i:[A-ZÀ-Þ&])[\w’'&-]*)*)[^?]{0,20}\?"
    r"|^(?:and |so )?(?P<fronted>(?-i:[A-ZÀ-Þ])[\w’'&-]*(?: (?-i:[A-ZÀ-Þ&])[\w’'&-]*)*) still\b",
    re.IGNORECASE,
)


class Replaced(NamedTuple):
    """What a question names, what the answer names in its place, and where that stands."""

    about: str
    value: str
    start: int
    end: int


def replaced(answer: str, question: str) -> Replaced | None:
    """What an answer puts in the place of what a question takes to be still so: "Still Stockholm?" "Gotland, actually"."""
    still = _KNOWN_STILL.search(asked(question)) if len(answer) <= LONGEST_ANSWER else None
    if still is None:
        return None
    lead = _DENYING.match(answer)
    begin = lead.end() if lead is not None else 0
    name = _NAMED.match(answer, begin)
    if (
        name is None
        or not _FOLLOWS_NAME.match(answer, name.end())
        or is_pronoun(name[0])
        or _NO_ANSWER.match(name[0])
        or _NO_NAME.match(name[0])
    ):
        return None
    return Replaced(still["of"] or still["fronted"], name[0], begin, name.end())


_THEY_ARE_GONE: Final = re.compile(
    rf"(?:^|[.!?,;:…] ?|\b(?:and|but|when|since|because|so|then|cos) )(?P<who>he|she|they|it)(?:{GONE}|"
    rf" {TO_US})(?=[,;:.!?()\n]|$| )",
    re.IGNORECASE,
)
_LOVER: Final = re.compile(rf"\b{LOVER}\b", re.IGNORECASE)


class Denied(NamedTuple):
    """What a question asks about, and the slots of which that may be over."""

    about: str
    slots: tuple[str, ...]


def denied(answer: str, question: str) -> Denied | None:
    """What a question asks about that is over by the answer: "Still in Leeds?" "nah"; "How is Tom?" "We split up"."""
    said = asked(question)
    if not said or len(answer) > LONGEST_ANSWER:
        return None
    gone = _THEY_ARE_GONE.search(answer)
    meant = None if gone is None else _referred(said, gone["who"].lower())
    if meant is not None:
        return meant
    still = _STILL.search(said)
    if still is not None and (_NOT.search(answer) or _GONE.search(answer)):
        return Denied(still["of"], EVERY_SLOT)
    about = _ABOUT.search(said)
    return Denied(about["of"], EVERY_SLOT) if about is not None and _GONE.search(answer) else None


def _referred(question: str, pronoun: str) -> Denied | None:
    """Whom or what of a question a pronoun means."""
    names = names_in(question)
    if names:
        return Denied(names, THINGS if pronoun == "it" else BEINGS)
    return Denied("", PARTNER) if _LOVER.search(question) and pronoun != "it" else None


_OTHERS: Final = re.compile(
    rf"\b(?:he|she|they|him|her|them|his|their)\b|\b(?:your|the) (?:\w+ )?(?:{any_of(EVERYBODY)}|gran\w*|parents|team|"
    r"client|customer|student|kids?|children|baby|dog|cat)(?:['’]s)?\b",
    re.IGNORECASE,
)
_ADDRESSED: Final = re.compile(
    r"\b(?:are|do|did|have|were|will|would|can|could) you\b|\byou(?:['’]re|['’]ve)?\b", re.IGNORECASE
)


def is_asked_of_others(question: str, before: str = "") -> bool:
    """Whether the last question of a message is about somebody else: "Is your brother a shift worker?".

    One that names nobody is about whom the user spoke of last, ``before`` that.
    """
    said = asked(question)
    if not said or _ADDRESSED.search(said) is not None:
        return False
    if _OTHERS.search(said) is not None:
        return True
    return _VERB.search(said) is None and speaks_of_others(before)


_VERB: Final = re.compile(r"\b(?:what|where|who|when|how|which|why|your|still|and)\b", re.IGNORECASE)
