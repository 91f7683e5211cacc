"""What may fill a slot by its kind: an employer is no town, a job is nobody's name, an age is a number."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from holdfast.domain.calendar_words import month_numbers, unmarked, weekday_numbers
from holdfast.providers.entities import cldr, vocabulary
from holdfast.providers.entities.lexicon import read_gazetteer
from holdfast.providers.facts.greetings import GREETING_WORDS

_ARTICLE: Final = re.compile(r"^(?:an?|the|my|our) ", re.IGNORECASE)
_DANGLING: Final = re.compile(r" (?:and|of|&)$", re.IGNORECASE)
_AT_END: Final = re.compile(r" (?:at|in|from|with|on|for|of|by)$", re.IGNORECASE)
_NEGATIONS: Final = ("n't", "n’t")
_NO: Final = frozenset("geen kein keine no not never niet nicht nunca".split())  # noqa: SIM905
_NO_TASTES: Final = frozenset(
    {"to say", "to admit", "to ask", "to bother", "to interrupt", "to break", "up", "still", "most", "pas", "point"}
    | {"stuff", "the stuff", "texture", "the texture", "taste", "the taste", "smell", "the smell", "tout"}
)
"""What stands behind "I hate" and "I can't stand" of those who do not name what they like, or not there."""

_FILLERS: Final = frozenset("now jetzt nu ne ora ahora agora porfa porfis stp svp aub pls plz".split())  # noqa: SIM905
"""Words beside what is said, that fill no slot."""

_MOST: Final = re.compile(r" (?:the )?(?:most|best)$")
_OF_WHOM: Final = re.compile(r"(?P<who>.*[\u30a0-\u30ff\u4e00-\u9fff])は(?P<what>.+)")
_IS_ME: Final = re.compile(r"(?:実は|でも)?(?:私|僕|俺|自分)")
_RELATIONS: Final = frozenset(
    """
    daughter son kid wife husband tochter sohn kind frau mann hund katze fille fils mari femme hija hijo filha filho
    figlia figlio dochter zoon
    """.split()  # noqa: SIM905
)
"""What somebody is to the speaker, before their name: "Tochter Mia, 5"."""

_ENDS_NO_NAME: Final = (
    *("在住", "出身", "住み", "生まれ", "育ち", "勤務", "希望", "専攻", "担当", "中心", "社員", "本人"),
    *"雨晴雪曇症病痛語県駅店時分円回個性的業系",
)
_BEGINS_NO_NAME: Final = (
    "毎日",
    "毎週",
    "毎朝",
    "毎晩",
    "今日",
    "明日",
    "昨日",
    "来週",
    "先週",
    "今週",
    "喘息",
    "高血圧",
)
"""With what nobody's name ends or begins where Japanese names nobody else: "毎日雨です"."""

_SPEAKER: Final = frozenset({"i'm", "i’m", "i've", "i’ve", "im", "ive"})
_NO_ALLERGENS: Final = frozenset(
    """
    nonsense inbox work exercise people drama stupidity bullshit idiots mornings meetings boredom math maths homework
    commitment responsibility effort fun cleaning housework paperwork bureaucracy deadlines emails adulting mondays
    sports politics gossip lies losing failure poverty capitalism spreadsheets small-talk smalltalk traffic
    arbeit montage menschen dummheit sport unsinn travail lundis gens bêtise sport trabajo lunes tonterías gente lavoro
    lunedì stupidità trabalho segundas burrice werk maandagen domheid onzin
    """.split()  # noqa: SIM905
)
"""What people say in jest to be allergic to."""

