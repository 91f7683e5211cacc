"""Leaves out of a message what it gives back of others: lines of a chat, marked prompts, and what some text says."""

from __future__ import annotations

import re
from typing import Final

from holdfast.domain.calendar_words import unmarked
from holdfast.providers.facts.screening import Expression, Qualifier
from holdfast.providers.facts.values import is_only_a_name

_TIME: Final = r"[\[(]?\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?: ?[ap]m)?[\])]?"
_SPEAKING: Final = re.compile(
    r"(?:^|[\s,.!?¡¿(])(?:i|i['’]?m|i['’]?ve|im|ive|we|ich|wir|je|j['’]\w+|nous|yo|me|soy|vivo|io|sono|eu|sou|moro|ik|"
    r"wij"
    r"|my name|mein name)(?![\w’'])|^ ?(?:hab|bin)\b",
    re.IGNORECASE,
)
"""Words of somebody who speaks of themselves."""

_STRANGER: Final = (
    r"(?:speaker|person|interviewer|interviewee|candidate|patient|client|customer|caller|agent|example|sentence|"
    r"poem|song(?: idea)?|lyrics|quote(?: of the day)?|linkedin|facebook|instagram|twitter|tinder|xing|testimonial|"
    r"headline|"
    r"slogan|caption|advert|(?:customer |whatsapp )?message|review|ticket|search results?)"
)
"""What stands before words that are given as an example, or as those of somebody unnamed."""

_LINE: Final = re.compile(
    rf"^[ \t]*(?P<stranger>(?i:{_STRANGER})(?: [\d#]\d*)?):(?P<said>.*)$"
    r"|\bQ: [^\n]{1,80}\bA:(?P<answer>.*)$"
    rf"|^[ \t]*(?:[-*•][ \t]*)?(?P<at>{_TIME}[ ,-]*)?[<@*]{{0,2}}(?P<who>(?=[^\W\d_])[\w-]+)(?: [A-ZÀ-Þ][\w-]*\.?)?"
    rf"[>*]{{0,2}}(?:(?P<time>,? ?{_TIME})?(?P<mark>:[*]{{0,2}})|,? ?{_TIME}|(?<=>))(?=\s)(?P<what>.*)$"
    r"|(?i:\b(?:voicemail|whatsapp|sms|text|dm|mail|email|message|letter) from (?!me\b)\w+"
    r"|\bvia (?:whatsapp|sms|email))\b ?:(?P<sent>.*)$",
    re.MULTILINE,
)
"""A line of a chat: who writes, when, and what."""

_MARKED: Final = Qualifier(
    Expression(
        r"^[^\w\n]*(?:system|assistant|ai|bot|chatgpt|claude|gemini|model|developer|tool|function)(?: (?:prompt|"
        r"message|results?|note|output|response|instructions?))?[\])>]?(?: ?[:：]|(?<=[\])>])).*"
        r"(?:\n(?![ \t]*\n|[ \t]*(?:user|me|human) ?:).*)*"
        r"|^#+ ?(?:system|instructions?)\b.*(?:\n(?![ \t]*\n|#).*)*|<!--(?:(?!-->)[\s\S])*(?:-->|\Z)"
        r"|<(?P<tag>system|assistant|instructions?|prompt|tool\w*|context|document|function\w*)\b[^<>]*>"
        r"(?:(?!</(?P=tag)>)[\s\S])*(?:</(?P=tag)>|\Z)"
        r"|\[(?P<mark>INST|SYSTEM|SYS)\](?:(?!\[/(?P=mark)\])[\s\S])*(?:\[/(?P=mark)\]|\Z)"
        r"|\bnote (?:to (?:the )?(?:ai|assistant|bot|model|chatbot|llm)|from (?!me\b|myself\b)[^:\n]{1,30})[:：].*",
        re.IGNORECASE | re.MULTILINE,
    )
)
"""What is made to look as if it came from the system, the assistant or a tool."""

_WRITING: Final = (
    r"(?:web ?page|website|site|page|documents?|docs?|pdf|article|file|e-?mail|mail|letter|message|post|comment|lyrics|"
    r"song|chorus|novel|story|hero|heroine|character|narrator|book|poem|sign|poster|ad|tool|output|results?|text)"
)
_SAID: Final = Qualifier(
    Expression(
        r"\b(?:copied|pasted|pasting) [^.:!?\n]{1,30}:(?P<copy>[^\n]*(?:\n(?![ \t]*\n)[^\n]*)*)"
        r"|\b(?:his|her|their) (?:[\w-]+ )?(?:profile|bio|status|post|tweet)\b ?:(?P<profile>[^\n]*)"
        r"|\bsentence (?:correct|right|ok|wrong|good)\b ?[:,](?P<sentence>[^\n]*)"
        r"|\bit says (?:here|there)\b ?:(?P<here>[^\n]*)"
        r"|\b(?:hidden|following) (?:text|line|note|message)\b ?:(?P<hidden>[^\n]*)"
        r"|\b(?:he|she|they) goes ?:(?P<goes>[^\n]*)"
        rf"|\b(?:the|this|that|an?|his|her|their|my|from) (?:[\w-]+ )?{_WRITING} (?:\w+ )?"
        r"(?:says?|said|reads?|goes|go|went|ends|starts|begins|began|ended|wrote|writes|states?|stated|claims?|"
        r"(?:i|we|she|he|they) (?:just )?(?:got|received|found|wrote|sent|sends))\b[^.:!?\n]{0,40}:"
        r"(?P<text>[^\n]*(?:\n(?![ \t]*\n)[^\n]*)*)"
        r"|(?<!\bi )(?<!\bwe )(?<!\bas )\b(?:says?|said|writes|wrote|texted|replied|answered|meinte|sagte?|schreibt|"
        r"schrieb|a écrit|disait|a dit|m['’]a dit|dice|dijo|escribió|scrive|scritto|disse|diz|escreveu|zegt|zei|"
        r"schrijft)"
        r"(?: (?:me|mir|us|uns))? ?:"
        r"(?P<speech>[^\n]*)",
        re.IGNORECASE,
    )
)
"""What somebody or some text is said to say; it follows."""

