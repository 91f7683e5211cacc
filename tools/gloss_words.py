"""Makes the table of glosses: what common words of other languages mean, in English words.

    pip install wordfreq simplemma 'holdfast[multilingual]'
    python tools/gloss_words.py DICTIONARIES    # writes src/holdfast/retrieval/glosses/

DICTIONARIES is the folder `dsl/oneway` of github.com/open-dsl-dict/wiktionary-dict: what the English Wiktionary says of
how English words are translated, as files of Matthias Buchmeier's of 2015 (CC BY-SA 3.0).  Read backwards, a word has
the English words that it translates.  Of these the likeliest are kept: common words, of which it is the first
translation, in several senses.  Forms of words come from lists of frequent words (wordfreq), their lemmas from
simplemma.  For nine languages `nearest_words` tells how near the translations are, and which English words are near to
words that the dictionary lacks.
"""

from __future__ import annotations

import argparse
import gzip
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

import simplemma
import wordfreq

from holdfast.retrieval.analysis import Analyzer, analyzer_for
from holdfast.retrieval.detection import language_of_script
from holdfast.retrieval.glosses import DIRECTORY, Gloss, key_of, write
from holdfast.retrieval.languages import stop_words
from nearest_words import KNOWN, NearestWords

Meanings = dict[str, dict[str, float]]

CODES: Final = {
    "arabic": ("ar", "arb"), "catalan": ("ca", "ca"), "chinese": ("zh", "cmn"), "czech": ("cs", "cs"),
    "danish": ("da", "da"), "dutch": ("nl", "nl"), "finnish": ("fi", "fi"), "french": ("fr", "fr"),
    "german": ("de", "de"), "greek": ("el", "el"), "hebrew": ("he", "he"), "hindi": ("hi", "hi"),
    "hungarian": ("hu", "hu"), "indonesian": ("id", "id"), "italian": ("it", "it"), "japanese": ("ja", "ja"),
    "korean": ("ko", "ko"), "norwegian": ("nb", "no"), "persian": ("fa", "fa"), "polish": ("pl", "pl"),
    "portuguese": ("pt", "pt"), "romanian": ("ro", "ro"), "russian": ("ru", "ru"), "spanish": ("es", "es"),
    "swedish": ("sv", "sv"), "turkish": ("tr", "tr"),
}  # fmt: skip
"""Language → code of wordfreq and simplemma, code of the dictionary."""
UNSPACED: Final = frozenset({"chinese", "japanese", "korean"})
OF_SCRIPTS: Final = frozenset({"arabic", "greek", "hebrew", "hindi", "persian", "russian"})

FORMS: Final = 40_000
"""So many of the most frequent words are looked at."""
FORMS_COMPARED: Final = 80_000
"""… and at so many, as far as the dictionary has them, where words are compared with English ones."""
NEAREST_FORMS: Final = 32_000
"""So many of these are compared that the dictionary lacks as well."""
MOST_WORDS: Final = 20_000
"""So many of each language are kept, the most frequent ones …"""
MOST_COMPARED: Final = 40_000
"""… and so many where words are compared."""
MOST_GLOSSES: Final = 4
LEAST_SHARE: Final = 0.25
"""A gloss is kept whose weight is no less than this share of that of the best."""
RAREST: Final = 2.3
"""English words below this frequency (Zipf scale) gloss nothing."""
OF_TWO_WORDS: Final = 0.3
"""What glosses of two words count: their frequency is overestimated."""
REDIRECTED: Final = 0.5
"""What a sense counts of which the dictionary says that it stands under another word."""
LEAST_COMPARED_SHARE: Final = 0.4
"""As `LEAST_SHARE`, where words are compared."""
LEAST_NEAR: Final = 0.62
"""The cosine of a word that is added to translations."""
FAR: Final = 0.35
NEAR: Final = 0.85
"""The cosines at which a word is taken to mean nothing of another, and all."""
UNCOMPARED: Final = 0.45
"""The cosine with glosses of two words."""
RARE: Final = 3e-8
"""The frequency of words that are not in the lists."""
_ENTRY = re.compile(r"\n(?=\S)")
_MARKUP = re.compile(r"\[p\].*?\[/p\]|\[c gray\].*?\[/c\]|\\\[.*?\\\]|\[/?[a-z][^\]]*\]|\(.*?\)|\{.*?\}")
_SEE = re.compile(r"SEE: <<(.+?)>>")
_NAME = re.compile("given name|surname")
_LETTERS = re.compile(r"[^\W\d_]+(?:[-' ][^\W\d_]+)?")
_PARTS = re.compile(r"[,;/、]")
IS_HIRAGANA: Final = re.compile("[\u3040-\u309f]+")
LONGEST: Final = 16
_DIACRITICS = re.compile("[\u064b-\u0652\u0591-\u05c7]")


