import pytest

from holdfast.operations.prompting.bearing import asked, asks_advice, asks_what_is, bears_on, limited
from holdfast.operations.prompting.matters import Matter


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
        ("Something to watch on a film evening?", "We have no telly, on purpose."),
        ("Which scissors shall I order for myself?", "I'm left-handed."),
        ("Where shall they deliver the bed?", "Since October I've a flat at Quay Court."),
        ("What do I earn?", "Fully qualified at last, 34k from June."),
        ("Quel est mon métier ?", "Je suis sage-femme."),
        ("¿A qué hora me conviene la reunión?", "Trabajo de noche."),
        ("What are the children called?", "The twins are Asha and Kiran."),
        ("How old am I?", "My mate thinks 35, I'm 29."),
        ("Which animals do we keep?", "We have six hens behind the house."),
        ("What did I drive before?", "Sold the old Corsa, it's a moped now."),
        ("Wie komme ich zur Arbeit?", "Bei mir steht jetzt ein Lastenrad."),
        ("Have my working hours changed?", "I start at two and I'm home by ten."),
        ("¿Qué turno hacía antes?", "Trabajaba de tres a once."),
        ("Write a deploy script", "We moved to Kubernetes."),
        ("Find me a hotel for the summer", "We have 90 euros a night."),
        ("¿Me buscas un regalo para Pau?", "Tengo 30 euros, ni uno más: mi presupuesto es ese."),
        ("Posso fazer flexões?", "Desloquei o ombro no judô."),
        ("Quelles sandales commander ?", "Je suis allergique au nickel."),
        ("Was backe ich zum Kaffee?", "Seit der Arzt da war, ist Schluss mit Süßem."),
        ("周末做什么菜招待客人？", "我对花生过敏。"),
        ("どんな筋トレがいいですか", "膝が痛いです。"),
        ("暑假去哪里旅游好？", "父亲坐轮椅。"),
        ("头疼吃哪种药？", "我怀孕了。"),
        ("おじいちゃんに何かプレゼントを", "釣りが趣味です。"),
        ("今晚看什么电影？", "We have no telly, on purpose."),
        ("我的地址是什么？", "去年搬到杭州。"),
        ("Find me a hotel for the summer", "最多80€。"),
        ("私の仕事は何ですか", "在医院上班。"),
        ("会議は何時がいいですか", "I start at two and I'm home by ten."),
        ("你知道我开车吗？", "いつもバスです。"),
        ("我有几个孩子？", "女儿叫小雨。"),
        ("我现在多大？", "今年三十五岁。"),
        ("我养什么宠物？", "犬を飼っています。"),
    ],
)
def test_what_limits_advice_bears_on_the_question_for_it(question: str, text: str) -> None:
    assert bears_on(text, asked(question))
    assert not bears_on("The roof is tight.", asked(question))


@pytest.mark.parametrize(
    "question",
    ["Which bank do I use?", "Was the backup made?", "How do clouds come about?", "Wann läuft der Vertrag aus?", ""],
)
def test_other_questions_ask_no_advice(question: str) -> None:
    assert not asks_advice(question)
    assert not bears_on("I'm allergic to nuts.", asked(question))


def test_where_advice_is_asked_nothing_else_bears_on_the_question() -> None:
    assert asked("What shall we cook for the family?") == {Matter.FOOD}
    assert asked("What shall we cook for the family on Friday?") == {Matter.FOOD, Matter.HOURS}
    assert Matter.FAMILY in asked("Who is in my family?")


def test_a_whole_word_is_not_the_beginning_of_another() -> None:
    assert Matter.EXERCISE in limited("My hip hurts.")
    assert Matter.EXERCISE not in limited("The hippo sleeps.")
    assert Matter.FOOD in limited("We don’t eat meat.")


def test_a_mark_may_tell_several_matters() -> None:
    for question in ("她生日送什么?", "母の誕生日に何がいい?"):
        assert {Matter.GIFT} <= asked(question)
    for told in ("我的生日在五月", "娘の誕生日は五月"):
        assert Matter.AGE in limited(told)
    assert Matter.EXERCISE in asked("Can I do the 5k on Sunday?")


@pytest.mark.parametrize(
    ("question", "what_is"),
    [
        ("Which van did I buy?", True),
        ("since when do I work here?", True),
        ("Wo wohne ich?", True),
        ("est-ce que j'ai un chat ?", True),
        ("¿cómo se llama mi hermana?", True),
        ("我什么时候搬家?", True),
        ("Which cake shall I buy?", False),
        ("help me move the sofa", False),
        ("Soll ich das Angebot annehmen?", False),
        ("je peux porter une caisse ?", False),
    ],
)
def test_who_asks_what_is_does_not_ask_what_to_do(question: str, what_is: bool) -> None:
    assert asks_what_is(question) == what_is
