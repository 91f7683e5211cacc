"""Whether words that a pattern fits say what is, of the speaker: not denied, past, planned or somebody else's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from holdfast.domain.words_for_people import ACQUAINTANCES, CHILDREN, HOUSEHOLD, SIBLINGS, WIDER_KIN, any_of
from holdfast.providers.facts import trust
from holdfast.providers.facts.apparent import ended_in_earnest
from holdfast.providers.facts.clauses import Clause
from holdfast.providers.facts.coming import names_beginning
from holdfast.providers.facts.greetings import is_called_about
from holdfast.providers.facts.journeys import is_in_a_shop, is_on_journey
from holdfast.providers.facts.known_words import is_common_word
from holdfast.providers.facts.languages.english.family import MAYBE_LOVER, OF_A_CHILD
from holdfast.providers.facts.languages.english.words import ANIMALS, KIDS, PARTNER
from holdfast.providers.facts.languages.health import may_be_about_health
from holdfast.providers.facts.others import (
    ACTS,
    is_about_one_known,
    is_about_one_named,
    is_about_several_named,
    is_about_somebody,
    is_pet_of_others,
    is_told_of_a_name,
)
from holdfast.providers.facts.patterns import Language, Pattern
from holdfast.providers.facts.rare import Rare
from holdfast.providers.facts.screening import Qualifier
from holdfast.providers.facts.values import is_given_name, is_only_a_name, is_place, names_time

OFTEN_PLANNED: Final = frozenset({"home", "job", "employer"})
"""Slots of which people speak long before they come true."""

RELATIVES: Final = frozenset({"partner", "children", "pets", "name"})
"""Slots that are about others by nature: that others are spoken of is no reason against them."""

_TO_SPEAKER: Final = re.compile(r"\b(?:me|us)\b", re.IGNORECASE)
"""Others do it, but to the speaker: "they made me a dispatcher"."""

_GIVEN_UP: Final = re.compile(
    r"\b(?:quit|left|lost|leaving|resigned|gave up|given up|packed in|chucked|jacked|turned down|no longer have|"
    r"(?:was|were|been|got|being) offered|offered me)"
    r"(?: (?:in|from|my|the|a|an|up|old))* $",
    re.IGNORECASE,
)
"""What stands before the work that somebody has no longer."""

_DONE_WITH: Final = re.compile(
    r"\b(?:done|finished|through|fed up|no longer|not|fired|sacked|let go|laid off|resigned|quit|former(?:ly)?|ex)\b"
    r"(?! only)",
    re.IGNORECASE,
)
"""What stands within words that would name somebody's work, if it is theirs no longer."""

_JOINT: Final = re.compile(r"\b(?:and|but|now|then|so)\b", re.IGNORECASE)
_ANY_ONE: Final = re.compile(
    r"\b(?:an?|one|two|another|some|einen?|eine|une?|una|um|uma|uno|een) (?:[\w-]+ ){0,3}?(?:called|named|namens|"
    r"appelée?|llamad[oa]|chamad[oa]|di nome|chiamat[oa]|genaamd|,)? ?$",
    re.IGNORECASE,
)
"""What stands before the name of one of a kind, whoever that is."""

_EXERCISING: Final = re.compile(r"\bwork(?:s|ed|ing)? out\b", re.IGNORECASE)
_SEEING: Final = re.compile(r"\b(?:seeing|met|meeting) $", re.IGNORECASE)
_AT_A_TIME: Final = re.compile(
    r" (?:[A-Z][\w-]+ )?(?:at (?:noon|lunch|\d)|on (?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|tonight|later|"
    r"this (?:morning|afternoon|evening|week)|"
    r"for (?:lunch|dinner|coffee|a (?:drink|chat|meeting))|in (?:an hour|a bit))\b",
    re.IGNORECASE,
)
"""When or for what somebody is met who is no partner."""

_NAMING: Final = re.compile(
    r"(?:,|:|\b(?:is|are|named?|called|hei(?:ß|ss)t|hei(?:ß|ss)en|llama|appelle|chama|chiama|"
    r"heet))\s*$",
    re.IGNORECASE,
)
"""What stands before a name."""

