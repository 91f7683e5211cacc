import pytest

from holdfast.operations.prompting.days import are_near, days_in

_JUNE = 6


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("can I take the early flight on the 12th of june?", "dentist on the 12th at 8:40"),
        ("Kann ich am 10. Juni zur Schau?", "Am 9. Juni bekomme ich den Schrittmacher"),
        ("¿puedo ir al cine el 20 por la tarde?", "mi madre viene el 20 a ayudarme"),
        ("posso aceitar um convite para 8 de agosto?", "vamos aos Açores de 3 a 12 de agosto"),
        ("Kann ich Ende September weg?", "Die Ausstellung ist vom 12. September bis zum 4. Oktober"),
        ("shall I enter the race in august?", "no running at all until september"),
        ("on travaille le 2 juillet ?", "je suis en congé à partir du 15 juin"),
        ("where will I be this autumn?", "I start in Felixstowe in September"),
        ("what do we do in may", "we move on May 2nd"),
        ("am I free on 1 January?", "we are away from the 28th to the 3rd, until the 3rd of January"),
    ],
)
def test_what_is_on_a_day_is_near_to_what_is_asked_of_it(asked: str, told: str) -> None:
    assert are_near(days_in(asked, _JUNE), days_in(told, _JUNE))


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("can I come on the 12th of june?", "dentist on the 22nd at 8:40"),
        ("can I come on the 12th of june?", "it costs 12 euros and weighs 12 kg"),
        ("can I come in may?", "may I ask how old the twins are"),
        ("can I come in may?", "since the 1st of October I'm at home"),
        ("kann ich im Juni kommen?", "Der Kurs ist von 18 bis 20 Uhr"),
        ("what is on?", "dentist on the 12th"),
    ],
)
def test_other_days_and_other_numbers_are_not(asked: str, told: str) -> None:
    assert not are_near(days_in(asked, _JUNE), days_in(told, _JUNE))


def test_a_day_without_a_month_is_of_the_month_in_which_it_is_said() -> None:
    assert are_near(days_in("the 20th of July", None), days_in("she comes on the 20th", 7))
    assert not are_near(days_in("the 20th of July", None), days_in("she comes on the 20th", 1))
    assert days_in("she comes on the 20th", None) == ()
