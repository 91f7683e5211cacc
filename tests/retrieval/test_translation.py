"""Questions across languages.

1. A question in English finds what was said in another language, and the other way round; and between two others.
2. A message in English has no meaning terms, and an English question about such messages asks for nothing more.
3. Compounds are taken by their parts, inflected forms by their word.
4. Without blanks, known words are found in a run of characters.
5. The same word in the question's own language ranks first.
6. A word that is related to the one asked for is found in another language too.
7. An emoji is found by what it shows, whatever the language of the question.
8. Without a language nothing is told about meanings.
9. Of a word or two that tell no language and that nobody holds the meaning is looked for in any widespread one.
10. A word that is said again asks for nothing more, however often.
11. Of what is no word of a language without blanks most is known not to be one without looking for it.
"""

import pytest

from holdfast.retrieval.analysis import Analyzer, analyzer_for
from holdfast.retrieval.glosses import Glosses, glossed, glosses_of, key_of
from holdfast.retrieval.meanings import HAS_MEANINGS, meaning_term
from holdfast.retrieval.question import analyse
from holdfast.retrieval.search import SearchKind
from tests.retrieval.conversations import ENGLISH, ask, index_of, keys, texts

AROUND = ("We painted the hall on Saturday", "Morgen kommt die Lieferung aus Bremen", "La pluie n'arrête pas ici")


def term(word: str) -> int:
    return ENGLISH.forms(word, "english")[0]


def meanings(text: str, language: str) -> set[int]:
    return {term for _, meant in ENGLISH.meanings.of(ENGLISH.words(text), language) for term, _ in meant}


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("when does my neighbour feed the rabbits", "Die Nachbarin füttert unsere Kaninchen immer gegen sieben"),
        ("who stole the bicycle", "Nos robaron la bicicleta delante del supermercado"),
        ("what do I need for the brakes", 'my brother wrote "hamulce są do wymiany" on a note'),
        ("was will mein Chef", "my boss wants the report on Monday"),
        ("where is the refrigerator", "Le réfrigérateur est encore chez le réparateur"),
        ("what does the dentist cost", "Il dentista vuole trecento euro per la corona"),
        ("which shoes did I buy", "昨天在商场买了一双红色的鞋"),
        ("was kostet die Wohnung", "the flat costs 900 a month, heating included"),
        ("¿dónde está la llave?", "I left the key under the flower pot"),
        ("où est mon passeport", "Mein Reisepass liegt noch auf dem Amt"),
        ("猫在哪里", "the cat is hiding behind the sofa again"),
        ("where are my gloves", "Zgubiłam rękawiczki w tramwaju"),
        ("où est le frigo", "the refrigerator is in the garage"),
        ("which fridge did we buy", "冷蔵庫は十二万円だった"),
        ("gdzie jest laptop", "my notebook computer is in the car"),
    ],
)
def test_a_question_finds_what_was_said_in_another_language(question: str, answer: str) -> None:
    index = index_of(texts(*AROUND, answer))
    hits = ask(index, question, kind=SearchKind.LEXICAL)
    assert keys(hits)[0] == len(AROUND)
    assert hits[0].dist > 0


def test_english_alone_is_stored_and_asked_as_it_is() -> None:
    counts = ENGLISH.count("My neighbour feeds the rabbits at seven")
    assert HAS_MEANINGS not in counts
    assert meaning_term(term("neighbour")) not in counts
    lookup = analyse("who feeds the rabbits", index_of(texts("My neighbour feeds the rabbits")), ENGLISH).lookup
    assert not {meaning_term(each) for each in lookup.terms} & {each for pairs in lookup.related for each, _ in pairs}


def test_a_message_in_another_language_holds_what_it_means() -> None:
    counts = ENGLISH.count("Meine Nachbarin hat gestern die Kaninchen gefüttert")
    assert HAS_MEANINGS in counts
    assert {meaning_term(term("rabbit")), meaning_term(term("feed"))} <= set(counts)


def test_compounds_are_taken_apart_and_forms_brought_to_their_word() -> None:
    assert {term("garden"), term("chair")} <= meanings("gartenstühle", "german")
    assert term("sell") in meanings("vendí", "spanish")
    assert term("arrive") in meanings("přijedeme", "czech")


@pytest.mark.parametrize(
    ("word", "meant"), [("großmutter", "grandmother"), ("straße", "street"), ("süß", "sweet"), ("gefäß", "vessel")]
)
def test_words_with_a_letter_of_german_alone_mean_what_the_dictionary_says(word: str, meant: str) -> None:
    assert term(meant) in meanings(word, "german")
    assert term(meant) in meanings(word.replace("ß", "ss"), "german")


