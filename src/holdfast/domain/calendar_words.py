"""How people name days: months and weekdays in many languages, and "yesterday", "two weeks ago", "recently" in eight.

Names of months and weekdays are those of the Unicode CLDR, as Babel carries them. All words are lower-case and without
diacritics, as whoever looks for them strips a text.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final, Literal

import msgspec

from holdfast.system.derived_files import derived

LOCALES: Final = {
    "arabic": "ar", "armenian": "hy", "basque": "eu", "catalan": "ca", "chinese": "zh", "czech": "cs", "danish": "da",
    "dutch": "nl", "english": "en", "estonian": "et", "finnish": "fi", "french": "fr", "german": "de", "greek": "el",
    "hindi": "hi", "hungarian": "hu", "indonesian": "id", "irish": "ga", "italian": "it", "lithuanian": "lt",
    "norwegian": "nb", "persian": "fa", "polish": "pl", "portuguese": "pt", "romanian": "ro", "russian": "ru",
    "serbian": "sr", "spanish": "es", "swedish": "sv", "tamil": "ta", "turkish": "tr",
}  # fmt: skip
"""CLDR's codes of the languages whose months and weekdays are known."""

Unit = Literal["day", "week", "weekend", "month", "year"]

DAYS_FROM_TODAY: Final = {"today": 0, "yesterday": -1, "tomorrow": 1}
"""English words for a day, as filters take them too."""


_MARKS: Final = re.compile("[\u0300-\u036f]+")


class Names(msgspec.Struct, frozen=True):
    """What a language calls months and weekdays, with their numbers.

    Those that are ``written`` are whole names with their diacritics.
    """

    months: dict[str, int]
    weekdays: dict[str, int]
    written_months: list[str]
    written_weekdays: list[str]

    @classmethod
    def of(cls, language: str) -> Names:
        """Those of the CLDR; English where the language is not known."""
        # Babel takes some milliseconds to load, and as much again for each language.
        from babel.dates import get_day_names, get_month_names  # noqa: PLC0415

        locale = LOCALES.get(language, "en")
        months: dict[str, int] = {}
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for number, name in get_month_names(width, context, locale).items():
                    plain = unmarked(name.lower().rstrip("."))
                    if plain.isalpha() and len(plain) > 2:
                        months.setdefault(plain, number)
        if locale == "en":
            months["sept"] = 9
        days = get_day_names("wide", "format", locale)
        weekdays = {unmarked(name.lower()): number for number, name in days.items()}
        if language == "portuguese":
            weekdays |= {name.partition("-")[0]: number for name, number in weekdays.items()}
        whole = get_month_names("wide", "format", locale)
        return cls(months, weekdays, *([name.lower() for name in names.values()] for names in (whole, days)))


def month_numbers(language: str) -> dict[str, int]:
    """Names of months, whole and short, with their numbers; English where the language is not known."""
    return _named(language).months


def weekday_numbers(language: str) -> dict[str, int]:
    """Whole names of weekdays with their numbers, Monday being 0; English where the language is not known."""
    return _named(language).weekdays


def _named(language: str) -> Names:
    names = _names()
    return names.get(language) or names["english"]


@cache
def _names() -> dict[str, Names]:
    """The names of all languages, worked out once for all processes."""
    babel = find_spec("babel")
    assert babel is not None
    assert babel.origin is not None
    sources = [Path(file).read_bytes() for file in (__file__, babel.origin)]  # which tells Babel's version
    kept = derived(__file__, sources, lambda: msgspec.json.encode({each: Names.of(each) for each in LOCALES}))
    return msgspec.json.decode(kept, type=dict[str, Names])


@cache
def short_weekday_numbers(language: str) -> dict[str, int]:
    """Short names of weekdays with their numbers, in the languages in which they are hardly other words."""
    return {short: number for number, names in enumerate(_SHORT_WEEKDAYS.get(language, ())) for short in names.split()}


