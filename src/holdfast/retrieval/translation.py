"""A question across languages: what to look up of its words in messages of other languages than its own."""

from collections.abc import Sequence

from holdfast.retrieval.analysis import Analyzer
from holdfast.retrieval.index import ScopeIndex
from holdfast.retrieval.meanings import ENGLISH, HAS_MEANINGS, Meant, meaning_term
from holdfast.retrieval.related import Lookup, RelatedWords, related_words
from holdfast.retrieval.tokens import IS_UNSPACED

SHARE = 0.8
"""What an occurrence counts of a word in another language that means what was asked for."""


_FEW_WORDS = 2


def across_languages(
    lookup: Lookup, words: Sequence[str], language: str, analyzer: Analyzer, *, foreign: bool
) -> Lookup:
    """What to look up together with what means the same in other languages.

    Args:
        lookup: what the words of the question ask for.
        words: those words, in lower case.
        language: the one the question is taken to be in.
        analyzer: the one that made the features of the scope.
        foreign: whether there are messages with meanings; where there are none, English questions stay as they are.
    """
    foreign = foreign and bool(lookup.terms)
    meanings = analyzer.meanings.of(words, language)
    if not foreign and not meanings:
        return lookup
    terms, related = list(lookup.terms), list(lookup.related)
    if foreign:
        related = [_everywhere(term, pairs) for term, pairs in zip(terms, related, strict=True)]
    place = {term: at for at, term in enumerate(terms)}
    near = related_words(analyzer) if meanings else None
    known = set(terms)
    for word, meant in dict(meanings).items():  # a word that is said again asks for nothing more
        if IS_UNSPACED.match(word):
            _add(terms, related, meant, known)
            continue
        forms = analyzer.forms(word, language)
        at = place.get(forms[0]) if forms else None
        if at is not None:
            related[at] = [*related[at], *_wanted(_widened(meant, near), foreign=foreign)]
    return Lookup(terms, related)


def in_any_language(
    lookup: Lookup, words: Sequence[str], language: str, index: ScopeIndex, analyzer: Analyzer
) -> Lookup:
    """What to look up with what words mean that no message holds, where too few were asked for to tell a language.

    Args:
        lookup: what the words ask for.
        words: those words, in lower case.
        language: the one they are taken to be in.
        index: the scope.
        analyzer: the one that made the features of the scope.
    """
    if analyzer.language not in ENGLISH or len(words) > _FEW_WORDS or not lookup.terms:
        return lookup
    lacking = [not held for held in index.holds(lookup.terms)]
    foreign = bool(index.holds([HAS_MEANINGS])[0])
    place = {term: at for at, term in enumerate(lookup.terms) if lacking[at]}
    related = list(lookup.related)
    for word in words:
        forms = analyzer.forms(word, language) if place and word.isalpha() else ()
        at = place.get(forms[0]) if forms else None
        if at is not None:
            related[at] = [*related[at], *_wanted(analyzer.meanings.in_any_language(word), foreign=foreign)]
    return Lookup(lookup.terms, related)


def _everywhere(term: int, pairs: list[tuple[int, float]]) -> list[tuple[int, float]]:
    """Forms of a term and what is related to it, and what means either in other languages."""
    return [*pairs, (meaning_term(term), SHARE), *((meaning_term(other), share) for other, share in pairs)]


def _widened(meant: Meant, table: RelatedWords | None) -> Meant:
    """English words that were meant, and those related to them, as an English question is widened."""
    if table is None:
        return meant
    found = dict(meant)
    for term, share in meant:
        for other, near in table.near(term) or ():
            found[other] = max(found.get(other, 0.0), share * near)
    return tuple(found.items())


def _wanted(meant: Meant, *, foreign: bool) -> list[tuple[int, float]]:
    """English words that were meant, and what means the same in other languages."""
    english = [(term, share * SHARE) for term, share in meant]
    return english + [(meaning_term(term), share) for term, share in english] if foreign else english


def _add(terms: list[int], related: list[list[tuple[int, float]]], meant: Meant, known: set[int]) -> None:
    """Look up what a run means as words of their own: its own terms are pairs of characters, and not words.

    ``known`` are the ``terms``.
    """
    for term, share in meant:
        if share == 1.0 and (asked := meaning_term(term)) not in known:
            known.add(asked)
            terms.append(asked)
            related.append([(term, SHARE)])