_UNITS: Final = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety"
_NUMBERS: Final = {
    **{word: number for number, word in enumerate(_UNITS.split(), 1)},
    **{word: 10 * number for number, word in enumerate(_TENS.split(), 2)},
}
_NO_PLACES: Final = frozenset(
    """
    page chapter level question step option chaos
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december christmas easter today tomorrow yesterday somewhere anywhere nowhere
    together alone properly
    everywhere stayed moved lived mum mom dad mine yours hers his ours theirs everything everyone english german
    french spanish summer winter spring autumn fall mars moon internet clouds narnia hogwarts wonderland denial
    """.split()  # noqa: SIM905
)
_BEFORE_NAMES: Final = GREETING_WORDS.union(
    "wow ok okay well good oh ah happy merry last next since".split()  # noqa: SIM905
)
"""With these begins what is said to somebody else, or of a day: "Hey Max, my dog is ill"."""
_SPOTS: Final = frozenset(
    """
    row seat seats side queue lane table corner window sofa couch bed desk floor bench line past through happen pass
    in by gate door carriage tent end aisle stage bus train room kitchen bathroom laundry office gym library
    """.split()  # noqa: SIM905
)
"""Last words of what somebody moves to and does not live in: "the front row"."""

_TITLES: Final = frozenset({"Dr", "Mr", "Mrs", "Ms", "Miss", "Prof", "Professor", "Doctor", "Frau", "Herr"})
_NO_JOBS: Final = frozenset(
    [
        "vater",
        "mutter",
        "papa",
        "mama",
        "oma",
        "opa",
        "tante",
        "onkel",
        "noche",
        "día",
        "tarde",
        "père",
        "mère",
        "volunteer",
        *("originaire", "originaria", "originario", "fã", "fan", "formada", "formado", "licenciada", "licenciado"),
        *("großer", "guter", "alter", "neuer", "echter", "leidenschaftlicher", "treuer"),
        "widower",
        "londoner",
        "carer's",
    ]
)
_ORIGINAL: Final = frozenset("originaire originaria originario originária originário natural nativa nativo".split())  # noqa: SIM905
"""First words of where somebody comes from, where a job may stand."""

_PRONOUNS: Final = frozenset(
    """
    i me you he him she her it we us they them this that these those who someone somebody everyone everybody anyone
    anybody nobody ich mich mir dich dir er ihn ihm ihnen ihr sie wir uns euch es je moi toi nous vous il ils elles
    eux yo mi mí ti tú él usted ustedes nosotros nosotras vosotros vosotras ellos ellas eu você vocês ele eles elas
    nós io noi voi ik mij jij jou hij hem zij haar wij ons jullie u 我 你 您 他 她 它 我们 你们 他们 她们 私 僕 俺
    あなた 彼 彼ら
    """.split()  # noqa: SIM905
)
"""Words for whom or what was named elsewhere; left out are those that are names too, as Ella, Du and Lei."""

_POINTING: Final = frozenset(
    {"that", "this", "it", "so", "these", "those", "bescheid", "ja", "nein", "hallo", "danke", "tschüss", "stopp"}
)
"""Words that point at a form of address named before, or stand where one may, and are none: "sag Bescheid"."""

_NO_NAMES: Final = frozenset(
    """
    ob fragt sagt meint meinte fragte ruft erzählt glaubt findet weil dass denn vraagt zegt vindt omdat dat
    demande dit pense parce que pregunta dice cree pergunta diz acha chiede pensa perché
    """.split()  # noqa: SIM905
)
"""Words that follow whom somebody speaks of, where a name may stand: "mein Freund fragt, ob"."""

_FIGURES: Final = frozenset(
    """
    batman superman spiderman spider-man ironman catwoman spartacus groot gandalf voldemort dracula godzilla yoda shrek
    pikachu napoleon santa weihnachtsmann osterhase zorro rambo tarzan sherlock hercules
    """.split()  # noqa: SIM905
)
"""Of whom people say in jest that they are them."""

_NO_FIRST_NAMES: Final = frozenset(
    """
    the in on at of from which what who where how has had have is was are were does did got gets said says isn't hasn't
    """.split()  # noqa: SIM905
)

_DEMONSTRATIVES: Final = frozenset(
    """
    cette cet ces esta este estas estos questa questo queste questi essa esse dieses diesen diese deze dit
    """.split()  # noqa: SIM905
)
"""Words that point at something at hand, which somebody likes at the moment: "j'adore cette chanson"."""