_SHORT_WEEKDAYS: Final = {
    "english": ("mon", "tue tues", "wed weds", "thu thur thurs", "fri", "sat", "sun"),
    "german": ("mo", "di", "mi", "do", "fr", "sa", "so"),
}


def unmarked(text: str) -> str:
    """A text without diacritics, of the same length where each letter with one is a single character."""
    return text if text.isascii() else _without_marks(text)


@lru_cache(maxsize=16)
def _without_marks(text: str) -> str:
    """The same, of what has letters beyond ASCII; who looks at a text in several ways asks several times."""
    return unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFD", text)))


@dataclass(frozen=True, slots=True)
class RelativeWords:
    """How a language counts days from today.

    The texts are regular expressions, in which `{n}` stands for a number, `{unit}` for a unit, `{weekday}` for a
    weekday and `{short}` for one or its short name.

    Attributes:
        days: phrases for one day, by how many days it lies back.
        recently: phrases for the last few days or weeks.
        now: phrases that ask for what is the case at present.
        units: words for units of time.
        numbers: words for small numbers.
        ago: so many units back.
        past: the last so many units.
        last: the unit before the present one.
        this: the present unit.
        on: the nearest such weekday that is over.
        of_month: the nearest day of such a number that is over.
        weekend: the present weekend, or the nearest that is over.
    """

    days: dict[str, int]
    recently: str
    now: str
    units: dict[str, Unit]
    numbers: dict[str, int] = field(repr=False)
    ago: str
    past: str
    last: str
    this: str
    on: str
    weekend: str
    of_month: str = "(?!)"


def _numbers(words: str, **more: int) -> dict[str, int]:
    return {word: number for number, each in enumerate(words.split(), start=1) for word in each.split("/")} | more


def _units(**words: str) -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    for unit, spellings in words.items():
        assert unit in {"day", "week", "weekend", "month", "year"}
        units |= dict.fromkeys(spellings.split(), unit)  # type: ignore[arg-type]
    return units


