"""What only shows when good candidates are compared.

1. Where the present is asked for, the later of two messages that answer alike comes first, in several languages; the
   words that ask for it are not looked for.
2. Without such a word the order is that of the words; a date in the question decides by itself.
3. A correction stands above what it corrects, but not above what was said after it.
4. A short answer stands above the bare question that it follows, also with one message between them; a long one, a
   further question and a message elsewhere do not.
5. All of this holds within a filter as well.
6. Where the present is asked for, what tells of a change is preferred; not where it is asked whether something still
   is, or what was "until now".
7. What corrects a message right after it stands above it, whatever its words.
8. So does a correction by the same speaker, however much later, that holds words of the question itself.
9. Where the assistant could not tell, the next message of the person who asked is the better answer.
"""

import msgspec
import numpy as np
import pytest

from holdfast.retrieval.analysis import CHANGE
from holdfast.retrieval.features import MessageFeatures
from holdfast.retrieval.question import analyse
from holdfast.retrieval.scoring import DEFAULT_WEIGHTS
from holdfast.retrieval.search import ScopeQuery, search
from tests.retrieval.conversations import DAY, ENGLISH, NOON, Turn, ask, index_of, keys, texts


def spread(*contents: str, days: int = 20, role: str = "user") -> list[Turn]:
    """Messages, some weeks apart."""
    return [Turn(text, role, at=NOON - (len(contents) - place) * days * DAY) for place, text in enumerate(contents)]


@pytest.mark.parametrize(
    ("question", "older", "newer"),
    [
        (
            "Who is my current dentist?",
            "My dentist is doctor Amadi in Mill Road",
            "My dentist is doctor Birch in Oak Road",
        ),
        (
            "Which dentist do I go to now",
            "My dentist is doctor Amadi in Mill Road",
            "My dentist is doctor Birch in Oak Road",
        ),
        ("Wer ist jetzt mein Zahnarzt?", "Mein Zahnarzt ist Doktor Amadi", "Mein Zahnarzt ist Doktor Birke"),
        ("¿quién es mi dentista actual?", "Mi dentista es el doctor Amadi", "Mi dentista es el doctor Robles"),
        (
            "qui est mon dentiste actuellement",
            "Mon dentiste est le docteur Amadi",
            "Mon dentiste est le docteur Bouleau",
        ),
        ("quem é agora o meu dentista", "O meu dentista é o doutor Amadi", "O meu dentista é o doutor Carvalho"),
        ("chi è adesso il mio dentista", "Il mio dentista è il dottor Amadi", "Il mio dentista è il dottor Betulla"),
        ("Quelle est mon adresse actuelle ?", "My address is 12 Oak Street", "My address is 4 Elm Road"),
        ("what do they currently ask", "My address is 12 Oak Street", "My address is 4 Elm Road"),
        ("Wie ist die aktuelle Adresse", "My address is 12 Oak Street", "My address is 4 Elm Road"),
        ("qual è l'indirizzo attuale", "My address is 12 Oak Street", "My address is 4 Elm Road"),
        ("meine Adresse jetzt", "My address is 12 Oak Street", "My address is 4 Elm Road"),
        ("我现在的牙医是谁", "我的牙医是王医生", "我的牙医是李医生"),
        ("今の歯医者は誰ですか", "歯医者は佐藤先生です", "歯医者は鈴木先生です"),
    ],
)
def test_the_present_is_told_by_the_later_message(question: str, older: str, newer: str) -> None:
    assert keys(ask(index_of(spread(older, newer)), question))[0] == 1
    asked = analyse(question, index_of(spread(older, newer)), ENGLISH, now=NOON)
    assert asked.present


def test_words_for_the_present_are_not_looked_for() -> None:
    index = index_of(spread("I feel fine now", "The heating costs 90 a month"))
    assert keys(ask(index, "What does the heating cost now?"))[0] == 1


def test_what_does_not_ask_for_the_present_goes_by_its_words() -> None:
    index = index_of(spread("My first dentist was doctor Amadi", "Then came dentist Birch, for years"))
    assert keys(ask(index, "Who was my first dentist?"))[0] == 0
    parts = ask(index, "Who was my first dentist?", explain=True)[0].parts
    assert "recency" not in parts