_SPAN: Final = re.compile(r"\d+ (?:years?|jahre?|jaar|ans|años|anni|anos)\b", re.IGNORECASE)
"""How old somebody is, where a job may stand."""

_RETIRED: Final = {
    **dict.fromkeys(("retirement", "into retirement", "early retirement"), "retired"),
    **dict.fromkeys(("retraite", "à la retraite", "en retraite", "ma retraite"), "retraité"),
    **dict.fromkeys(("pensione", "in pensione"), "pensionato"),
    **dict.fromkeys(("pensioen", "met pensioen"), "gepensioneerd"),
    **dict.fromkeys(("me aposentei", "aposentei-me", "aposentei"), "aposentado"),
    **dict.fromkeys(("me reformei", "reformei-me", "reformei"), "reformado"),
    **dict.fromkeys(("jubilé", "jubilación"), "jubilado"),
    **dict.fromkeys(("rente", "pension"), "in Rente"),
}
"""What somebody is who has retired, by the words that tell of it."""

_NO_TRADES: Final = frozenset("place gold home community village".split())  # noqa: SIM905
"""Last words of what names no work: "a senior place", "good as gold"."""

_TASTES: Final = frozenset({"likes", "dislikes"})
_MAY_BE_PRONOUNS: Final = frozenset({"instruction", "form_of_address"})
"""Slots that words of address may fill: "say du to me"."""

_IS_DOING: Final = re.compile(r"[^\W\d_]{3,}ing [^\W\d_]")
"""What somebody does with something, where a name may stand."""

_TONGUES: Final = ("english", "german", "dutch", "french", "spanish", "portuguese", "italian")
_SHORTEST_OF_CALENDAR: Final = 4
"""Letters of a name of the calendar: shorter ones are other words as well."""

_STATES: Final = frozenset(
    """
    single married engaged divorced separated widowed ledig verheiratet verlobt geschieden getrennt verwitwet vrijgezel
    getrouwd verloofd gescheiden célibataire marié mariée fiancé fiancée divorcé divorcée séparé séparée veuf veuve
    soltero soltera casado casada divorciado divorciada separado separada viudo viuda solteiro solteira viúvo viúva
    celibe nubile sposato sposata fidanzato fidanzata divorziato divorziata separato separata vedovo vedova wieder weer
    again encore otra
    """.split()  # noqa: SIM905
)
"""Words for being alone or with somebody, and for being something again: no names, and no job begins with them."""

_BEFORE_NO_JOBS: Final = frozenset(
    """
    and but or so because although pero aunque sino aber oder sondern weil denn doch mais donc parce mas porém però ma
    oppure perché porque y e ed et und en maar omdat doing studying learning being having getting over on at under about
    from killing
    """.split()  # noqa: SIM905
)
"""Words with which something else goes on, what somebody does who learns, and where or how work is: "on the line"."""

_BEHIND_JOBS: Final = re.compile(
    r" (?:de toda(?: la vida)?|de siempre|donc|alors|mais|car|aber|also|pero|e|et|y|und|too|here|there|again|lol|haha|"
    r"btw|tho|though)$",
    re.IGNORECASE,
)


def fitting(slot: str, value: str) -> str:
    """A value as it fits into a slot; empty where it does not fit at all."""
    if slot not in _MAY_BE_PRONOUNS and is_pronoun(value) and (slot, value) != ("job", "it"):
        return ""
    if slot == "age":
        return _number(value)
    if value.lower() in _FILLERS:
        return ""
    if slot in _TASTES:
        value = _liked(value)
    if slot == "job":
        value = _BEHIND_JOBS.sub("", _ARTICLE.sub("", value))
        value = _RETIRED.get(value.lower(), value)
    if slot == "home" and value[-2:] in {"'s", "’s"} and value[:-2] in _places():
        value = value[:-2]
    if slot == "education":
        value = _AT_END.sub("", value)
    if slot == "employer":
        value = _DANGLING.sub("", value)
    return "" if _is_out_of_place(slot, value) else value


