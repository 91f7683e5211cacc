"""French, Spanish, Portuguese and Italian."""

from __future__ import annotations

import re
from typing import Final

from holdfast.providers.facts.patterns import PROPER, Language, Pattern, pattern

_STOP: Final = r"(?=[,.;:!?()…\n]|$| (?:et|y|e|ed|mais|pero|mas|ma|donc|así|porque|parce|perché|depuis|desde|da|en|à|in|no|na|em|a|con|com|avec|per|para|pour|chez|de lunes)\b)"
_PLACE: Final = rf"(?P<value>{PROPER}(?:[ -](?:{PROPER}|de|do|da|di|la|le|sur|del|las|los|en))*)"
_NAMES: Final = rf"(?P<value>{PROPER}(?:(?:, | et | y | e ){PROPER})*)"
_WORDS: Final = rf"(?P<value>[^\W\d_]+(?:[ ’'-](?:de |du |des |d['’]|di |da |do )?[^\W\d_]+){{0,3}}?){_STOP}"
_FAMILY_JOBS: Final = (
    r"(?P<value>(?!al[ée]rg|allerg|diab|asm[aá]|asthm|[ée]pil|dalt[oó]n|hipert|veg|vég|intoll|intol|celi|celí|intoler)[^\W\d_]+(?:eur|euse|trice|ien|ienne|iste|ier|ière|aire|ant|ante|cin|tecte|logue|phe|ctor|ctora|dor|dora|ero|era|ista|"
    r"ario|aria|ico|ica|ogo|oga|rafo|rafa|tore|trice|ista|iere|iera|aio|ente|ense|ogado|ogada|essor|essora|esor|esora|éfico|édico|édica|"
    r"nheiro|nheira|eiro|eira|eta|ué|traité|rmier|rmière|ubilado|ubilada|sionato|sionata|sentado|sentada|udante|udiante|tudiant|tudiante|"
    r"vocat|vocate|vocato|uoco|uoca|hef|ocinero|ocinera|édecin|age-femme|oulanger|oulangère|oucher|ouchère|omptable|otaire|ibraire|açon|erger|ergère|eintre|uide|uvrier|uvrière|hauffeur|nterprète|lbañil|atrona|uez|ueza|olicía|iloto|uía|ontable|ntérprete|armacéutic[oa]|arpinter[oa]|ibrer[oa]|artero|armacista|arrucchier[ea]|nfermeir[oa]|adeiro|adeira|otorista|rofesseur|rofesseure|osentado|osentada|aestro|aestra|aître|aîtresse)"
    r"(?: (?:de|du|des|d['’]|di|da|do) ?[^\W\d_]+)?)"
)