class Translated(NamedTuple):
    """One sense of an English word, with its translations or the word where they stand."""

    word: str
    translations: list[str]
    see: str | None


class Weighed(NamedTuple):
    """A form of a word: how frequent it is, how likely its translations are in all, and the weight of each meaning."""

    form: str
    often: float
    total: float
    meant: dict[str, float]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dictionaries", type=Path)
    folder = parser.parse_args().dictionaries
    analyzer = analyzer_for("english")
    nearest = NearestWords()
    glosses = {}
    for language, (code, name) in CODES.items():
        meanings = read_backwards(folder / f"en-{name}-enwiktionary.dsl.dz")
        glosses[language] = glossed(language, weighed(language, code, meanings, nearest), analyzer)
        print(f"{language:12} {len(glosses[language]):6d} words", flush=True)
    DIRECTORY.mkdir(exist_ok=True)
    write(DIRECTORY, glosses)


def weighed(language: str, code: str, meanings: Meanings, nearest: NearestWords) -> Iterator[Weighed]:
    """Forms of words with what they mean."""
    if language in KNOWN:
        yield from compared(language, code, meanings, nearest)
        return
    for form, lemma, often in forms(language, code, meanings):
        total = sum(meanings[lemma].values())
        yield Weighed(form, often, total, {word: weight / (total or 1.0) for word, weight in meanings[lemma].items()})


def read_backwards(path: Path) -> Meanings:
    """Word of a language → English words with how likely they are meant."""
    with gzip.open(path) as file:
        senses = list(entries(file.read().decode("utf-16")))
    of_word: dict[str, list[list[str]]] = defaultdict(list)
    for sense in senses:
        if sense.see is None:
            of_word[sense.word].append(sense.translations)
    meanings: Meanings = defaultdict(lambda: defaultdict(float))
    for sense in senses:
        weight = likelihood(sense.word) * (REDIRECTED if sense.see else 1.0)
        for translations in of_word.get(sense.see, [])[:1] if sense.see else [sense.translations]:
            for rank, word in enumerate(translations):
                for spelt in {word.lower(), as_listed(word.lower())}:
                    meanings[spelt][sense.word.lower()] += weight / (1 + rank) ** 0.5
    return meanings


def as_listed(word: str) -> str:
    """A lower-case word as the lists of frequent words spell it, which have no `ß`."""
    return word.replace("ß", "ss")


def likelihood(word: str) -> float:
    """How likely an English word is what somebody means; 0 for one that glosses nothing."""
    often = wordfreq.zipf_frequency(word, "en")
    if often < RAREST or not word.isascii() or not _LETTERS.fullmatch(word):
        return 0.0
    return float(10 ** (often / 3) * (OF_TWO_WORDS if " " in word else 1.0))


def entries(text: str) -> Iterator[Translated]:
    """The senses of a dictionary's English words that are no names of people."""
    for entry in _ENTRY.split(text):
        word, _, body = entry.strip().partition("\n")
        if _NAME.search(body):
            continue
        see = _SEE.search(body)
        lines = [line for line in body.splitlines() if line.strip().startswith("[m")]
        plain = _MARKUP.sub("", " ".join(lines))
        translations = [_DIACRITICS.sub("", part).strip() for part in _PARTS.split(plain)]
        yield Translated(word, [each for each in translations if each], see[1] if see else None)