_OF_A_TIME: Final = frozenset({"pets", "home", "job", "employer", "partner", "diet"})
_LONG_PAST: Final = Qualifier(
    r"\b(?:as an? (?:child|kid|boy|girl|teen\w*|student|toddler|young \w+|little \w+)"
    r"|when (?:i|we) (?:was|were) (?:a |an |in )?(?:\w+ )?"
    r"(?:kid|child|boy|girl|young\w*|little|small|student|teen\w*|school|college|uni|\d+)"
    r"|growing up|in my (?:youth|childhood|teens|twenties|student days)"
    r"|back in (?:the day|(?:19|200)\d\d?|college|school)"
    r"|in (?:19\d\d|200\d),? (?:i|we) (?:was|were|had|lived|worked)|years ago (?:i|we) (?:had|was|lived|worked)"
    r"|once (?:had|owned|lived|worked))\b",
    re.IGNORECASE,
)
"""What was so in another part of a life."""

_LIVING: Final = frozenset({"partner", "children", "pets"})
_SOMEBODY_IS: Final = re.compile(
    r"(?:^|[,;.] ?|\b(?:and|but|so|because|as|since) )"
    r"(?:(?-i:(?!I\b)[A-Z])[\w’-]+(?: and (?-i:[A-Z])[\w’-]+)? (?:is|are|was|has been)|"
    r"(?:he|she|they) (?:is|are|was|were)|(?:he|she)['’]?s|they['’]?re) (?:\w+ )?$"
)
"""What stands before something that is told of somebody who has a name."""

_BY_NAME: Final = re.compile(
    r"^(?:and |so |but )?(?P<who>(?-i:[^\W\d_a-zß-öø-ÿ])[\w-]+)"
    r"(?:['’]s \w* ?| (?:(?:has|had|just|also|now|recently|finally|is|was) )*)$",
    re.IGNORECASE,
)
"""Who has a name stands before what is told of them, or of what is theirs."""

_SOMEBODY: Final = (
    rf"(?:{any_of(WIDER_KIN, CHILDREN, ACQUAINTANCES, HOUSEHOLD)}|auntie|gran\w*|nan|nana|buddy|pal|bro|cowork\w+|"
    r"neighbou?rs|ex|teacher|parents|folks|in[- ]laws)"
)
_SOMEBODY_ACTS: Final = re.compile(
    r"^(?:(?:and|so|but|also|btw|oh|well|then)[, ]+)*"
    rf"(?:(?:my|our|the|his|her|their) (?:[\w-]+ ){{0,2}}?{_SOMEBODY}\b(?!,? and (?:i|me)\b)(?: \w+){{0,2}}?|"
    rf"he|she|they) {ACTS}\b"
    r"(?!.*\b(?:i|me|we|us|my|our)\b)"
    rf"|\b(?:{any_of(ACQUAINTANCES, SIBLINGS)}|neighbou?rs|friends|mates|buddy|colleagues|cousin|someone|somebody|"
    r"woman|man|guy|people) (?:with|who|whose|that|has|had|had got) |\bnext[- ]door\b",
    re.IGNORECASE,
)
"""Whom or what somebody else meets, has or gets is not the speaker's."""

_OF_ANOTHER: Final = re.compile(
    r"(?:\b(?!(?:it|that|this|here|there|he|she|what|who|one|name|let|today|tomorrow|yesterday|everything|all|"
    r"how)['’])"
    r"[\w-]+['’]s|\w+s['’]) (?!(?:my|our|an?|the|called|named|name|had|got|been|just|now|new)\b)(?:[\w-]+ ){0,2}?"
    rf"(?:{KIDS}|{ANIMALS}|{PARTNER})\b(?!.*\b(?:i|i['’]\w+|we|we['’]\w+|my|our|me|us)\b)",
    re.IGNORECASE,
)
"""Of somebody else's, and behind it nobody of the speaker's: "Tom's dog is called"."""
_OWNS: Final = re.compile(
    rf"['’]s (?!(?:my|our|an?|the)\b)(?:[\w-]+ ){{0,2}}?(?:{KIDS}|{ANIMALS}|{PARTNER})\b", re.IGNORECASE
)
"""What follows the name of whose somebody or something is."""

