"""Names of countries, regions, languages, cities and currencies from the Unicode CLDR, as Babel carries them."""

from __future__ import annotations

from functools import cache
from typing import Final

from babel import Locale
from babel.core import get_global
from babel.languages import get_official_languages
from babel.numbers import get_territory_currencies

_CONTINENTS: Final = ("Africa/", "America/", "Asia/", "Australia/", "Europe/")
_NO_COUNTRIES: Final = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})
_EVERYDAY_LANGUAGES: Final = frozenset({"Ga", "Slave", "Lao", "Komi", "Swati", "Nauru", "Tokelau", "Tuvalu"})
_MORE_LANGUAGES: Final = ("la", "eo", "yi", "ku", "ms", "jv", "ha", "ig", "cy", "br", "tlh")
_SPOKEN_NAMES: Final = ("Mandarin", "Farsi", "Castilian", "Tagalog", "Gaelic", "Sign Language", "Bengali", "Creole")
_EVERYDAY_CURRENCIES: Final = frozenset({"mark", "real", "sol", "som", "pound", "leone", "unit", "gold", "pula"})


@cache
def countries() -> frozenset[str]:
    """English names of countries and territories, with and without what stands in brackets or behind a dash."""
    names = (name for code, name in _locale().territories.items() if _is_country(code))
    return frozenset(form for name in names for form in _forms(name))


@cache
def regions() -> frozenset[str]:
    """English names of continents and their parts."""
    return frozenset(
        name
        for code, name in _locale().territories.items()
        if code.isdigit() and name != "world" and " Region" not in name
    )


@cache
def languages() -> frozenset[str]:
    """English names of the languages that are official somewhere, and a few well known ones."""
    codes = {
        code.partition("_")[0]
        for territory in filter(_is_country, map(str, _locale().territories))
        for code in get_official_languages(territory, regional=True, de_facto=True)
    }
    names = {_locale().languages.get(code, "") for code in (*codes, *_MORE_LANGUAGES)}
    return frozenset(names | set(_SPOKEN_NAMES)) - _EVERYDAY_LANGUAGES - {""}


@cache
def cities() -> frozenset[str]:
    """English names of the cities after which time zones are called."""
    zones = (zone for zone in get_global("zone_territories") if zone.startswith(_CONTINENTS) and zone.count("/") == 1)
    return frozenset(name for zone in zones if len(name := zone.partition("/")[2].replace("_", " ")) > 3)


@cache
def currency_codes() -> frozenset[str]:
    """Three-letter codes of the currencies in use."""
    territories = filter(_is_country, map(str, _locale().territories))
    return frozenset(code for territory in territories for code in get_territory_currencies(territory, tender=True))


@cache
def currency_nouns() -> frozenset[str]:
    """What an amount of a currency in use is called: ``dinar``, ``dinars``, ``krona`` …, in lower case."""
    names = (_locale().currencies.get(code, "") for code in currency_codes())
    nouns = {name.rpartition(" ")[2].lower() for name in names if name} - _EVERYDAY_CURRENCIES
    return frozenset(form for noun in nouns if noun.isalpha() for form in (noun, noun + "s"))


@cache
def _locale() -> Locale:
    return Locale("en")


def _is_country(code: str) -> bool:
    return len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES


def _forms(name: str) -> set[str]:
    plain = name.partition(" (")[0].partition(" - ")[0]
    spelt = plain.replace("’", "'")
    return {form for base in (plain, spelt) for form in (base, base.replace("&", "and"), base.replace("St.", "Saint"))}
