"""Changes in a life in French, Spanish, Portuguese and Italian: events × things × values."""

from __future__ import annotations

from typing import Final

from holdfast.providers.facts.languages.romance_words import FAMILY_JOBS, NO_STAY, PLACE
from holdfast.providers.facts.patterns import PROPER, Pattern, pattern

_NAME: Final = rf"(?P<value>{PROPER})"
_SOME_NAMES: Final = rf"(?P<value>{PROPER}(?:(?:, (?:o |a |e )?| et | y | e (?:o |a )?){PROPER})*)"
_ORG: Final = (
    rf"(?P<value>{PROPER}(?: (?:{PROPER}|de|et|y|e|&)){{0,3}}?)(?=$|[,.;:!?)]| (?:et|y|e|depuis|desde|da|"
    r"dal|en|in|em|no|na|comme|como|come|maintenant|ahora|agora|ora|cette|este|em|por|pour|il|hace|à|"
    r"a)\b)"
)
_SINCE: Final = (
    r"(?:maintenant|désormais|depuis \w+|à présent|aujourd['’]hui|ahora|ya|actualmente|desde \w+|hoy|"
    r"agora|já|hoje|atualmente|ora|adesso|oggi|da \w+|ormai)"
)

_MOVED: Final = (
    r"(?:(?:j['’]ai|on a|nous avons|je viens de|on vient de) (?:re)?(?:déménagée?r?|emménagée?r?|aménagé)|"
    r"(?:je me suis|on s['’]est|nous nous sommes) (?:ré)?(?:installée?s?|établie?s?|posée?s?|fixée?s?)|"
    r"(?:je suis|on est|nous sommes) (?:re)?(?:partie?s?|venue?s?|arrivée?s?|rentrée?s?|retournée?s?|"
    r"revenue?s?) (?:vivre|habiter|m['’]installer|nous installer)|"
    r"(?:je suis|on est|nous sommes) (?:rentrée?s?|revenue?s?|retournée?s?)(?: vivre| habiter)?|"
    r"(?:je|on|nous) (?:vis|vit|vivons|habite|habitons|loge|loue|réside)|j['’]habite|"
    r"(?:me|nos) (?:he |hemos )?(?:mud[éa]|mudado|mudamos|traslad[éa]|trasladado|trasladamos|instal[éa]|"
    r"instalado|instalamos|volv[ií]|vuelto|volvimos|vine|vinimos|fui|fuimos|ido|venido)"
    r"(?: a vivir)?|(?:vivo|vivimos|resido|estoy viviendo|estamos viviendo|alquilo|alquilamos)|"
    r"(?:(?:eu |nós )?(?:me |nos )?(?:mudei|mud[áa]mos|mudou)(?:-me|-nos)?|(?:mudámo|mudamo)-nos|(?:vim|"
    r"viemos|fui|fomos|voltei|voltámos|voltamos|regressei)(?: morar| viver)?|"
    r"(?:moro|moramos|vivo|vivemos|tô morando|estou a viver|estamos a viver))|"
    r"(?:mi sono|ci siamo) (?:ri)?(?:trasferit[oaie]|sistemat[oaie]|stabilit[oaie]|spostat[oaie])|"
    r"(?:sono|siamo) (?:andat[oaie]|venut[oaie]|tornat[oaie])(?: a vivere| ad abitare| a stare)?|"
    r"(?:abito|abitiamo|vivo|viviamo|sto di casa|sto(?= a (?-i:[A-Z]))))"
)
_WITH: Final = (
    r"(?: (?:avec|chez|con|com|en casa de|na casa d[aeo]|da) (?:(?:ma|mon|mes|mi|mis|minha|meu|a minha|"
    r"o meu|mia|mio|la mia|il mio|los|as|os|un|une|una) )?[\w'’-]+)"
)
_TO: Final = r"(?:à|a|au|aux|en|em|no|na|nos|nas|in|ad|para|pra|pour|por|vers|près de|cerca de|perto de|vicino a)"