@pytest.mark.parametrize(
    "correction",
    [
        "Correction: the rent of the garage is 70",
        "sorry, I meant the rent of the garage is 70",
        "Korrektur: the rent of the garage is 70",
        "Perdón, quise decir the rent of the garage is 70",
    ],
)
def test_a_correction_stands_above_what_it_corrects(correction: str) -> None:
    turns = spread("The rent of the garage is 60 euros", correction, days=1)
    assert keys(ask(index_of(turns), "What is the rent of the garage?"))[0] == 1
    plain = spread("The rent of the garage is 60 euros", "the rent of the garage with the yard is 70", days=1)
    assert keys(ask(index_of(plain), "What is the rent of the garage?"))[0] == 0


def test_a_correction_does_not_stand_above_what_follows() -> None:
    turns = spread("Correction: the rent is 70", "The rent of the garage is 80 euros", days=1)
    assert keys(ask(index_of(turns), "What is the rent of the garage?"))[0] == 1


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ("which package manager do we use now", "switched from npm to pnpm because of the disk"),
        ("an welchem Tag ist der Kurs jetzt", "der Kurs ist auf Mittwoch verschoben"),
        ("¿dónde trabajo ahora?", "desde abril en una bodega"),
        ("où est le bureau actuellement", "depuis mars, le bureau est à Lyon"),
        ("qual é o meu telefone agora", "o novo é 912"),
        ("dove abito adesso", "mi sono trasferito a Pisa"),
        ("我现在在哪里工作", "我换到博物馆了"),
        ("今の家賃はいくらですか", "家賃が八万円に変わりました"),
    ],
)
def test_the_present_is_told_by_what_tells_of_a_change(question: str, message: str) -> None:
    index = index_of(texts("Lunch was soup", message))
    lookup = analyse(question, index, ENGLISH, now=NOON).lookup
    assert CHANGE in {*lookup.terms, *(term for pairs in lookup.related for term, _ in pairs)}
    assert CHANGE in MessageFeatures.of(message, ENGLISH).term_ids


@pytest.mark.parametrize("question", ["is the guarantee still valid?", "how much did we spend until now"])
def test_what_still_is_or_was_until_now_is_told_by_no_change(question: str) -> None:
    index = index_of(texts("Lunch was soup"))
    assert CHANGE not in analyse(question, index, ENGLISH, now=NOON).lookup.terms


def test_corrections_that_count_nothing_change_nothing() -> None:
    index = index_of(spread("The rent of the garage is 60 euros", "scratch that, 33", days=0))
    question = ScopeQuery(analyse("What is the rent of the garage?", index, ENGLISH, now=NOON))
    hits = search(index, question, msgspec.structs.replace(DEFAULT_WEIGHTS, correction=0.0))
    assert [hit.key for hit in hits] == [0, 1]
    assert np.isfinite([hit.dist for hit in hits]).all()


def test_a_correction_in_other_words_stands_above_what_it_corrects() -> None:
    said = [("user", "the rent of the garage went up to 34 euros"), ("user", "scratch that, 33")]
    others = [("user", "lunch was soup"), ("user", "the garage has a rent contract until May")]
    assert keys(ask(index_of(talk(*said, *others)), "What is the rent of the garage?"))[0] == 1
    by_another = [said[0], ("assistant", "scratch that, 33"), *others]
    assert keys(ask(index_of(talk(*by_another)), "What is the rent of the garage?"))[0] != 1


def talk(*turns: tuple[str, str]) -> list[Turn]:
    return [Turn(text, role, at=NOON + 60 * place) for place, (role, text) in enumerate(turns)]


ASKED = ("user", "did the plumber bring back the ladder?")


def test_an_answer_stands_above_its_question() -> None:
    other = ("user", "the soup has eight herbs and it is made of leek")
    for between in (
        [],
        [
            (
                "assistant",
                "You said last week that he would come on Monday with his van, two boxes of tiles, paint and a tap.",
            )
        ],
    ):
        turns = talk(ASKED, *between, ("user", "yes he did"), other)
        assert keys(ask(index_of(turns), "Has the plumber brought back the ladder?"))[0] == len(between) + 1
        assert ask(index_of(turns), "Has the plumber brought back the ladder?", explain=True)[0].parts["answer"] > 0