def test_what_is_too_long_for_a_word_is_not_taken_apart() -> None:
    asked: list[str] = []
    assert glossed("wort" * 16, "german", asked.append) == []
    assert asked == []


def test_words_are_found_in_runs_without_blanks() -> None:
    assert {term("seaside"), term("cat")} <= meanings("我们带猫去海边", "english")
    assert term("problem") in meanings("検査の結果は問題ありません", "english")


def test_the_word_itself_ranks_before_what_means_the_same() -> None:
    index = index_of(texts(*AROUND, "Der Schlüssel liegt im Flur", "The key is in the hallway"))
    assert keys(ask(index, "key", kind=SearchKind.LEXICAL))[0] == len(AROUND) + 1


def test_what_is_related_is_found_in_another_language() -> None:
    index = index_of(texts(*AROUND, "Unser Hund schläft im Flur"))
    assert keys(ask(index, "which pet do we have", kind=SearchKind.LEXICAL))[0] == len(AROUND)


@pytest.mark.parametrize("picture", ["👨\u200d👩\u200d👧", "👩🏽\u200d👩🏽\u200d👦"])
def test_several_persons_in_one_emoji_are_a_family(picture: str) -> None:
    index = index_of(texts(*AROUND, f"a photo {picture}", "a photo 👩\u200d🚒"))
    assert keys(ask(index, "the family"))[0] == len(AROUND)


@pytest.mark.parametrize("question", ["who baked the cake", "wer hat den Kuchen gebracht", "🎂"])
def test_an_emoji_is_found_by_what_it_shows(question: str) -> None:
    index = index_of(texts(*AROUND, "look what Irma brought 🎂"))
    assert keys(ask(index, question, kind=SearchKind.LEXICAL))[0] == len(AROUND)


def test_without_a_language_meanings_are_not_told() -> None:
    analyzer = Analyzer("none")
    assert HAS_MEANINGS not in analyzer.count("Die Nachbarin füttert 猫 im Garten 🎂")
    assert HAS_MEANINGS in analyzer_for("german").count("Die Nachbarin füttert die Kaninchen")


@pytest.mark.parametrize(
    ("asked", "right"),
    [("chien", 1), ("casa", 2), ("rodilla", 3), ("kniha", 4), ("Hund", 1), ("mon chien", 1), ("perro", 1)],
)
def test_a_word_or_two_whose_language_nothing_tells_are_taken_in_any(asked: str, right: int) -> None:
    said = ["The meeting is at noon", "mi perro se llama Toby", "The house has a green door", "my knee hurts"]
    index = index_of(texts(*said, "I read a book"))
    assert keys(ask(index, asked))[0] == right


def test_english_words_and_longer_questions_are_taken_as_they_are() -> None:
    index = index_of(texts("we eat cheese", "the dog sleeps"))
    for text in ("ladder", "a chien of the"):
        lookup = analyse(text, index, ENGLISH).lookup
        assert not ENGLISH.meanings.in_any_language("ladder")
        assert all(term not in set(ENGLISH.forms("dog", "english")) for pairs in lookup.related for term, _ in pairs)


def test_a_word_that_is_said_again_asks_for_nothing_more() -> None:
    index = index_of(texts("the refrigerator is in the garage", "la pluie n'arrête pas ici"))
    once, often = (analyse("où est le frigo" + again, index, ENGLISH).lookup for again in ("", ", le frigo" * 30))
    assert [sorted(pairs) for pairs in often.related] == [sorted(pairs) for pairs in once.related]


def test_most_that_is_no_word_of_a_run_is_not_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    run = "冰箱在车库" + "".join(chr(0x4E00 + 37 * number % 20_000) for number in range(2_000))
    chinese = glosses_of("chinese")
    assert chinese is not None
    sizes = range(1, 7)
    known = [[size for size in sizes if chinese.of(key_of(run[at : at + size]))] for at in range(len(run) - 6)]
    looked: list[int] = []
    find = Glosses._at
    monkeypatch.setattr(Glosses, "_at", lambda self, key: looked.append(key) or find(self, key))
    signs = [sign.encode() for sign in run]
    found = [chinese.longest(signs, at) for at in range(len(known))]
    assert found == [at + max(of_size) if of_size else None for at, of_size in enumerate(known)]
    there = sum(map(len, known))
    assert 0 < there <= len(looked) < there + len(known) * len(sizes) // 10