_ANIMAL: Final = (
    r"(?:chiens?|chiots?|chiennes?|chats?|chatons?|chattes?|lapins?|hamsters?|poneys?|perruches?|"
    r"perr[oa]s?|perrit[oa]s?|cachorr[oa]s?|cachorrinh[oa]s?|gat[oa]s?|gatit[oa]s?|gatinh[oa]s?|"
    r"conej[oa]s?|"
    r"coelh[oa]s?|c[ãa]es|cão|cadelas?|cagnolin[oa]|can[ei]|gatt[oaie]|gattin[oaie]|conigli[oae]?|"
    r"pappagall[oi]|loros?|papagai[oa]s?|tortugas?|tortues?)"
)
_HAVE: Final = (
    r"(?:j['’]ai|on a|nous avons|on vient d['’]|tengo|tenemos|hemos|he|temos|tenho|nós temos|ho|abbiamo|"
    r"c['’]è|hay)(?: (?:aussi|maintenant|enfin|también|ahora|também|agora|anche|adesso))*"
    r"(?: (?:pris|adopté|eu|recueilli|acheté|adoptado|acogido|comprado|adotado|arranjado|preso|adottato|"
    r"comprato))?|adopté|adoptamos|acogimos|compramos|adot[áa]mos|arranj[áa]mos"
)
_PETS_DIED: Final = (
    r"(?:est (?:morte?|décédée?|partie?)|nous a quittée?s?|s['’]est (?:enfuie?|sauvée?|échappée?)|"
    r"a été (?:piquée?|euthanasiée?|renversée?)|"
    r"(?:se )?(?:murió|falleció|escapó|fue|nos fue|me murió|nos murió)|ha (?:muerto|fallecido)|morreu|"
    r"faleceu|fugiu|partiu|è (?:mort[oa]|scappat[oa]|mancat[oa]|venut[oa] a mancare)|"
    r"non c['’]è più|n['’]est plus (?:là|parmi nous)|ya no está|já não está)"
)
_OF_LOVE: Final = (
    r"(?:(?:je me suis mariée?|je suis (?:mariée?|en couple|fiancée?)|je sors|je vis|"
    r"on s['’]est mariés?|pacsée?|je me suis pacsée?|je me suis fiancée?) avec|j['’]ai (?:épousé|"
    r"rencontré)(?: quelqu['’]un,)?|"
    r"(?:me (?:casé|he casado|prometí|comprometí)|nos casamos|salgo|estoy (?:saliendo|casad[oa]|"
    r"comprometid[oa])) con|conocí a (?:alguien, )?|he conocido a (?:alguien, )?|"
    r"(?:casei(?:-me)?|me casei|namoro|estou (?:casad[oa]|noiv[oa])|noivei|"
    r"vivo junt[oa]) com (?:[oa] )?|conheci (?:alguém, )?(?:[oa] )?|"
    r"(?:mi sono (?:sposat[oa]|fidanzat[oa]|mess[oa])|sto|sono (?:sposat[oa]|fidanzat[oa])|"
    r"mi sono mess[oa] insieme) con|ho (?:sposato|conosciuto))"
)
_PARTNER: Final = (
    r"(?:mon (?:mari|copain|compagnon|conjoint|mec|chéri|fiancé)|ma (?:femme|copine|compagne|meuf|"
    r"chérie|fiancée|nana)|mi (?:marido|mujer|espos[oa]|novi[oa]|pareja|chic[oa]|prometid[oa])|"
    r"(?:o |a )?(?:meu|minha) (?:marido|mulher|espos[oa]|namorad[oa]|noiv[oa]|companheir[oa])|(?:mio|"
    r"mia|il mio|la mia) (?:marito|moglie|ragazz[oa]|compagn[oa]|fidanzat[oa]))"
)