RELATIVE: Final = {
    "english": RelativeWords(
        days={
            "(?:the )?day before yesterday": 2, "yesterday(?: (?:morning|afternoon|evening|night))?": 1,
            "last night": 1, "a fortnight ago": 14,
            "(?:earlier )?today": 0, "tonight": 0, "this (?:morning|afternoon|evening)": 0,
        },
        recently="recently|lately|in recent (?:days|weeks)|the other day",
        now="(?:right )?now|nowadays|these days|current(?:ly)?|at (?:the moment|present)|presently|as of now|still"
            "|latest|newest|most recent|up[- ]to[- ]date|any ?more|any longer|to date",
        units=_units(day="day days night nights", week="week weeks", weekend="weekend weekends", month="month months",
                     year="year years"),
        numbers=_numbers("one/a/an two three four five six seven eight nine ten eleven twelve") | {
            "a couple of": 2, "a few": 3, "several": 4, "few": 3, "couple of": 2},
        ago="{n} {unit} (?:ago|back)",
        past="(?:(?:in|over|during|within) )?(?:the )?(?:last|past) {n} {unit}",
        last="(?:the )?(?:last|past|previous) {unit}",
        this="(?:earlier )?this {unit}",
        on="(?:(?:on|last|this|past|next) )?{weekday}(?: (?:morning|afternoon|evening|night))?"
           "|(?:on|last|this|past|next) {short}(?: (?:morning|afternoon|evening|night))?"
           "|{short} (?:morning|afternoon|evening|night)"
           "|(?=(?:mon|tues?|thu(?:rs?)?|fri)\\W*$){short}|^{short}(?=\\W*$)",
        weekend="(?:on|at|over|during) the weekend",
        of_month="(?:on )?the {n}(?:st|nd|rd|th)(?= (?:at|in|and|with|when|morning|evening|night)\\b|\\W*$)",
    ),
    "german": RelativeWords(
        days={
            "vorgestern(?: abend)?": 2, "gestern(?: (?:morgen|fruh|mittag|nachmittag|abend))?": 1,
            "(?:letzte|vergangene|vorige) nacht": 1,
            "heute(?! vor )(?: (?:morgen|fruh|vormittag|mittag|nachmittag|abend|nacht))?": 0,
        },
        recently="neulich|kurzlich|letztens|unlangst|vor kurzem|in letzter zeit|in den letzten tagen|dieser tage",
        now="jetzt|jetzige[nrms]?|nun|derzeit(?:ig(?:e[nrms]?)?)?|momentan(?:e[nrms]?)?|im moment|zur ?zeit"
            "|aktuell(?:e[nrms]?)?|gegenwartig(?:e[nrms]?)?|heutzutage|inzwischen|mittlerweile"
            "|noch immer|immer noch|neueste[nrms]?",
        units=_units(day="tag tage tagen", week="woche wochen", weekend="wochenende wochenenden",
                     month="monat monate monaten monats", year="jahr jahre jahren jahres"),
        numbers=_numbers("ein/einem/einer/eine/eins zwei drei vier funf sechs sieben acht neun zehn elf zwolf",
                         paar=3, wenigen=3, vierzehn=14) | {"ein paar": 3, "einigen": 4},
        ago="(?:heute )?vor {n} {unit}",
        past="(?:in )?(?:den|die|der) (?:letzten|vergangenen) {n} {unit}",
        last="(?:(?:in der|im|am|die|der|das) )?(?:letzte|vergangene|vorige)[nrms]? {unit}",
        this="(?:in )?diese[nrms]? {unit}",
        on="(?:(?:am|letzten|vergangenen|vorigen|diesen) )?{weekday}(?:morgen|nachmittag|abend)?"
           "|(?:am|letzten|vergangenen|vorigen|diesen) {short}(?=\\W*$)",
        weekend="(?:am|ubers|uber das) wochenende",
        of_month="am {n}(?=\\.(?: |\\W*$))",
    ),
    "spanish": RelativeWords(
        days={
            "anteayer|antier|antes de ayer": 2, "ayer(?: por la (?:manana|tarde|noche))?|anoche|la noche pasada": 1,
            "hoy(?: por la (?:manana|tarde|noche))?|esta (?:manana|tarde|noche)": 0,
        },
        recently="recientemente|ultimamente|hace poco|estos dias|el otro dia",
        now="ahora(?: mismo)?|actual(?:es|mente)?|en este momento|hoy en dia|todavia|aun|a dia de hoy",
        units=_units(day="dia dias", week="semana semanas", weekend="finde", month="mes meses", year="ano anos"),
        numbers=_numbers("un/una/uno dos tres cuatro cinco seis siete ocho nueve diez once doce", unos=3, unas=3,
                         quince=15),
        ago="hace {n} {unit}",
        past="(?:en )?l[oa]s ultim[oa]s {n} {unit}",
        last="(?:(?:el|la) )?(?:{unit} pasad[oa]|ultim[oa] {unit})",
        this="est[ea] {unit}",
        on="(?:(?:el|este) )?(?:pasado )?{weekday}(?: pasado)?",
        weekend="(?:(?:en|durante) )?(?:el|este) (?:finde|fin de semana)(?: pasado)?",
        of_month="el (?:dia )?{n}(?=\\W*$)",
    ),
    "french": RelativeWords(
        days={
            "avant[- ]hier": 2, "hier(?: (?:matin|apres-midi|soir))?|(?:la )?nuit derniere": 1,
            "aujourd'hui|ce (?:matin|midi|soir)|cet(?:te)? apres-midi": 0,
        },
        recently="recemment|dernierement|ces derniers (?:temps|jours)|l'autre jour|il y a peu",
        now="maintenant|actuel(?:le)?s?|actuellement|en ce moment|a present|toujours|encore|desormais",
        units=_units(day="jour jours", week="semaine semaines", weekend="week-end weekend", month="mois",
                     year="an ans annee annees"),
        numbers=_numbers("un/une deux trois quatre cinq six sept huit neuf dix onze douze", quinze=15, quelques=3),
        ago="il y a {n} {unit}",
        past="(?:ces|les|au cours des) {n} dernier(?:e)?s {unit}",
        last="(?:(?:la|le|l'|l'an|au) ?)?{unit} (?:dernier|derniere|passee?|precedente?)",
        this="ce(?:t|tte)? {unit}",
        on="(?:(?:le|ce) )?{weekday}(?: (?:dernier|passe|matin|soir))?",
        weekend="(?:le|ce|pendant le) week-?end",
        of_month="le {n}(?=\\W*$)",
    ),
    "portuguese": RelativeWords(
        days={
            "anteontem|antes de ontem": 2, "ontem(?: (?:de manha|a tarde|a noite))?|(?:a )?noite passada": 1,
            "hoje(?: (?:de manha|a tarde|a noite))?|esta (?:manha|tarde|noite)": 0,
        },
        recently="recentemente|ultimamente|ha pouco(?: tempo)?|nos ultimos (?:dias|tempos)|no outro dia|outro dia",
        now="agora|atual(?:mente)?|atuais|n(?:o|este) momento|ainda|hoje em dia",
        units=_units(day="dia dias", week="semana semanas", weekend="fim-de-semana", month="mes meses",
                     year="ano anos"),
        numbers=_numbers("um/uma dois/duas tres quatro cinco seis sete oito nove dez onze doze", uns=3, umas=3,
                         quinze=15),
        ago="(?:ha|faz) {n} {unit}(?: atras)?|{n} {unit} atras",
        past="(?:n[oa]s )?ultim[oa]s {n} {unit}",
        last="(?:n?[oa] )?(?:{unit} passad[oa]|ultim[oa] {unit})",
        this="n?est[ea] {unit}",
        on="(?:na|no|nesta|neste|na ultima|no ultimo) {weekday}(?:-feira)?(?: passad[oa])?|{weekday}-feira(?: passada)?"
           "|{weekday}(?=\\W*$)",
        weekend="(?:n?[oa]|neste) (?:fim[- ]de[- ]semana)(?: passado)?",
        of_month="n?o dia {n}(?=\\W*$)",
    ),
    "italian": RelativeWords(
        days={
            "l'altro ?ieri|avantieri|altroieri": 2,
            "ieri(?: (?:mattina|pomeriggio|sera|notte))?|stanotte|la (?:scorsa notte|notte scorsa)": 1,
            "oggi(?: pomeriggio)?|stamattina|stamani|stamane|stasera|quest[oa] (?:mattina|pomeriggio|sera)": 0,
        },
        recently="recentemente|di recente|ultimamente|poco fa|in questi giorni|l'altro giorno",
        now="adesso|ora|attual[ei]|attualmente|(?:al|in questo) momento|ancora|ormai|oggigiorno",
        units=_units(day="giorno giorni", week="settimana settimane", weekend="weekend", month="mese mesi",
                     year="anno anni"),
        numbers=_numbers("un/una/uno due tre quattro cinque sei sette otto nove dieci undici dodici", quindici=15) | {
            "un paio di": 2, "qualche": 3},
        ago="{n} {unit} fa",
        past="(?:negl?i|nelle|gli|le|i) ultim[ie] {n} {unit}",
        last="(?:(?:la|lo|il|l'|nel|nello|nella) ?)?(?:{unit} (?:scors[oa]|passat[oa])|scors[oa] {unit})",
        this="quest['oa] ?{unit}",
        on="(?:(?:lo|questo|questa|di) )?(?:scors[oa] )?{weekday}(?: (?:scors[oa]|passat[oa]|mattina|sera))?",
        weekend="(?:nel|il|questo|durante il|lo scorso) (?:weekend|week-end|fine settimana)(?: scorso| passato)?",
        of_month="il {n}(?=\\W*$)",
    ),
}  # fmt: skip
"""The languages with blanks between words."""

