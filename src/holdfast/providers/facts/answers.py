"""What is said in answer to a question: "Where do you live?" "Near Ghent, why?".

An answer leaves out what the question has said.  It is given that, so that the rules can read it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from holdfast.providers.facts.endings import BEINGS, EVERY_SLOT, PARTNER, THINGS, names_in
from holdfast.providers.facts.languages.english.over import GONE, LOVER, TO_US
from holdfast.providers.facts.omissions import speaks_of_others

LONGEST_ANSWER: Final = 200
"""Characters of a message that is looked at: who tells more makes sentences."""

_LAST_QUESTION: Final = re.compile(r"[^.!?。？！\n]*[?？]")
_YES: Final = re.compile(
    r"^(?:(?:yes|yeah|yep|yup|well|oh|um|uh|hmm|ok|okay|so|haha|lol|ah|sure|thanks|thx|ja|oui|sí|si|sim|sì|ach|alors|pues|bueno|mostly|currently|just|"
    r"in|at|near|around|from|to|as|for|with|an?|the|bei|als|à|en|au|aux|chez|dans|em|no|na|de|da|a|het|è|é)\b[,:.! ]*)+(?=\S)",
    re.IGNORECASE,
)
_NO_ANSWER: Final = re.compile(
    r"^(?:no|nope|none|nothing|not|never|nowhere|nobody|idk|dunno|why|what|who|how|when|where|which|can|could|do|does|did|is|are|will|would|should|please|pls|"
    r"i\b|i['’]?m|ive|we|it|that|this|there|he|she|they|you|my|let|nein|nicht|warum|non|pourquoi|por qué|nada|stop|skip|never mind|forget|none of|good|great|ha)\b",
    re.IGNORECASE,
)
_END: Final = re.compile(
    r"[,;.!?()…\n。、，！？]|\s[-–—]\s|\s(?:and|but|so|because|though|tho|till|until|btw|by the way|since|which|where|who|haha|lol|why)\s",
    re.I,
)
_MOST_WORDS: Final = 6


_DENYING: Final = re.compile(
    r"^(?:(?:no|nah|nope|not? any ?more|not really|not at all|no longer|yes|yeah|yep|yh|aye|oh|ha|haha|well|lol|just|only|still|actually|now|i['’]?m|we['’]?re|we are|i am|it['’]?s|"
    r"in|at|near|from|out in|over in|with|moved to|we moved to|i moved to|gone to)\b[,:.! ]*)+(?=\S)",
    re.IGNORECASE,
)
_NAMED: Final = re.compile(r"(?-i:[^\W\d_a-zß-öø-ÿ])[\w’'&-]*(?: (?-i:[^\W\d_a-zß-öø-ÿ])[\w’'&-]*){0,2}")
_NAMED_SINCE: Final = re.compile(
    r"(?!(?:it|that|this|he|she|they|been|done|gone|married|single)\b)([^\W\d_][\w’'-]+)(?=,? (?:since|now|these days|from)\b|[.,!]* *$|[,.!])",
    re.IGNORECASE,
)


class _Form(NamedTuple):
    """A question, and what its answer states.

    ``whole``: all that is said belongs to the answer, lists too.  ``name``: the answer is a name, and may come after a no.
    ``counted``: the answer may begin with how many they are.
    """

    question: re.Pattern[str]
    states: str
    whole: bool = False
    name: bool = False
    counted: bool = False


def _form(question: str, states: str, *, whole: bool = False, name: bool = False, counted: bool = False) -> _Form:
    return _Form(re.compile(question, re.IGNORECASE), states, whole, name, counted)


def _topic(words: str) -> str:
    """A question that is a topic and no more: "Pets?", "And the new address?", "Any other animals in the house?"."""
    return (
        r"^(?:(?:and|so|ok|okay|right|got it|thanks|noted|also|then|now|what about|how about|what['’]s|what is|what are|"
        r"(?:do|have) you (?:have|got)|are there|is there|any|other|more|new|your|the|a|current|present|exact|full|these days|"
        rf"y|et|e|und|en|los|las|les|die|i|as|os|des|du)[,:]? )*(?:{words})(?: (?:\w+ ){{0,4}}\w+)? ?\?"
    )


_RELATION: Final = r"(?P<relation>wife|husband|partner|girlfriend|boyfriend|fianc[ée]e?|spouse|other half|son|daughter|baby|kids|children|child|dog|cat|puppy|kitten|horse|rabbit|hamster|parrot)"
_FORMS: Final = (
    _form(rf"\byour {_RELATION}['’]?s?,? (?:names?|called)\b", "My {relation} is called {}", whole=True),
    _form(rf"\b(?:names?|called)\b.*\byour {_RELATION}\b", "My {relation} is called {}", whole=True),
    _form(
        r"\bwhere (?:exactly )?(?:do|are) you (?:live|living|based|located|at home|at\b|now\b)|\bwhere(?:['’]s| is) home\b|\b(?:which|what) (?:city|town|country|part of) .*\b(?:you|home)\b|\bwhere (?:are|did) you mov(?:ing|e) to\b(?!.*\bmoving\b.*\bwill\b)",
        "I live in {}",
    ),
    _form(
        r"\bwhat do you do\b(?! (?:all day|for fun|in your|at (?:the )?weekend|on|when|with|about|if|after|to relax|with your))|\b(?:what|which) (?:job|role|position)(?: is it)?\?|\bwhat will you (?:do|be)(?: there| now| instead)?\?|\bwhat are you (?:doing|working as)(?: now| there| these days| instead)?\?|\bas what\?|\bwhat(?:['’]s| is) (?:your|the) (?:new )?(?:job|profession|occupation|line of work|trade)\b|\bwhat kind of (?:work|job)\b|\bwhat do you work\b",
        "I work as {}",
    ),
    _form(
        r"\bwho(?:m)? do you work for\b|\b(?:which|what) company\b.*\byou\b|\bwhere do you work\b|\byour employer\b",
        "I work for {}",
    ),
    _form(
        r"\bwhat(?:['’]s| is) your name\b|\bwhat(?:['’]s| are) you called\b|\bwho am i (?:speaking|talking)\b|\bmay i ask your name\b",
        "My name is {}",
    ),
    _form(r"\bwhat (?:should|can|shall|may) i call you\b|\bhow (?:should|shall|may) i address you\b", "Call me {}"),
    _form(r"\bhow old are you\b|\byour age\b", "I'm {} years old"),
    _form(r"\bwhen(?:['’]s| is) your birthday\b", "My birthday is {}", whole=True),
    _form(
        r"\b(?:any|your|have|food) allerg\w+|\ballergic to (?:anything|something)|\banything you(?:['’]re| are) allergic to",
        "I'm allergic to {}",
        whole=True,
    ),
    _form(r"\b(?:which|what) languages\b", "I speak {}", whole=True),
    _form(r"\bwo (?:wohnst|wohnt|wohnen|lebst|leben) (?:du|ihr|sie)\b|\bin welcher stadt\b", "Ich wohne in {}"),
    _form(
        r"\bwas (?:machst du|machen sie) (?:denn )?beruflich\b|\bwas (?:bist du|sind sie) von beruf\b|\bals was arbeite\w+\b",
        "Ich arbeite als {}",
    ),
    _form(r"\bwie (?:heißt|heisst|heißen) (?:du|sie)\b", "Ich heiße {}"),
    _form(r"\bwie alt (?:bist du|sind sie)\b", "Ich bin {}"),
    _form(
        r"\boù (?:habit\w+|vi\w+|êtes|es)[- ](?:tu|vous)?|\boù (?:est-ce que )?(?:tu|vous) (?:habit\w+|viv\w+)|\bdans quelle ville\b",
        "J'habite à {}",
    ),
    _form(r"\bdans la vie\b|\bquel est (?:ton|votre) métier\b", "Je suis {}"),
    _form(r"\b(?:comment )?(?:t['’]appelles|vous appelez)\b|\bcomment tu t['’]appelles\b", "Je m'appelle {}"),
    _form(r"\bquel âge\b", "J'ai {} ans"),
    _form(r"\bd[óo]nde (?:viv\w+|est[áa]s?\b|resid\w+)|\ben qu[ée] ciudad\b", "Vivo en {}"),
    _form(r"\ba qu[ée] te dedicas\b|\ben qu[ée] trabajas\b|\bde qu[ée] trabajas\b", "Trabajo como {}"),
    _form(r"\bc[óo]mo te llamas\b", "Me llamo {}"),
    _form(r"\bonde (?:voc[êe] )?(?:mora|vive|est[áa])\b", "Moro em {}"),
    _form(r"\bdove (?:vivi|abiti|abita|vive)\b|\bin che citt[àa]\b", "Vivo a {}"),
    _form(r"\bche lavoro (?:fai|fa)\b", "Lavoro come {}"),
    _form(r"住在?(?:哪|什么)|在哪(?:里|儿|个城市)", "我住在{}"),
    _form(r"叫什么名字|怎么称呼", "我叫{}"),
    _form(r"做什么工作|什么职业", "我是{}"),
    _form(r"どこに(?:お)?住まい|どこに住んで|お住まいは", "{}に住んでいます"),
    _form(r"お名前は|名前は何", "{}といいます"),
    _form(r"お仕事は|職業は", "仕事は{}です"),
    _form(_topic(r"pets?|animals?|dogs?|cats?|dogs or cats|four[- ]legged \w+"), "We have {}", whole=True),
    _form(_topic(r"kids?|children|little ones|sons or daughters"), "We have two kids, {}", whole=True, counted=True),
    _form(
        r"\bdo you have (?:any )?(?:kids|children)\b|\bwhat are the (?:kids|children) called\b",
        "We have two kids, {}",
        whole=True,
        counted=True,
    ),
    _form(_topic(r"languages?"), "I speak {}", whole=True),
    _form(_topic(r"hobbies|hobby|interests?|pastimes?|favou?rite (?:hobby|sport|drink|food)"), "I like {}"),
    _form(_topic(r"occupation|profession|job(?: title)?|line of work|day job"), "I work as {}"),
    _form(_topic(r"employer|company|workplace"), "I work for {}", name=True),
    _form(_topic(r"partner|husband|wife|girlfriend|boyfriend|spouse|better half"), "My partner is {}", name=True),
    _form(_topic(r"address|location|city|town|whereabouts|based where|home"), "I live in {}", name=True),
    _form(_topic(r"age"), "I'm {} years old"),
    _form(_topic(r"name"), "My name is {}"),
    _form(_topic(r"kinder"), "Unsere Kinder sind {}", whole=True, counted=True),
    _form(_topic(r"haustiere?"), "Wir haben {}", whole=True),
    _form(_topic(r"enfants?"), "Mes enfants sont {}", whole=True, counted=True),
    _form(_topic(r"animaux|animal"), "On a {}", whole=True),
    _form(_topic(r"[¿]?(?:niños|hijos)"), "Mis hijos son {}", whole=True, counted=True),
    _form(_topic(r"[¿]?mascotas?"), "Tenemos {}", whole=True),
    _form(_topic(r"filhos|crianças"), "Meus filhos são {}", whole=True, counted=True),
    _form(_topic(r"figli|bambini"), "I miei figli sono {}", whole=True, counted=True),
    _form(_topic(r"kinderen"), "Mijn kinderen heten {}", whole=True, counted=True),
    _form(_topic(r"huisdieren?"), "We hebben {}", whole=True),
    _form(
        r"\b(?:still|so|are) (?:you )?(?:still |all )?(?:living |based )?in (?-i:[A-Z])|^(?:and |so |still )?from (?-i:[A-Z])[\w-]+\?|\bsame (?:flat|house|place|address|town|city|room)\b|^(?:and |so )?(?:you['’]re |are you )?(?:still |back |now |all )?in (?-i:[A-Z])[\w-]+(?: now| these days| too)?\?"
        r"|\bso you(?:['’]re| are)(?: now| back)? in\b|\bare you (?:still )?(?:living|in|based)\b|\bdid you (?:move|stay)\b",
        "I live in {}",
        name=True,
    ),
    _form(
        r"\bwhere (?:is|['’]s) (?:that|your (?:business|place|new place|flat|house|shop|company)|it|this)(?: based| now| exactly)?\?|\bwhere are you(?: now| based| these days| living| writing from| calling from| off to)?\?|"
        r"\bwhere would (?:you|that) be\b|\bwhere (?:did|have) you (?:move|moved|gone|go|end up|settle)\b|\bwhat(?:['’]s| is) (?:the|your) address\b|\bwhereabouts\b",
        "I live in {}",
        name=True,
    ),
    _form(
        r"\bwhere to(?: next| now)?\?|\bwho(?:['’]s| is) the (?:new )?employer\b|\bhave you found (?:something|a new job|another job|work)\b|\bare you still (?:at|with|working (?:at|for))\b|\bstill (?:at|with) (?-i:[A-Z])|\bsame (?:employer|company|firm|job)\b|"
        r"\bwho (?:are|do) you work(?:ing)? (?:for|with)(?: now)?\b|\byour (?:current|new) employer\b|\bwhich (?:firm|hospital|school|bank)\b",
        "I work for {}",
        name=True,
    ),
    _form(
        r"\bwho is [\"“]?we\b|\bwho(?:['’]s| is) the lucky\b|\bwho(?:['’]s| is) (?:she|he|the other half)\?|\bis there someone\b",
        "My partner is {}",
        name=True,
    ),
)
_CALLED: Final = re.compile(
    r"\bwhat(?:['’]s| is| are) (?:her|his|their|its|the \w+['’]s) names?\b|\bwhat(?:['’]s| is| are) (?:she|he|it|they) called\b|\bwhat did you (?:call|name)\b",
    re.I,
)
_RELATED: Final = re.compile(
    r"\b(?:my|our|an?|the|two|three) (?:\w+ ){0,2}?(?P<relation>wife|husband|partner|girlfriend|boyfriend|fianc[ée]e?|other half|son|daughter|baby|kids|children|dog|cat|"
    r"puppy|pup|kitten|horse|rabbit|hamster|parrot|terrier|labrador|collie|corgi|greyhound|spaniel|poodle|tortoise|budgie)\b(?!['’]s)",
    re.IGNORECASE,
)


def asked(question: str) -> str:
    """The last question of a message, by itself; empty where it asks nothing."""
    found = _LAST_QUESTION.findall(question) if "?" in question or "？" in question else []
    return found[-1].strip() if found else ""


def spelled_out(answer: str, question: str, before: str = "") -> Iterator[tuple[int, int, str]]:
    """Where an answer begins and ends in a message, and the statement that it makes with its question.

    ``question`` is the message that it answers, ``before`` what the speaker had said before that.
    """
    said = asked(question)
    if not said or len(answer) > LONGEST_ANSWER:
        return
    for form in _FORMS:
        match = form.question.search(said)
        told = [] if match is None else list(_answered(form, answer, said, match.groupdict().get("relation")))
        if told:
            yield from told
            return
    related = list(_RELATED.finditer(before)) if _CALLED.search(said) else []
    if related:
        yield from _filled("My {relation} is called {}", answer, related[-1]["relation"].lower(), whole=True)


def _answered(form: _Form, answer: str, question: str, relation: str | None) -> Iterator[tuple[int, int, str]]:
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
    r"(?:(?:yes|yeah|yep|sure|we have|i have|ja|oui|sí|sim|sì)[,.! ]*)*(?:one|two|three|four|five|\d|un[aoe]?|dos|tres|zwei|drei|deux|"
    r"trois|due|tre|dois|duas|três|twee|drie)(?: of them| kids| boys| girls| now)?(?:[,:.]| [-–—]) ",
    re.IGNORECASE,
)
_ADDRESS: Final = re.compile(
    r"(?:(?:flat|apt|apartment|unit|room|number|no)\.? \w+, |\d+\w? )[^\n?!]{3,60}, (?P<place>(?-i:[A-ZÀ-Þ])[\w’'-]+(?: (?-i:[A-ZÀ-Þ])[a-zà-ÿ’'-]+)*)"
    r"(?:,? [A-Z0-9 ]{3,9})?[.!]?$",
    re.IGNORECASE,
)
"""A postal address, which ends with the town."""

_BEHIND: Final = re.compile(r" (?:mostly|mainly|usually|these days|lol|i guess|really|obviously)$", re.IGNORECASE)
_MOST_LISTED: Final = 14
"""Words of an answer that lists things."""

_FOLLOWS_NAME: Final = re.compile(
    r"$|[,.;:!?)\n]|\s[-–—]|['’]s? |\s(?:now|since|these|and|but|with|in|for|at|near|until|then|instead|actually|this|last|"
    r"again|way|area|because|so|too|though|tho|still|yes|yeah|btw|mostly|as|from|on|by|who|which|where|it|is it|lol|haha|please)\b",
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
    r"(?:yes|no|yeah|nah|oh|well|still|same|thanks|thank|good|great|fine|ok|sort|kind|quite|very|really|not|both|almost|nearly|mostly|"
    r"hell|god|lovely|sadly|quiet|busy|tired|happy|done|retired|freelance|wet|cold|hot|strange|but|and|so|the|a|an|my|our|they|everyone|half|too|much|ha|haha|lol|yh|ta|ty|since|for|never|always|sure|nothing|smaller|bigger)\b",
    re.IGNORECASE,
)
_STILL: Final = re.compile(r"\b(?:still|same) (?P<of>[^?]{2,60})\?", re.IGNORECASE)
_ABOUT: Final = re.compile(
    r"\b(?:how(?:['’]s| is| are| does| did| was)|and|what about|how about|what does|what did|is|poor) (?P<of>(?-i:[A-Z])[\w’'-]+(?: and (?-i:[A-Z])[\w’'-]+)?|the [\w ]{3,20}|your [\w ]{3,20})\b",
)
_NOT: Final = re.compile(
    r"^(?:no|nah|nope|not any ?more|not really|no longer)\b|\b(?:that|it)(?:['’]?s| is| was)(?: all)? (?:done|over|finished|history|in the past)\b|\b(?:i|we)(?:['’]ve)? (?:finished|am done|stopped|packed up|quit) (?:with )?(?:that|it)\b",
    re.IGNORECASE,
)
_GONE: Final = re.compile(
    r"\b(?:that|it|this|he|she|they|thats|shes|hes)(?:['’]?s|['’]?re| is| has| have| was)?(?: all| sadly| sort of| just| now)* (?:done|over|finished|died|passed(?! (?:the|his|her|an?)\b)|gone(?! to)|dead|no more|history|left me|dumped me|moved out|ran away)\b"
    r"|\b(?:called it a day|handed (?:in )?my notice(?: in)?|resigned|i(?:['’]ve)? quit|packed it in|laid off|made redundant|called it quits|split(?: up)?|broke up|parted ways|separated|didn['’]t (?:make it|work out|last)|had to (?:let|put)|not together|put to sleep|put down|we['’]re (?:done|over))\b",
    re.IGNORECASE,
)


_THEY_ARE_GONE: Final = re.compile(
    rf"(?:^|[.!?,;:…] ?|\b(?:and|but|when|since|because|so|then|cos) )(?P<who>he|she|they|it)(?:{GONE}| {TO_US})(?=[,;:.!?()\n]|$| )",
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
    r"\b(?:he|she|they|him|her|them|his|their)\b|\b(?:your|the) (?:\w+ )?(?:brother|sister|mother|father|mum|mom|dad|uncle|aunt|cousin|nephew|niece|gran\w*|neighbou?r|friend|mate|boss|"
    r"colleague|roommate|flatmate|landlord|parents|team|client|customer|student|son|daughter|wife|husband|partner|girlfriend|boyfriend|kids?|children|baby|dog|cat)(?:['’]s)?\b",
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
