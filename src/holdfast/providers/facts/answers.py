"""What is said in answer to a question: "Where do you live?" "Near Ghent, why?".

An answer leaves out what the question has said.  It is given that, so that the rules can read it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

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


class _Form(NamedTuple):
    """A question, and what its answer states; ``whole``: all that is said belongs to the answer, lists too."""

    question: re.Pattern[str]
    states: str
    whole: bool = False


def _form(question: str, states: str, *, whole: bool = False) -> _Form:
    return _Form(re.compile(question, re.IGNORECASE), states, whole)


_RELATION: Final = r"(?P<relation>wife|husband|partner|girlfriend|boyfriend|fianc[ée]e?|spouse|other half|son|daughter|baby|kids|children|child|dog|cat|puppy|kitten|horse|rabbit|hamster|parrot)"
_FORMS: Final = (
    _form(rf"\byour {_RELATION}['’]?s?,? (?:names?|called)\b", "My {relation} is called {}", whole=True),
    _form(rf"\b(?:names?|called)\b.*\byour {_RELATION}\b", "My {relation} is called {}", whole=True),
    _form(
        r"\bwhere (?:exactly )?(?:do|are) you (?:live|living|based|located|at home|at\b|now\b)|\bwhere(?:['’]s| is) home\b|\b(?:which|what) (?:city|town|country|part of) .*\b(?:you|home)\b|\bwhere (?:are|did) you mov(?:ing|e) to\b(?!.*\bmoving\b.*\bwill\b)",
        "I live in {}",
    ),
    _form(
        r"\bwhat do you do\b|\bwhat(?:['’]s| is) (?:your|the) (?:new )?(?:job|profession|occupation|line of work|trade)\b|\bwhat kind of (?:work|job)\b|\bwhat do you work\b",
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
        if match is not None:
            yield from _filled(form.states, answer, match.groupdict().get("relation"), whole=form.whole)
            return
    related = list(_RELATED.finditer(before)) if _CALLED.search(said) else []
    if related:
        yield from _filled("My {relation} is called {}", answer, related[-1]["relation"].lower(), whole=True)


def _filled(states: str, answer: str, relation: str | None, *, whole: bool) -> Iterator[tuple[int, int, str]]:
    lead = _YES.match(answer)
    begin = lead.end() if lead is not None else 0
    rest = answer[begin:]
    if _NO_ANSWER.match(rest):
        return
    end = re.search(r"[.!?\n。！？]|$", rest) if whole else _END.search(rest)
    words = (rest[: end.start()] if end is not None else rest).strip(" ,;:")
    if not words or len(words.split()) > _MOST_WORDS:
        return
    yield (
        begin,
        begin + rest.index(words) + len(words),
        states.replace("{relation}", relation or "").replace("{}", words),
    )
