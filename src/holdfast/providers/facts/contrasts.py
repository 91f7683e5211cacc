"""What a sentence sets against something that is over: "vegan now, not vegetarian any more", "no longer in York but in Leeds".

Such a sentence says two things, and says one of them by denying it.  It is taken apart into two that the rules can read:
one that says what is, and one that says what is over as if it still were.  What is found in the second has ended.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from holdfast.providers.facts.looks import bits_of
from holdfast.providers.facts.patterns import PROPER
from holdfast.providers.facts.screening import RULES, Screened

_WORDS: Final = r"(?:(?! (?:but|sondern|sino|mais) )[^,;.!?()…\n]){1,60}?"
_OLD: Final = (
    rf"(?P<old>(?!(?:just|only|merely|simply|quite|so|nur|solo|sólo|solamente|só|apenas|seulement|soltanto)\b){_WORDS})"
)
"""What is denied; "not just a nurse but a midwife" denies nothing."""
_END: Final = r"(?=[,;.!?()…\n]|$| [-–—] | (?:since|because|so|as of|and (?:i|we|my|it)|but (?:i|we|my|it))\b)"
_MORE: Final = r"(?: any ?more| any longer| these days| nowadays| now| either)"
_AM: Final = r"(?P<head>i['’]?m|i am|we['’]?re|we are|my (?:name|home|job|employer|favou?rite \w+) is)"
_NO_CLAUSE: Final = (
    r"(?!i\b|i['’]|we\b|we['’]|my\b|it\b|it['’]|that|he\b|she\b|they\b|you\b|there\b|no\b|not\b|never\b|also\b)"
)
_AT: Final = r"(?:in|at|for|with|as|near|to)"
_DO: Final = r"(?:don['’]?t|do not|no longer)"
_VERB: Final = r"(?:live|work|study|teach|stay)"
_NOW: Final = r"(?: now| these days| nowadays)?"
_ONCE: Final = r"(?:now|these days|nowadays|today)"


class Contrast(NamedTuple):
    """What a sentence says: ``now`` without what it denies, and ``past``, what it denies, as if that were so.

    ``instead`` are the words that it puts in the place of what it denies.
    """

    now: str
    past: str
    instead: str = ""


class _Form(NamedTuple):
    """A form of words with the groups ``head``, ``verb``, ``old``, ``new``, of which any but ``old`` may be missing.

    ``head`` and ``verb`` belong to both; ``starts`` stands in place of a head that the words do not have.
    """

    words: Screened
    starts: str = ""
    joint: str = " "
    ends: str = ""


def _form(words: str, starts: str = "", joint: str = " ", ends: str = "") -> _Form:
    return _Form(Screened(words, re.IGNORECASE), starts, joint, ends)


_FORMS: Final = (
    # not this but that
    _form(
        rf"\b(?:i['’]?m|i am) (?:not|no longer) (?:with|at) (?P<old>{PROPER}(?: {PROPER})*){_MORE}?,? but"
        rf"(?: now)? (?:with|at) (?P<new>{PROPER}(?: {PROPER})*){_END}",
        "I work for",
    ),
    _form(rf"\b(?:i['’]?m|i am) no longer at (?P<old>{PROPER}(?: {PROPER})*){_MORE}?{_END}", "I work for"),
    _form(
        rf"\b{_AM} (?:not|no longer) {_OLD}{_MORE}?,? but(?: rather| instead| now)? {_NO_CLAUSE}(?P<new>{_WORDS}){_END}"
    ),
    _form(
        rf"\b(?P<head>i|we) {_DO} (?P<verb>{_VERB}) (?P<old>{_AT} {_WORDS}){_MORE}?,? but(?: rather| instead|"
        rf" now)? (?P<new>{_AT} {_WORDS}){_END}"
    ),
    _form(
        r"\b(?P<verb>wohne|lebe|arbeite|bin|wohnen|leben|arbeiten|sind) (?P<head>ich|"
        rf"wir) nicht mehr {_OLD}(?:, sondern (?:jetzt |nun )?(?P<new>{_WORDS}))?{_END}"
    ),
    _form(
        rf"\b(?P<head>ich|wir) (?P<verb>\w+) nicht(?: mehr)? {_OLD}, sondern (?:jetzt |nun )?(?P<new>{_WORDS}){_END}"
    ),
    _form(
        rf"\b(?P<head>ich|wir) (?P<verb>bin|sind) keine?n? {_OLD}(?: mehr)?, sondern (?:jetzt |"
        rf"nun )?(?P<new>{_WORDS}){_END}"
    ),
    _form(rf"\b(?P<head>je|nous) ne (?P<verb>(?!mange)\w+) plus {_OLD},? mais (?P<new>{_WORDS}){_END}"),
    _form(rf"\b(?P<head>j)e n['’](?P<verb>\w+) plus {_OLD},? mais (?P<new>{_WORDS}){_END}", joint="'"),
    _form(rf"\b(?P<head>on) n['’](?P<verb>\w+) plus {_OLD},? mais (?P<new>{_WORDS}){_END}"),
    _form(rf"\b(?:ya )?no (?P<verb>soy|vivo|vivimos|trabajo) {_OLD},? sino (?:que )?(?P<new>{_WORDS}){_END}"),
    _form(
        rf"\b(?:já )?não (?P<verb>sou|moro|moramos|vivo|trabalho)(?: mais)? {_OLD},? mas (?:sim )?"
        rf"(?P<new>{_WORDS}){_END}"
    ),
    _form(rf"\bnon (?P<verb>sono|vivo|abito|lavoro)(?: più)? {_OLD},? ma (?P<new>{_WORDS}){_END}"),
    # that now, not this any more
    _form(
        rf"\b{_AM} (?P<new>(?!not\b|no\b|sure\b){_WORDS}){_NOW},? (?:and |but )?(?:not|no longer|"
        rf"no more) {_OLD}{_MORE}?{_END}"
    ),
    _form(
        rf"\b(?P<head>i|we)(?: now)? (?P<verb>{_VERB} {_AT}) (?P<new>{_WORDS}){_NOW},? (?:and |but )?(?:not|"
        rf"no longer)(?: {_AT})? {_OLD}{_MORE}?{_END}"
    ),
    # once this, now that
    _form(
        rf"\b(?:i|we) used to be {_OLD},? (?:but |and )?{_ONCE},? (?:it['’]s |i['’]?m |i am |we['’]re |"
        rf"more of )*(?P<new>{_WORDS})(?: instead)?{_END}",
        "I'm",
    ),
    _form(
        rf"\b(?P<head>i|we) used to (?P<verb>(?:live|work|study) {_AT}) {_OLD},? (?:but |"
        rf"and )?{_ONCE},?(?: (?:it['’]s|i|we|i['’]m|we['’]re|{_VERB}|"
        rf"{_AT}))* (?P<new>{_WORDS})(?: instead)?{_END}"
    ),
    # this no more
    _form(
        rf"\bi['’]?m (?:over|done with|through with|not (?:really )?into) {_OLD}(?:{_MORE})?, (?:it['’]s |"
        rf"i['’]?m )?(?:all )?(?:into )?{_NO_CLAUSE}(?P<new>{_WORDS}){_MORE}{_END}",
        "I'm into",
    ),
    _form(rf"\b{_AM} no longer {_OLD}{_MORE}?{_END}"),
    _form(rf"\b{_AM} not {_OLD}(?: any ?more| any longer| these days){_END}"),
    _form(
        r"\b(?P<head>i|we) (?:don['’]?t|do not) (?P<old>(?!eat|drink|want|need|think|know|"
        rf"remember)\w{_WORDS}){_MORE}{_END}"
    ),
    _form(rf"\b(?P<head>i|we) no longer (?P<old>(?!eat|drink|want|need|think|know|remember)\w{_WORDS}){_END}"),
    _form(rf"\b(?:i|we) used to be {_OLD}{_END}", "I'm"),
    _form(rf"\b(?P<head>ich|wir) (?P<verb>(?!esse\b)\w+) (?:jetzt )?nicht mehr {_OLD}{_END}"),
    _form(rf"\b(?P<head>ich|wir) (?P<verb>bin|sind) (?:jetzt )?keine?n? {_OLD} mehr{_END}"),
    _form(rf"\b(?P<head>je|nous) ne (?P<verb>(?!mange)\w+) plus {_OLD}{_END}"),
    _form(rf"\b(?P<head>j)e n['’](?P<verb>\w+) plus {_OLD}{_END}", joint="'"),
    _form(rf"\b(?P<head>on) n['’](?P<verb>\w+) plus {_OLD}{_END}"),
    _form(rf"\bya no (?P<verb>(?!como\b)\w+) {_OLD}{_END}"),
    _form(rf"\b(?:já )?não (?P<verb>(?!como\b)\w+) mais {_OLD}{_END}"),
    _form(rf"\bjá não (?P<verb>(?!como\b)\w+) {_OLD}{_END}"),
    _form(rf"\bnon (?P<verb>(?!mangio\b)\w+) più {_OLD}{_END}"),
    _form(r"不(?:再)?住在?(?P<old>[\u4e00-\u9fff]{2,6}?)了", "我住在", ""),
    _form(r"不(?:再)?(?P<verb>是|喜欢)(?P<old>[\u4e00-\u9fff]{2,8}?)了", "我", ""),
    _form(r"不(?:再)?在(?P<old>[\u4e00-\u9fff]{2,8}?(?:工作|上班))了", "我在", ""),
    _form(
        r"(?:もう)?(?P<old>[^。、\s]{2,8}?)に(?:は)?(?:もう)?住んで(?:は)?い(?:ません|ない)", "", "", "に住んでいます"
    ),
)
_NUMBERS: Final = bits_of(form.words.number for form in _FORMS)


def may_contrast(sentence: str) -> bool:
    """Whether there may be a way to take a sentence apart."""
    return bool(_NUMBERS & RULES.admitted(sentence))


def contrasted(sentence: str) -> Iterator[Contrast]:
    """The ways to take a sentence apart, those first that explain most of it."""
    for form in _FORMS:
        match = form.words.search(sentence)
        if match is not None:
            groups = match.groupdict()
            words = [form.starts or groups.get("head"), groups.get("verb")]
            subject = form.joint.join(word for word in words if word)
            new = _joined(subject, groups.get("new"), form)
            now = f"{sentence[: match.start()]}{new}{sentence[match.end() :]}"
            yield Contrast(now.strip(" ,;"), _joined(subject, groups["old"], form) + form.ends, groups.get("new") or "")


def _joined(subject: str, rest: str | None, form: _Form) -> str:
    """A statement of a subject with its verb, and the rest; nothing where there is no rest."""
    if not rest:
        return ""
    return f"{subject} {rest}".strip() if form.joint else f"{subject}{rest}"
