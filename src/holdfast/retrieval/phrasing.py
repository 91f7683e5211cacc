"""The part of a question that speaks of the question itself: "Can you list the order in which I brought up …".

A question to an assistant often says in which form it wants the answer, and that there was a conversation. These words
are rare in the conversation and would therefore weigh most of all, although no answer holds them. They are known for
English; questions in other languages are taken as they are.
"""

import re
from collections.abc import Iterable, Sequence

from holdfast.retrieval.folding import fold
from holdfast.retrieval.languages import stop_words
from holdfast.retrieval.tokens import IS_UNSPACED

MOST_WORDS = 200
"""A longer text is no question but a pasted page, and is taken as it is: cost grows with its length."""

_LANGUAGES = frozenset({"english", "porter"})
_TALK = "(?:conversations?|chats?|discussions?|talks?|sessions?|messages?)"
_EARLIER = "(?:recent |previous |past |earlier |last |whole |entire )?"
_PHRASES = (
    "(?:^|(?<=you )|(?<=please ))(?:walk me through|list|tell me|remind me(?: of)?|give me|show me|provide)",
    "(?:bring|brought|bringing) up",
    "(?:the )?order (?:in which|that)|in (?:what |which |chronological )?order",
    f"(?:our|this|these|their) {_EARLIER}{_TALK}",
    f"(?:throughout|across) (?:all )?(?:of )?my {_EARLIER}{_TALK}",
    "how (?:much|many)",
    "mention(?:ed|s|ing)?|discuss(?:ed|es|ing)?|summary|summari[sz]e|recap|conversations?|discussions?",
)
_ASIDE = re.compile(rf"\b(?:{'|'.join(_PHRASES)})\b")
# Each phrase holds one of these: most questions need no more than a look at their words.
_HINT_WORDS = """
walk list tell remind give show provide bring brought bringing order mention mentioned mentions mentioning discuss
discussed discusses discussing summary summarize summarise recap conversation conversations discussion discussions
much many chat chats talk talks session sessions message messages
"""
_HINTS = frozenset(_HINT_WORDS.split())
# What is asked of a day without saying what: "What did I do yesterday?", "was war am Montag los?".
_DOING_WORDS = """
happen happened happens happening going went go get got done say said tell told write wrote talk talked mention
mentioned report reported chat chatted ask asked anything something everything things thing stuff
machen mache mach macht machten machte gemacht tun tat taten getan passieren passiert passierte los geschehen geschah
gesagt sagen sagte erzahlt erzahlen geschrieben schreiben schrieb vorgefallen unternommen gewesen
hacer hice hizo hicimos hicieron hacia haciendo hecho paso pasar pasado ocurrio dije decir dijo conte conto escribi
faire fait faisait faisais faisons passe passait dit dire raconte ecrit arrive
fazer fiz fez fizemos fizeram feito aconteceu acontecer passou disse dizer contei escrevi
fare fatto feci fece facemmo facevo successo succedere accaduto detto dire raccontato scritto
"""
_DOING = frozenset(_DOING_WORDS.split())
_DOING_UNSPACED = re.compile(
    "都?(?:做|干|幹|说|說|写|寫)(?:了|过|過|的|些)*|发生(?:了|过)?|發生(?:了|過)?|有什么事|事情|何[をがか]?"
    "|やっ(?:た|て)|やりましたか?|しましたか?|し(?:た|て)|起きた|起こった|ありましたか?|あった|言いましたか?|言った"
    "|書きましたか?|書いた|話しましたか?|話した|こと"
)
_PARTICLES = re.compile("[はがをにでともかねよの]*")
# Verbs that go with everything and tell apart nothing: "What did the blood test say?", "où va-t-on cet été?".
_LIGHT_WORDS = """
say says said saying get gets got getting go goes going gone went make makes made making take takes took taken taking
come comes came coming give gives gave given giving put puts keep keeps kept want wants wanted need needs needed let
lets find finds found tell tells told know knows knew known think thinks thought happen happens happened call called
use uses used still
"""
LIGHT_WORDS = frozenset(_LIGHT_WORDS.split())
"""English words of a question that count only if there are no others, in other languages those that mean such a one."""
_SUMMARISING = frozenset({"summary", "summarize", "summarise", "recap", "overview"})


def subject_words(words: Sequence[str], language: str) -> Sequence[str]:
    """The lower-case words of a question without those about the question itself."""
    if language not in _LANGUAGES or len(words) > MOST_WORDS or _HINTS.isdisjoint(words):
        return words
    return _ASIDE.sub("", " ".join(words)).split()


def asks_for_summary(words: Sequence[str], language: str) -> bool:
    """Whether the question wants a summary: then what everybody said counts, also where it says "my" or "me"."""
    return language in _LANGUAGES and not _SUMMARISING.isdisjoint(words)


def without_doing(words: Iterable[str], languages: Iterable[str]) -> list[str]:
    """The words of a question about days without those by which it asks what was done, said or the case.

    Args:
        words: those of the question, in lower case.
        languages: those that its names of days tell, whose function words go as well.
    """
    stop = frozenset().union(*map(stop_words, languages))
    left = (_DOING_UNSPACED.sub("", word) if IS_UNSPACED.match(word) else word for word in words)
    return [word for word in left if not (_PARTICLES.fullmatch(word) or word in stop or (fold(word) in _DOING))]
