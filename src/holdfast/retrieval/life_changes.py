"""What people tell when something in their life changes: who asks where somebody lives *now* means "we moved to …" too.

The words of such a message are others than those of the question, in every language. They are known for what people
are asked most: home, work, and what they drive or own. English is the pivot, as in `meanings`: other languages are
understood by what their words mean, Chinese, Japanese and Korean by a few characters as well.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from holdfast.retrieval.analysis import CHANGE
from holdfast.retrieval.meanings import meaning_term
from holdfast.retrieval.related import Lookup

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from holdfast.retrieval.analysis import Analyzer
    from holdfast.retrieval.meanings import Meanings


ANY_CHANGE_SHARE: Final = 0.7
"""What counts that a message tells of a change, of whatever."""


class LifeChange(NamedTuple):
    """One part of a life that changes.

    Attributes:
        asked: English words of questions about it.
        asked_unspaced: what such questions hold in scripts without blanks, and in Korean.
        told: English words of messages that tell of a change, the commonest first.
        told_unspaced: pairs of characters, and Han characters, in such messages.
        meant: further English words that words of other languages mean which tell of a change; in English they do not.
        told_german: German words that tell of a change by their form, or with others.
    """

    asked: str
    asked_unspaced: re.Pattern[str]
    told: str
    told_unspaced: str
    meant: str = ""
    told_german: str = ""


HOME: Final = LifeChange(
    "live reside dwell address home residence",
    re.compile("住|地址|家在|사는|살아|살고|사나|사니|주소"),
    "move relocate settle",
    "搬 迁 遷 越し 引っ 이사",
    told_german="gezogen",
)
WORK: Final = LifeChange(
    "work job employer profession occupation employment",
    re.compile("工作|上班|职业|職業|公司|仕事|働|勤め|会社|직장|직업|일해|일하|회사"),
    "start join hire promote quit begin position",
    "转行 跳槽 入职 换工 换了 升职 转职 転職 入社 就職 退職 이직 취직 입사",
)
POSSESSION: Final = LifeChange(
    "drive car own vehicle bike bicycle phone laptop computer",
    re.compile("车|車|手机|手機|電話|스마트폰|자동차"),
    "bought sold purchased traded replaced",
    "买 買 卖 賣 売 샀어 팔았 바꿨",
    meant="buy sell purchase trade replace",
)
_ALL: Final = (HOME, WORK, POSSESSION)


def asked_about(normalised: str, asked: Collection[int], meanings: Meanings) -> list[LifeChange]:
    """What of a life a question is about.

    Args:
        normalised: the question, by `holdfast.retrieval.tokens.normal`.
        asked: its terms, and those of what it means in English: `Meanings.in_english`.
        meanings: those of the analyzer that made the features of the scope.
    """
    unspaced = "" if normalised.isascii() else normalised
    return [
        each
        for each in _ALL
        if not meanings.english_terms(each.asked).isdisjoint(asked) or each.asked_unspaced.search(unspaced)
    ]


def with_changes(lookup: Lookup, changes: Sequence[LifeChange], analyzer: Analyzer, *, twice: bool) -> Lookup:
    """What to look up, and what tells of changes: one word for each of them, the others being as good.

    They count `twice` beside words that are looked up by pairs and by single characters.
    """
    terms, related = list(lookup.terms), list(lookup.related)
    for each in changes:
        telling = terms_telling(each, analyzer)
        for first in telling[: 2 if twice else 1]:
            if first not in terms:
                terms.append(first)
                related.append([(CHANGE, ANY_CHANGE_SHARE), *((term, 1.0) for term in telling if term != first)])
    return Lookup(terms, related)


@lru_cache(maxsize=16)
def terms_telling(change: LifeChange, analyzer: Analyzer) -> tuple[int, ...]:
    """The terms that tell of a change: of English words, of what means the same, of pairs of characters."""
    english, german, meant = (
        [term for word in words.split() for term in analyzer.forms(word, language)[:1]]
        for words, language in (
            (change.told, "english"),
            (change.told_german, "german"),
            (f"{change.told} {change.meant}", "english"),
        )
    )
    unspaced = [forms[0] for forms in analyzer.forms_of(change.told_unspaced.split(), analyzer.language)]
    return tuple(dict.fromkeys([*english, *german, *map(meaning_term, meant), *unspaced]))
