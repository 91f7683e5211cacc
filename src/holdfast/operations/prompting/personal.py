"""Whether a question is about somebody's own affairs, as far as its form and what was found tell.

A question about the world and a task for once ("write me a poem about winter", "how do tides work?") name neither who
asks nor anybody or anything of theirs.  Evidence that one does: the first person, outside quotations and not as whom
the assistant is to do something for; a name that the user has used; a relation that is told by an article ("the
kids"); a day that is told from the day of asking; and that it asks for what was said before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from holdfast.operations.prompting.question_forms import asked_of_questions
from holdfast.operations.prompting.relations import relation_of
from holdfast.providers.facts.choices import expressions_of
from holdfast.providers.facts.screening import Screened
from holdfast.retrieval.first_persons import speaks_of_oneself

_EXPRESSIONS: Final = expressions_of(__file__)
_MOST_READ: Final = 500
"""Characters of a question that are looked at."""
_MOST_TOLD: Final = 2000
"""Characters of what the user said that are looked through for names."""
_KEPT: Final = 8192

_QUOTED: Final = asked_of_questions(r"\"[^\"]*\"|“[^”]*”|„[^“”]*[“”]|«[^»]*»|「[^」]*」|『[^』]*』|`[^`]*`")
_OTHER_WORDS: Final = asked_of_questions(r"\b[A-Z]{2,}\b|\bWar I\b|\bi (?=[^\W\d_]+i\b)|(?<=[ei] )sono\b")
"""What only looks like a first person: the EU, the US, Italian articles and plurals."""
_POLITE: Final = (
    r"\W*(?:(?:please|ok|okay|hey|hi|now|and|bitte|und|can you|could you|would you|will you|kannst du|könntest du) )*"
)
_ARRANGE: Final = "plan|book|pack|organi[sz]e|arrange|buch|reserv|réserv|prépar|prepar"
"""What is done for somebody alone, and so is about them."""
_FOR_WHOM: Final = asked_of_questions(
    rf"^{_POLITE}(?!remind|erinner|{_ARRANGE})[^\W_]+ (?:me|us|mir|uns|mij|ons)\b"
    rf"|(?!rappelle|lembra|{_ARRANGE})\b[^\W_]+-(?:moi|nous|me)\b"
    r"|^\W*(?:peux-tu|pouvez-vous|tu peux|vous pouvez|pourrais-tu|pourriez-vous) (?:me |nous |m['’])"
    r"|^\W*(?:me|mi|nos) (?:puedes|podrías|das|dices|cuentas|escribes|explicas|haces|traduces|puoi|potresti|scrivi"
    r"|dai|dici|racconti|spieghi|traduci|fai|conta|dá|diga|explica|escreve|traduz|faz)\b"
    r"|^\W*(?:você )?(?:pode|podes) me\b"
    r"|(?:给|給|帮|幫|告诉|告訴|教|为|為)(?:我们|我們|我)|(?:私|僕|俺)たち?に",
    re.IGNORECASE,
)
"""For whom the assistant is to do something: "write me", "erzähl mir", "dis-moi", "帮我"."""
_OF_ALL: Final = asked_of_questions(
    r"\b(?:why|how) (?:do|did|can|are) we\b|\b(?:warum|wieso) [^\W_]+ wir\b|\bpourquoi (?:nous|[^\W_]+-nous)\b",
    re.IGNORECASE,
)
"""All of mankind: "why do we dream?"."""
_WITHOUT_PRONOUN: Final = asked_of_questions(
    r"\b(?:o que|qué|cosa|dove|onde|dónde|adónde|cuándo|quando|cómo|como|come|por qué|perché)"
    r" (?!tipo|sono|tempo|tiempo|significado)[^\W\d_]{2,}o\b"
    r"|^\W*(?!qu|porqu|perch|caf)[^\W\d_]{2,}(?:ei|é|í)\b",
    re.IGNORECASE,
)
_WITHOUT_PRONOUN_ANYWHERE: Final = asked_of_questions(
    r"\b(?!bra|schi|cla|octa|centa|nue|hue|rele|longe|medie)[^\W\d_]{2,}[ae]v(?:o|amo)\b"
    r"|[^\W\d_]{2,}(?:ába|áva|ía)mos\b",
    re.IGNORECASE,
)
"""First persons of Italian, Spanish and Portuguese verbs, where they stand for certain."""
_WHAT_TO_DO: Final = asked_of_questions(
    r"^\W*(?:what|where|when|which [^\W_]+|who(?:m)?) to [^\W_]+"
    r"|^\W*(?:(?:à |avec |pour )?(?:où|quoi|qui)|que|quand|quel(?:le)?s? [^\W_]+)(?: (?:m|nous)['’ ]?)?"
    r" [^\W\d_]+(?:er|ir|re)\b"
    r"|^\W*(?:(?:para |con |com |a )?(?:qué|adónde|dónde|cuándo|quién|onde|quem)|o que|cuál|qual)(?: [mn]os?)?"
    r" [^\W\d_]+[aei]r(?:me|nos)?\b"
    r"|^\W*(?:(?:a |con )?(?:dove|chi)|(?:che )?cosa|quando|quale? [^\W_]+) [^\W\d_]+(?:[aei]re|[aei]r(?:mi|ci))\b",
    re.IGNORECASE,
)
"""What who asks might do, without a person: "où partir ?"."""
_OF_TODAY: Final = asked_of_questions(
    r"\b(?:tonight|tomorrow|this (?:week|weekend|month|evening|summer|autumn|winter|spring)|next (?:week|weekend|month)"
    r"|heute|(?<!guten )morgen(?= |\?)|am wochenende|nächste woche|ce soir|demain|ce week-end|la semaine prochaine"
    r"|esta (?:noche|tarde|semana)|mañana|este (?:finde|fin de semana)|stasera|domani|hoje|amanhã|esta noite"
    r"|vanavond)\b|今晚|明天|今夜|今晩|明日|週末|周末",
    re.IGNORECASE,
)
_OF_RECORD: Final = asked_of_questions(
    r"\b(?:remind me|(?:did|had|have) you|you (?:said|told|suggested|recommended|mentioned)|erinner\w* mich|hast du"
    r"|rappelle-moi|recuérdame|ricordami|lembra-me|still)\b|提醒我",
    re.IGNORECASE,
)
_PERSONAL: Final = (_WITHOUT_PRONOUN, _WITHOUT_PRONOUN_ANYWHERE, _OF_TODAY, _WHAT_TO_DO)
_OF_SOMEBODY: Final = _EXPRESSIONS.late(r"\b(?:the|der|die|das|dem|den) ([^\W\d_]+)", re.IGNORECASE)
_SAID: Final = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
_WORD: Final = re.compile(r"[^\W\d_]+")
_COURTESIES: Final = """
    hello hi hey there good morning evening afternoon night day thanks thank you so much very a lot bye goodbye see
    later soon take care sleep well that's all for today now nice great lovely perfect ok okay cheers welcome weekend
    have and how are doing it's going lol haha hahaha everything
    hallo guten morgen tag abend gute nacht danke schön sehr vielen dank tschüss bis bald später morgen alles klar super
    wie geht's geht es dir und schönen schönes wochenende feierabend
    bonjour bonsoir salut bonne journée soirée nuit merci beaucoup bien ça va comment vas-tu à plus demain bientôt au
    revoir et toi mille
    hola buenos buenas días tardes noches gracias muchas mil adiós hasta luego mañana pronto qué tal cómo estás está
    todo jaja jajaja
    ciao buongiorno buonasera buonanotte grazie mille tante arrivederci a presto domani come stai va tutto bene
    olá oi bom boa dia tarde noite obrigado obrigada muito até logo amanhã tudo bem como estás vai tchau
    hoi goedemorgen dank je wel bedankt tot ziens dag
    """
_COURTEOUS: Final = frozenset(_COURTESIES.split())
_COURTEOUS_UNSPACED: Final = re.compile(
    r"\W*(?:你好|您好|早上好|早安|晚安|晚上好|谢谢你?|謝謝|再见|拜拜|こんにちは|こんばんは|おはよう(?:ございます)?"
    r"|ありがとう(?:ございます|ございました)?|おやすみ(?:なさい)?|さようなら|またね|[！!。.、,～~ ])+"
)
_CAPITALISED: Final = re.compile(r"(?<=[^.!?¿¡:;\n] )[^\W\d_a-zß-öø-ÿ](?:[^\W\d_]{2,}|[a-zß-öø-ÿ](?![^\W_]))")
_LONGEST_ARTICLE: Final = 8
"""Characters, with what is around it."""
_AFTER_ARTICLE: Final = _EXPRESSIONS.late(
    r"\b(?:ein|eine|einen|einem|einer|der|die|das|dem|den|des|im|am|zum|zur|vom|beim|über|mit|für|ohne|und|von|in)\s$",
    re.IGNORECASE,
)


@lru_cache(maxsize=_KEPT)
def _names(text: str) -> frozenset[str]:
    """The words of a text that begin with a capital amid a sentence; German nouns behind an article do as well."""
    return frozenset(
        match[0].casefold()
        for match in _CAPITALISED.finditer(text)
        if not _AFTER_ARTICLE.search(text, max(0, match.start() - _LONGEST_ARTICLE), match.start())
    )


@lru_cache(maxsize=64)
def _form_is_personal(question: str) -> bool:
    said = question[:_MOST_READ]
    if _OF_RECORD.fits(said):
        return True
    said = _without(_OTHER_WORDS, _without(_QUOTED, said))
    said = _without(_OF_ALL, _without(_FOR_WHOM, said, most=1))
    if speaks_of_oneself(said) or any(form.fits(said) for form in _PERSONAL):
        return True
    folded = said.casefold()
    return any(relation_of(word) or relation_of(word[:-1]) for word in _OF_SOMEBODY.findall(folded))


def _without(form: Screened, text: str, *, most: int = 0) -> str:
    """A text with a blank for what fits a form in it, at most so often; 0 stands for everywhere."""
    return form.form.sub(" ", text, count=most) if form.fits(text) else text


@lru_cache(maxsize=64)
def is_courtesy(text: str) -> bool:
    """Whether a text is nothing but a greeting, thanks or a farewell."""
    said = text[:_MOST_READ].casefold().replace("’", "'")
    first = _SAID.search(said)
    if first is not None and first[0] in _COURTEOUS and all(word in _COURTEOUS for word in _SAID.findall(said)):
        return True
    if first is not None and said.isascii():
        return False
    return _COURTEOUS_UNSPACED.fullmatch(said) is not None


def is_personal(question: str, told: Iterable[str]) -> bool:
    """Whether a question seems to be about the affairs of whoever asks.

    Args:
        question: what is asked.
        told: what the user said, as far as it was found; the beginning of each text is looked through for the names in
            the question.
    """
    if _form_is_personal(question):
        return True
    words = frozenset(_WORD.findall(_without(_QUOTED, question[:_MOST_READ]).casefold()))
    return any(not words.isdisjoint(names) for text in told if (names := _names(text[:_MOST_TOLD])))