_LIKE: Final = re.compile(
    r"\b(?:he|she|they)(?: (?:was|were|is|are)|['’]s|['’]re)(?: all)? like,? (?=(?:i|i['’]m|my|we)\b)[^\n.!?]*",
    re.IGNORECASE,
)
"""Words that are given back: "he was like, I live in London"."""

_FICTION: Final = (
    r"(?:novel|story|play|screenplay|campaign|larp|comic|roman|nouvelle|pièce|scénario|novela|cuento|guion|romanzo|"
    r"racconto|"
    r"romance|conto|verhaal|toneelstuk|geschichte|theaterstück|drehbuch|rollenspiel|kampagne)"
)
_STORY: Final = Qualifier(
    Expression(
        r"\bi dream(?:t|ed) (?:that )?(?:i|we)\b|\b(?:in|from) (?:my|the|this|our|his|her) (?:[\w&-]+ )?"
        r"(?:novel|story|dream|d&d \w+|video ?game|fanfic\w*|screenplay|role ?play)\b|\b(?:in|on) (?:the sims|"
        r"stardew valley|skyrim|minecraft|zelda|animal crossing|pok[ée]mon|"
        r"fallout|baldur['’]s gate|world of warcraft|the witcher|mass effect|fortnite|roblox|d&d|gta|elden ring)\b"
        rf"|^(?:for|in|pour|dans|para|en|per|nel|voor|für) (?:the |my |our |an? |mon |notre |une? |mi |una |il |mio |"
        rf"o |meu |"
        rf"minha |mijn |een |mein\w* |unser\w* )+(?:[\w-]+ )?{_FICTION} ?[:,;–-]"
        r"|\bcharacter sheet\b|^(?:ficha de personaje|fiche (?:de )?personnage|charakterbogen|"
        r"scheda (?:del )?personaggio)\b"
        r"|\b(?:the|these|some|those) lyrics\b|\bwho (?:sings|sang|wrote|recorded|said) (?:that|this|it)\b|"
        r"\bfinish the (?:poem|song|lyrics?|line|rhyme)\b|^chapter (?:one|1|i)\b",
        re.IGNORECASE,
    )
)


def without_reports(text: str) -> str:
    """``text`` with blanks in place of what others say in it, so that offsets stay."""
    if ":" in text or "：" in text:
        text = _without_marked(_without_lines(text))
        text = _SAID.form.sub(_blank_report, text) if _SAID.fits(text) else text
    elif any(sign in text for sign in "<[#"):
        text = _without_marked(_without_lines(text))
    return _LIKE.sub(_blank, text) if " like" in text else text


def tells_a_story(message: str) -> bool:
    """Whether a message gives what somebody made up, or a song: who speaks there is not the one who writes."""
    return _STORY.fits(message)


def _without_lines(text: str) -> str:
    """``text`` with blanks in place of the lines of a chat."""
    small = text.lower()
    if "q: " in small or "from " in small or "via " in small:
        return _LINE.sub(_blank_line, text)
    # Nothing else fits within a line: it need be tried only where one begins, and what fits there goes to its end.
    lines = text.split("\n")
    return "\n".join([line if (found := _LINE.match(line)) is None else _blank_line(found) for line in lines])


def _without_marked(text: str) -> str:
    return _MARKED.form.sub(_blank, text) if _MARKED.fits(text) else text


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _blank_line(match: re.Match[str]) -> str:
    told = match["said"] or match["answer"] or match["what"] or match["sent"] or ""
    if _SPEAKING.search(told) is None:
        return match[0]
    if match["who"] is None:
        return _blank(match)
    timed = match["mark"] is not None and (match["at"] is not None or match["time"] is not None)
    of_somebody = timed or is_only_a_name(unmarked(match["who"]).title())
    return _blank(match) if of_somebody else match[0]


def _blank_report(match: re.Match[str]) -> str:
    start = match.start(match.lastgroup or 0) - match.start()
    return match[0][:start] + " " * (len(match[0]) - start)