EAST_ASIAN: Final = RelativeWords(
    days={
        "大前天": 3, "前天|一昨日|おととい": 2, "昨天(?:晚上|早上|下午|上午)?|昨晚|昨夜|昨日|昨晩|きのう|ゆうべ": 1,
        "今天(?:晚上|早上|下午|上午)?|今早|今晨|今晚|今日|今朝|今晩|今夜|きょう": 0,
    },
    recently="最近|近来|近來|近日|这几天|這幾天|前几天|前幾天|この間|この前|先日|ここ数日",
    now="现在|現在|目前|如今|当前|當前|眼下|最新|今(?=[はのもど])|いま(?=[はのもど])|まだ"
        "|지금|현재|요즘|요새|아직",
    units=_units(day="天 日", week="周 週 星期 礼拜 禮拜 个星期 個星期 个礼拜 個禮拜 週間", weekend="周末 週末",
                 month="月 个月 個月 か月 ヶ月 カ月 ヵ月", year="年"),
    numbers=_numbers("一 二/两/兩 三 四 五 六 七 八 九 十 十一 十二", 几=3, 幾=3, 数=3),
    ago="{n} ?{unit}(?:之前|以前|前)",
    past="(?:最近|过去|過去|这|這|ここ){n} ?{unit}",
    last="(?:上个|上個|上|先){unit}|去年|昨年",
    this="(?:这个|這個|这|這|本|今){unit}",
    on="(?P<week>上个?|上個|先|这个?|這個?|本|今)?(?:(?:周|週|星期|礼拜|禮拜)(?P<chinese>[一二三四五六日天])"
       "|(?:週の)?(?P<japanese>[月火水木金土日])曜日?)",
    weekend="周末|週末",
)  # fmt: skip
"""Chinese and Japanese, which share many of these words; of Korean what asks for the present."""

