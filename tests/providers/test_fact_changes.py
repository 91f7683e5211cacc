"""Changes in a life are read by their kind: any way to say an event, with any thing of the slot, and of nobody else."""

from __future__ import annotations

from itertools import product

import pytest

from holdfast.domain.supersession import is_about
from holdfast.providers.facts.builtin import BuiltInFactFinder
from holdfast.providers.facts.contract import Said, Statement
from holdfast.providers.facts.known import resolved

FINDER = BuiltInFactFinder()


def said(*contents: str) -> list[Statement]:
    messages = [Said("user", content) for content in contents]
    return resolved(FINDER.find(messages), messages)


def filled(content: str) -> set[tuple[str | None, str | None]]:
    return {(one.slot, one.value) for one in said(content) if not one.ends}


def over(before: str, content: str) -> set[tuple[str | None, str | None]]:
    return {(one.slot, one.value) for one in said(before, content) if one.message == 1 and one.ends}


_MOVES = (
    "I have sold the flat and moved in with my daughter Lotte in {}.",
    "moved back in with mum in {}",
    "Sold up and relocated down to {} to be near my boy.",
    "The company transferred us to {} in March.",
    "{}, where I have lived all my life.",
    "our garden in {} is flooded",
)


@pytest.mark.parametrize(("sentence", "place"), list(product(_MOVES, ("Klagenfurt", "Corpus Christi"))))
def test_any_way_of_moving_says_where_somebody_lives(sentence: str, place: str) -> None:
    assert ("home", place) in filled(sentence.format(place))


@pytest.mark.parametrize(
    ("content", "slot", "value"),
    [
        ("I took early retirement last year.", "job", "retired"),
        ("I have retired since we spoke.", "job", "retired"),
        ("I swapped the classroom for a food truck.", "job", "food truck"),
        ("Mott MacDonald poached me last year.", "employer", "Mott MacDonald"),
        ("im on the tills at Lidl now", "employer", "Lidl"),
        ("my wife's Abena, by the way", "partner", "Abena"),
        ("I've met someone, Ragnhild.", "partner", "Ragnhild"),
        ("Now we have a hamster from the fair, Doughnut.", "pets", "Doughnut"),
        ("59 now, and it shows", "age", "59"),
        ("Please address me as Ms Adeyemi.", "form_of_address", "Ms Adeyemi"),
        ("I live for coffee", "likes", "coffee"),
    ],
)
def test_what_begins_fills_its_slot(content: str, slot: str, value: str) -> None:
    assert (slot, value) in filled(content)


_ENDS_OF_BEINGS = (
    "{} got run over in the spring",
    "We had to say goodbye to {}.",
    "{} flew out the window last summer and never came back",
    "{} lives with my sister these days.",
    "Lonely since {} passed.",
)


@pytest.mark.parametrize(("sentence", "name"), list(product(_ENDS_OF_BEINGS, ("Kiwi", "Treacle"))))
def test_any_way_to_lose_an_animal_ends_it(sentence: str, name: str) -> None:
    assert ("pets", name) in over(f"Our dog {name} barks.", sentence.format(name))


@pytest.mark.parametrize(
    ("before", "content", "slot", "value"),
    [
        ("I'm allergic to celery.", "The celery turned out to be harmless.", "allergy", "celery"),
        ("I'm vegetarian.", "I went back to eating meat in November.", "diet", "vegetarian"),
        ("My girlfriend is called Shanice.", "nah we're not a thing anymore", "partner", "Shanice"),
        ("My husband is called Tom.", "My husband walked out in June.", "partner", "Tom"),
        ("I work for Asda.", "asda made the whole buying team redundant", "employer", "Asda"),
    ],
)
def test_what_is_over_ends_what_is_known(before: str, content: str, slot: str, value: str) -> None:
    found = over(before, content)
    assert (slot, value) in found or (slot, None) in found


