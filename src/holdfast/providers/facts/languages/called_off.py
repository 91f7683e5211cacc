"""That somebody does not begin after all where they were to begin, as it is plainly said in the languages of Europe."""

from __future__ import annotations

from typing import Final

from holdfast.providers.facts.patterns import PROPER, Pattern, pattern

_NAME: Final = rf"(?:the )?(?P<value>{PROPER}(?: {PROPER}){{0,2}})"


def _called_off(slot: str, *forms: str) -> tuple[Pattern, ...]:
    return tuple(pattern(slot, form, ends=True, lasting=True, own=True) for form in forms)


_I_DO_NOT: Final = (
    r"\b(?:i['’]?m|i am|we['’]?re|we are) (?:not|no longer)(?: going to(?: be)?| gonna(?: be)?)? |"
    r"\b(?:i|we) (?:won['’]?t|will not|don['’]?t|do not)(?: be)? "
)

ENGLISH: Final[tuple[Pattern, ...]] = (
    *_called_off(
        "employer",
        rf"(?:{_I_DO_NOT})(?:start|join|work)(?:ing)?(?: work(?:ing)?)?(?: (?:at|with|for))? {_NAME}(?: \w+){{0,2}} after all\b",
    ),
    *_called_off("home", rf"(?:{_I_DO_NOT})(?:mov(?:e|ing)|relocat(?:e|ing))(?: back)? to {_NAME} after all\b"),
)
GERMAN: Final[tuple[Pattern, ...]] = (
    *_called_off(
        "employer",
        rf"\b(?:fang|fange|beginne|starte|arbeite)(?: ich)? (?:jetzt |nun )?doch nicht (?:mehr )?bei {_NAME}",
    ),
    *_called_off("home", rf"\b(?:zieh|ziehe|ziehen)(?: ich| wir)? (?:jetzt |nun )?doch nicht (?:mehr )?nach {_NAME}"),
)
DUTCH: Final[tuple[Pattern, ...]] = (
    *_called_off("employer", rf"\b(?:begin|start|werk)(?: ik)? toch niet bij {_NAME}"),
    *_called_off("home", rf"\b(?:verhuis|verhuizen)(?: ik| we)? toch niet naar {_NAME}"),
)
ROMANCE: Final[tuple[Pattern, ...]] = (
    *_called_off(
        "employer",
        rf"\bfinalement,? je ne (?:commence|travaille|travaillerai|commencerai) (?:pas|plus) chez {_NAME}",
        rf"\bal final no (?:empiezo|entro|trabajo|voy a trabajar) (?:a trabajar )?en {_NAME}",
        rf"\balla fine non (?:comincio|inizio|lavoro|lavorerò|vado a lavorare) (?:da|alla|in) {_NAME}",
        rf"\bafinal (?:já )?não (?:começo|vou trabalhar|vou começar|trabalho) (?:na|no|em) {_NAME}",
    ),
    *_called_off(
        "home",
        rf"\bfinalement,? (?:je|on|nous) ne (?:déménage|déménageons|pars) (?:pas|plus) à {_NAME}",
        rf"\bal final no (?:me mudo|nos mudamos) a {_NAME}",
        rf"\balla fine non (?:mi trasferisco|ci trasferiamo) a {_NAME}",
        rf"\bafinal (?:já )?não (?:me mudo|nos mudamos|vou viver) (?:para|em) {_NAME}",
    ),
)
