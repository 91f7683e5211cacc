"""What the clause behind puts in the place of what is over, and what somebody puts right."""

from __future__ import annotations

from itertools import product

import pytest

from holdfast.providers.facts.builtin import BuiltInFactFinder
from holdfast.providers.facts.contract import Said, Statement
from holdfast.providers.facts.known import resolved

FINDER = BuiltInFactFinder()


def said(*contents: str) -> list[Statement]:
    messages = [Said("user", content) for content in contents]
    return resolved(FINDER.find(messages), messages)


def told(known: str, content: str) -> tuple[set[tuple[str | None, str | None]], set[tuple[str | None, str | None]]]:
    """What the second message fills, and what it ends."""
    last = [one for one in said(known, content) if one.message == 1 and one.slot]
    return (
        {(one.slot, one.value) for one in last if not one.ends},
        {(one.slot, one.value) for one in last if one.ends},
    )


_OVER = ("gave up {}", "{} is off the table", "no more {}", "got bored of {}, so I dropped {}")
_NEXT = ("it's {} now", "swapped it for {}", "{} is what i do now", "on to {} instead")


@pytest.mark.parametrize(("over", "follows"), list(product(_OVER[:3], _NEXT)))
def test_what_is_done_instead_fills_the_slot_of_what_is_over(over: str, follows: str) -> None:
    fills, ends = told("I love running.", f"{over.format('running')}, {follows.format('bowls')}")
    assert ("likes", "running") in ends
    assert ("likes", "bowls") in fills


def test_an_employer_that_follows_another_is_no_town() -> None:
    fills, ends = told("I work for Acme.", "Acme let half of us go, it's Tesco now")
    assert ("employer", "Acme") in ends
    assert fills == {("employer", "Tesco")}


@pytest.mark.parametrize(
    "content", ["gave up running, too tired now", "gave up running, it's raining now", "no more running, it hurts"]
)
def test_what_else_is_said_behind_takes_no_place(content: str) -> None:
    assert not told("I love running.", content)[0]


@pytest.mark.parametrize(
    ("contents", "slot", "value"),
    [
        (["im at Tesco now. Wait no, it's Asda"], "employer", "Asda"),
        (["I joined Compass. Wait no, not Compass, Coldwell Banker."], "employer", "Coldwell Banker"),
        (["im 34, no wait 35"], "age", "35"),
        (["I live in Leeds, sorry, York"], "home", "York"),
    ],
)
def test_what_is_put_right_is_what_holds(contents: list[str], slot: str, value: str) -> None:
    assert [one.value for one in said(*contents) if one.slot == slot][-1] == value


@pytest.mark.parametrize(
    "content", ["I live in Leeds. Actually no, wait for me.", "I live in Leeds. Sorry, 34 was it."]
)
def test_what_is_of_another_kind_puts_nothing_right(content: str) -> None:
    assert {(one.slot, one.value) for one in said(content) if one.slot} == {("home", "Leeds")}


@pytest.mark.parametrize(
    ("content", "slot", "value"),
    [
        ("first day at Monzo was last Monday", "employer", "Monzo"),
        ("im on the books at wilson homes", "employer", "Wilson Homes"),
        ("royal mail took me on as a postman", "job", "postman"),
        ("the move to Dubai is done", "home", "Dubai"),
        ("As of last month we're Sarasota people!", "home", "Sarasota"),
        ("Tom and I got married in May!", "partner", "Tom"),
        ("went full vegan", "diet", "vegan"),
        ("net 49 geworden", "age", "49"),
        ("hab jetzt ne Wohnung in Lübeck", "home", "Lübeck"),
        ("me han cogido de recepcionista", "job", "recepcionista"),
    ],
)
def test_news_are_understood_by_the_event(content: str, slot: str, value: str) -> None:
    assert (slot, value) in {(one.slot, one.value) for one in said(content) if not one.ends}


@pytest.mark.parametrize(
    "content",
    [
        "Dana turned 40 yesterday",
        "Tom's last day at Acme is Friday",
        "Lucy has started as a junior doctor in Hull.",
        "our lad got a job in Waterstones",
        "the wife's got a new job at Tesco",
        "the baby next door is called Isla",
        "haha sure I've married Beyonce",
        "have I left Acme or what",
        "this job is killing me",
    ],
)
def test_news_of_others_jokes_and_questions_fill_nothing(content: str) -> None:
    fills, ends = told("I work for Acme. My wife is Dana.", content)
    assert not fills
    assert not ends


@pytest.mark.parametrize(
    ("question", "answer", "slot", "value"),
    [
        ("So you're in Leeds?", "no, not Leeds, Bradford", "home", "Bradford"),
        ("So you work for Aviva, right?", "No, not Aviva. Axa.", "employer", "Axa"),
        ("Is your dog called Rex?", "No, not Rex, Max", "pets", "Max"),
        ("Wohnst du in Ulm?", "Nein, nicht Ulm, Bonn.", "home", "Bonn"),
        ("Vivi a Bari?", "No, non a Bari, a Roma.", "home", "Roma"),
    ],
)
def test_what_a_question_took_for_true_is_put_right(question: str, answer: str, slot: str, value: str) -> None:
    messages = [Said("assistant", question), Said("user", answer)]
    assert (slot, value) in {(one.slot, one.value) for one in FINDER.find(messages) if one.about is None}


