"""By which name people go by now, and that they have given notice, as it is plainly said in the languages of Europe."""

from __future__ import annotations

from typing import Final

from holdfast.providers.facts.patterns import PROPER, Pattern, pattern

_NAME: Final = rf"(?P<value>{PROPER}(?: {PROPER})?)"
_CALLED: Final = rf"(?P<value>{PROPER})(?=$|[.,!;]| (?:now|nun|jetzt|maintenant|ahora|agora|adesso|ora|nu)\b)"


def _given_up(*forms: str) -> tuple[Pattern, ...]:
    """Patterns by which both work and whom it is for are over, whatever they are called."""
    return tuple(
        pattern(slot, form, ends=True, lasting=True, own=True) for form in forms for slot in ("employer", "job")
    )


ENGLISH: Final[tuple[Pattern, ...]] = (
    pattern(
        "name",
        rf"\b(?:i['’]?m|i am|i['’]ve been|i have been)(?: now| also| better| officially| legally| usually| since)* known as {_NAME}",
        lasting=True,
    ),
    pattern(
        "name",
        rf"\b(?:i['’]?m|i am)(?: now)? (?P<value>{PROPER} {PROPER})(?: now)? (?:since|after) "
        r"(?:(?:the|my|our) (?:wedding|marriage|divorce)|(?:i|we) (?:got )?(?:married|divorced))",
        lasting=True,
    ),
    pattern(
        "children",
        r"\b(?:i|we)(?:['’]ve| have)?(?: just)? (?:had|welcomed) (?:a |our |another )?(?:\w+ )?(?:baby|child|son|daughter|boy|girl)\b[^.!?]{0,30}"
        rf"[,;.–-] ?(?:(?:his|her|their) name(?:['’]s| is)|(?:he|she)(?:['’]s| is) (?:called|named)|called|named) (?P<value>{PROPER})",
        sentence=True,
        lasting=True,
    ),
)