@pytest.mark.parametrize(
    "content",
    [
        "My brother moved back in with mum in Peckham.",
        "She relocated down to Nairobi to be near her boy.",
        "We might move in with my sister in Leeds.",
        "If we relocated to Leeds we'd be poor.",
        "Dave has retired and opened a bakery in Leeds.",
        "My mate got poached by Monzo.",
        "He's on the tills at Lidl.",
    ],
)
def test_what_others_do_and_what_is_only_planned_fills_no_slot(content: str) -> None:
    assert not {slot for slot, _ in filled(content)} & {"home", "job", "employer", "partner"}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("Ik woon in Zwolle en ik werk als loodgieter.", {("home", "Zwolle"), ("job", "loodgieter")}),
        ("Mijn vrouw heet Marloes en we hebben een hond, Bikkel.", {("partner", "Marloes"), ("pets", "Bikkel")}),
        ("Ik ben allergisch voor pinda's.", {("allergy", "pinda's")}),
        ("We zijn verhuisd naar Kampen.", {("home", "Kampen")}),
        ("Ich bin im Herbst nach Husum gezogen.", {("home", "Husum")}),
        ("On a pris un chat, Figaro.", {("pets", "Figaro")}),
        ("Nos hemos mudado a Huesca.", {("home", "Huesca")}),
        ("Saí da Bosch e agora trabalho na Continental.", {("employer", "Continental")}),
        ("Mi sono trasferita a Lecce e sono andata in pensione.", {("home", "Lecce"), ("job", "pensionato")}),
    ],
)
def test_changes_are_read_in_other_languages(content: str, expected: set[tuple[str, str]]) -> None:
    assert expected <= filled(content)


def test_what_somebody_is_allergic_to_is_what_is_named_for_it() -> None:
    found = filled("Bitte kein Nusslokal vorschlagen, bin allergisch gegen Nüsse")
    assert [value for slot, value in found if slot == "allergy"] == ["Nüsse"]


@pytest.mark.parametrize(
    ("before", "content", "slot", "value"),
    [
        ("Mijn hond heet Bikkel.", "Bikkel is in maart overleden.", "pets", "Bikkel"),
        ("Ik ben loodgieter.", "Ik ben gestopt als loodgieter.", "job", "loodgieter"),
        ("Mein Freund heißt Jannis.", "Jannis und ich sind nicht mehr zusammen.", "partner", "Jannis"),
        ("Unsere Katze Minka frisst.", "Minka mussten wir leider einschläfern lassen.", "pets", "Minka"),
        ("Mi marido se llama Iván.", "Me he separado de Iván.", "partner", "Iván"),
        ("Je suis menuisier.", "J'ai arrêté la menuiserie.", "job", "menuisier"),
        ("Sono allergica alle fragole.", "Le fragole ora le mangio.", "allergy", "fragole"),
    ],
)
def test_what_is_over_is_read_in_other_languages(before: str, content: str, slot: str, value: str) -> None:
    found = over(before, content)
    assert (slot, value) in found or (slot, None) in found


@pytest.mark.parametrize(
    ("question", "answer", "slot", "value"),
    [
        ("Pets in the bedroom?", "two cats, Bran and Sceolan, both on my head", "pets", "Sceolan"),
        ("Languages?", "English, Twi and a bit of French.", "language", "Twi"),
        ("Partner?", "Cian, snores like a tractor", "partner", "Cian"),
        ("And the new address?", "Flat 3, 22 Hope Street, Glasgow.", "home", "Glasgow"),
        ("Address?", "jersey city, 14b pavonia ave", "home", "Jersey City"),
        ("¿Niños?", "Dos, Vera y Mateo.", "children", "Vera"),
    ],
)
def test_a_topic_is_a_question(question: str, answer: str, slot: str, value: str) -> None:
    messages = [Said("assistant", question), Said("user", answer)]
    found = resolved(FINDER.find(messages), messages)
    assert (slot, value) in {(one.slot, one.value) for one in found}


def test_a_pronoun_means_whom_the_question_or_the_sentence_before_named() -> None:
    asked = [
        Said("user", "My partner is called Cian."),
        Said("assistant", "Is Cian still snoring?"),
        Said("user", "In someone else's bed, thank god. He moved out in June."),
    ]
    assert ("partner", "Cian") in {(one.slot, one.value) for one in resolved(FINDER.find(asked), asked) if one.ends}
    assert ("pets", "Rex") in over("Our dog Rex barks.", "Rex was ill all winter. We had to let him go in March.")
    assert not over("Our dog Rex barks.", "Rex was ill all winter. He is better now, and we left for the sea.")
    assert ("pets", "Rex") in over("Our dog Rex barks.", "leave out Rex, he died in August")


@pytest.mark.parametrize(
    ("before", "question", "answer", "slot", "value"),
    [
        ("I live in Stockholm.", "Still Stockholm?", "Gotland. half the rent, twice the wind", "home", "Gotland"),
        ("I work for Monzo.", "Are you still at Monzo?", "no, at Revolut", "employer", "Revolut"),
    ],
)
def test_an_answer_takes_the_place_of_what_is_known(
    before: str, question: str, answer: str, slot: str, value: str
) -> None:
    told = [Said("user", before), Said("assistant", question), Said("user", answer)]
    assert (slot, value) in {(one.slot, one.value) for one in resolved(FINDER.find(told), told) if not one.ends}