def test_what_is_no_answer_gains_nothing() -> None:
    long = "I was at the lake all day with Ines and swam, read a book, slept and then we had a fire and sang"
    for after in (("user", long), ("user", "or was it the painter?")):
        hits = ask(index_of(talk(ASKED, after)), "Has the plumber brought back the ladder?", explain=True)
        assert not any(hit.parts.get("answer") for hit in hits)
    far = [*talk(ASKED), Turn("yes he did", at=NOON + DAY)]
    assert keys(ask(index_of(far), "Has the plumber brought back the ladder?"))[0] == 0


@pytest.mark.parametrize(
    "told", ["I am vegetarian.", "Ich bin Vegetarier.", "Je suis végétarienne.", "My son is a vegan.", "我吃素。"]
)
def test_who_tells_something_and_then_asks_has_told_it(told: str) -> None:
    telling = f"{told} Where do we eat in Reykjavik?"
    assert index_of(talk(("user", telling))).questions.tolist() == [False]


@pytest.mark.parametrize("text", ["Where do we eat?", "Hi! Where do we eat?", "Where do we eat? I wait."])
def test_a_greeting_or_a_reason_leaves_a_question_bare(text: str) -> None:
    assert index_of(talk(("user", text))).questions.tolist() == [True]


def test_words_that_are_no_question_find_the_question_itself() -> None:
    assert keys(ask(index_of(talk(ASKED, ("user", "yes he did"))), "plumber ladder"))[0] == 0


def test_a_second_message_answers_only_if_the_person_who_asked_sent_it() -> None:
    friends = talk(("Ann", ASKED[1]), ("Bob", "We had soup"), ("Ann", "It was raining"))
    hits = ask(index_of(friends), "Has the plumber brought back the ladder?", explain=True)
    assert {hit.key: hit.parts.get("answer", 0) > 0 for hit in hits} == {0: False, 1: True, 2: False}


@pytest.mark.parametrize(("reply", "best"), [("I cannot know that.", 2), ("Yes, on Monday.", 1)])
def test_an_assistant_that_could_not_tell_gives_way_to_the_person(reply: str, best: int) -> None:
    turns = talk(ASKED, ("assistant", reply), ("user", "he came on tuesday"), ("user", "lunch was soup"))
    assert keys(ask(index_of(turns), "Has the plumber brought back the ladder?"))[0] == best


def test_after_an_answer_by_the_same_person_what_follows_is_none() -> None:
    turns = talk(ASKED, ("user", "nope, it is not here"), ("user", "lunch was soup"))
    hits = ask(index_of(turns), "Has the plumber brought back the ladder?", explain=True)
    assert {hit.key: hit.parts.get("answer", 0) > 0 for hit in hits} == {0: False, 1: True, 2: False}


def test_a_filter_leaves_the_comparison_to_what_may_be_found() -> None:
    index = index_of(talk(ASKED, ("user", "yes he did"), ("user", "the ladder is long")))
    question = "Has the plumber brought back the ladder?"
    assert keys(ask(index, question, eligible=np.array([True, True, False]))) == [1, 0]
    hits = ask(index, question, eligible=np.array([True, False, False]), explain=True)
    assert keys(hits) == [0] and not hits[0].parts.get("answer")
    late = index_of(spread("My dentist is Amadi", "My dentist is Birch", "My dentist is Cole"))
    assert keys(ask(late, "Who is my current dentist?", eligible=np.array([True, True, False])))[0] == 1


def test_a_correction_in_the_same_words_stands_above_what_it_corrects_long_before() -> None:
    talk = ["my phone number is 555-1234", "The weather is bad again", "Correction: my number is 555-9876."]
    asked = "what is my phone number"
    assert keys(ask(index_of(spread(*talk)), asked))[0] == 2
    other = [*talk[:2], "Correction: the oven is at 180 degrees"]
    assert keys(ask(index_of(spread(*other)), asked))[0] == 0
    of_another = [*spread(*talk[:2]), Turn(talk[2], "assistant", at=NOON)]
    assert keys(ask(index_of(of_another), asked))[0] == 0