_PLACING: Final = re.compile(
    r"\b(?:in|to|at|near|outside|from|for|around|on|of|by|à|en|a|em|no|na|para|nach|naar|te|bei|ad)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
"""What stands before the name of a place."""

_AT_WORK: Final = re.compile(r"\b(?:at|joined|joining|bei|chez|bij|presso)\s+(?:the\s+)?$", re.IGNORECASE)
"""What stands before the name of a firm, and of no person."""

_NEGATED: Final = re.compile(
    r"\b(?:not|never|don['’]?t|isn['’]?t|aren['’]?t|nicht|kein\w*|pas|no|não|non"
    r"|(?:nearly|almost|practically|virtually)(?: (?:took|got|accepted|had|have|landed|an?|the|my))*)\s*$",
    re.IGNORECASE,
)


_AS_IF: Final = re.compile(
    r"\b(?:good|right|fit|sure|clear|happy|free|fresh|strong|fine|solid|sound|steady|quiet|busy) as (?:an? )?$",
    re.IGNORECASE,
)
"""What stands before that to which something is likened: "good as gold"."""

_LONGEST_AS_IF: Final = len("steady as an \n")

_CALLED_OFF: Final = Rare(
    r"\bdoch (?:nicht|kein\w*)\b|\btoch (?:niet|geen)\b|\b(?:not|\w+n['’]?t)\b.{0,60}\bafter all\b|\bal final no\b|"
    r"\balla fine non\b|\bafinal (?:já )?não\b|\bfinalement,? (?:pas|je ne|on ne|nous ne)\b"
)
"""What is not to be after all."""

_CALLED_BY_FEW: Final = re.compile(
    r"\b(?:only they|they only|they (?:all|always|keep)) call(?:ing)? me\b", re.IGNORECASE
)
_STUDYING: Final = re.compile(r"(?:, )?(?:[\w’']+ ){0,2}(?:doing|switched to|moved to|changed to) ", re.IGNORECASE)
_AT_SCHOOL: Final = re.compile(
    r"\b(?:uni|university|college|school|year|semester|sem|term|degree|major|course|exams?|campus|hostel|dorm|"
    r"freshman|"
    r"undergrad|bachelor\w*|master\w*|phd)\b",
    re.IGNORECASE,
)
"""What shows that a subject is studied, and no work: "doing nursing at uni, first year"."""

_ASKED_OR_NAMED: Final = re.compile(
    r"\b(?:me|just|plain|only|simply|it['’]?s|with|to|by|make|go|stick|being|as|am|i['’]?m|this|is|"
    r"mich|nenn\w*|moi|m['’]appel\w+|ll[áa]m[ae]me|llam\w+|dicen|chiam\w+|cham\w+|trat[ae]-me|noem(?:t|en)?|mij)\b",
    re.IGNORECASE,
)
"""What stands before a form of address or a name, so that any word may be one: "call me Boss", "just Sunshine"."""

_BEDDED: Final = re.compile(
    r"\b(?:sleep|kip|crash|doss|nap)(?:ping|ing|ped|ed)?\b.*\b(?:tonight|on call|(?:staff|waiting|spare|guest) room|"
    r"sofa|"
    r"couch|floor|hostel|cabin|camper|tent|airport)\b|\bon call\b.*\b(?:sleep|kip)\w*\b|"
    r"\b(?:penn|schlaf|schläf)\w*\b.*\b(?:heute|bei \w+ auf|sofa|couch|boden|zelt)\b|"
    r"\b(?:dors|duermo|durmo|dormo|slaap)\b.*\b(?:ce soir|chez|canapé|esta noche|sofá|stasera|stanotte|divano|"
    r"esta noite|"
    r"vannacht|bank)\b",
    re.IGNORECASE,
)
"""Where somebody spends a night, and does not live."""

_KIND: Final = re.compile(
    r" (?!(?:and|but|so|now|since|for|because|these|this|too|at|as|atm|again|diet|diets?|eater|"
    r"person|food|in|by|if|or|when|lol|btw|still|also|only|household|with|not|no|i|we|due|after|until|though|"
    r"does|do|did|is|are|can|could|will|would|what|which|how|have|has|kitchen|household|home|please|pls)\b)[a-z]"
)
"""What goes on behind a way of eating that is only the kind of a thing: "gluten free arepas"."""

_NEWBORN: Final = re.compile(r",? (?:(?:just|only|now) )?(?:\w+ )?(?:days?|weeks?|months?) old\b", re.IGNORECASE)
"""What follows the name of a child, and of no partner."""


class Match(NamedTuple):
    """Where a pattern fits, in the whole text, and the value it names."""

    start: int
    end: int
    value_start: int
    value: str | None


_IN_GERMAN: Final = re.compile(
    r"\b(?:ist|und|der|die|das|ich|nicht|mit|zum|zur|auf|bin|war|sind|hat|habe|wir|noch|den|dem|ein|eine|sie|"
    r"heute|schon)\b",
    re.IGNORECASE,
)


def holds(form: Pattern, match: Match, text: str, clause: Clause, languages: Sequence[Language]) -> bool:
    """Whether the words of a match say what is, of the speaker."""
    words = text[clause.start : clause.end]
    said = text[clause.start : match.end] if form.slot in RELATIVES else words
    asks = trust.is_question(words) and not trust.is_about_reality(words) and form.slot != "form_of_address"
    ahead = text[clause.start : match.start]
    if asks or trust.is_reported(said) or _is_of_somebody(form, ahead, text[match.start : match.end]):
        return False
    if _is_something_else(form, match, text, clause) or _is_only_wished(form, text[clause.start : match.value_start]):
        return False
    if not form.lasting and form.slot not in RELATIVES and trust.is_temporary(words):
        return False
    planned = form.slot in OFTEN_PLANNED and trust.is_plan(text[clause.start : match.end] if form.lasting else words)
    planned = planned and not names_beginning(text[clause.sentence_start : clause.sentence_end])
    if planned or _is_somebody_else(form, match, text, clause):
        return False
    before = text[clause.start : match.start if form.own else match.value_start]
    if _TO_SPEAKER.search(text[match.start : match.value_start]):
        return True
    return form.slot in RELATIVES or not any(language.others.fits(before) for language in languages)


def _is_something_else(form: Pattern, match: Match, text: str, clause: Clause) -> bool:
    """Whether a clause that seems to fill a slot says that it is over, or one that seems to end it does not."""
    words = text[clause.start : clause.end]
    if form.ends:
        return not ended_in_earnest((form.slot,), words, text[clause.sentence_start : clause.sentence_end])
    if form.slot in _LIVING and match.value is not None and _is_no_relation(match, text, clause):
        return True
    if _is_likened_or_small(form.slot, match, text, words) or _is_passed(form.slot, match, text, clause):
        return True
    if form.slot == "name" and _is_in(match, text, text[clause.sentence_start : match.start]):
        return True
    return _is_over(form, text[clause.start : match.start], text[match.start : match.value_start], words)


def _is_in(match: Match, text: str, before: str) -> bool:
    """Whether the word before a name is German for "in": who writes "im april" is no April."""
    if not text[: match.value_start].endswith("im "):
        return False
    return names_time(match.value or "") or _IN_GERMAN.search(before) is not None


def _is_no_relation(match: Match, text: str, clause: Clause) -> bool:
    """Whether somebody who seems to be the speaker's partner, child or pet is called, met once, or no name at all."""
    sentence = text[clause.sentence_start : clause.sentence_end]
    start, value = match.value_start - clause.sentence_start, match.value or ""
    if is_called_about(sentence, start, start + len(value), match.end - clause.sentence_start):
        return True
    if sentence.isupper() and _is_shouted_word(value, sentence[:start]):
        return True
    return _SEEING.search(text[match.start : match.value_start]) is not None and (
        _AT_A_TIME.match(text, match.value_start + len(value)) is not None
    )


def _is_passed(slot: str, match: Match, text: str, clause: Clause) -> bool:
    """Whether what seems to be a home or a firm is passed on a journey, or where somebody works out."""
    if slot == "home":
        sentence = text[clause.sentence_start : clause.sentence_end]
        return is_on_journey(sentence) or _BEDDED.search(sentence) is not None
    if slot != "employer":
        return False
    sentence = text[clause.sentence_start : clause.sentence_end]
    return _EXERCISING.search(text[match.start : match.value_start]) is not None or is_in_a_shop(sentence)


def _is_likened_or_small(slot: str, match: Match, text: str, clause: str) -> bool:
    """Whether what seems to be work is likened to, a form of address no wish, or a partner a newborn child."""
    if slot == "job":
        if _STUDYING.match(text, match.start) is not None and _AT_SCHOOL.search(clause) is not None:
            return True
        return _AS_IF.search(text[: match.value_start], max(0, match.value_start - _LONGEST_AS_IF)) is not None
    if slot == "form_of_address":
        return _CALLED_BY_FEW.search(clause) is not None or _is_any_word(match, text)
    if slot == "name":
        is_here = text.startswith(" here", match.value_start + len(match.value or ""))
        return is_here and (_is_any_word(match, text) or may_be_about_health(match.value or ""))
    if slot == "diet":
        return (
            (match.value or "").endswith("free") and "strict" not in clause and _KIND.match(text, match.end) is not None
        )
    return slot == "partner" and _NEWBORN.match(text, match.end) is not None


def _is_any_word(match: Match, text: str) -> bool:
    """Whether a common word, and no name, begins a match: "Weather is better", "Up here in Leeds"."""
    within = text[match.start : match.value_start]
    return _ASKED_OR_NAMED.search(within) is None and is_common_word(match.value or "")


def _is_only_wished(form: Pattern, before: str) -> bool:
    """Whether what stands before a name says that somebody is to come, perhaps: "considering a dog called Rex"."""
    return form.slot in _LIVING and not form.ends and _ANY_ONE.search(before) is not None and trust.is_plan(before)


def _is_shouted_word(value: str, before: str) -> bool:
    """Whether a word that follows somebody's in a sentence of large letters may be any: "MY HUSBAND HATES FISH"."""
    return not _NAMING.search(before) and not is_given_name(value.partition(" ")[0].capitalize())


def _is_of_somebody(form: Pattern, ahead: str, within: str) -> bool:
    """Whether who stands ``ahead`` of the words that fit is somebody else, and not one who does it to the speaker."""
    if form.slot in RELATIVES or _TO_SPEAKER.search(within):
        return False
    named = _BY_NAME.match(ahead)
    return _SOMEBODY_IS.search(ahead) is not None or (named is not None and is_given_name(named["who"]))


def _is_over(form: Pattern, ahead: str, within: str, clause: str) -> bool:
    """Whether what would fill a slot is denied, given up or long past, as its ``clause`` tells.

    That may stand ``ahead`` of the words that fit, or ``within`` them, before the value.
    """
    if _NEGATED.search(ahead) or (form.slot in _OF_A_TIME and _LONG_PAST.fits(clause)):
        return True
    if form.slot not in OFTEN_PLANNED:
        return False
    if _CALLED_OFF.fits(clause):
        return True
    return _GIVEN_UP.search(ahead) is not None or _DONE_WITH.search(_JOINT.split(within)[-1]) is not None


def _is_owned(form: Pattern, match: Match, text: str, clause: Clause) -> bool:
    """Whether who is named is somebody else's: "Tom's dog is called Rex"."""
    if form.ends or match.value is None:
        return False
    named = match.value_start + len(match.value)
    return (
        _OF_ANOTHER.search(text[clause.start : match.value_start]) is not None or _OWNS.match(text, named) is not None
    )


def _may_be_lover(match: Match, text: str, clause: Clause) -> bool:
    """Whether words that name a child may as well name a girlfriend: nothing of a child is told of her."""
    sentence = text[clause.sentence_start : clause.sentence_end]
    return MAYBE_LOVER.search(text[match.start : match.end]) is not None and OF_A_CHILD.search(sentence) is None


def _is_somebody_else(form: Pattern, match: Match, text: str, clause: Clause) -> bool:
    """Whether who or what is named is as likely something else than what the slot is for, or somebody else's."""
    if _is_told_of_others(form, match, text, text[clause.start : clause.end], text[clause.sentence_start : clause.end]):
        return True
    if not form.ends and form.slot != "name" and is_told_of_a_name(text[clause.start : clause.end], form.slot):
        return True
    if form.slot in _LIVING and (
        _SOMEBODY_ACTS.search(text[clause.start : match.value_start]) or _is_owned(form, match, text, clause)
    ):
        return True
    if form.slot == "children":
        return _may_be_lover(match, text, clause)
    return form.slot in {"home", "employer"} and _is_somebody(form, match, text)


def _is_told_of_others(form: Pattern, match: Match, text: str, clause: str, so_far: str) -> bool:
    """Whether a clause is about others, as its beginning tells or that of the sentence ``so_far``.

    It is about who is called by name only if nothing ends.
    """
    if is_about_somebody(clause) or (form.slot == "pets" and is_pet_of_others(clause)):
        return True
    if form.ends or form.slot == "name":
        return False
    if form.slot == "children":
        return is_about_several_named(clause)
    if form.slot not in RELATIVES and is_about_somebody(so_far):
        return True
    known = form.slot not in RELATIVES and is_about_one_known(text[match.start : match.value_start])
    return known or is_about_one_named(clause)


def _is_somebody(form: Pattern, match: Match, text: str) -> bool:
    """Whether a word where a place or a firm may stand names people, as far as its form and what is known tell."""
    placing = _PLACING if form.slot == "home" else _AT_WORK
    value = match.value or ""
    is_name = is_only_a_name(value) or (
        form.slot == "home" and is_only_a_name(value.partition(" ")[0]) and not is_place(value)
    )
    return is_name and not placing.search(text[: match.value_start])