_TELLING: Final = {
    "german": "gestern vorgestern heute neulich wochenende woche wochen jetzt derzeit momentan aktuell aktuelle"
    " aktuellen kürzlich letztens unlängst heutzutage inzwischen mittlerweile jetziger jetziges jetzige jetzigen",
    "spanish": "ayer anteayer antier anoche hoy semana semanas ahora actualmente recientemente últimamente mañana",
    "french": "aujourd récemment dernièrement semaine semaines hier maintenant actuel actuelle actuels actuellement"
    " matin soir midi désormais",
    "portuguese": "ontem anteontem hoje semana semanas agora atual atualmente recentemente ultimamente manhã",
    "italian": "ieri avantieri altroieri oggi stamattina stamani stanotte stasera settimana settimane giorni adesso"
    " attuale attualmente recentemente ultimamente oggigiorno",
}
_SHORTEST_MONTH: Final = 5
"""Shorter names of months are words of other languages: `mars`, `mai`."""


@cache
def languages_of_days() -> dict[str, tuple[str, ...]]:
    """Words that tell their languages even in a question too short to recognise it otherwise.

    They stand there with and without diacritics.
    """
    telling: dict[str, tuple[str, ...]] = {}
    for language, words in _TELLING.items():
        names = _named(language)
        written = {*words.split(), *(name.partition("-")[0] for name in names.written_weekdays)}
        months = {name for name in names.written_months if len(name) >= _SHORTEST_MONTH}
        written |= months - month_numbers("english").keys()
        for word in sorted(written | set(map(unmarked, written))):
            telling[word] = (*telling.get(word, ()), language)
    return telling


CHINESE_WEEKDAYS: Final = {day: min(number, 6) for number, day in enumerate("一二三四五六日天")}
JAPANESE_WEEKDAYS: Final = {day: number for number, day in enumerate("月火水木金土日")}
