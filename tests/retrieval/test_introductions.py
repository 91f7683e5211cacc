"""Who introduces themselves, and who asks for their own name.

1. "What is my name?" finds where the person said it, in many languages, though nobody says "name" then.
2. What the assistant asks or answers about names comes after it.
3. Talk about other names, and other things that begin alike, is no introduction.
"""

import pytest

from holdfast.retrieval.introductions import asks_own_name, introduced
from holdfast.retrieval.question import analyse
from holdfast.retrieval.signs import signs_of
from holdfast.retrieval.tokens import normal
from holdfast.retrieval.word_cutting import words_of
from tests.retrieval.conversations import ENGLISH, NOON, Turn, ask, index_of, keys, texts

OTHERS = ("We had soup for dinner", "The lake has a name that I forgot")


@pytest.mark.parametrize(
    ("said", "answer", "asked"),
    [
        ("hi, new here. I'm Ingrid, I run a bakery", "What name shall I use?", "what is my name"),
        ("Guten Morgen! Ich bin Hanno, wir wohnen in Kassel", "Wie heißen Sie mit Nachnamen?", "Wie heiße ich?"),
        ("Hola, me llamo Marta y vivo en Vigo", "¿Cómo te llamas?", "¿cómo me llamo?"),
        ("Bonjour, je m'appelle Camille", "Quel est votre nom ?", "quel est mon prénom ?"),
        ("Mi chiamo Aldo, faccio il pasticcere", "Come ti chiami?", "come mi chiamo?"),
        ("Chamo-me Rui e sou padeiro", "Como te chamas?", "como me chamo?"),
        ("Меня зовут Олег", "Как вас зовут?", "как меня зовут?"),
        ("你好，我叫李伟，在成都开一家书店", "您叫什么名字？", "我叫什么名字"),
        ("はじめまして、佐藤健太です。高校の先生です", "佐藤さん、はじめまして！お名前は？", "私の名前は何ですか"),
        ("제 이름은 박서준이에요", "이름이 멋지네요!", "내 이름이 뭐야?"),
        ("ผมชื่อสมชาย เป็นครู", "ชื่อเล่นคืออะไรครับ", "ผมชื่ออะไร"),
    ],
)
def test_the_own_name_is_found_where_it_was_said(said: str, answer: str, asked: str) -> None:
    index = index_of([*texts(said), Turn(answer, role="assistant", at=NOON + 10), *texts(*OTHERS)])
    assert keys(ask(index, asked))[0] == 0


def test_names_are_looked_for_as_before_where_nobody_said_theirs() -> None:
    index = index_of(texts(*OTHERS))
    assert len(analyse("what is my name", index, ENGLISH).lookup.terms) == 1


@pytest.mark.parametrize(
    "text",
    [
        "I'm tired", "I'm I", "what is the name of the dog", "je suis fatigué", "我妹妹叫小丽", "我叫了外卖",
        "田中さん、はじめまして", "call a plumber", "her name is Jo", "ich bin müde",
    ],
)  # fmt: skip
def test_other_talk_is_no_introduction(text: str) -> None:
    assert not introduced(text, normal(text), words_of(normal(text)), signs_of(normal(text)))


@pytest.mark.parametrize(
    "text", ["who am I meeting on friday", "what is the dog's name", "wer bin ich für dich gewesen"]
)
def test_other_questions_are_not_about_the_own_name(text: str) -> None:
    assert not asks_own_name(normal(text), words_of(normal(text)))
