"""French, Spanish, Portuguese and Italian by the kind of sentence: signs × what they are about."""

from __future__ import annotations

from typing import Final

from holdfast.providers.facts.languages.romance_words import PLACE
from holdfast.providers.facts.patterns import PROPER, Pattern, pattern

_THE: Final = r"(?:le |la |les |l['’]|el |los |las |lo |o |a |os |as |il |i |gli )?"
_NO_EDGE: Final = (
    r"(?!(?:que|quand|et|y|e|mais|pero|mas|ma|pour|por|para|per|en|em|in|à|a|con|com|avec|de|depuis|"
    r"desde|maintenant|ahora|agora|ora|jaja|haha|mdr|kkk|"
    r"cuando|quando|porque|parce|perché|si|se|il|este|cette|questo|depois|después|après|dopo|hasta|"
    r"jusqu|au|aux|también|aussi|anche|também)\b)"
)
_THING: Final = (
    rf"(?P<value>{_NO_EDGE}[^\W\d_][\w’'-]*(?: (?:de |d['’]|del |di |do |da |à la |au |"
    rf"al )?{_NO_EDGE}[^\W\d_][\w’'-]*)?)"
)
_ONE: Final = rf"(?P<value>{_NO_EDGE}[^\W\d_][\w’'-]{{3,}})"
_GONE: Final = (
    r"(?:licenziat|dimess|uscit|andat|partit|tornat|arrivat|passat|stat|venut|scappat|rimast|despedid|demitid|"
    r"ido|salid|saíd|viré|"
    r"licencié|parti|sorti|allé|resté|passé|venu|arrivé|tombé)"
)
"""Beginnings of what somebody did, where what they are may stand."""

_ORG: Final = (
    rf"(?P<value>{PROPER}(?: (?:{PROPER}|de|del|do|da|di|et|y|e|&)){{0,3}}?)(?=$|[,.;:!?)]| (?:et|y|e|"
    r"depuis|desde|da|en|los|le|in|em|no|na|maintenant|ahora|agora|ora|il|por|pour|per|à|a)\b)"
)
_NAME: Final = rf"(?P<value>{PROPER})"
_NUMBER: Final = r"(?P<value>[1-9]\d)"
_ANIMAL: Final = (
    r"(?:chiens?|chiots?|chiennes?|chats?|chatons?|chattes?|lapins?|hamsters?|perruches?|perr[oa]s?|"
    r"perrit[oa]s?|cachorr[oa]s?|gat[oa]s?|gatit[oa]s?|gatinh[oa]s?|"
    r"conej[oa]s?|coelh[oa]s?|cão|cães|cadelas?|cagnolin[oa]|can[ei]|gatt[oaie]|gattin[oaie]|"
    r"conigli[oae]?|pappagall[oi]|loros?|tortugas?|tortues?|hámster|periquitos?)"
)

_TAKEN: Final = (
    r"\b(?:me (?:han |ha )?(?:cogido|contratado|contrataron|contrató|cogieron|fichado|ficharon|pillado)|"
    r"j['’]ai été (?:prise?|embauchée?|engagée?|recrutée?)|"
    r"on m['’]a (?:prise?|embauchée?|engagée?|recrutée?)|fui (?:contratad[oa]|admitid[oa])|"
    r"contrataram-me|me contrataram|mi hanno (?:pres[oa]|assunt[oa])|sono stat[oa] (?:pres[oa]|"
    r"assunt[oa]))"
)
"""That somebody takes the speaker into service."""