def _liked(value: str) -> str:
    """What is liked, without how much, and nothing where Japanese names another who likes it."""
    told = None if value.isascii() else _OF_WHOM.fullmatch(value)
    if told is not None:
        return told["what"] if _IS_ME.fullmatch(told["who"]) else ""
    return _MOST.sub("", value)


def _is_out_of_place(slot: str, value: str) -> bool:
    """Whether a value is known as something else than what fills the slot."""
    known = _OUT_OF_PLACE.get(slot)
    return known is not None and known(value.partition(" ")[0].lower(), value)


def _is_no_address(_: str, value: str) -> bool:
    small = value.lower()
    return value in _TITLES or small in _POINTING or small in _NO_FIRST_NAMES or is_of_calendar(value)


def _is_nobody(first: str, _: str) -> bool:
    """Whether words are said to somebody, or say what somebody does not do: "my cat won't eat"."""
    is_word = first in GREETING_WORDS or first in _NO_NAMES or first in _NO_FIRST_NAMES
    return is_word or first.endswith(_NEGATIONS) or first.title() in _TITLES


def _is_said_of_speaker(first: str, value: str) -> bool:
    return first in _DEMONSTRATIVES or value.startswith("I ") or first in _SPEAKER or value in _NO_TASTES


def _is_no_allergen(_: str, value: str) -> bool:
    return value.rsplit(" ", 1)[-1].lower() in _NO_ALLERGENS


def _is_no_job(first: str, value: str) -> bool:
    is_name = value.capitalize() == value and value in _given_names()
    last = value.rsplit(" ", 1)[-1].lower()
    is_trade = value.lower() not in _NO_JOBS and first not in _ORIGINAL and last not in _NO_TRADES
    is_said_of_anybody = first in _STATES or first in _NO or value in _TITLES or _SPAN.match(value) is not None
    is_said_of_anybody = is_said_of_anybody or first in _BEFORE_NO_JOBS or value.isdigit()
    is_said_of_anybody = (
        is_said_of_anybody or first in GREETING_WORDS or (first in _PRONOUNS and first != value.lower())
    )
    return is_said_of_anybody or not is_trade or is_name


def _is_no_home(first: str, value: str) -> bool:
    last = value.rsplit(" ", 1)[-1].lower()
    if first == "the" and value.islower() and last.title() not in _places():
        return True  # a room or a thing: "my true home is the walk-in freezer"
    if value.endswith("人") or is_of_calendar(value):
        return True
    if first in _NO_PLACES or first.title() in _TITLES or (first == "the" and last in _NO_PLACES):
        return True
    return last in _SPOTS or (" " in value and names_time(last)) or first.partition("-")[0] in _NUMBERS


def _is_no_employer(_: str, value: str) -> bool:
    if not value.isascii() and len(value) <= _LONGEST_WITH_CITY and value[:2] in _CITIES_IN_HAN:
        return True
    return value in _places() or (value != "" and _OF_NO_FIRM.issuperset(value.lower().split()))


def _is_no_name(first: str, value: str) -> bool:
    """Whether words, of which ``first`` is the first in small letters, are no name of a person."""
    if first in _BEFORE_NAMES or first in _FIGURES or first in _NO_FIRST_NAMES or first in _RELATIONS:
        return True
    if not value.isascii() and (value.endswith(_ENDS_NO_NAME) or value.startswith(_BEGINS_NO_NAME)):
        return True
    is_given = first.capitalize() in _given_names()
    if not is_given and (_IS_DOING.match(value) is not None or is_of_calendar(value.rsplit(" ", 1)[-1])):
        return True  # "Learning Welsh", "Last Friday"
    is_place = (" " in value and value in _places()) or value in _CITIES_IN_HAN
    return is_place or value in _TITLES or value in vocabulary.EVERYDAY or value.lower() in _STATES