@pytest.mark.parametrize(
    ("content", "slot", "value"),
    [
        ("I took a room in a residence in Liestal.", "home", "Liestal"),
        ("The National Trust have me as a ranger.", "employer", "The National Trust"),
        ("The National Trust have me as a ranger.", "job", "ranger"),
        ("I switched from Ubisoft to Nintendo in spring, lead designer", "job", "lead designer"),
        ("I've gone over to educational psychology.", "job", "educational psychology"),
        ("I love my allotment and hate gardening shows.", "dislikes", "gardening shows"),
        ("I've got a fella, Ned.", "partner", "Ned"),
        ("i'm back with my parents in leeds", "home", "Leeds"),
        ("we started at a clinic, Alder Hey.", "employer", "Alder Hey"),
    ],
)
def test_kinds_of_things_tell_a_slot(content: str, slot: str, value: str) -> None:
    assert (slot, value) in filled(content)


def test_who_gets_better_is_not_lost() -> None:
    assert not over("Our dog Rex barks.", "Rex is fine again and off to the vet on Monday.")
    assert ("allergy", "eggs") in over("I'm allergic to eggs.", "Eggs are fine again, my stomach settled.")


@pytest.mark.parametrize(
    ("content", "slot", "value"),
    [
        ("We're sharing his house in Breaux Bridge since May.", "home", "Breaux Bridge"),
        ("We're in Toronto this year.", "home", "Toronto"),
        ("I work weekends at Tesco too.", "employer", "Tesco"),
        ("hello, fern here, 31", "name", "fern"),
        ("can you call me Mo?", "form_of_address", "Mo"),
        ("I'm a widow of 74.", "age", "74"),
        ("Adesso lavoro in banca come impiegata.", "job", "impiegata"),
    ],
)
def test_what_is_said_beside_the_point_fills_its_slot(content: str, slot: str, value: str) -> None:
    assert (slot, value) in filled(content)


def test_a_greeting_of_a_day_and_a_state_are_no_names() -> None:
    assert "name" not in {slot for slot, _ in filled("Valentine's again!") | filled("single, 33, and into swimming")}


@pytest.mark.parametrize(
    "content",
    [
        "yes signed and mailed back on the 13th",
        "I signed and posted the letter",
        "my husband I met in Rome",
        "my dog I adore",
        "My partner is I",
        "My name is It",
        "ich mag dich",
        "ich liebe ihn",
        "Swapped Acme for it in May",
    ],
)
def test_a_pronoun_is_no_value(content: str) -> None:
    assert not filled(f"I work for Acme. {content}") - {("employer", "Acme")} - {(None, None)}


def test_what_is_written_all_large_is_no_pronoun() -> None:
    assert ("employer", "WHO") in filled("I work for WHO in Geneva")
    assert ("children", "Ella") in filled("my daughter is called Ella")


@pytest.mark.parametrize(
    "content", ["Ich bin wieder Single", "je suis célibataire depuis mai", "soy soltera", "sono sposata"]
)
def test_being_alone_or_with_somebody_is_no_job(content: str) -> None:
    assert "job" not in {slot for slot, _ in filled(content)}


@pytest.mark.parametrize(
    "content",
    [
        "Single bed.",
        "I need a single room in Leeds",
        "their new single is great",
        "I'm single minded about this",
        "my divorced friend comes too",
        "we separated the eggs",
        "we split up the work",
        "Une chambre pour célibataire",
        "una madre soltera busca piso",
        "Wir suchen eine Single-Wohnung",
    ],
)
def test_a_word_that_tells_the_kind_of_a_thing_ends_nothing(content: str) -> None:
    assert not over("My partner is Tom.", content)


@pytest.mark.parametrize(
    "content",
    [
        "I'm single now",
        "I'm divorced",
        "we split up in March",
        "we separated a year ago",
        "Ich bin jetzt wieder Single",
        "Ik ben weer vrijgezel",
        "Redevenue célibataire",
        "Estoy divorciada desde mayo",
        "Agora sou solteira",
        "Adesso sono single",
        "j'ai divorcé",
        "ho divorziato a maggio",
    ],
)
def test_who_is_alone_has_no_partner(content: str) -> None:
    assert "partner" in {slot for slot, _ in over("My partner is Tom.", content)}


