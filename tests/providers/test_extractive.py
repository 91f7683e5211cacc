"""The extractive summariser: what it keeps, how it extends, and the limits it never breaks."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.providers.summaries.extractive import ExtractiveSummariser, SummaryInput
from holdfast.providers.summaries.sentences import split_plain, split_sentences
from holdfast.providers.tokens.cl100k import load_cl100k

COUNTER = load_cl100k()
SUMMARISER = ExtractiveSummariser(COUNTER)


def summarise(*turns: tuple[str, str], previous: str = "", budget: int = 200) -> str:
    messages = [SummaryInput(role, content) for role, content in turns]
    return SUMMARISER.summarise(previous, messages, token_budget=budget)


def test_who_said_what_is_kept_a_line_per_turn() -> None:
    summary = summarise(
        ("human", "I moved to Lisbon in May. My sister Anna lives there too."),
        ("assistant", "The tram 28 passes the old town of Lisbon."),
        ("human", "I prefer walking to trams."),
    )
    assert summary == (
        "human: I moved to Lisbon in May. My sister Anna lives there too.\n"
        "assistant: The tram 28 passes the old town of Lisbon.\n"
        "human: I prefer walking to trams."
    )


def test_greetings_and_courtesies_are_left_out() -> None:
    summary = summarise(
        ("human", "Hi there! I am allergic to hazelnuts."),
        ("assistant", "Thanks for letting me know!"),
        ("human", "ok"),
    )
    assert summary == "human: I am allergic to hazelnuts."


def test_code_headings_and_machine_output_are_left_out() -> None:
    summary = summarise(
        ("assistant", "# Plan\nStore the dates in UTC.\n```python\nprint('secret')\n```"),
        ("tool", '{"status": "ok", "duration_ms": 48211, "commit": "a81bc81d"}'),
    )
    assert summary == "assistant: Store the dates in UTC."


def test_a_short_answer_comes_with_its_question() -> None:
    summary = summarise(("assistant", "Which branch of the bank do you use?"), ("human", "Kreuzberg."))
    assert summary == "assistant: Which branch of the bank do you use?\nhuman: Kreuzberg."


def test_the_previous_summary_is_extended_in_order_of_time() -> None:
    first = summarise(("human", "My name is Teresa and I work in Rotterdam."))
    second = summarise(("human", "My mother visits us in December."), previous=first)
    assert second == "human: My name is Teresa and I work in Rotterdam. My mother visits us in December."


def test_a_fact_said_again_is_kept_once() -> None:
    first = summarise(("human", "My daughter Mila plays judo on Wednesdays."))
    second = summarise(("human", "My daughter Mila plays judo on Wednesdays!"), previous=first)
    assert second == "human: My daughter Mila plays judo on Wednesdays!"


def test_chatter_does_not_displace_what_is_known() -> None:
    known = "human: My name is Teresa and I work in Rotterdam."
    assert summarise(("human", "haha ok"), ("assistant", "Great!"), previous=known) == known


def test_prose_of_another_summariser_is_extended_as_it_is() -> None:
    prose = "Teresa moved to Rotterdam. She has a daughter called Mila."
    summary = summarise(("human", "Mila is allergic to nuts."), previous=prose)
    assert summary == f"{prose}\nhuman: Mila is allergic to nuts."


def test_under_pressure_the_weightier_fact_stays() -> None:
    filler = [("assistant", f"There are many pleasant ways to spend the afternoon number {n}.") for n in range(30)]
    summary = summarise(("human", "I am allergic to penicillin and my doctor is Mrs. Novak."), *filler, budget=60)
    assert "penicillin" in summary


def test_a_long_chain_of_summaries_does_not_grow() -> None:
    summary = ""
    for week in range(60):
        summary = summarise(
            ("human", f"In week {week} I ran {week + 5} kilometres with Omar."), previous=summary, budget=100
        )
        assert COUNTER.count(summary) <= 100
    assert "week 59" in summary


def test_sentences_of_scripts_without_blanks_are_told_apart() -> None:
    assert split_sentences("我搬到了上海。我妹妹住在北京！你呢？") == ["我搬到了上海。", "我妹妹住在北京！", "你呢？"]
    assert "上海" in summarise(("human", "我上个月搬到了上海。"), ("assistant", "很高兴听到这个消息！"))


def test_abbreviations_and_figures_do_not_end_sentences() -> None:
    assert split_plain("Dr. Novak paid 3.50 euros, e.g. in cash. Then she left.") == [
        "Dr. Novak paid 3.50 euros, e.g. in cash.",
        "Then she left.",
    ]


def test_lines_without_a_full_stop_become_sentences() -> None:
    assert split_sentences("- buy milk for Anna\n- call the bank") == ["buy milk for Anna.", "call the bank."]


def test_something_is_said_even_where_nothing_is_worth_much() -> None:
    assert summarise(("human", "Hi!")) == "human: Hi!"
    assert summarise(("tool", "{}")) == "tool: {}"


def test_blanks_give_an_empty_summary() -> None:
    assert summarise(("human", " \n\t")) == ""
    assert summarise() == ""


def test_a_message_without_a_role_is_summarised() -> None:
    assert summarise(("", "I live in Oslo with my family.")) == "I live in Oslo with my family."


def test_too_small_a_budget_is_refused() -> None:
    with pytest.raises(ValueError, match="token_budget: must be at least 32, got 31"):
        summarise(("human", "Hi"), budget=31)


def test_a_huge_message_does_not_hold_up_the_worker() -> None:
    started = time.process_time()
    for unit in ("I live in Oslo. ", "a", "\n", "!", "```", "漢", ". ", "# "):
        assert summarise(("human", unit * (5_000_000 // len(unit)) + " end of it"))
    assert time.process_time() - started < 20  # a fraction of a second; minutes if anything were quadratic


ROLES = st.one_of(st.sampled_from(["human", "assistant", "user", "tool", "", "a: b", "x\ny"]), st.text(max_size=60))
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(
        st.sampled_from(
            ["I live in Oslo.", "Hi!", "我很好。", "Who?", "\n", "```", "x" * 500, "Dr. ", "3.5", "😀" * 9, "{}", ": "]
        ),
        max_size=30,
    ).map(" ".join),
)
MESSAGES = st.lists(st.builds(SummaryInput, role=ROLES, content=TEXTS), max_size=8)


@settings(max_examples=200, deadline=None)
@given(previous=TEXTS, messages=MESSAGES, budget=st.integers(32, 300))
def test_the_budget_holds_and_what_is_said_is_never_lost_whole(
    previous: str, messages: list[SummaryInput], budget: int
) -> None:
    summary = SUMMARISER.summarise(previous, messages, token_budget=budget)
    assert COUNTER.count(summary) <= budget
    assert summary == ExtractiveSummariser(COUNTER).summarise(previous, messages, token_budget=budget)
    something = previous.strip() or any(message.content.strip() for message in messages)
    assert bool(summary.strip()) == bool(something)


IN_A_PROCESS = """
from holdfast.providers.summaries.extractive import ExtractiveSummariser, SummaryInput
from holdfast.providers.tokens.cl100k import load_cl100k

things = "boat ticket hotel harbour dinner market museum glacier".split()
said = [f"We paid {n} euros for the {a} near the old {b} in town." for n in range(9) for a in things for b in things]
messages = [SummaryInput("human", text) for text in said]
print(ExtractiveSummariser(load_cl100k()).summarise("", messages, token_budget=400))
"""


def test_every_process_makes_the_same_summary() -> None:
    made = {
        subprocess.run(
            [sys.executable, "-c", IN_A_PROCESS],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(made) == 1