_OF_NO_FIRM: Final = frozenset(
    {"new", "old", "job", "place", "school", "college", "uni", "university", "home", "work", "office"}
)
"""Words of which no firm's name consists: "first day at new job"."""

_CITIES_IN_HAN: Final = frozenset(
    """
    北京 上海 广州 深圳 天津 重庆 成都 杭州 武汉 西安 南京 苏州 长沙 郑州 青岛 大连 厦门 宁波 沈阳
    济南 哈尔滨 福州 合肥 昆明 无锡 长春 石家庄 太原 南昌 南宁 贵阳 温州 珠海 佛山 东莞 香港 澳门 台北
    高雄 三亚 海口 兰州 乌鲁木齐 拉萨 中国 日本 美国 英国 法国 德国 国内 東京 大阪 京都 横浜 名古屋
    札幌 福岡 神戸 仙台 広島 川崎 千葉 埼玉 奈良 金沢 沖縄 那覇 新潟 静岡 熊本 鹿児島 長崎 岡山 長野
    都内 地元
    """.split()  # noqa: SIM905
)
"""Names of places as Chinese and Japanese write them."""
_LONGEST_WITH_CITY: Final = 3
"""Characters of what begins with such a name and is nothing else than the place: "北京工"."""

_OUT_OF_PLACE: Final = {
    "form_of_address": _is_no_address,
    "name": _is_no_name,
    "partner": _is_nobody,
    "children": _is_nobody,
    "pets": _is_nobody,
    "likes": _is_said_of_speaker,
    "dislikes": _is_said_of_speaker,
    "allergy": _is_no_allergen,
    "job": _is_no_job,
    "home": _is_no_home,
    "origin": _is_no_home,
    "employer": _is_no_employer,
}
"""By slot, whether a value, of which the first word is given in small letters, is known as something else."""


def is_of_calendar(value: str) -> bool:
    """Whether a word is the name of a month or a weekday, and of no person: April may be either."""
    return names_time(value) and value not in _given_names()


def names_time(value: str) -> bool:
    """Whether a word is the name of a month or a weekday in any language of the rules."""
    return unmarked(value.lower()) in _calendar()


def is_pronoun(value: str) -> bool:
    """Whether a value is a pronoun, one with its verb too ("I'm"); what is written all large is a name: "US", "WHO"."""
    word = re.split(r"['’]", value, maxsplit=1)[0]
    return word.lower() in _PRONOUNS and (len(word) == 1 or not word.isupper())


def is_place(value: str) -> bool:
    """Whether a word is known as the name of a place."""
    return value in _places()


def is_given_name(value: str) -> bool:
    """Whether a word is known as the name of people, whatever else it is."""
    return value in _given_names()


def is_only_a_name(value: str) -> bool:
    """Whether a word is known as the name of people and of no place."""
    return value in _given_names() and value not in _places()


def _number(value: str) -> str:
    """A number in words, or digit by digit, as digits: "the big 3-0"."""
    value = re.sub(r"^(\d)[- ](?:oh|(\d))$", lambda digits: digits[1] + (digits[2] or "0"), value.lower())
    words = re.split(r"[- ]", value.lower())
    if not all(word in _NUMBERS for word in words):
        return value
    return str(sum(_NUMBERS[word] for word in words))


@cache
def _calendar() -> frozenset[str]:
    """Names of months and weekdays, in small letters and without diacritics."""
    return frozenset(
        name
        for language in _TONGUES
        for name in (*month_numbers(language), *weekday_numbers(language))
        if len(name) >= _SHORTEST_OF_CALENDAR
    )


@cache
def _given_names() -> frozenset[str]:
    return frozenset(read_gazetteer("given_names.txt"))


@cache
def _places() -> frozenset[str]:
    return frozenset({*read_gazetteer("settlements.txt"), *cldr.cities(), *cldr.countries(), *_CITIES_IN_HAN})
