import pytest

from holdfast.operations.prompting.bearing import Matter, asked, bears_on, limited


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("A stew for Friday, when everyone is home?", "My husband has gout, so no red meat for him."),
        ("Welche Torte soll ich backen? Ein Rezept bitte.", "Jule verträgt keine Laktose."),
        ("Un restaurant pour nous deux ce soir ?", "Lucien est cœliaque."),
        ("¿Qué cocino para la cena?", "Mi hermana es celíaca."),
        ("お弁当のレシピをください", "妻はえびアレルギーです"),
        ("Arm day, which exercises?", "I tore my left bicep."),
        ("Where should we go on holiday?", "Dad is in a wheelchair and we don't fly."),
        ("Which painkiller can I take?", "I'm on warfarin since the clot."),
        ("A birthday present for Dad?", "He collects barometers."),
    ],
)
def test_what_limits_advice_bears_on_the_question_for_it(question: str, text: str) -> None:
    assert bears_on(text, asked(question))
    assert not bears_on("The roof was inspected on Monday.", asked(question))


@pytest.mark.parametrize(
    "question", ["Which bank do I use?", "Was the backup made?", "Wann läuft der Vertrag aus?", ""]
)
def test_other_questions_ask_no_advice(question: str) -> None:
    assert asked(question) == frozenset()
    assert not bears_on("I'm allergic to nuts.", asked(question))


def test_a_whole_word_is_not_the_beginning_of_another() -> None:
    assert Matter.EXERCISE in limited("My hip hurts.")
    assert Matter.EXERCISE not in limited("The hippo sleeps.")
    assert Matter.FOOD in limited("We don’t eat meat.")