_LATELY_GERMAN: Final = (
    r"(?: (?:heute|gestern|jetzt|nun|gerade|endlich|letzte woche|letzten monat|vorgestern|im \w+|am \w+|selbst|fristlos|"
    r"meinen job|meine stelle|den job|die stelle|meine arbeit))*"
)
GERMAN: Final[tuple[Pattern, ...]] = (
    pattern(
        "name",
        r"\b(?:ich heiße|ich heisse|heiße ich|ich nenne mich)"
        rf"(?: (?:jetzt|nun|inzwischen|mittlerweile|nur noch|wieder|ab jetzt|seit (?:der|meiner|unserer|dem|meinem) \w+))+ {_NAME}",
        lasting=True,
    ),
    pattern(
        "name", rf"\b(?:ich bin|hier ist)(?: jetzt| nun)? (?:die |der )?(?:frau|herr) (?P<value>{PROPER})", lasting=True
    ),
    pattern(
        "form_of_address",
        rf"\b(?:alle|man|(?:meine )?freunde|die leute|viele|die meisten) (?:nennen|nennt) mich(?: jetzt| nur| noch| einfach| nun)* {_CALLED}",
        lasting=True,
    ),
    pattern(
        "employer",
        rf"\b(?P<value>{PROPER}) hat (?:mich|mir|uns)(?: \w+)? (?:entlassen|gefeuert|rausgeworfen|rausgeschmissen|gekündigt)\b",
        ends=True,
        lasting=True,
    ),
    *_given_up(
        rf"\b(?:ich habe?|habe? ich){_LATELY_GERMAN} (?:gekündigt|hingeschmissen)(?=$|[.,!;])",
        rf"\b(?:ich wurde|mir wurde|ich bin|man hat mir|man hat mich|die haben mich|sie haben mich){_LATELY_GERMAN} "
        r"(?:gekündigt|gefeuert|entlassen|rausgeworfen|rausgeschmissen)(?: worden)?(?=$|[.,!;])",
    ),
)
DUTCH: Final[tuple[Pattern, ...]] = (
    pattern(
        "form_of_address",
        rf"\b(?:iedereen noemt|ze noemen|mensen noemen|vrienden noemen) (?:me|mij)(?: nu| gewoon| tegenwoordig)* {_CALLED}",
        lasting=True,
    ),
    pattern("name", rf"\bik ben(?: nu)? (?:mevrouw|meneer) {_NAME}", lasting=True),
    *_given_up(
        r"\b(?:ik )?(?:heb|ben)(?: ik)?(?: gisteren| vandaag| net| vorige \w+| eindelijk| zelf)* (?:ontslag genomen|ontslagen|op staande voet ontslagen)\b"
        r"(?!.*\bziekenhuis)",
        r"\bik (?:heb mijn baan (?:opgezegd|verloren)|ben mijn baan kwijt)\b",
    ),
)
ROMANCE: Final[tuple[Pattern, ...]] = (
    pattern(
        "form_of_address",
        rf"\b(?:(?:on|tout le monde|mes amis|les gens) m['’]appelle(?:nt)?|je me fais appeler)(?: maintenant| désormais)* {_CALLED}",
        lasting=True,
    ),
    pattern(
        "form_of_address",
        rf"\b(?:me (?:llaman|conocen como|dicen)|me hago llamar|todo el mundo me llama|todos me llaman)(?: ahora| ya)* {_CALLED}",
        lasting=True,
    ),
    pattern(
        "form_of_address",
        rf"\b(?:me chamam(?: agora)? de|chamam-me|todo (?:o )?mundo me chama de|toda a gente me chama|sou conhecid[oa] como) {_CALLED}",
        lasting=True,
    ),
    pattern(
        "form_of_address", rf"\b(?:mi chiamano|mi faccio chiamare)(?: tutti| adesso| ora)* {_CALLED}", lasting=True
    ),
    pattern(
        "name",
        r"\b(?:je suis(?: maintenant| désormais)? (?:madame|monsieur|mme)|(?:ahora )?soy (?:la señora|el señor|la sra\.?|el sr\.?)|"
        rf"sono(?: ora| adesso)? (?:la signora|il signor)|sou (?:a senhora|o senhor|a sra\.?|a dona)) {_NAME}",
        lasting=True,
    ),
    *_given_up(
        r"\bj['’]ai(?: enfin)? (?:démissionné|donné ma démission|posé ma démission)(?=$|[.,!;]| (?:hier|ce|lundi|la semaine|aujourd|le mois|de mon))",
        r"\b(?:j['’]ai été|je viens d['’]être|on m['’]a|ils m['’]ont)(?: \w+)? (?:viré|licencié|renvoyé)e?(?=$|[.,!;]| (?:hier|ce|lundi|la semaine|le mois))",
        r"\b(?:he (?:dimitido|renunciado)|dimití|renuncié)(?=$|[.,!;]| (?:ayer|hoy|el|la semana|a mi (?:trabajo|puesto)|al trabajo))",
        r"\bme (?:han despedido|despidieron|echaron del (?:trabajo|curro)|han echado del (?:trabajo|curro))(?=$|[.,!;]| (?:ayer|hoy|el|la semana))",
        r"\bmi sono (?:licenziat|dimess)[oa](?=$|[.,!;]| (?:ieri|oggi|la|lunedì|a|il))",
        r"\b(?:ho dato (?:le|le mie) dimissioni|mi hanno licenziat[oa])(?=$|[.,!;]| (?:ieri|oggi|la settimana|lunedì|il))",
        r"\b(?:pedi (?:a (?:minha )?)?demissão|pedi as contas|me demiti|demiti-me|despedi-me do (?:trabalho|emprego)|fui (?:demitid|despedid)[oa])"
        r"(?=$|[.,!;]| (?:ontem|hoje|na|no|do (?:trabalho|emprego)))",
    ),
)
