"""French, Spanish, Portuguese and Italian as people write them in chats."""

from __future__ import annotations

from typing import Final

from holdfast.providers.facts.languages.romance_words import FAMILY_JOBS, NAMES, NO_STAY, PLACE, WORDS
from holdfast.providers.facts.patterns import PROPER, Pattern, pattern

_ILL_FRENCH: Final = r"(?:me donne (?:des|de l['’])|gonfle|étouffe|me rend malade|allergi\w+|plaques|urticaire)"
_ILL_SPANISH: Final = (
    r"(?:me da (?:alergia|urticaria|ronchas)|me hincha|me mata|me sienta|me enferm\w+|al[ée]rgic[oa]|"
    r"alergia|urticaria|ronchas)"
)
_ILL_PORTUGUESE: Final = r"(?:al[ée]rgic[oa]|alergia|passo mal|me faz mal|incho)"
_ILL_ITALIAN: Final = r"(?:allergic[oa]|allergia|mi fa male|mi gonfi\w+|sto male)"
_MEAL: Final = r"(?P<value>(?!il\b|la\b|le\b|el\b|que\b)[^\W\d_]+(?: (?:de|di|do|da) [^\W\d_]+)?)"
CHATTING: Final[tuple[Pattern, ...]] = (
    # French
    pattern("name", rf"\bmoi,? c['’]est (?P<value>{PROPER})(?=$|[.,!]| et\b)"),
    pattern("home", rf"\b(?:je vis|j['’]habite|on vit|on habite|nous vivons)(?: \w+){{0,2}}? (?:à|en) {PLACE}"),
    pattern(
        "home",
        r"\bj['’]ai (?:pris |trouvé |loué |acheté )?(?:un|une) (?:\w+ )?(?:studio|appart\w*|maison|chambre|"
        rf"coloc) (?:à|en) {PLACE}",
        lasting=True,
    ),
    pattern("job", rf"^(?:anciens?|ancienne|apprentie?|futur|ex[- ]) ?{FAMILY_JOBS}\b"),
    pattern("job", rf"\bje suis devenue? (?!v[ée]g){FAMILY_JOBS}\b", lasting=True),
    pattern("job", rf"\b(?:je )?(?:bosse|travaille|taffe) comme {WORDS}"),
    pattern(
        "employer",
        rf"\b(?:embauchée?|engagée?|prise?|recrutée?) (?:chez|par|à|aux?) (?P<value>{PROPER}(?: {PROPER})*)",
        lasting=True,
    ),
    pattern(
        "partner",
        r"\b(?:on s['’]est (?:séparés?|quittés?)|on a rompu|nous (?:avons rompu|sommes séparés)|"
        r"je suis (?:de nouveau )?célibataire)\b",
        ends=True,
        lasting=True,
    ),
    pattern(
        "partner",
        rf"\bj['’]ai (?:rompu avec|quitté) (?P<value>{PROPER})(?=$|[,.!]| (?:hier|en|il|le)\b)",
        ends=True,
        lasting=True,
    ),
    pattern(
        "pets",
        r"\b(?:pris|adopté|recueilli|eu|acheté) (?:un|une|deux) (?:\w+ )?(?:chiens?|chiots?|chats?|chatons?|"
        r"chiennes?|chattes?|lapins?|hamsters?|poney)(?:,| nommée?s?| qui s['’]appelle(?:nt)?|"
        rf" appelée?s?)*(?: ils?| elles?)?(?: s['’]appelle(?:nt)?)? {NAMES}",
        several=True,
        sentence=True,
        lasting=True,
    ),
    pattern("allergy", rf"\b(?:pas de|sans|mange pas de|ni) {_MEAL},? [^.!?]*{_ILL_FRENCH}", sentence=True),
    pattern(
        "dislikes",
        r"\b(?:je |j['’])?(?:ne |n['’])?(?:supporte|aime|kiffe|blaire) pas (?:du tout )?(?:le |la |les |"
        rf"l['’])?{WORDS}",
    ),
    pattern(
        "dislikes", r"\bc['’]est (?:le |la |les |l['’])?(?P<value>[^\W\d_]+) que je (?:déteste|hais|n['’]aime pas)\b"
    ),
    pattern(
        "children",
        rf"\bm(?:es|on|a) (?:jumeaux|jumelles|petits?|petites?|garçons?|filles?|gamins?|fils),? {NAMES}",
        several=True,
    ),
    pattern(
        "diet",
        r"\bj['’]ai (?:arrêté|supprimé|banni) (?:le |la |les |l['’]|de manger (?:de la |du |"
        r"des )?)(?P<value>lait|gluten|viande|alcool|sucre|café|poisson|fromage|pain|laitages|œufs)\b",
        lasting=True,
    ),
    pattern(
        "dislikes",
        r"\b(?:moi,? )?(?:le |la |les |l['’])(?P<value>[^\W\d_]+),? ça (?:me|m['’])\s?(?:gonfle|saoule|"
        r"soûle|ennuie|dégoûte|énerve|barbe)\b",
    ),
    pattern(
        "home",
        rf"\bje suis (?!mari|fianc|pacs|attach|allerg)[^\W\d_]+(?: [^\W\d_]+)? à (?P<value>{PROPER}(?:[ -]{PROPER})?)(?=$|[,.!])",
    ),
    # Spanish
    pattern("job", r"\bllevo (?:\w+ )?años (?:de|como) (?P<value>[^\W\d_]+)"),
    pattern("home", rf"\b(?:nos hemos|me he) ido a vivir a {PLACE}", lasting=True),
    pattern(
        "allergy",
        r"\bcon (?:el|la|los|las) (?P<value>[^\W\d_]+) no puedo,? (?=[^.!?]*(?:hincho|ahogo|pongo mal|"
        r"ronchas|alergia))",
        sentence=True,
    ),
    pattern("job", rf"\b(?:trabajo|laburo|curro|estoy) (?:como|de) {NO_STAY}{WORDS}"),
    pattern(
        "job",
        r"\b(?:llevo|tengo|he (?:abierto|montado)|abrí|monté) (?P<value>una? (?:bar|taller|tienda|panadería|"
        r"peluquería|restaurante|cafetería|clínica|empresa|negocio|granja)(?: de [^\W\d_]+)?)",
    ),
    pattern("children", rf"\bmi (?:nene|nena|niñ[oa]|peque|bebé|hij[oa]),? {NAMES}", several=True),
    pattern(
        "children",
        r"\b(?:tengo|tenemos) (?:un|una|dos|tres) (?:hij[oa]s?|nen[ea]s?|niñ[oa]s?)(?:,|:| que se llaman?|"
        rf" llamad[oa]s?) {NAMES}",
        several=True,
        sentence=True,
    ),
    pattern(
        "partner",
        r"\b(?:nos separamos|me separé|me divorcié|rompí|corté|terminé|nos divorciamos)(?: con|"
        rf" de)? (?P<value>{PROPER})",
        ends=True,
        lasting=True,
    ),
    pattern(
        "home", rf"\b(?:me (?:volví|vine|fui)|nos (?:volvimos|vinimos|fuimos)) a (?:vivir a )?{PLACE}", lasting=True
    ),
    pattern("home", rf"\b(?:estoy|estamos) viviendo en {PLACE}"),
    pattern(
        "diet",
        r"\b(?:dejé de comer|he dejado de comer|ya no como) (?P<value>(?!nada\b|mucho\b|tanto\b)\w+)",
        lasting=True,
    ),
    pattern("allergy", rf"\bsin {_MEAL},? [^.!?]*{_ILL_SPANISH}", sentence=True),
    pattern(
        "allergy",
        r"^(?:y |pero )?(?:el |la |los |las )?(?P<value>[^\W\d_]+) me (?:mata|matan|da alergia|dan alergia|"
        r"sienta fatal|hincha)\b",
    ),
    pattern("pets", rf"\b(?P<value>{PROPER}) (?:se (?:me|nos) )(?:murió|fue|escapó|perdió)\b", ends=True, lasting=True),
    # Portuguese
    pattern("name", rf"\baqui é (?:[oa] )?(?P<value>{PROPER})"),
    pattern(
        "job",
        r"\bsou (?:uma? )?(?P<value>(?:designer|developer|freelancer|youtuber|personal trainer|barista|chef|"
        r"motoboy|uber|gerente|dentista|policial|babá|faxineira)(?: \w+)?)(?=$|[,.!]| (?:em|no|na|e)\b)",
    ),
    pattern("home", rf"\b(?:tô|estou|tamo|estamos) morando (?:em|no|na) {PLACE}"),
    pattern("home", rf"\bsou [^\W\d_]+ em (?P<value>{PROPER}(?: {PROPER})?)(?=$|[,.!])"),
    pattern(
        "partner",
        rf"\b(?:terminei|rompi|acabei|me separei|me divorciei) (?:com|d)[oea]? ?(?:[oa] )?(?P<value>{PROPER})",
        ends=True,
        lasting=True,
    ),
    pattern(
        "job",
        r"\b(?:fui (?:demitid[oa]|mandad[oa] embora)|perdi (?:o|meu) emprego|me han despedido|"
        r"me despidieron|perdí (?:el|mi) trabajo|mi hanno licenziat[oa]|j['’]ai été (?:viré|licencié)e?|"
        r"ho perso il lavoro)\b",
        ends=True,
        lasting=True,
    ),
    pattern(
        "allergy",
        rf"\b(?:não (?:pode ter|posso(?: comer)?|como)|sem|nada de) {_MEAL},? [^.!?]*{_ILL_PORTUGUESE}",
        sentence=True,
    ),
    pattern("form_of_address", rf"\bme chama de (?P<value>{PROPER})"),
    # Italian
    pattern(
        "children",
        r"\b(?:ho|abbiamo) (?:un|una|due|tre|quattro) (?:figli[oae]?|bambin[oiae]|gemell[ie])(?:,|:|"
        rf" di nome| che si chiamano?) {NAMES}",
        several=True,
        sentence=True,
    ),
    pattern(
        "dislikes",
        r"^(?:il |lo |la |i |gli |le |l['’])?(?P<value>[^\W\d_]+(?: (?:di|del|della|al|"
        r"alla) [^\W\d_]+)?) non (?:lo|la|li|le) (?:sopporto|mangio|voglio|reggo)\b",
    ),
    pattern("allergy", rf"\bsenza {_MEAL},? [^.!?]*{_ILL_ITALIAN}", sentence=True),
    pattern(
        "partner",
        rf"\b(?:mi sono (?:lasciat|separat)[oa]|ho rotto) (?:con|da) (?P<value>{PROPER})",
        ends=True,
        lasting=True,
    ),
)
WORKING_IN: Final = (
    pattern(
        "home",
        rf"\b(?:soy|sou|sono|je suis) (?:une? |um |uma |un[ao]? )?{FAMILY_JOBS.replace('?P<value>', '?:')} "
        rf"(?:en|em|no|na|a|ad|à) (?P<value>{PROPER}(?: {PROPER})?)(?=$|[,.!;])",
    ),
)