def test_my_girl_is_a_child_only_where_something_of_a_child_is_told() -> None:
    assert ("children", "Tiana") not in filled("My girl Tiana wants cake")
    assert ("children", "Ruby") in filled("my girl Ruby starts school in May")
    assert ("children", "Tiana") in filled("our girl Tiana wants cake")
    assert ("children", "Josie") in filled("My own girl Josie plays centre back")


@pytest.mark.parametrize(
    "content",
    [
        "I lost my Leeds scarf",
        "I sold my Acme shares",
        "my Leeds client is gone",
        "the dog food is gone",
        "the dog basket fell apart and is gone",
    ],
)
def test_what_is_over_of_something_else_ends_nothing(content: str) -> None:
    assert not over("I live in Leeds, I work for Acme and I have a dog.", content)


@pytest.mark.parametrize(
    ("content", "slot"),
    [
        ("the Leeds flat is sold", "home"),
        ("I quit the Acme job", "employer"),
        ("I left Acme last week", "employer"),
        ("my dog Rex died", "pets"),
    ],
)
def test_what_is_over_may_be_told_with_its_kind(content: str, slot: str) -> None:
    before = "I live in Leeds and I work for Acme. We have a dog, Rex."
    assert slot in {each for each, _ in over(before, content)}


@pytest.mark.parametrize(
    ("before", "content", "slot", "value"),
    [
        ("We have a dog, Rex.", "the dog died in May", "pets", "Rex"),
        ("my dog Rex and my cat Tom", "the cat died", "pets", "Tom"),
        ("I'm a nurse at a clinic", "I left the clinic", "job", "nurse"),
        ("unser Hund heißt Krümel", "der Hund ist leider gestorben", "pets", "Krümel"),
        ("tenemos una gata, Pelusa", "la gata ha muerto", "pets", "Pelusa"),
        ("mijn kat heet Muis", "de kat is overleden", "pets", "Muis"),
    ],
)
def test_a_kind_names_the_only_one_that_is_known(before: str, content: str, slot: str, value: str) -> None:
    assert (slot, value) in over(before, content)


@pytest.mark.parametrize(
    ("before", "content"),
    [
        ("We have a dog, Rex.", "the cat died"),
        ("I have two dogs: my dog Rex and my dog Bo.", "the dog died"),
        ("my dog Rex loves the park", "we left the park"),
        ("my parrot Rex in a cage", "sold the cage"),
        ("I'm a pharmacist at Boots", "I left Boots"),
    ],
)
def test_a_kind_of_which_none_or_several_are_known_names_nothing(before: str, content: str) -> None:
    assert not {slot for slot, _ in over(before, content)} & {"pets", "job"}


def test_what_takes_the_place_of_something_is_no_job_by_where_that_was_done() -> None:
    told = said("I'm a nurse at a clinic", "I left the clinic and moved to Glasgow")
    assert ("job", "Glasgow") not in {(one.slot, one.value) for one in told}


@pytest.mark.parametrize(
    "content",
    [
        "We have a baby girl! Amina, born on the 20th of September",
        "My son Max, born 4 May, loves cake",
        "I have a son, born on 4 May",
    ],
)
def test_the_birth_of_a_child_is_no_birthday_of_the_speaker(content: str) -> None:
    assert "birthday" not in {slot for slot, _ in filled(content)}
    assert ("birthday", "4 May") in filled("I am Tom, born 4 May")


@pytest.mark.parametrize("sign", ["🚬", "***", "*", "“*”", "…"])
def test_signs_end_nothing_but_themselves(sign: str) -> None:
    known = "I live in Leeds. I work at Axa. I'm a welder. My wife is called Ann. I love chess. I'm allergic to nuts."
    for content in (f"I gave up {sign} for good", f"I quit {sign}.", f"I quit {sign} for good."):
        assert over(known, content) == set()


def test_words_name_no_value_of_signs_alone() -> None:
    assert is_about("🎸", "🎸")
    assert not is_about("smoking", "🎸")
    assert is_about("", "🎸"), "whatever there is"


@pytest.mark.parametrize(
    "address", ["Hey Max", "Thanks Alexa", "Bonjour Claude", "Well Siri", "Last Monday", "New York"]
)
def test_whom_somebody_speaks_to_is_not_the_speaker(address: str) -> None:
    assert filled(f"{address}, I'm allergic to nuts.") == {("allergy", "nuts")}
    assert not {"name"} & {slot for slot, _ in filled(f"{address}, my car is broken.")}
    assert ("name", "Priya Nair") in filled("Hi, Priya Nair, I'm allergic to nuts.")
    assert ("allergy", "peanuts") in filled("peanuts I'm allergic to")