def test_what_was_said_long_before_is_put_right_and_nothing_else() -> None:
    assert told("I live in Leeds. I work for Acme.", "no, not leeds, bradford. the flat is over the line") == (
        {("home", "Bradford")},
        set(),
    )
    assert told("I live in Leeds.", "No, not today, maybe tomorrow") == (set(), set())
    messages = [Said("assistant", "Did you go to Leeds?"), Said("user", "no, not Leeds, Bradford")]
    assert resolved(FINDER.find(messages), messages) == []


@pytest.mark.parametrize(
    ("before", "right", "slot", "value"),
    [
        ("I work for Axa", "typo, Aviva not Axa", "employer", "Aviva"),
        ("i live in leeds", "sorry bradford not leeds", "home", "Bradford"),
        ("I live in Leeds", "sorry, I meant Bradford", "home", "Bradford"),
        ("i live in leeds", "*bradford", "home", "Bradford"),
        ("My wife is Dana", "damn autocorrect. diana", "partner", "Diana"),
        ("My dog is called Rex", "Max, not Rex", "pets", "Max"),
        ("I'm 34", "sorry 35", "age", "35"),
        ("I'm a nurse", "i meant nursery teacher", "job", "nursery teacher"),
        ("Vivo en Murcia", "en Murcia no, en Cádiz", "home", "Cádiz"),
        ("J'habite à Rennes", "pardon, à Nantes", "home", "Nantes"),
        ("Ich wohne in Kiel", "ne quatsch, Flensburg", "home", "Flensburg"),
        ("Ik woon in Breda", "sorry, ik bedoel Tilburg", "home", "Tilburg"),
        ("Abito a Parma", "scusa, volevo dire Modena", "home", "Modena"),
        ("Moro em Braga", "desculpa, quis dizer Aveiro", "home", "Aveiro"),
    ],
)
def test_a_message_puts_right_what_the_one_before_it_said(before: str, right: str, slot: str, value: str) -> None:
    fills, _ = told(before, right)
    assert (slot, value) in fills


def test_what_the_assistant_took_for_true_without_asking_is_put_right() -> None:
    messages = [
        Said("user", "I live in Leeds"),
        Said("assistant", "Since you live in Leeds, try the market."),
        Said("user", "no, Bradford"),
    ]
    assert [one.value for one in resolved(FINDER.find(messages), messages)] == ["Leeds", "Bradford"]


@pytest.mark.parametrize(
    "content",
    [
        "sorry i meant the red one",
        "sorry, I meant tomorrow",
        "sorry, dinner first",
        "no not that one, the other",
        "not pizza, salad",
        "not Leeds, the other Leeds United",
        "its gail not gale btw haha",
        "sorry Gail",
        "typo again sorry",
        "tesco hired my nephew for the summer",
        "tesco took me ages",
        "moved to the front row",
        "Rex flew off the sofa",
        "ditched gail at the pub, she was not happy",
        "from 1 june the buses go up",
        "me pasé a ver a Gail",
        "ich hab zu spät gewechselt",
    ],
)
def test_what_only_sounds_like_news_fills_and_ends_nothing(content: str) -> None:
    assert told("I live in Leeds. I work for Acme. I love pizza. My wife is Gail. Our dog is called Rex.", content) == (
        set(),
        set(),
    )


@pytest.mark.parametrize(
    ("content", "slot", "value"),
    [
        ("aviva hired me last month", "employer", "Aviva"),
        ("i got poached by aviva", "employer", "Aviva"),
        ("ive signed for aviva", "employer", "Aviva"),
        ("Aviva has taken me on", "employer", "Aviva"),
        ("jumped over to aviva", "employer", "Aviva"),
        ("new job, aviva", "employer", "Aviva"),
        ("aviva pays my wages now", "employer", "Aviva"),
        ("allianz hat mich eingestellt", "employer", "Allianz"),
        ("wurde von Allianz abgeworben", "employer", "Allianz"),
        ("me pasé a Mapfre", "employer", "Mapfre"),
        ("me fichó Mapfre", "employer", "Mapfre"),
        ("Maif m'a embauché", "employer", "Maif"),
        ("sono passato a Generali", "employer", "Generali"),
        ("ben overgestapt naar Achmea", "employer", "Achmea"),
        ("a Fidelidade me contratou", "employer", "Fidelidade"),
        ("From 1 May I'll be living in York", "home", "York"),
        ("met someone, steph, shes my girlfriend now", "partner", "Steph"),
        ("bin jetzt Logopädin", "job", "Logopädin"),
        ("switched jobs, at nandos now", "employer", "Nandos"),
        ("moved the whole family to Cambridge", "home", "Cambridge"),
        ("going out with a lad called Will", "partner", "Will"),
        ("je suis prof de yoga maintenant", "job", "prof de yoga"),
    ],
)
def test_who_comes_to_a_firm_in_any_words_works_there(content: str, slot: str, value: str) -> None:
    assert (slot, value) in {(one.slot, one.value) for one in said(content) if not one.ends}


@pytest.mark.parametrize(
    ("known", "content", "slot", "value"),
    [
        ("Mijn vriend heet Daan.", "het is uit met Daan", "partner", "Daan"),
        ("Mon copain s'appelle Hugo.", "Hugo et moi c'est fini", "partner", "Hugo"),
        ("Mi gata se llama Nube.", "se nos murió Nube", "pets", "Nube"),
        ("We hebben een hond, Bobby.", "we hebben Bobby moeten laten inslapen", "pets", "Bobby"),
        ("I love running.", "bored of running now", "likes", "running"),
    ],
)
def test_what_is_over_is_heard_in_words_of_chats(known: str, content: str, slot: str, value: str) -> None:
    assert (slot, value) in told(known, content)[1]
