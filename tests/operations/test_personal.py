import time

import pytest

from holdfast.operations.prompting.personal import is_courtesy, is_personal

TOLD = ["Last year Silke moved to Kendal with Jo.", "Nebenan wohnt die Frau mit dem Fahrrad."]


@pytest.mark.parametrize(
    "question",
    [
        "what did my sister say?",
        "Write me a poem about our garden",
        "remind me when the choir sings",
        "what would silke like?",
        "What can the kids eat?",
        "what to cook tonight?",
        "where to go in October?",
        "what would Jo wear?",
        "où partir en octobre ?",
        "¿qué regalar en mayo?",
        "cosa portare a cena?",
        "did you suggest a title?",
        "Schreib mir, was ich gesagt habe",
        "Was essen wir?",
        "continuo a viver sozinho?",
        "dove abitavamo prima?",
        "o que peço na marisqueira?",
        "mudei de cidade?",
        "dis-moi quel est mon train",
        "帮我看看我的行程",
        "私の犬の名前は?",
    ],
)
def test_a_question_is_personal_that_names_who_asks_or_what_is_theirs(question: str) -> None:
    assert is_personal(question, TOLD)


@pytest.mark.parametrize(
    "question",
    [
        "write me a poem about winter",
        'translate "my dog is ill" into German',
        "convert 50 US dollars to euros",
        "why do we dream?",
        "Erzähl mir einen Witz",
        "Wie flickt man ein Fahrrad?",
        "raconte-moi une blague",
        "peux-tu m'écrire un poème ?",
        "comment faire du pain ?",
        "what does it mean to go in for it?",
        "¿me cuentas un chiste?",
        "perché i gatti fanno le fusa?",
        "¿qué tipo de pan es este?",
        "quanti chilometri sono dieci miglia?",
        "conta-me uma anedota",
        "给我讲个笑话",
        "俳句を書いて",
        "",
    ],
)
def test_questions_about_the_world_and_tasks_for_once_are_not(question: str) -> None:
    assert not is_personal(question, TOLD)


@pytest.mark.parametrize(
    "text", ["Thanks, that's all for today!", "Guten Morgen!", "bonjour, ça va ?", "ありがとう。", "晚安"]
)
def test_greetings_thanks_and_farewells_are_courtesy(text: str) -> None:
    assert is_courtesy(text)
    assert not is_courtesy(f"{text} yoga")
    assert not is_courtesy("")


def test_names_in_long_texts_are_told_in_a_moment() -> None:
    begun = time.process_time()
    assert is_personal("what would Silke like?", ["so Silke said " + "Oh Yes But " * 2000])
    assert time.process_time() - begun < 0.5