KINDS: Final[tuple[Pattern, ...]] = (
    # how old
    pattern(
        "age",
        r"\b(?:je viens d['’]avoir|j['’]ai (?:maintenant|fêté mes|eu|déjà|bientôt|enfin eu)|je fête mes|"
        rf"j['’]ai) {_NUMBER} ans\b(?! (?:de|d['’]|que))",
        lasting=True,
    ),
    pattern(
        "age",
        r"\b(?:acabo de cumplir|cumplí|he cumplido|ya (?:tengo|he cumplido|cumplí)|"
        rf"cumplo)(?: los)? {_NUMBER}(?: años)?(?=$|[,.;!?)]| [a-zà-ÿ])",
        lasting=True,
    ),
    pattern(
        "age",
        r"\b(?:ho (?:appena |già |da poco )?(?:compiuto|fatto)|ne ho|compio|ormai ho|"
        rf"ho ormai)(?: i)? {_NUMBER}(?: anni)?(?=$|[,.;!?)]| [a-zà-ÿ])",
        lasting=True,
    ),
    pattern(
        "age",
        rf"\b(?:fiz|completei|acabei de fazer|já tenho|já fiz|faço)(?: os)? {_NUMBER}(?: anos)?(?=$|[,.;!?)]|"
        r" [a-zà-ÿ])(?! (?:km|minutos|horas|dias|quilómetros))",
        lasting=True,
    ),
    # where
    pattern(
        "home",
        r"\b(?:le déménagement|la mudanza|a mudança|il trasloco) (?:à|a|para|pour|"
        rf"per)(?: [oa])? {PLACE}(?= (?:est|ya|está|è|foi|se|si|a|s['’])\b|$|[,.!])",
        lasting=True,
    ),
    pattern(
        "home",
        r"\b(?:nouvelle adresse|nueva dirección|nova morada|novo endereço|nuovo indirizzo)(?: est|:| es| é|"
        rf" è)? (?:à |en |em |a )?{PLACE}",
        lasting=True,
    ),
    pattern(
        "home",
        r"\b(?:ahora|agora|ora|adesso|maintenant|désormais),? (?:estoy|estamos|estou|sto|stiamo|sono|siamo|"
        r"je suis|on est|nous sommes) (?:ya |già |já )?(?:instalad[oa]s? |installée?s? |"
        rf"sistemat[oaie] )?(?:en|em|a|à|ad) {PLACE}(?=$|[,.!])",
        lasting=True,
    ),
    # for whom
    pattern(
        "employer",
        r"\b(?:trabajo|trabalho|lavoro|je travaille|je bosse|curro) (?:de|como|come|"
        rf"comme) [^,.;!?]{{3,30}}? (?:en|na|no|chez|à|alla|allo|al|da|presso|in|para|per) (?:la |el |"
        rf"l['’])?{_ORG}",
        lasting=True,
    ),
    pattern(
        "employer",
        r"\b(?:nouveau (?:boulot|poste|job|taf)|nuevo trabajo|novo (?:trabalho|emprego)|"
        rf"nuovo lavoro)(?: est|:| chez| en| na| no| alla| da| in|,)+ (?:la |el )?{_ORG}",
        lasting=True,
    ),
    pattern(
        "employer",
        r"\b(?:ahora|agora|ora|adesso|maintenant|désormais) (?:estoy|estou|sono|sto|je suis) (?:en|na|no|"
        r"chez|alla|da|presso|con) (?:el |la |l['’])?(?P<value>(?:Hospital|Hôpital|Ospedale|Universidad|"
        r"Universidade|Université|Università|Clínica|Clinique|Banco|Banca|Banque|Hotel|Hôtel|Colegio|Escola|"
        rf"École|Instituto|Institut)(?: (?:{PROPER}|de|del|do|da|di))*)",
        lasting=True,
    ),
    pattern(
        "employer",
        r"\b(?:soy|sou|sono|je suis|je bosse comme|je travaille comme|estoy de|trabajo de) (?:une? |um |"
        rf"uma |un[ao]? )?(?!{_GONE})[^\W\d_]+ (?:en|na|no|chez|au|à la|da|alla|presso|in) {_ORG}(?<! España)",
        lasting=True,
    ),
    pattern(
        "job",
        rf"{_TAKEN} (?:de|como|comme|come|als) (?:une? |una? |uma? )?(?P<value>[^\W\d_]{{4,}})(?=$|[,.;!]|"
        r" (?:en|chez|à|au|na|no|em|da|all|alla|al|in|y|et|e|pour|para)\b|['’])",
        lasting=True,
    ),
    pattern(
        "employer",
        rf"{_TAKEN}(?: (?:de|como|comme|come) (?:une? |una? |uma? )?[^\W\d_]{{4,}})? (?:en|chez|à|au|na|no|"
        rf"da|dalla|all['’]|alla|al) ?(?:la |el |le |l['’])?{_ORG}",
        lasting=True,
    ),
    # who is there
    pattern(
        "partner",
        r"\b(?:mon nouveau (?:copain|mec)|ma nouvelle (?:copine|meuf)|mi nuev[oa] (?:novi[oa]|pareja|"
        r"chic[oa])|o meu novo namorado|a minha nova namorada|(?:il mio nuovo|la mia nuova) (?:ragazz[oa]|"
        rf"compagn[oa]))(?: s['’]appelle| se llama| chama-se| si chiama| es| est| è| é|,)? {_NAME}",
        lasting=True,
    ),
    pattern(
        "partner",
        r"\b(?:je suis|estoy|estou|sto|ando|sono)(?: \w+)? (?:avec|saliendo con|con|com|insieme a|"
        rf"insieme con)(?: [oa])? {_NAME}(?= (?:maintenant|ahora|agora|ora|adesso|depuis|desde|da|há)\b)",
        lasting=True,
    ),
    pattern(
        "partner",
        rf"\b{_NAME} (?:et moi|y yo|e eu|ed io|e io),? (?:on s['’]est|nous nous sommes|nos|nos hemos|"
        r"ci siamo|cas[áa]mos|casámo-nos|sommes|estamos|siamo)(?: (?:mariés?|fiancés?|pacsés?|en couple|"
        r"casamos|casado|prometido|casados|noivos|juntos|sposati|fidanzati|insieme))?(?=$|[,.!;]|"
        r" )(?![^.!?]*(?:séparé|quitt|separ|lasciat|divor|rompu))",
        lasting=True,
    ),
    pattern(
        "pets",
        r"\b(?:he|hemos|ho|abbiamo|j['’]ai|on a|nous avons|adoté?i|adotei|arranjei|tenho|tengo|tenemos|"
        r"temos|agora tenho|ahora tengo|ora ho|adoptamos|adotámos)(?: (?:adoptado|acogido|comprado|preso|"
        r"adottato|comprato|pris|adopté|recueilli|acheté|eu|maintenant|ahora|agora|ora|también|aussi))* "
        r"(?:une?|un[ao]?|uma?|deux|dos|due|dois|duas) (?:petite? |pequeñ[oa] |"
        rf"nuev[oa] )?{_ANIMAL},? (?:[oa] )?(?:(?:il|elle|qui|que|che|si|se|et il|y|e) ?(?:s['’]appelle|"
        rf"se llama|chama-se|se chama|si chiama) )?{_NAME}",
        sentence=True,
        lasting=True,
    ),
    # what they like, and what not
    pattern(
        "likes",
        rf"\b(?:ahora|agora) (?:hago|juego al?|practico|toco|faço|jogo|pratico) {_ONE}(?=$|[,.;!?]| (?:y|e)\b)",
        lasting=True,
    ),
    pattern(
        "likes",
        r"\bme (?:he |hemos )?(?:aficionado|enganchado|apuntado|aficioné|enganché) (?:al |a la |a los |"
        rf"a las |a ){_THING}",
        lasting=True,
    ),
    pattern(
        "likes",
        r"\b(?:me (?:chiflan?|flipan?|molan?|apasionan?)|ahora me (?:gustan?|encantan?)|soy fan de|"
        rf"me vuelven? loc[oa]) {_THE}{_THING}",
        lasting=True,
    ),
    pattern("likes", rf"\b(?:je me suis mise? |je suis passée? )(?:à la |à l['’]|au |aux |à ){_THING}", lasting=True),
    pattern(
        "likes",
        r"\bje (?:suis (?:fan|accro|dingue|passionnée?|mordue?) (?:de |d['’]|du |à la |au |aux )|kiffe |"
        rf"raffole (?:de |d['’]|du )){_THE}{_THING}",
        lasting=True,
    ),
    pattern("likes", rf"\bmi sono (?:appassionat[oa]|mess[oa]) (?:al|alla|allo|ai|a|all['’]) ?{_ONE}", lasting=True),
    pattern(
        "likes",
        r"\b(?:vado matt[oa] per|sono (?:un[a']? ?)?(?:grande )?(?:appassionat[oa] di|fan di|fan del)|"
        rf"ora mi piac(?:e|ciono)) {_THE}{_THING}",
        lasting=True,
    ),
    pattern(
        "likes",
        r"\b(?:comecei a gostar|virei fã|sou fã|passei a gostar|apaixonei-me|viciei-me) (?:de |do |da |dos |"
        rf"das |por |pel[oa] |em |n[oa] ){_THING}",
        lasting=True,
    ),
    pattern("dislikes", rf"\b(?:me dan? asco|no aguanto|no puedo con|detesto|no me va(?:n)?) {_THE}{_THING}"),
    pattern(
        "dislikes",
        r"\b(?:j['’]ai horreur (?:de |du |des )|je (?:ne )?peux pas (?:saquer|blairer|encadrer) |"
        rf"me dégoûte ){_THE}{_THING}",
    ),
    pattern("dislikes", rf"\b(?:non sopporto|mi fa schifo|não suporto|não aguento|não curto) {_THE}{_THING}"),
    # what they learn
    pattern("education", rf"\bestudio {_ONE}(?=$|[,.;!?]| (?:en|y|también|ahora|desde|por|a)\b)", lasting=True),
    pattern("education", rf"\b(?:j['’]étudie|je fais des études (?:de |d['’])) ?{_THE}{_ONE}", lasting=True),
    pattern(
        "education",
        rf"\b(?:studio|mi sono laureat[oa] in|laureat[oa] in) {_THE}{_ONE}(?=$|[,.;!?]| (?:all|a|e|in|da|alla|al)\b)",
        lasting=True,
    ),
    pattern(
        "education",
        rf"\b(?:estudo|formei-me em|sou formad[oa] em|licenciei-me em|curso) {_ONE}(?=$|[,.;!?]| (?:na|no|e|"
        r"em|desde|à)\b)",
        lasting=True,
    ),
    # what they cannot take
    pattern("allergy", r"\b(?:soy|sou|sono) (?P<value>cel[ií]ac[oa]|celiac[oa])\b"),
)