FRENCH: Final[tuple[Pattern, ...]] = (
    pattern("name", rf"\bje m['’]appelle (?P<value>{PROPER}(?:[ -]{PROPER})?)"),
    pattern(
        "name",
        rf"^(?:(?:salut|bonjour|bonsoir|coucou)[ ,!]*)*(?:moi c['’]est|je suis|c['’]est) (?P<value>{PROPER})(?=$|[.,!]| et\b)",
    ),
    pattern("name", rf"^(?P<value>{PROPER}) (?:à l['’]appareil|au téléphone)\b"),
    pattern("form_of_address", rf"\bappelle[zs]?[- ]moi (?P<value>{PROPER})"),
    pattern("age", r"\bj['’]ai (?P<value>\d{1,3}) ans\b"),
    pattern(
        "home",
        rf"\b(?:j['’]habite|j['’]habite maintenant|je vis|nous habitons|on habite|je réside|on vit)(?: maintenant| désormais| toujours)? (?:(?:à|en|au|aux) )?{_PLACE}",
    ),
    pattern("home", rf"\b(?:j['’]ai|on a|nous avons) (?:déménagé|emménagé) (?:à|en|au) {_PLACE}", lasting=True),
    pattern("origin", rf"\bje (?:viens|suis originaire) (?:de|d['’]) ?{_PLACE}"),
    pattern(
        "job",
        rf"\bje suis (?:maintenant |désormais |toujours )?(?:un |une |devenue? )?(?!en |à |au |très |plus |pas |née? )(?:\w+ )?(?!maintenant|actuellement|seulement|vraiment|récemment){_FAMILY_JOBS}\b(?<!maintenant)(?<!ment)",
    ),
    pattern("job", rf"\bje travaille comme {_WORDS}"),
    pattern(
        "employer",
        rf"\bj['’]ai (?:quitté|démissionné de) (?:chez )?(?P<value>{PROPER}(?: {PROPER})*)(?=.*\bje (?:travaille|bosse)\b)",
        ends=True,
        lasting=True,
        sentence=True,
    ),
    pattern("job", r"\bj['’](?P<value>enseigne (?:le |la |les |l['’])?[^\W\d_]+)"),
    pattern(
        "employer",
        rf"\bje (?:travaille|bosse|taffe)(?: maintenant| désormais| actuellement| toujours)? (?:comme [^,.;]{{3,30}} )?(?:chez|pour) (?P<value>{PROPER}(?: {PROPER})*)",
    ),
    pattern(
        "partner",
        rf"\b(?:mon mari|ma femme|mon copain|ma copine|mon compagnon|ma compagne|mon conjoint)(?: s['’]appelle|,)? (?P<value>{PROPER})",
    ),
    pattern(
        "children",
        rf"\b(?:mes enfants|mon fils|ma fille|mes fils|mes filles)(?: s['’]appellent| s['’]appelle| sont|,)? {_NAMES}",
        several=True,
    ),
    pattern(
        "pets",
        rf"\b(?:mon chien|ma chienne|mon chat|ma chatte|mes chats|mes chiens|notre chien|notre chat)(?: s['’]appellent?|,)? {_NAMES}",
        several=True,
    ),
    pattern(
        "pets",
        rf"\b(?:j['’]ai|nous avons|on a) (?:une?|deux) (?:petite? )?(?:chiens?|chiennes?|chats?|chattes?|lapins?|hamsters?)(?:,| nommée?s?| qui s['’]appelle(?:nt)?) {_NAMES}",
        several=True,
        sentence=True,
    ),
    pattern("pets", rf"\b(?P<value>{PROPER}) est (?:morte?|décédée?)\b", ends=True, lasting=True),
    pattern(
        "diet",
        r"\bje suis (?:devenue? |maintenant )?(?P<value>végétarien(?:ne)?|végane?|vegan|végétalien(?:ne)?|pescétarien(?:ne)?|au régime sans \w+)\b",
    ),
    pattern("allergy", rf"\bje suis intolérante? (?:à la |aux |au |à l['’]|à ){_WORDS}"),
    pattern("diet", r"\bje ne suis plus (?P<value>végétarien(?:ne)?|végane?|vegan)\b", ends=True, lasting=True),
    pattern("diet", r"\bje ne suis plus au régime (?P<value>sans \w+|\w+)", ends=True, lasting=True),
    pattern("diet", r"\bje ne mange (?:pas|jamais|plus) (?:de |d['’])(?P<value>\w+)"),
    pattern("allergy", rf"\b(?:je suis )?allergique (?:à la |aux |au |à l['’]|à ){_WORDS}"),
    pattern(
        "language",
        r"\bje parle (?:aussi )?(?P<value>(?:français|anglais|allemand|espagnol|italien|arabe|portugais|chinois|russe|polonais|néerlandais)(?:(?:, | et )(?:français|anglais|allemand|espagnol|italien|arabe|portugais|chinois|russe|polonais|néerlandais))*)",
        several=True,
    ),
    pattern(
        "likes",
        rf"\bj['’](?:adore|aime)(?: beaucoup| bien| trop)? (?:le |la |les |l['’])?(?!que|quand|bien que){_WORDS}",
    ),
    pattern(
        "dislikes",
        rf"\b(?:je déteste|je n['’]aime pas|je ne supporte pas|j['’]ai horreur de) (?:le |la |les |l['’])?{_WORDS}",
    ),
)
SPANISH: Final[tuple[Pattern, ...]] = (
    pattern("name", rf"\b(?:me llamo|mi nombre es) (?P<value>{PROPER}(?: {PROPER})?)"),
    pattern(
        "name", rf"^(?:(?:hola|buenos días|buenas(?: tardes| noches)?)[ ,!]*)*soy (?P<value>{PROPER})(?=$|[.,!]| y\b)"
    ),
    pattern("form_of_address", rf"\b(?:llámame|puedes llamarme|dime) (?P<value>{PROPER})"),
    pattern("age", r"\btengo (?P<value>\d{1,3}) años\b"),
    pattern("home", rf"\b(?:vivo|vivimos)(?: ya| ahora| todavía)? en {_PLACE}"),
    pattern("home", rf"\b(?:me mudé|nos mudamos|me he mudado|nos hemos mudado) a {_PLACE}", lasting=True),
    pattern("origin", rf"\b(?:soy|vengo) de {_PLACE}"),
    pattern("job", rf"\bsoy (?:un |una )?{_FAMILY_JOBS}\b"),
    pattern("job", rf"\btrabajo (?:como|de) {_WORDS}"),
    pattern("job", rf"\btrabajo (?:en|para) [^,.;]{{2,30}}? (?:como|de) {_WORDS}"),
    pattern("job", r"\b(?P<value>(?:enseño|doy clases de) [^\W\d_]+)"),
    pattern("employer", rf"\btrabajo (?:en|para) (?P<value>{PROPER}(?: {PROPER})*)"),
    pattern(
        "partner", rf"\bmi (?:marido|mujer|esposo|esposa|novio|novia|pareja)(?: se llama| es|,)? (?P<value>{PROPER})"
    ),
    pattern("children", rf"\b(?:mis hij[oa]s|mi hij[oa]|nuestros hijos)(?: se llaman?| son|,)? {_NAMES}", several=True),
    pattern(
        "pets", rf"\b(?:mi perr[oa]|mi gat[oa]|mis perr[oa]s|mis gat[oa]s)(?: se llaman?|,)? {_NAMES}", several=True
    ),
    pattern(
        "pets",
        rf"\b(?:tengo|tenemos) (?:una?|dos) (?:perr|gat|conej)[oa]s?(?:,| llamad[oa]s?| que se llaman?) {_NAMES}",
        several=True,
        sentence=True,
    ),
    pattern("pets", rf"\b(?P<value>{PROPER}) (?:murió|falleció|se murió)\b", ends=True, lasting=True),
    pattern("diet", r"\bsoy (?P<value>vegetarian[oa]|vegan[oa]|celiac[oa]|celíac[oa])\b"),
    pattern("diet", r"\bya no soy (?P<value>vegetarian[oa]|vegan[oa])\b", ends=True, lasting=True),
    pattern("diet", r"\b(?:no como|nunca como) (?P<value>\w+)"),
    pattern("allergy", rf"\bsoy alérgic[oa] (?:al |a la |a los |a las |a ){_WORDS}"),
    pattern("allergy", rf"\bsoy intolerante (?:al |a la |a los |a las |a ){_WORDS}"),
    pattern("allergy", rf"\btengo alergia (?:al |a la |a los |a las |a ){_WORDS}"),
    pattern(
        "language",
        r"\bhablo (?P<value>(?:español|inglés|francés|alemán|italiano|portugués|catalán|euskera|gallego|árabe|chino|ruso)(?:(?:, | y | e )(?:español|inglés|francés|alemán|italiano|portugués|catalán|euskera|gallego|árabe|chino|ruso))*)",
        several=True,
    ),
    pattern("likes", rf"\bme (?:encantan?|gustan?)(?: mucho)? (?:el |la |los |las )?{_WORDS}"),
    pattern("dislikes", rf"\b(?:odio|no me gustan?|no soporto|detesto)(?: nada)? (?:el |la |los |las )?{_WORDS}"),
)
PORTUGUESE: Final[tuple[Pattern, ...]] = (
    pattern("name", rf"\b(?:me chamo|meu nome é|chamo-me) (?P<value>{PROPER}(?: {PROPER})?)"),
    pattern(
        "name",
        rf"^(?:(?:olá|oi|bom dia|boa tarde|boa noite)[ ,!]*)*(?:eu )?sou (?:o |a )?(?P<value>{PROPER})(?=$|[.,!]| e\b)",
    ),
    pattern("form_of_address", rf"\b(?:me chama de|pode me chamar de|chame-me de|me chame de) (?P<value>{PROPER})"),
    pattern("age", r"\btenho (?P<value>\d{1,3}) anos\b"),
    pattern("home", rf"\b(?:moro|moramos|vivo|vivemos)(?: agora| hoje| já)? (?:em|no|na) {_PLACE}"),
    pattern(
        "home", rf"\b(?:me mudei|mudei|nos mudamos|mudámo-nos|mudei-me) (?:para|pra) (?:o |a )?{_PLACE}", lasting=True
    ),
    pattern("origin", rf"\b(?:sou|venho) d[eoa] {_PLACE}"),
    pattern("job", rf"\b(?:eu )?sou (?:um |uma )?{_FAMILY_JOBS}\b"),
    pattern("job", rf"\btrabalho como {_WORDS}"),
    pattern("job", r"\b(?P<value>(?:ensino|dou aulas de) [^\W\d_]+)"),
    pattern("employer", rf"\btrabalho (?:na|no|para a|para o) (?P<value>{PROPER}(?: {PROPER})*)"),
    pattern(
        "partner",
        rf"\b(?:meu marido|minha mulher|minha esposa|meu namorado|minha namorada)(?: se chama| é(?: o| a)?|,)? (?P<value>{PROPER})",
    ),
    pattern(
        "children",
        rf"\b(?:meus filhos|minhas filhas|meu filho|minha filha)(?: se chamam?| são|,)? {_NAMES}",
        several=True,
    ),
    pattern(
        "pets",
        rf"\b(?:meu cachorro|minha cachorra|meu gato|minha gata|meus gatos|meu cão)(?: se chama|,)? {_NAMES}",
        several=True,
    ),
    pattern(
        "pets",
        rf"\b(?:tenho|temos) (?:uma?|dois|duas) (?:cachorr|cadel|gat|coelh|c)(?:[oa]s?|ão|ães)(?:,(?: [oa])?| chamad[oa]s?| que se chamam?) {_NAMES}",
        several=True,
        sentence=True,
    ),
    pattern("pets", rf"\b(?P<value>{PROPER}) (?:morreu|faleceu)\b", ends=True, lasting=True),
    pattern("diet", r"\bsou (?P<value>vegetarian[oa]|vegan[oa]|celíac[oa])\b"),
    pattern("diet", r"\bnão sou mais (?P<value>vegetarian[oa]|vegan[oa])\b", ends=True, lasting=True),
    pattern("diet", r"\b(?:não como|nunca como) (?P<value>(?!mais\b|muito\b|nada\b)\w+)"),
    pattern("allergy", rf"\bsou intolerante (?:ao |à |aos |às |a ){_WORDS}"),
    pattern("allergy", rf"\b(?:sou alérgic[oa]|tenho alergia) (?:ao |à |aos |às |a ){_WORDS}"),
    pattern("likes", rf"\b(?:adoro|amo|gosto (?:muito )?(?:de|do|da|dos|das)) (?:o |a |os |as )?{_WORDS}"),
    pattern("dislikes", rf"\b(?:odeio|detesto|não gosto (?:de|do|da|dos|das)) (?:o |a |os |as )?{_WORDS}"),
)
ITALIAN: Final[tuple[Pattern, ...]] = (
    pattern("name", rf"\b(?:mi chiamo|il mio nome è) (?P<value>{PROPER}(?: {PROPER})?)"),
    pattern("name", rf"^(?:(?:ciao|buongiorno|buonasera|salve)[ ,!]*)*sono (?P<value>{PROPER})(?=$|[.,!]| e\b)"),
    pattern("form_of_address", rf"\b(?:chiamami|puoi chiamarmi) (?P<value>{PROPER})"),
    pattern("age", r"\bho (?P<value>\d{1,3}) anni\b"),
    pattern("home", rf"\b(?:vivo|abito|viviamo|abitiamo)(?: ora| adesso| ancora)? (?:a|in|ad) {_PLACE}"),
    pattern("home", rf"\b(?:mi sono trasferit[oa]|ci siamo trasferiti) (?:a|in|ad) {_PLACE}", lasting=True),
    pattern("origin", rf"\b(?:sono di|vengo da|sono originari[oa] di) {_PLACE}"),
    pattern("job", rf"\b(?:sono|faccio) (?:un |una |un['’]|il |la |l['’])?{_FAMILY_JOBS}\b"),
    pattern("job", r"\b(?P<value>insegno [^\W\d_]+)"),
    pattern("job", rf"\blavoro come {_WORDS}"),
    pattern("employer", rf"\blavoro (?:per|alla|presso|da) (?P<value>{PROPER}(?: {PROPER})*)"),
    pattern(
        "partner",
        rf"\b(?:mio marito|mia moglie|il mio ragazzo|la mia ragazza|il mio compagno|la mia compagna)(?: si chiama|,)? (?P<value>{PROPER})",
    ),
    pattern(
        "children",
        rf"\b(?:i miei figli|le mie figlie|mio figlio|mia figlia)(?: si chiamano?| sono|,)? {_NAMES}",
        several=True,
    ),
    pattern(
        "pets", rf"\b(?:il mio cane|il mio gatto|la mia gatta|i miei gatti)(?: si chiamano?|,)? {_NAMES}", several=True
    ),
    pattern(
        "pets",
        rf"\b(?:ho|abbiamo) (?:un|una|un['’]|due|tre) ?(?:can[ei]|cagnolin[oa]|gatt[oaie]|conigli[oae]?|criceto)(?:,| di nome| che si chiama(?:no)?| chiamat[oaie]) {_NAMES}",
        several=True,
        sentence=True,
    ),
    pattern("pets", rf"\b(?P<value>{PROPER}) è mort[oa]\b", ends=True, lasting=True),
    pattern("diet", r"\bsono (?P<value>vegetarian[oa]|vegan[oa]|celiac[oa])\b"),
    pattern("diet", r"\bnon sono più (?P<value>vegetarian[oa]|vegan[oa])\b", ends=True, lasting=True),
    pattern("diet", r"\bnon mangio (?P<value>(?!più\b|mai\b|molto\b|tanto\b)\w+)"),
    pattern("allergy", rf"\bsono intollerant[ei] (?:al |alla |alle |ai |agli |all['’]|a ){_WORDS}"),
    pattern("allergy", rf"\b(?:sono allergic[oa]) (?:al |alla |alle |ai |agli |all['’]|a ){_WORDS}"),
    pattern(
        "likes", rf"\b(?:adoro|amo|mi piac(?:e|ciono))(?: molto| tanto)? (?:il |la |lo |i |gli |le |l['’])?{_WORDS}"
    ),
    pattern(
        "dislikes",
        rf"\b(?:odio|detesto|non mi piac(?:e|ciono)|non sopporto) (?:il |la |lo |i |gli |le |l['’])?{_WORDS}",
    ),
)
_ILL_FRENCH: Final = r"(?:me donne (?:des|de l['’])|gonfle|étouffe|me rend malade|allergi\w+|plaques|urticaire)"
_ILL_SPANISH: Final = r"(?:me da (?:alergia|urticaria|ronchas)|me hincha|me mata|me sienta|me enferm\w+|al[ée]rgic[oa]|alergia|urticaria|ronchas)"
_ILL_PORTUGUESE: Final = r"(?:al[ée]rgic[oa]|alergia|passo mal|me faz mal|incho)"
_ILL_ITALIAN: Final = r"(?:allergic[oa]|allergia|mi fa male|mi gonfi\w+|sto male)"
_MEAL: Final = r"(?P<value>(?!il\b|la\b|le\b|el\b|que\b)[^\W\d_]+(?: (?:de|di|do|da) [^\W\d_]+)?)"
_CHATTING: Final[tuple[Pattern, ...]] = (
    # French
    pattern("name", rf"\bmoi,? c['’]est (?P<value>{PROPER})(?=$|[.,!]| et\b)"),
    pattern("home", rf"\b(?:je vis|j['’]habite|on vit|on habite|nous vivons)(?: \w+){{0,2}}? (?:à|en) {_PLACE}"),
    pattern(
        "home",
        rf"\bj['’]ai (?:pris |trouvé |loué |acheté )?(?:un|une) (?:\w+ )?(?:studio|appart\w*|maison|chambre|coloc) (?:à|en) {_PLACE}",
        lasting=True,
    ),
    pattern("job", rf"^(?:anciens?|ancienne|apprentie?|futur|ex[- ]) ?{_FAMILY_JOBS}\b"),
    pattern("job", rf"\bje suis devenue? (?!v[ée]g){_FAMILY_JOBS}\b", lasting=True),
    pattern("job", rf"\b(?:je )?(?:bosse|travaille|taffe) comme {_WORDS}"),
    pattern(
        "employer",
        rf"\b(?:embauchée?|engagée?|prise?|recrutée?) (?:chez|par|à|aux?) (?P<value>{PROPER}(?: {PROPER})*)",
        lasting=True,
    ),
    pattern(
        "partner",
        r"\b(?:on s['’]est (?:séparés?|quittés?)|on a rompu|nous (?:avons rompu|sommes séparés)|je suis (?:de nouveau )?célibataire)\b",
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
        rf"\b(?:pris|adopté|recueilli|eu|acheté) (?:un|une|deux) (?:\w+ )?(?:chiens?|chiots?|chats?|chatons?|chiennes?|chattes?|lapins?|hamsters?|poney)(?:,| nommée?s?| qui s['’]appelle(?:nt)?| appelée?s?)*(?: ils?| elles?)?(?: s['’]appelle(?:nt)?)? {_NAMES}",
        several=True,
        sentence=True,
        lasting=True,
    ),
    pattern("allergy", rf"\b(?:pas de|sans|mange pas de|ni) {_MEAL},? [^.!?]*{_ILL_FRENCH}", sentence=True),
    pattern(
        "dislikes",
        rf"\b(?:je |j['’])?(?:ne |n['’])?(?:supporte|aime|kiffe|blaire) pas (?:du tout )?(?:le |la |les |l['’])?{_WORDS}",
    ),
    pattern(
        "dislikes", r"\bc['’]est (?:le |la |les |l['’])?(?P<value>[^\W\d_]+) que je (?:déteste|hais|n['’]aime pas)\b"
    ),
    pattern(
        "children",
        rf"\bm(?:es|on|a) (?:jumeaux|jumelles|petits?|petites?|garçons?|filles?|gamins?|fils),? {_NAMES}",
        several=True,
    ),
    pattern(
        "diet",
        r"\bj['’]ai (?:arrêté|supprimé|banni) (?:le |la |les |l['’]|de manger (?:de la |du |des )?)(?P<value>lait|gluten|viande|alcool|sucre|café|poisson|fromage|pain|laitages|œufs)\b",
        lasting=True,
    ),
    pattern(
        "dislikes",
        r"\b(?:moi,? )?(?:le |la |les |l['’])(?P<value>[^\W\d_]+),? ça (?:me|m['’])\s?(?:gonfle|saoule|soûle|ennuie|dégoûte|énerve|barbe)\b",
    ),
    pattern("home", rf"\bje suis [^\W\d_]+(?: [^\W\d_]+)? à (?P<value>{PROPER}(?:[ -]{PROPER})?)(?=$|[,.!])"),
    # Spanish
    pattern("job", r"\bllevo (?:\w+ )?años (?:de|como) (?P<value>[^\W\d_]+)"),
    pattern("home", rf"\b(?:nos hemos|me he) ido a vivir a {_PLACE}", lasting=True),
    pattern(
        "allergy",
        r"\bcon (?:el|la|los|las) (?P<value>[^\W\d_]+) no puedo,? (?=[^.!?]*(?:hincho|ahogo|pongo mal|ronchas|alergia))",
        sentence=True,
    ),
    pattern("job", rf"\b(?:trabajo|laburo|curro|estoy) (?:como|de) {_WORDS}"),
    pattern(
        "job",
        r"\b(?:llevo|tengo|he (?:abierto|montado)|abrí|monté) (?P<value>una? (?:bar|taller|tienda|panadería|peluquería|restaurante|cafetería|clínica|empresa|negocio|granja)(?: de [^\W\d_]+)?)",
    ),
    pattern("children", rf"\bmi (?:nene|nena|niñ[oa]|peque|bebé|hij[oa]),? {_NAMES}", several=True),
    pattern(
        "children",
        rf"\b(?:tengo|tenemos) (?:un|una|dos|tres) (?:hij[oa]s?|nen[ea]s?|niñ[oa]s?)(?:,|:| que se llaman?| llamad[oa]s?) {_NAMES}",
        several=True,
        sentence=True,
    ),
    pattern(
        "partner",
        rf"\b(?:nos separamos|me separé|me divorcié|rompí|corté|terminé|nos divorciamos)(?: con| de)? (?P<value>{PROPER})",
        ends=True,
        lasting=True,
    ),
    pattern(
        "home", rf"\b(?:me (?:volví|vine|fui)|nos (?:volvimos|vinimos|fuimos)) a (?:vivir a )?{_PLACE}", lasting=True
    ),
    pattern("home", rf"\b(?:estoy|estamos) viviendo en {_PLACE}"),
    pattern(
        "diet",
        r"\b(?:dejé de comer|he dejado de comer|ya no como) (?P<value>(?!nada\b|mucho\b|tanto\b)\w+)",
        lasting=True,
    ),
    pattern("allergy", rf"\bsin {_MEAL},? [^.!?]*{_ILL_SPANISH}", sentence=True),
    pattern(
        "allergy",
        r"^(?:y |pero )?(?:el |la |los |las )?(?P<value>[^\W\d_]+) me (?:mata|matan|da alergia|dan alergia|sienta fatal|hincha)\b",
    ),
    pattern("pets", rf"\b(?P<value>{PROPER}) (?:se (?:me|nos) )(?:murió|fue|escapó|perdió)\b", ends=True, lasting=True),
    # Portuguese
    pattern("name", rf"\baqui é (?:[oa] )?(?P<value>{PROPER})"),
    pattern(
        "job",
        r"\bsou (?:uma? )?(?P<value>(?:designer|developer|freelancer|youtuber|personal trainer|barista|chef|motoboy|uber|gerente|dentista|policial|babá|faxineira)(?: \w+)?)(?=$|[,.!]| (?:em|no|na|e)\b)",
    ),
    pattern("home", rf"\b(?:tô|estou|tamo|estamos) morando (?:em|no|na) {_PLACE}"),
    pattern("home", rf"\bsou [^\W\d_]+ em (?P<value>{PROPER}(?: {PROPER})?)(?=$|[,.!])"),
    pattern(
        "partner",
        rf"\b(?:terminei|rompi|acabei|me separei|me divorciei) (?:com|d)[oea]? ?(?:[oa] )?(?P<value>{PROPER})",
        ends=True,
        lasting=True,
    ),
    pattern(
        "job",
        r"\b(?:fui (?:demitid[oa]|mandad[oa] embora)|perdi (?:o|meu) emprego|me han despedido|me despidieron|perdí (?:el|mi) trabajo|mi hanno licenziat[oa]|j['’]ai été (?:viré|licencié)e?|ho perso il lavoro)\b",
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
        rf"\b(?:ho|abbiamo) (?:un|una|due|tre|quattro) (?:figli[oae]?|bambin[oiae]|gemell[ie])(?:,|:| di nome| che si chiamano?) {_NAMES}",
        several=True,
        sentence=True,
    ),
    pattern(
        "dislikes",
        r"^(?:il |lo |la |i |gli |le |l['’])?(?P<value>[^\W\d_]+(?: (?:di|del|della|al|alla) [^\W\d_]+)?) non (?:lo|la|li|le) (?:sopporto|mangio|voglio|reggo)\b",
    ),
    pattern("allergy", rf"\bsenza {_MEAL},? [^.!?]*{_ILL_ITALIAN}", sentence=True),
    pattern(
        "partner",
        rf"\b(?:mi sono (?:lasciat|separat)[oa]|ho rotto) (?:con|da) (?P<value>{PROPER})",
        ends=True,
        lasting=True,
    ),
)
_WORKING_IN: Final = (
    pattern(
        "home",
        rf"\b(?:soy|sou|sono|je suis) (?:une? |um |uma |un[ao]? )?{_FAMILY_JOBS.replace('?P<value>', '?:')} (?:en|em|no|na|a|ad|à) (?P<value>{PROPER}(?: {PROPER})?)(?=$|[,.!;])",
    ),
)
_PATTERNS: Final = FRENCH + SPANISH + PORTUGUESE + ITALIAN + _WORKING_IN + _CHATTING
_INSTRUCTION: Final = re.compile(
    r"^(?:et |y |e )?(?:réponds?|répondez|écris|écrivez|parle|parlez|fais|faites|explique\w*|dis|dites|utilise\w*)(?:[- ](?:moi|nous))? (?:\w+ )*?(?:sans|toujours|comme|jamais|court\w*|simple\w*|en \w+|plus court\w*)\b"
    r"|^(?:et )?(?:vouvoie|vouvoyez|tutoie|tutoyez|vouvoyons|tutoyons)[- ](?:moi|nous)|^no (?:me )?(?:pongas|uses|hagas|incluyas|menciones|escribas|repitas)\b"
    r"|^(?:y )?(?:h[áa]blame|tr[áa]tame|contéstame|respóndeme|escríbeme|expl[íi]came|dime)\b.*\b(?:siempre|sin|de (?:tú|usted|vos)|corto|breve|en \w+)\b"
    r"|^(?:e |me )?(?:escreve|escreva|responde|responda|fala|fale|explica|explique|usa|use)\b.*\b(?:sem|sempre|curto|simples|em \w+|só)\b"
    r"|^(?:rispondi|scrivi|parla|spiega|usa)(?:mi)?\b.*\b(?:senza|sempre|breve|semplice|in \w+)\b|^dammi (?:del tu|del lei)\b"
    r"|^(?:s['’]il te plaît,? |por favor,? |per favore,? )?(?:toujours|jamais|siempre|nunca|sempre|mai|à partir de maintenant|désormais|"
    r"a partir de ahora|d['’]ora in poi|a partir de agora|de agora em diante)\b"
    r"|^(?:réponds?|répondez|responde|respóndeme|rispondi|responda)\b.*\b(?:toujours|siempre|sempre|en français|en español|in italiano|em português|court\w*|corto|breve)\b"
    r"|^(?:tutoie|vouvoie|appelle|parle|écris)[- ]moi\b.*\b(?:toujours|jamais)\b|^tutéame\b|^trátame de\b"
    r"|^(?:ne |n['’])(?:(?:me|nous|lui) |m['’])?\w+ (?:jamais|plus)\b|^no me \w+ (?:nunca|más|jamás)\b|^no me (?:hables|llames|trates|digas|des|mandes|escribas|recomiendes|propongas|sugieras|respondas|contestes)\b|^não me (?:chames?|trates?|dês|mandes?|escrevas?|respondas?)\b|^non \w+ mai\b|^no (?:uses|escribas|menciones)\b|^não use\b|^non usare\b",
    re.IGNORECASE,
)
_SPEAKER: Final = re.compile(
    r"\b(?:je|j['’]|mon|ma|mes|nous|notre|me|moi|yo|mi|mis|soy|tengo|vivo|nos|nosotros|eu|meu|minha|meus|sou|tenho|moro|io|mio|mia|sono|ho|abito)\b"
    r"|j['’]",
    re.IGNORECASE,
)
_SUBJECT: Final = re.compile(
    r"^(?:(?:et|mais|donc|au fait|y|pero|e|mas|ma|però|en \w+|a \w+)[, ]+)*(?:je\b|j['’]|mon |ma |mes |nous |soy |tengo |mi |mis |he |estoy |nos |igual nos|ya |vivo |"
    r"eu |sou |tenho |meu |minha |io |sono |ho |il mio |la mia )",
    re.IGNORECASE,
)
_NOT_WORTH_KEEPING: Final = re.compile(
    r"\b(?:je (?:cherche|veux|voudrais|pense|crois|sais|dois|peux)|j['’]ai besoin|busco|quiero|necesito|creo|pienso|puedo|procuro|preciso|quero|acho|"
    r"posso|cerco|voglio|vorrei|penso|credo)\b",
    re.IGNORECASE,
)
_OTHERS: Final = re.compile(
    r"\b(?:mon|ma|mes|mi|mis|meu|minha|mio|mia|il mio|la mia) (?:frère|sœur|soeur|mère|père|oncle|tante|cousine?|amie?|collègue|voisine?|hermano|hermana|"
    r"madre|padre|tío|tía|prim[oa]|amig[oa]|vecin[oa]|irmão|irmã|mãe|pai|tio|tia|vizinh[oa]|colega|fratello|sorella|zio|zia|cugin[oa]|"
    r"mari|femme|marido|mujer|esposa|moglie|marito|hij[oa]|filh[oa]|figli[oa]|fils|fille)\b"
    r"|^(?:il|elle|ils|elles|lui|él|ella|ele|ela|lei)\b",
    re.IGNORECASE,
)

