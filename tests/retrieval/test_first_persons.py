import pytest

from holdfast.retrieval.first_persons import says_i, speaks_of_oneself


@pytest.mark.parametrize(
    "text",
    [
        "I'm a nurse", "that is ours", "Das ist mein Rad", "c'est à moi", "vivo en Gijón", "¿puedo comer eso?",
        "posso fazer flexões?", "dobbiamo partire?", "ik woon hier", "私は医者です",
    ],
)  # fmt: skip
def test_the_first_person_is_known_in_any_language(text: str) -> None:
    assert speaks_of_oneself(text)


@pytest.mark.parametrize(
    "text", ["he said so", "the cat sleeps", "Sie ist da", "elle dort", "ella duerme", "彼は医者です"]
)
def test_others_are_none(text: str) -> None:
    assert not speaks_of_oneself(text)


def test_where_the_language_is_known_only_its_words_count() -> None:
    assert says_i("jag bor i malmö", ["jag", "bor", "i", "malmö"], ["swedish"])
    assert not says_i("vi ses", ["vi", "ses"], ["english"])
    assert says_i("compré pan", ["compré", "pan"], ["spanish"])
    assert not says_i("compré pan", ["compré", "pan"], ["english"])
