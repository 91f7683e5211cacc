"""Questions that assistants ask, and the statements that their answers stand for."""

from __future__ import annotations

import re
from typing import Final, NamedTuple


class Form(NamedTuple):
    """A question, and what its answer states.

    ``whole``: all that is said belongs to the answer, lists too.  ``name``: the answer is a name, and may come after a no.
    ``counted``: the answer may begin with how many they are.
    """

    question: re.Pattern[str]
    states: str
    whole: bool = False
    name: bool = False
    counted: bool = False


def _form(question: str, states: str, *, whole: bool = False, name: bool = False, counted: bool = False) -> Form:
    return Form(re.compile(question, re.IGNORECASE), states, whole, name, counted)


def _topic(words: str) -> str:
    """A question that is a topic and no more: "Pets?", "And the new address?", "Any other animals in the house?"."""
    return (
        r"^(?:(?:and|so|ok|okay|right|got it|thanks|noted|also|then|now|what about|how about|what['’]s|"
        r"what is|what are|"
        r"(?:do|have) you (?:have|got)|are there|is there|any|other|more|new|your|the|a|current|present|"
        r"exact|full|these days|"
        rf"y|et|e|und|en|los|las|les|die|i|as|os|des|du)[,:]? )*(?:{words})(?: (?:\w+ ){{0,4}}\w+)? ?\?"
    )


_RELATION: Final = (
    r"(?P<relation>wife|husband|partner|girlfriend|boyfriend|fianc[ée]e?|spouse|other half|son|daughter|"
    r"baby|kids|children|child|dog|cat|puppy|kitten|horse|rabbit|hamster|parrot)"
)
FORMS: Final = (
    _form(rf"\byour {_RELATION}['’]?s?,? (?:names?|called)\b", "My {relation} is called {}", whole=True),
    _form(rf"\b(?:names?|called)\b.*\byour {_RELATION}\b", "My {relation} is called {}", whole=True),
    _form(
        r"\bwhere (?:exactly )?(?:do|are) you (?:live|living|based|located|at home|at\b|now\b)|"
        r"\bwhere(?:['’]s| is) home\b|\b(?:which|what) (?:city|town|country|part of) .*\b(?:you|home)\b|"
        r"\bwhere (?:are|did) you mov(?:ing|e) to\b(?!.*\bmoving\b.*\bwill\b)",
        "I live in {}",
    ),
    _form(
        r"\bwhat do you do\b(?! (?:all day|for fun|in your|at (?:the )?weekend|on|when|with|about|if|after|"
        r"to relax|with your))|\b(?:what|which) (?:job|role|position)(?: is it)?\?|\bwhat will you (?:do|"
        r"be)(?: there| now| instead)?\?|\bwhat are you (?:doing|working as)(?: now| there| these days|"
        r" instead)?\?|\bas what\?|\bwhat(?:['’]s| is) (?:your|the) (?:new )?(?:job|profession|occupation|"
        r"line of work|trade)\b|\bwhat kind of (?:work|job)\b|\bwhat do you work\b",
        "I work as {}",
    ),
    _form(
        r"\bwho(?:m)? do you work for\b|\b(?:which|what) company\b.*\byou\b|\bwhere do you work\b|\byour employer\b",
        "I work for {}",
    ),
    _form(
        r"\bwhat(?:['’]s| is) your name\b|\bwhat(?:['’]s| are) you called\b|\bwho am i (?:speaking|"
        r"talking)\b|\bmay i ask your name\b",
        "My name is {}",
    ),
    _form(r"\bwhat (?:should|can|shall|may) i call you\b|\bhow (?:should|shall|may) i address you\b", "Call me {}"),
    _form(r"\bhow old are you\b|\byour age\b", "I'm {} years old"),
    _form(r"\bwhen(?:['’]s| is) your birthday\b", "My birthday is {}", whole=True),
    _form(
        r"\b(?:any|your|have|food) allerg\w+|\ballergic to (?:anything|something)|\banything you(?:['’]re|"
        r" are) allergic to",
        "I'm allergic to {}",
        whole=True,
    ),
    _form(r"\b(?:which|what) languages\b", "I speak {}", whole=True),
    _form(r"\bwo (?:wohnst|wohnt|wohnen|lebst|leben) (?:du|ihr|sie)\b|\bin welcher stadt\b", "Ich wohne in {}"),
    _form(
        r"\bwas (?:machst du|machen sie) (?:denn )?beruflich\b|\bwas (?:bist du|sind sie) von beruf\b|"
        r"\bals was arbeite\w+\b",
        "Ich arbeite als {}",
    ),
    _form(r"\bwie (?:heißt|heisst|heißen) (?:du|sie)\b", "Ich heiße {}"),
    _form(r"\bwie alt (?:bist du|sind sie)\b", "Ich bin {}"),
    _form(
        r"\boù (?:habit\w+|vi\w+|êtes|es)[- ](?:tu|vous)?|\boù (?:est-ce que )?(?:tu|vous) (?:habit\w+|"
        r"viv\w+)|\bdans quelle ville\b",
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
        r"\b(?:still|so|are) (?:you )?(?:still |all )?(?:living |based )?in (?-i:[A-Z])|^(?:and |so |"
        r"still )?from (?-i:[A-Z])[\w-]+\?|\bsame (?:flat|house|place|address|town|city|room)\b|^(?:and |"
        r"so )?(?:you['’]re |are you )?(?:still |back |now |all )?in (?-i:[A-Z])[\w-]+(?: now| these days|"
        r" too)?\?"
        r"|\bso you(?:['’]re| are)(?: now| back)? in\b|\bare you (?:still )?(?:living|in|based)\b|"
        r"\bdid you (?:move|stay)\b",
        "I live in {}",
        name=True,
    ),
    _form(
        r"\bwhere (?:is|['’]s) (?:that|your (?:business|place|new place|flat|house|shop|company)|it|"
        r"this)(?: based| now| exactly)?\?|\bwhere are you(?: now| based| these days| living| writing from|"
        r" calling from| off to)?\?|"
        r"\bwhere would (?:you|that) be\b|\bwhere (?:did|have) you (?:move|moved|gone|go|end up|settle)\b|"
        r"\bwhat(?:['’]s| is) (?:the|your) address\b|\bwhereabouts\b",
        "I live in {}",
        name=True,
    ),
    _form(
        r"\bwhere to(?: next| now)?\?|\bwho(?:['’]s| is) the (?:new )?employer\b|"
        r"\bhave you found (?:something|a new job|another job|work)\b|\bare you still (?:at|with|"
        r"working (?:at|for))\b|\bstill (?:at|with) (?-i:[A-Z])|\bsame (?:employer|company|firm|job)\b|"
        r"\bwho (?:are|do) you work(?:ing)? (?:for|with)(?: now)?\b|\byour (?:current|new) employer\b|"
        r"\bwhich (?:firm|hospital|school|bank)\b",
        "I work for {}",
        name=True,
    ),
    _form(
        r"\bwho is [\"“]?we\b|\bwho(?:['’]s| is) the lucky\b|\bwho(?:['’]s| is) (?:she|he|the other half)\?|"
        r"\bis there someone\b",
        "My partner is {}",
        name=True,
    ),
)