CHANGES: Final[tuple[Pattern, ...]] = (
    pattern(
        "home",
        rf"\b{_MOVED}(?: {_SINCE})?(?:{_WITH})?(?: {_SINCE})?,? {_TO} (?:o |a |la |le |el )?{PLACE}",
        lasting=True,
    ),
    pattern(
        "home",
        r"\b(?:quitté|dejé|dejado|dejamos|deixei|deixámos|trocámos|lasciato|lasciammo|changé|cambié|"
        rf"cambiamos|troquei) {PROPER} (?:pour|por|per|a) {PLACE}",
        lasting=True,
    ),
    pattern(
        "home",
        r"\b(?:un appart\w*|une maison|un studio|une chambre|un piso|una casa|una habitación|um apartamento|"
        r"uma casa|um quarto|un appartamento|una stanza|un monolocale) (?:à|en|em|no|na|a|"
        rf"in) {PLACE}(?=[^.!?]*$)",
        lasting=True,
    ),
    pattern(
        "job",
        r"\b(?:t[oô]|tou|estou|ando|estoy|curro|trabajo|trabalho|sto|lavoro|me pusieron|me botaram) (?:agora |ahora |ya |já |ora )?"
        rf"(?:de|como|come) {NO_STAY}(?P<value>(?:garçom|garçonete|caixa|babá|niñera|canguro)\b|\w*(?:ista|nte|or|ora|ero|era|eiro|eira|ario|"
        r"aria|ário|ária|ico|ica|ivo|iva|boy|chef|iere|iera|tore|trice)) (?:en|no|na|num|numa|em|del|al|nel|nella|da|in|pra|para)\b",
        lasting=True,
    ),
    pattern(
        "employer",
        rf"\b(?:t[oô]|tou|estou|ando|trabalho) (?:agora |já )?(?:de|como) {NO_STAY}(?:garçom|garçonete|caixa|\w+(?:ista|nte|or|ora|eiro|eira|ário|ária|ico|ica|ivo|iva|boy|chef)) "
        rf"(?:no|na|num|numa|em) (?P<value>{PROPER}(?: {PROPER}){{0,2}})",
        lasting=True,
    ),
    pattern(
        "job",
        r"\b(?:je suis|on est) (?:maintenant |désormais |enfin )?(?P<value>à la retraite|retraitée?|"
        r"au chômage|à mon compte|indépendante?|auto-entrepreneu\w+)\b",
        lasting=True,
    ),
    pattern("job", r"\bj['’]ai pris ma (?P<value>retraite)\b", lasting=True),
    pattern("job", r"\bje suis partie? à la (?P<value>retraite)\b", lasting=True),
    pattern("job", r"\b(?:me he|me|ya me) (?P<value>jubil(?:é|ado|ada))\b", lasting=True),
    pattern("job", r"\bestoy (?:ya |ahora )?(?P<value>jubilad[oa]|en (?:el )?paro|desemplead[oa])\b", lasting=True),
    pattern("job", r"\b(?P<value>(?:reformei|aposentei)-me|me aposentei|reformei)\b", lasting=True),
    pattern("job", r"\bestou (?:agora |já )?(?P<value>reformad[oa]|aposentad[oa]|desempregad[oa])\b", lasting=True),
    pattern(
        "job", r"\b(?:sono andat[oa]|vado|sono)(?: finalmente| ora| ormai)? in (?P<value>pensione)\b", lasting=True
    ),
    pattern(
        "job",
        r"\b(?:je suis|suis) (?:maintenant |désormais |devenue? |passée? |enfin )*(?:une? |la |"
        rf"le )?{FAMILY_JOBS}\b(?! d['’]accord)",
        lasting=True,
    ),
    pattern(
        "job",
        rf"\b(?:ahora|desde \w+|ya) (?:soy|trabajo (?:de|como)|estoy de) (?:una? |el |la )?{FAMILY_JOBS}\b",
        lasting=True,
    ),
    pattern("job", r"\b(?:ahora |ya )?(?P<value>(?:doy|damos|imparto) clases de [^\W\d_]+)", lasting=True),
    pattern("job", r"\b(?:agora |já )?(?P<value>dou aulas(?: de [^\W\d_]+)?)", lasting=True),
    pattern("job", r"\b(?:ora |adesso )?(?P<value>(?:do lezioni di|insegno(?: in)?) [^\W\d_]+)", lasting=True),
    pattern("job", r"\b(?P<value>insegno [^\W\d_]+)"),
    pattern("job", rf"\b(?:agora|desde \w+|hoje) (?:sou|trabalho como) (?:uma? |[oa] )?{FAMILY_JOBS}\b", lasting=True),
    pattern(
        "job",
        r"\b(?:ora|adesso|da \w+|oggi) (?:sono|faccio|lavoro come) (?:un[ao]?['’ ]?|il |la |lo |"
        rf"l['’])?{FAMILY_JOBS}\b",
        lasting=True,
    ),
    pattern("job", rf"\bsono diventat[oa] (?:un[ao]?['’ ]?)?{FAMILY_JOBS}\b", lasting=True),
    pattern(
        "job",
        r"\b(?:j['’]ai|on a|nous avons) (?:ouvert|monté|repris|lancé|créé) (?:ma|mon|notre|une?|la|"
        r"le) (?P<value>(?:propre |petite? )?(?:boîte|boutique|restaurant|café|boulangerie|ferme|entreprise|"
        r"atelier|salon|librairie|garage|gîte|bar|cabinet)(?: de [^\W\d_]+)?)",
        lasting=True,
    ),
    pattern(
        "job",
        r"\b(?:he|hemos) (?:abierto|montado|cogido|puesto) (?:mi|un|una|"
        r"nuestr[oa]) (?:propi[oa] )?(?P<value>(?:bar|taller|tienda|panadería|peluquería|restaurante|"
        r"cafetería|clínica|empresa|negocio|granja|academia|consulta)(?: de [^\W\d_]+)?)",
        lasting=True,
    ),
    pattern(
        "job",
        r"\b(?:abri|abrimos|montei|montámos) (?:o meu|a minha|um|uma|meu|minha) (?:próprio |"
        r"própria )?(?P<value>(?:café|loja|restaurante|padaria|salão|oficina|empresa|negócio|bar|clínica|"
        r"quinta)(?: de [^\W\d_]+)?)",
        lasting=True,
    ),
    pattern(
        "job",
        r"\b(?:ho|abbiamo) (?:aperto|rilevato|avviato|messo su) (?:il mio|la mia|un|una|il|"
        r"la) (?P<value>(?:bar|negozio|ristorante|panificio|officina|ditta|azienda|agriturismo|studio|"
        r"salone|libreria|pizzeria)(?: di [^\W\d_]+)?)",
        lasting=True,
    ),
    pattern(
        "employer",
        r"\b(?:je (?:travaille|bosse|taffe)|j['’]ai (?:commencé|signé|été embauchée?|trouvé (?:un (?:poste|"
        r"boulot|job|emploi))|rejoint)|je suis (?:passée?|entrée?|maintenant|désormais|partie?)|"
        rf"j['’]ai rejoint)(?: {_SINCE})?(?: chez| à| pour| au| aux)? {_ORG}(?<! à)",
        lasting=True,
    ),
    pattern(
        "employer",
        r"\b(?:trabajo|curro|laburo|entré|he entrado|empecé|he empezado|estoy|me contrató|me ha contratado|"
        rf"fiché|he fichado)(?: {_SINCE})?(?: a trabajar)?(?: en| para| por| con)? (?:la |el )?{_ORG}",
        lasting=True,
    ),
    pattern(
        "employer",
        rf"\b(?:trabalho|entrei|comecei|fui contratad[oa]|estou)(?: {_SINCE})?(?: a trabalhar)? (?:na|no|"
        rf"para [ao]|pela|pelo|com a|numa|da|em) {_ORG}(?<! em)",
        lasting=True,
    ),
    pattern(
        "employer",
        r"\b(?:lavoro|ho iniziato|sono passat[oa]|sono entrat[oa]|mi ha assunt[oa]|"
        rf"sono stat[oa] assunt[oa])(?: {_SINCE})?(?: a lavorare)? (?:per (?:la |il |lo |l['’])?|alla|allo|"
        rf"all['’]|da|dalla|in|presso|al) ?{_ORG}",
        lasting=True,
    ),
    pattern(
        "job",
        r"\bje (?:travaille|bosse)\b[^,.;!?]{2,40} comme (?P<value>[^\W\d_]+(?: (?:de |du |"
        r"des )?[^\W\d_]+)?)(?=$|[,.;!]| (?:et|à|au|en|depuis)\b)",
        lasting=True,
    ),
    pattern(
        "job",
        r"\b(?:trabajo|trabalho)\b[^,.;!?]{2,40} como (?P<value>[^\W\d_]+(?: (?:de |do |"
        r"da )?[^\W\d_]+)?)(?=$|[,.;!]| (?:y|e|en|em|no|na|desde)\b)",
        lasting=True,
    ),
    pattern(
        "job",
        r"\blavoro\b[^,.;!?]{2,40} come (?P<value>[^\W\d_]+(?: (?:di )?[^\W\d_]+)?)(?=$|[,.;!]| (?:e|a|in|da)\b)",
        lasting=True,
    ),
    pattern(
        "job",
        r"\bsono (?:diventat[oa] |ora |adesso )?(?P<value>(?:capo|vice|responsabile|direttore|direttrice) [^\W\d_]+)",
    ),
    pattern(
        "employer",
        rf"\b(?:sou|soy|sono|je suis) (?:une? |um |uma |un[ao]? )?{FAMILY_JOBS.replace('?P<value>', '?:')} "
        rf"(?:na|no|en la|en el|alla|presso|chez) {_ORG}",
    ),
    pattern("partner", rf"\b{_PARTNER} (?:chama-se|se chama|é [oa]) (?P<value>{PROPER})"),
    pattern(
        "children",
        r"\b(?:tenho|temos|tengo|tenemos|j['’]ai|on a|nous avons|ho|abbiamo) (?:uma?|un[aoe]?|dois|duas|dos|"
        r"deux|due) (?:filh[oa]s?|hij[oa]s?|niñ[oa]s?|fils|filles?|garçons?|figli[oae]?|bambin[oaie])(?:,|:|"
        rf" chamad[oa]s?| que se chamam?) ?(?:[oa] )?{_SOME_NAMES}",
        several=True,
        sentence=True,
    ),
    pattern("partner", rf"\b{_OF_LOVE} ?(?:[oa] )?{_NAME}", lasting=True),
    pattern(
        "partner",
        rf"\b{_PARTNER}(?: s['’]appelle| se llama| se chama| si chiama| es| é| è|,)? (?:[oa] )?{_NAME}(?!['’])",
    ),
    pattern(
        "pets",
        rf"\b(?:{_HAVE}) (?:une?|deux|trois|un[ao]?|dos|tres|uma?|dois|duas|due|tre|un['’]) ?(?:petite? |"
        rf"vieux |vieille |viej[oa] |pequen[oa] )?{_ANIMAL}(?: (?:de [^\W\d_]+|maintenant|ahora|agora|"
        r"ora))?(?:,| nommée?s?| appelée?s?| qui s['’]appelle(?:nt)?| llamad[oa]s?| que se llaman?|"
        r" chamad[oa]s?| que se chamam?| di nome| che si chiama(?:no)?| chiamat[oaie]|"
        rf":) (?:[oa] )?{_SOME_NAMES}",
        several=True,
        sentence=True,
        lasting=True,
    ),
    pattern("pets", rf"\b(?P<value>{PROPER}) {_PETS_DIED}", ends=True, lasting=True),
    pattern(
        "children",
        r"\b(?:est née?|nació|ha nacido|nasceu|è nat[oa])(?: (?:notre|nuestr[oa]|mi|[oa] noss[oa]|il nostro|"
        rf"la nostra))?(?: (?:fils|fille|hij[oa]|filh[oa]|figli[oa]))?,? {_NAME}",
        lasting=True,
    ),
)
"""What begins; what is over without being named as a value stands in `holdfast.providers.facts.languages.over`."""
