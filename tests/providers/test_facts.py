"""What people state about themselves is found; what is not theirs, not so, or not of them is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.facts import DATA, judge, read_cases
from holdfast.domain.slots import SLOTS, holds_one_value, is_slot
from holdfast.providers.facts.builtin import BuiltInFactFinder
from holdfast.providers.facts.clauses import LONGEST_MESSAGE
from holdfast.providers.facts.contract import Said, Statement
from holdfast.providers.facts.known import resolved

FINDER = BuiltInFactFinder()


def said(*contents: str, role: str = "user") -> list[Statement]:
    messages = [Said(role, content) for content in contents]
    return resolved(FINDER.find(messages), messages)


def slots(*contents: str, role: str = "user") -> dict[str | None, list[str | None]]:
    found: dict[str | None, list[str | None]] = {}
    for one in said(*contents, role=role):
        found.setdefault(one.slot, []).append(one.value)
    return found


def test_the_labelled_messages_are_understood() -> None:
    """The file grows with what goes wrong elsewhere, so it is all but perfect here."""
    score, by_slot, errors = judge(list(read_cases(DATA)))
    assert score["kept right"] >= 0.95 * score["kept"], errors
    assert score["found"] >= 0.95 * score["wanted"], errors
    assert score["filled right"] >= 0.95 * score["filled"], errors
    assert score["slots found"] >= 0.95 * score["slots wanted"], errors
    assert by_slot.keys() <= SLOTS.keys()


def test_the_words_are_those_of_the_message() -> None:
    content = "Well. I live in Ghent with my dog Moss! What now?"
    (home, pet) = said(content)
    assert content[home.start : home.end] == "I live in Ghent with my dog Moss!"
    assert (home.slot, home.value, pet.slot, pet.value) == ("home", "Ghent", "pets", "Moss")


@pytest.mark.parametrize("role", ["assistant", "AI", "tool", "system", "function"])
def test_only_people_state_facts_about_themselves(role: str) -> None:
    assert said("I live in Ghent.", role=role) == []


@pytest.mark.parametrize(
    "content",
    [
        "```\n# I live in Ghent\n```",
        "> I live in Ghent",
        'The sign says "I live in Ghent and love it".',
        "From: ann@example.org\nSubject: moving\n\nI live in Ghent.",
        "I live in Ghent. " + "The meeting began at nine and went on and on. " * (LONGEST_MESSAGE // 40),
    ],
)
def test_what_was_written_elsewhere_is_nobodys_statement(content: str) -> None:
    assert said(content) == []


def test_a_part_that_is_played_is_not_believed_until_the_play_ends() -> None:
    found = said(
        "I live in Ghent.",
        "Let's do a role play: you are the interviewer.",
        "I am a surgeon and I live in Paris.",
        "ok stop. I'm a baker in fact.",
    )
    assert [(one.message, one.slot, one.value) for one in found] == [(0, "home", "Ghent"), (3, "job", "baker")]


def test_messages_before_the_first_tell_of_a_play_and_are_not_read_again() -> None:
    messages = [
        Said("user", "I live in Ghent. You are the dragon and I am the knight."),
        Said("user", "I live in a cave."),
    ]
    assert FINDER.find(messages, first=1) == []


def test_a_slip_that_is_put_right_in_the_same_message_is_put_right() -> None:
    assert slots("My cats are called Fig and Oliver. *Olive") == {"pets": ["Fig", "Olive"]}


def test_a_value_that_holds_no_more_ends() -> None:
    (statement,) = said("I'm not vegan any more.")
    assert (statement.slot, statement.value, statement.ends) == ("diet", "vegan", True)


@given(st.lists(st.tuples(st.sampled_from(["user", "assistant"]), st.text(max_size=200)), max_size=4))
def test_any_conversation_has_statements_that_lie_in_its_messages(messages: list[tuple[str, str]]) -> None:
    conversation = [Said(role, content) for role, content in messages]
    for one in FINDER.find(conversation):
        content = conversation[one.message].content
        assert 0 <= one.start < one.end <= len(content)
        assert conversation[one.message].role == "user"
        assert one.slot is None or one.slot in SLOTS


@given(st.text(alphabet="I'm alive in Ghent,.!? andmy\n", max_size=400))
def test_statements_are_the_same_each_time(content: str) -> None:
    assert said(content) == said(content)


def test_own_slots_have_a_prefix_and_hold_many_values() -> None:
    assert is_slot("x-shoe-size")
    assert not holds_one_value("x-shoe-size")
    assert not is_slot("shoe-size")
    assert not is_slot("x-")
    assert not is_slot("x-" + "a" * 100)


def conversation(*said_by_turns: str) -> list[Statement]:
    """The user begins, the assistant answers, and so on."""
    roles = ("user", "assistant")
    return FINDER.find([Said(roles[turn % 2], content) for turn, content in enumerate(said_by_turns)])


@pytest.mark.parametrize(
    ("question", "answer", "slot", "value"),
    [
        ("Nice! Where are you based?", "near Ghent, why?", "home", "Ghent"),
        ("What do you do for a living?", "night porter, sadly", "job", "night porter"),
        ("Who do you work for?", "the Halden Trust", "employer", "Halden Trust"),
        ("May I ask your name?", "Ottoline", "name", "Ottoline"),
        ("How old are you?", "34 and counting", "age", "34"),
        ("Any allergies?", "yes, shellfish", "allergy", "shellfish"),
        ("Wo wohnst du denn?", "in Husum", "home", "Husum"),
        ("¿Dónde vivís?", "en Vitoria. y tú?", "home", "Vitoria"),
        ("Tu habites où ? Dans quelle ville ?", "à Quimper", "home", "Quimper"),
    ],
)
def test_an_answer_is_read_with_its_question(question: str, answer: str, slot: str, value: str) -> None:
    found = conversation("hello", question, answer)
    assert [(one.slot, one.value) for one in found] == [(slot, value)]
    assert found[0].message == 2


@pytest.mark.parametrize("answer", ["no", "why?", "I'd rather not say", "what about you", "nowhere in particular"])
def test_no_answer_is_read_into_what_is_none(answer: str) -> None:
    assert conversation("hello", "Where do you live?", answer) == []


def test_whom_a_name_belongs_to_is_told_before_the_question() -> None:
    (found,) = conversation("so happy, my girlfriend said yes", "Congratulations! What's her name?", "Solveig")[-1:]
    assert (found.slot, found.value) == ("partner", "Solveig")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("gus, long haul trucker, 52, out of Omaha", {("name", "gus"), ("job", "long haul trucker"), ("age", "52")}),
        ("hi, Perpetua, 61, beekeeper", {("name", "Perpetua"), ("age", "61"), ("job", "beekeeper")}),
        ("allergic to kiwi, sorry", {("allergy", "kiwi")}),
        ("quick one. moved to Leeds last week", {("home", "Leeds")}),
        ("started at Halden Trust as a night porter", {("job", "night porter"), ("employer", "Halden Trust")}),
    ],
)
def test_what_has_no_subject_is_about_the_speaker(content: str, expected: set[tuple[str, str]]) -> None:
    assert expected <= {(one.slot, one.value) for one in said(content)}


@pytest.mark.parametrize(
    "content",
    [
        "my brother is a mess, moved to Leeds and started at Halden Trust as a porter",
        "My sister rang. Moved to Leeds last week.",
        "flour, 52, eggs",
        "page 12, chapter 3",
        "thanks, 42",
    ],
)
def test_what_has_no_subject_may_be_about_others_or_nobody(content: str) -> None:
    assert not slots(content).keys() & {"home", "job", "employer", "name", "age"}


@pytest.mark.parametrize(
    "question",
    ["And your brother, shift worker?", "What does your husband do?", "Is he a shift worker?", "How old is she?"],
)
def test_what_is_answered_about_others_is_not_the_users(question: str) -> None:
    messages = [Said("assistant", question), Said("user", "aye, baker, 42")]
    assert resolved(FINDER.find(messages), messages) == []
    assert FINDER.answers_for_others(messages[1], messages[0])


def test_a_question_that_names_nobody_is_about_whom_the_user_spoke_of() -> None:
    messages = [
        Said("user", "too late for a call then, my brother's in bed by 4"),
        Said("assistant", "Shift worker?"),
        Said("user", "aye, baker."),
    ]
    assert [one.value for one in resolved(FINDER.find(messages), messages) if one.slot == "job"] == []


def test_who_speaks_of_themselves_in_an_answer_about_others_is_heard() -> None:
    messages = [Said("assistant", "Is he a shift worker?"), Said("user", "yes, and I'm a baker")]
    assert [one.value for one in resolved(FINDER.find(messages), messages)] == ["baker"]


@pytest.mark.parametrize(
    ("before", "content", "slot", "value"),
    [
        ("I live in Leeds.", "packed in leeds after all", "home", "Leeds"),
        ("I work for Monzo.", "handed my notice in at monzo, last day was friday", "employer", "Monzo"),
        ("My dog Bosse barks.", "We had to let Bosse go in the spring.", "pets", "Bosse"),
        ("We have a dog called Bosse.", "Sad news, Bosse was put down on Monday.", "pets", "Bosse"),
        ("I am a waiter.", "Waiting is over, finally.", "job", "waiter"),
        ("I am a waiter.", "Laid off in May, sadly.", "job", "waiter"),
        ("I'm vegetarian.", "no i eat chicken again, life's too short", "diet", "vegetarian"),
        ("My partner is called Tom.", "Tom and I didn't make it.", "partner", "Tom"),
        ("My husband Bill is here.", "They took me off the tablets. Bill passed away in May.", "partner", "Bill"),
    ],
)
def test_what_is_over_of_what_is_known_has_ended(before: str, content: str, slot: str, value: str) -> None:
    messages = [Said("user", before), Said("user", content)]
    found = resolved(FINDER.find(messages), messages)
    assert (slot, value) in {(one.slot, one.value) for one in found if one.message == 1 and one.ends}


@pytest.mark.parametrize(
    "content", ["We had to let Bosse go.", "packed in Leeds", "Swapped Acme for Initech.", "no more coffee"]
)
def test_what_is_over_of_what_nobody_told_is_nothing(content: str) -> None:
    assert all(
        one.slot in {None, "instruction"}
        for one in resolved(FINDER.find([Said("user", content)]), [Said("user", content)])
    )


def test_what_takes_the_place_of_something_known_fills_its_slot() -> None:
    messages = [Said("user", "I work for Acme."), Said("user", "I swapped Acme for Initech.")]
    found = resolved(FINDER.find(messages), messages)
    assert [(one.slot, one.value, one.ends) for one in found if one.slot] == [
        ("employer", "Acme", False),
        ("employer", "Acme", True),
        ("employer", "Initech", False),
    ]


@pytest.mark.parametrize(
    ("question", "answer", "value"),
    [
        ("Still in Bristol?", "nah, cardiff since february", "Cardiff"),
        ("So you're in London?", "In Walthamstow, yes, in a room the size of a stamp.", "Walthamstow"),
        ("Where is that based?", "colindale, bit of a trek", "colindale"),
    ],
)
def test_an_answer_names_what_is_so_now(question: str, answer: str, value: str) -> None:
    messages = [Said("assistant", question), Said("user", answer)]
    found = resolved(FINDER.find(messages), messages)
    assert ("home", value) in {(one.slot, one.value) for one in found}


def test_a_question_whether_something_still_is_ends_it_by_a_no() -> None:
    asked = Said("assistant", "Are you still waiting tables?")
    messages = [Said("user", "I am a waiter."), asked, Said("user", "Nope.")]
    found = resolved(FINDER.find(messages), messages)
    assert [(one.slot, one.value, one.ends) for one in found] == [("job", "waiter", False), ("job", "waiter", True)]


@pytest.mark.parametrize(
    ("content", "slot", "value"),
    [
        ("they made me a dispatcher", "job", "dispatcher"),
        ("I'm thirty-six so I suppose it's time.", "age", "36"),
        ("I can no longer drink coffee, so if we meet it had better be tea.", "diet", "coffee"),
        ("The knees said no. I'm an estimator at Tapi.", "job", "estimator"),
        ("living in cardiff with my husband tom", "home", "Cardiff"),
        ("living in cardiff with my husband tom", "partner", "Tom"),
    ],
)
def test_what_is_said_in_passing_fills_its_slot(content: str, slot: str, value: str) -> None:
    assert value in slots(content)[slot]


def test_an_article_is_no_job() -> None:
    found = said("Ich arbeite bei der Post")
    assert [(one.slot, one.value) for one in found] == [("employer", "Post")]