def glossed(language: str, found: Iterable[Weighed], analyzer: Analyzer) -> dict[int, list[Gloss]]:
    """Key of a form → its likeliest English words, with their shares."""
    weights: dict[int, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    use: dict[int, tuple[float, float]] = defaultdict(lambda: (0.0, 0.0))
    for form, often, total, meant in found:
        for key in keys(form, language, analyzer):
            use[key] = (use[key][0] + often, use[key][1] + total)
            for word, weight in meant.items():
                weights[key][word] += often * weight
    most, least = (MOST_COMPARED, LEAST_COMPARED_SHARE) if language in KNOWN else (MOST_WORDS, LEAST_SHARE)
    kept = sorted(weights, key=lambda key: use[key], reverse=True)[:most]
    glosses = {key: likeliest(weights[key], least) for key in kept}
    return {key: found for key, found in glosses.items() if found}


def likeliest(meant: dict[str, float], least: float = LEAST_SHARE) -> list[Gloss]:
    """The words with the greatest weights, whose share of the greatest is no less than this."""
    best = sorted(meant.items(), key=lambda item: -item[1])[:MOST_GLOSSES]
    return [Gloss(word, weight / best[0][1]) for word, weight in best if weight and weight >= least * best[0][1]]


def compared(language: str, code: str, meanings: Meanings, nearest: NearestWords) -> Iterator[Weighed]:
    """Forms of words with what they mean by the dictionary and by nearness, half and half."""
    frequencies = wordfreq.get_frequency_dict(code)
    words = compared_words(language, code, meanings)
    translations = [translated(word, language, code, meanings) for word in words]
    cosines = nearest.cosines(words, [[each for each in known if " " not in each] for known in translations])
    for word, known, (with_known, near) in zip(words, translations, cosines, strict=True):
        if not known and language in UNSPACED and (len(word) < 2 or IS_HIRAGANA.fullmatch(word)):
            continue
        greatest = max(known.values(), default=1.0)
        weights = {
            each: (weight / greatest + nearness(with_known.get(each, UNCOMPARED))) / 2 for each, weight in known.items()
        }
        share = 0.5 if known else 1.0
        sure = {each: cosine for each, cosine in near.items() if not known or cosine >= LEAST_NEAR}
        weights |= {each: share * nearness(cosine) for each, cosine in sure.items()}
        meant = distinct(weights)
        often = frequencies.get(as_listed(word), RARE)
        if meant:
            yield Weighed(word, often, 0.0, meant)
        if meant and known and language == "japanese" and len(word) > 1 and is_inflected(word):
            yield Weighed(word[:-1], RARE, 0.0, meant)


def compared_words(language: str, code: str, meanings: Meanings) -> list[str]:
    """The words that are compared, the most frequent first."""
    stop = stop_words(language)
    frequent = [word for word in wordfreq.top_n_list(code, FORMS_COMPARED) if word not in stop]
    frequent = [word for word in frequent if _LETTERS.fullmatch(word)]
    known = [word for word in meanings if " " not in word and word not in stop and len(word) < LONGEST]
    return list(dict.fromkeys([*frequent[:NEAREST_FORMS], *(word for word in frequent if word in meanings), *known]))


def translated(word: str, language: str, code: str, meanings: Meanings) -> dict[str, float]:
    """The translations of a word and of its lemma, those of each weighing 1 together."""
    lemma = word if language in UNSPACED else simplemma.lemmatize(word, code).lower()
    found: dict[str, float] = defaultdict(float)
    for each in dict.fromkeys((word, lemma)):
        likely = {english: weight for english, weight in meanings.get(each, {}).items() if weight > 0}
        for english, weight in likely.items():
            found[english] += weight / sum(likely.values())
    return found


def nearness(cosine: float) -> float:
    """How surely a word at a cosine means the same, 0 … 1."""
    return min(1.0, max(0.0, (cosine - FAR) / (NEAR - FAR)))


def distinct(weights: dict[str, float]) -> dict[str, float]:
    """The likeliest meanings as shares of the greatest, of words with one stem the likeliest."""
    analyzer = analyzer_for("english")
    best: dict[tuple[str, ...], tuple[str, float]] = {}
    for word, weight in sorted(weights.items(), key=lambda item: -item[1]):
        stems = tuple(stem for part in word.split() for stem in analyzer.stems(part, "english")[:1])
        best.setdefault(stems, (word, weight))
    kept = list(best.values())[:MOST_GLOSSES]
    greatest = kept[0][1] if kept else 0.0
    return {word: weight / greatest for word, weight in kept if greatest and weight >= LEAST_COMPARED_SHARE * greatest}


def forms(language: str, code: str, meanings: Meanings) -> Iterator[tuple[str, str, float]]:
    """Forms of words, their lemma, and how frequent the form is."""
    stop = stop_words(language)
    frequencies = wordfreq.get_frequency_dict(code)
    for lemma in meanings:
        if " " not in lemma and lemma not in stop:
            yield lemma, lemma, max(frequencies.get(as_listed(lemma), 0.0), RARE)
            if language == "japanese" and len(lemma) > 1 and is_inflected(lemma):
                yield lemma[:-1], lemma, RARE
            if language == "korean" and len(lemma) > 2 and lemma.endswith("다"):
                yield lemma[:-1], lemma, RARE
    if language in UNSPACED:
        return
    for form in wordfreq.top_n_list(code, FORMS):
        if form in meanings or form in stop or not _LETTERS.fullmatch(form):
            continue
        lemma = simplemma.lemmatize(form, code).lower()
        if lemma in meanings and lemma not in stop:
            yield form, lemma, frequencies[form]


def is_inflected(lemma: str) -> bool:
    """Whether a Japanese word is a verb or an adjective, whose last sign changes."""
    return "\u3040" <= lemma[-1] <= "\u309f" and "\u4e00" <= lemma[0] <= "\u9fff"


def keys(form: str, language: str, analyzer: Analyzer) -> list[int]:
    """Where a form is looked up."""
    if language in UNSPACED:
        return [key_of(form)]
    if language in OF_SCRIPTS and language_of_script(form) not in {language, "arabic", "persian"}:
        return []
    return [key_of(stem) for stem in analyzer.stems(form, language)[:1]]


if __name__ == "__main__":
    main()
