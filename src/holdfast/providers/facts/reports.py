"""Leaves out of a message what it gives back of others: lines of a chat, marked prompts, and what some text says."""

from __future__ import annotations

import re
from typing import Final

from holdfast.domain.calendar_words import unmarked
from holdfast.providers.facts.screening import Expression, Qualifier
from holdfast.providers.facts.values import is_only_a_name

_TIME: Final = r"[\[(]?\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?: ?[ap]m)?[\])]?"
_SPEAKING: Final = re.compile(
    r"(?:^|[\s,.!?¡¿(])(?:i|i['’]?m|i['’]?ve|im|ive|we|ich|wir|je|j['’]\w+|nous|yo|me|soy|vivo|io|sono|eu|sou|moro|ik|wij"
    r"|my name|mein name)(?![\w’'])|^ ?(?:hab|bin)\b",
    re.IGNORECASE,
)
"""Words of somebody who speaks of themselves."""

_LINE: Final = re.compile(
    rf"^[ \t]*(?:[-*•][ \t]*)?(?P<at>{_TIME}[ ,-]*)?(?P<who>(?=[^\W\d_a-zß-öø-ÿ])[\w-]+)(?: [A-ZÀ-Þ][\w-]*\.?)?"
    rf"(?P<time>,? ?{_TIME})?:(?=\s)(?P<what>.*)$",
    re.MULTILINE,
)
"""A line of a chat: who writes, when, and what."""

_MARKED: Final = re.compile(
    r"^[^\w\n]*(?:system|assistant|ai|bot|chatgpt|claude|gemini|model|developer|tool|function)(?: (?:prompt|message|"
    r"result|note|output|response|instructions?))?[\])>]? ?[:：].*(?:\n(?![ \t]*\n|[ \t]*(?:user|me|human) ?:).*)*"
    r"|<(?P<tag>system|assistant|instructions?|prompt|tool\w*|context|document|function\w*)\b[^<>]*>"
    r"(?:(?!</(?P=tag)>)[\s\S])*(?:</(?P=tag)>|\Z)"
    r"|\[(?P<mark>INST|SYSTEM|SYS)\](?:(?!\[/(?P=mark)\])[\s\S])*(?:\[/(?P=mark)\]|\Z)"
    r"|\bnote (?:to (?:the )?(?:ai|assistant|bot|model|chatbot|llm)|from (?!me\b|myself\b)[^:\n]{1,30})[:：].*",
    re.IGNORECASE | re.MULTILINE,
)
"""What is made to look as if it came from the system, the assistant or a tool."""

_WRITING: Final = (
    r"(?:web ?page|website|site|page|documents?|docs?|pdf|article|file|e-?mail|mail|letter|message|post|comment|lyrics|"
    r"song|chorus|novel|story|hero|heroine|character|narrator|book|poem|sign|poster|ad|tool|output|results?|text)"
)
_SAID: Final = re.compile(
    rf"\b(?:the|this|that|an?|his|her|their|my|from) (?:[\w-]+ )?{_WRITING} (?:\w+ )?"
    r"(?:says?|said|reads?|goes|go|went|ends|starts|begins|began|ended|wrote|writes|states?|stated|claims?|"
    r"(?:i|we|she|he|they) (?:just )?(?:got|received|found|wrote|sent|sends))\b[^.:!?\n]{0,40}:"
    r"(?P<text>[^\n]*(?:\n(?![ \t]*\n)[^\n]*)*)"
    r"|(?<!\bi )(?<!\bwe )(?<!\bas )\b(?:says?|said|writes|wrote|texted|replied|answered|meinte|sagte?|schreibt|"
    r"schrieb|a écrit|disait|dice|dijo|escribió|scrive|scritto|disse|diz|escreveu|zegt|zei|schrijft)"
    r"(?: (?:me|mir|us|uns))? ?:"
    r"(?P<speech>[^\n]*)"
    r"|\b(?:he|she|they)(?: (?:was|were|is|are)|['’]s|['’]re)(?: all)? like,? "
    r"(?=(?:i|i['’]m|my|we)\b)(?P<like>[^\n.!?]*)",
    re.IGNORECASE,
)
"""What somebody or some text is said to say; it follows."""

_STORY: Final = Qualifier(
    Expression(
        r"\b(?:in|from) (?:my|the|this|our|his|her) (?:[\w&-]+ )?(?:novel|story|dream|d&d \w+|video ?game|fanfic\w*|"
        r"screenplay|role ?play)\b|\bin the sims\b|\b(?:the|these|some|those) lyrics\b|\bwho sings (?:that|this|it)\b"
        r"|^chapter (?:one|1|i)\b",
        re.IGNORECASE,
    )
)


def without_reports(text: str) -> str:
    """``text`` with blanks in place of what others say in it, so that offsets stay."""
    if ":" in text or "：" in text:
        text = _LINE.sub(_blank_line, text)
    elif "like" not in text and "<" not in text and "[" not in text:
        return text
    return _SAID.sub(_blank_report, _MARKED.sub(_blank, text))


def tells_a_story(message: str) -> bool:
    """Whether a message gives what somebody made up, or a song: who speaks there is not the one who writes."""
    return _STORY.fits(message)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _blank_line(match: re.Match[str]) -> str:
    timed = match["at"] is not None or match["time"] is not None
    of_somebody = timed or is_only_a_name(unmarked(match["who"]))
    return _blank(match) if of_somebody and _SPEAKING.search(match["what"]) is not None else match[0]


def _blank_report(match: re.Match[str]) -> str:
    start = match.start(match.lastgroup or 0) - match.start()
    return match[0][:start] + " " * (len(match[0]) - start)
