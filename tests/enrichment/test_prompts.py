"""Prompts: placeholders, checks at the start, and the intent inside an answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.enrichment.prompts import SummaryTemplate, intent_in, intent_prompt, summary_template
from holdfast.errors import StartupError


@pytest.mark.parametrize("service", ["openai", "anthropic"])
def test_a_blank_custom_prompt_means_the_built_in_one(service: str) -> None:
    prompt = summary_template(service=service, openai=" \n", anthropic=" \n").fill(previous="P", messages="M")
    assert len(prompt) > 500


@pytest.mark.parametrize("service", ["openai", "anthropic"])
def test_the_built_in_templates_carry_summary_and_messages(service: str) -> None:
    prompt = summary_template(service=service, openai="", anthropic="").fill(previous="PREVIOUS", messages="MESSAGES")
    assert prompt.count("PREVIOUS") == prompt.count("MESSAGES") == 1
    assert "{{" not in prompt


@pytest.mark.parametrize("text", ["{{.PrevSummary}}|{{.MessagesJoined}}", "{{ .PrevSummary }}|{{  .MessagesJoined}}"])
def test_blanks_inside_the_braces_are_allowed(text: str) -> None:
    assert SummaryTemplate(text, setting="s").fill(previous="a", messages="b") == "a|b"


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("{{.MessagesJoined}}", "PrevSummary"),
        ("{{.PrevSummary}}", "MessagesJoined"),
        ("{.PrevSummary} {{.MessagesJoined}}", "PrevSummary"),
        ("{{.prevsummary}} {{.MessagesJoined}}", "PrevSummary"),
    ],
)
def test_a_custom_prompt_without_a_placeholder_is_refused_by_the_name_of_its_setting(text: str, missing: str) -> None:
    with pytest.raises(StartupError, match=rf"custom_prompts.summarizer_prompts.anthropic: .*\{{\{{.{missing}\}}\}}"):
        summary_template(service="anthropic", openai="", anthropic=text)


@given(previous=st.text(), messages=st.text())
def test_texts_are_filled_in_as_they_are(previous: str, messages: str) -> None:
    template = SummaryTemplate("<{{.PrevSummary}}|{{.MessagesJoined}}|{{.PrevSummary}}>", setting="s")
    assert template.fill(previous=previous, messages=messages) == f"<{previous}|{messages}|{previous}>"


def test_placeholders_inside_a_message_stay_a_text() -> None:
    template = SummaryTemplate("{{.PrevSummary}}{{.MessagesJoined}}", setting="s")
    assert template.fill(previous="{{.MessagesJoined}}", messages="m") == "{{.MessagesJoined}}m"


@pytest.mark.parametrize(
    ("answer", "intent"),
    [
        ("Intent: asking things ", "asking things "),
        ("  INTENT -  buying", "buying"),
        ("Intent: None.", "None."),
        ("The speaker greets.", "The speaker greets."),
        ("Intentional damage", "Intentional damage"),
        ("Intent:\n", ""),
        ("", ""),
    ],
)
def test_the_leading_marker_of_an_intent_is_removed(answer: str, intent: str) -> None:
    assert intent_in(answer) == intent


def test_the_message_ends_the_question_for_its_intent() -> None:
    assert intent_prompt(role="human", content="Hello").endswith("Message: human: Hello\n")