ROMANCE: Final = Language(
    patterns=_PATTERNS,
    speaker=_SPEAKER,
    subject=_SUBJECT,
    others=_OTHERS,
    unimportant=_NOT_WORTH_KEEPING,
    instruction=_INSTRUCTION,
    occurs=re.compile(
        r"\b(?:je|mon|ma|mes|nous|notre|on|appelle\w*|toujours|jamais|soy|me|mi|mis|vivo|vivimos|he|vamos|tengo|hablo|trabajo|nos|ya|odio|no|nunca|siempre|"
        r"sou|eu|meu|minha|meus|minhas|tenho|moro|moramos|vivemos|trabalho|adoro|amo|gosto|detesto|mudei|não|sono|mi|mio|mia|miei|vivo|abito|"
        r"viviamo|abitiamo|ho|faccio|lavoro|ci|chiamami|puoi|non|sempre|mai|llámame|allergique|chame|chama|pode|tutoie\w*|tutoy\w*|vouvo\w*|moi|suis|habite|avons|réponds?|répondez|écri\w+|supporte|embauchée?|aqui|tô|estou|escrev\w+|respond\w+|laburo|curro|dejé|llevo|abbiamo|siamo|rispondi|scrivi|terminei|fui|sin|sem|sans|senza|ancienne?|apprentie?|estoy|rompí|nene|nena|contéstame|respóndeme|h[áa]blame|tr[áa]tame|recueilli|adopté|murió|falleció|morte?|décédée?|tenemos)\b|\bj['’]|\bn['’]",
        re.IGNORECASE,
    ),
)
