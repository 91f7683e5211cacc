"""What people say of themselves in the plainest words, in French, Spanish, Portuguese and Italian."""

from __future__ import annotations

from typing import Final

from holdfast.providers.facts.languages.romance_words import NAMES, PLACE
from holdfast.providers.facts.patterns import PROPER, Pattern, pattern
from holdfast.providers.facts.turned_back import DAY

_NAME: Final = rf"(?P<value>{PROPER})(?=$|[.,;!?]| (?:et|y|e|por|s['’]il|stp|per)\b)"
_DAY: Final = rf"(?P<value>{DAY})"
_END: Final = (
    r"(?=$|[,.;:!?()…]| (?:et|y|e|ed|mais|pero|mas|ma|donc|porque|parce|perché|depuis|desde|da|en|no|na|"
    r"haha|mdr|jaja|kkk|lol|hein|la verdad|sinceramente|davvero|mesmo|d['’]ailleurs|pas toi)\b)"
)
_ONE: Final = (
    r"(?P<value>(?!(?:que|quand|quem|quando|cuando|ça|cela|eso|esto|isso|isto|questo|quello|tout|todo|tudo|tutto|il|elle|"
    r"te|ti|tu|me|mi|moi|lui|nous|vous|los|las|lo|la|le|les|el|un|una|une|um|uma|pas|plus|mucho|muito|molto|tanto|nada|niente|rien|"
    r"deuxième|second\w*|premi\w+|prim\w+|dernier|dernière|último|última|comme|como|come|qu|si|se|demais|prazo|segund\w+|tercer\w+|demain|mañana|domani|amanhã|dopo|après|não|non|no|ne|ficar|ser|estar|ter|avoir|être|"
    r"otra|otro|outra|outro|altra|altro|versión|version|versão|versione|option|opción|idée|idea|ideia|manera|manière|gente|cuando)\b)"
    r"[^\W\d_][\w’'-]{2,}(?: (?:de|du|des|di|do|da|del|à la|au|al|alla) [^\W\d_]{3,})?)"
)
_FOOD: Final = (
    r"(?P<value>porc|bœuf|boeuf|viande(?: rouge)?|poisson|gluten|laitages?|sucre|alcool|œufs|fruits de mer|cerdo|carne(?: roja)?|pescado|"
    r"lácteos|azúcar|huevos|mariscos?|cordero|porco|peixe|laticínios|açúcar|ovos|maiale|manzo|pesce|latticini|glutine|uova|zucchero|glúten|"
    r"vitello|agnello|crostacei)"
)
_STUDY: Final = r"(?P<value>(?!(?:en|la|le|el|un|una|casa|mucho|muito|molto|todo|que|con|com)\b)[^\W\d_]{4,}(?: (?:de|del|di|da|do) [^\W\d_]{3,})?)"
_FR_TASTE: Final = rf"(?:le |la |les |l['’]){_ONE}"

FRENCH: Final[tuple[Pattern, ...]] = (
    pattern("name", rf"\bmon (?:pré)?nom,? (?:c['’]est|est) {_NAME}"),
    pattern(
        "name",
        rf"^(?:(?:salut|bonjour|bonsoir|coucou)[ ,!]*)+(?:ici )?(?P<value>{PROPER})(?: ici)(?=$|[.,!])",
        sentence=True,
    ),
    pattern("form_of_address", rf"\bm['’]appeler {_NAME}"),
    pattern("age", r"\bjai (?P<value>[1-9]\d) ans\b(?! (?:de|d['’]|que))"),
    pattern("birthday", rf"\bmon (?:anniv|anniversaire),? (?:c['’]est|est|tombe|:) ?(?:le )?{_DAY}", lasting=True),
    pattern("birthday", rf"^née? le {_DAY}", lasting=True),
    pattern(
        "origin", rf"\b(?:je viens|je suis(?: originaire| native?)?|originaire) (?:du|des|de la|de l['’]) ?{PLACE}"
    ),
    pattern("origin", rf"\b(?:je suis née?|j['’]ai grandi) (?:au|en|à|aux) {PLACE}", lasting=True),
    pattern("origin", rf"^originaire (?:de|du|d['’]) ?{PLACE}"),
    pattern("partner", rf"\b(?:je suis )?mariée? (?:avec|à) (?P<value>{PROPER})(?=$|[.,;!]| (?:depuis|et)\b)(?! \d)"),
    pattern(
        "children",
        rf"\b(?:j['’]ai|on a|nous avons) (?:une?|deux|trois) (?:fille|fils|garçon|bébé|enfant)s?,? qui s['’]appelle(?:nt)? {NAMES}",
        several=True,
        sentence=True,
    ),
    pattern(
        "children",
        rf"\b(?:ma|mon) (?:petite?|fille|fils|grande?|aînée?|cadette?|bébé) (?:s['’]appelle|c['’]est) {_NAME}",
    ),
    pattern("pets", rf"^(?:le chat|la chatte|le chien|la chienne|le lapin) s['’]appelle {_NAME}", own=True),
    pattern("diet", rf"\b(?:je |on )?(?:ne |n['’])?mange (?:pas|jamais|plus) (?:de |d['’]){_FOOD}\b"),
    pattern(
        "diet",
        rf"^(?:le |la |les |l['’]){_FOOD},? (?:moi )?(?:je|j['’]) ?(?:n['’])?en mange (?:pas|jamais)\b",
        sentence=True,
        own=True,
    ),
    pattern("likes", rf"\bjadore {_FR_TASTE}{_END}"),
    pattern(
        "dislikes",
        rf"^{_FR_TASTE},? (?:très peu pour moi|beurk|berk|c['’]est pas mon truc|c['’]est dégueu\w*)\b",
        sentence=True,
    ),
    pattern("dislikes", rf"^(?:(?:et|mais|oui|non|ah|bah|ben)[, ]+)?(?:déteste|deteste|hais) {_FR_TASTE}{_END}"),
    pattern(
        "language", rf"\bma langue maternelle,? (?:c['’]est|est) (?:le |l['’]|la )?(?P<value>[^\W\d_]{{4,}}){_END}"
    ),
    pattern(
        "education",
        rf"\bj['’]ai (?:étudié|fait des études de|un (?:master|diplôme|doctorat) (?:de|en)) (?:le |la |les |l['’]|d['’])?{_STUDY}{_END}",
        lasting=True,
    ),
    pattern(
        "education",
        rf"\bje suis (?:étudiante?|en (?:master|licence|thèse|doctorat|fac)) (?:de |en |d['’]){_STUDY}{_END}",
        lasting=True,
    ),
)
SPANISH: Final[tuple[Pattern, ...]] = (
    pattern(
        "name",
        rf"^(?:(?:hola|buenas|buenos días)[ ,!]*)+(?:aqu[ií]|te habla|soy) (?P<value>{PROPER})(?=$|[.,!])",
        sentence=True,
    ),
    pattern(
        "form_of_address",
        rf"\b(?:ll[áa]m[ae]me|(?:puedes|pod[eé]s|puede) llamarme|me (?:puedes|pod[eé]s|puede) llamar|que me llames|me dicen|pod[eé]s decirme|puedes decirme) {_NAME}",
    ),
    pattern("birthday", rf"\bel {_DAY} (?:es mi cumpleaños|es mi cumple|cumplo años|nací)\b", lasting=True),
    pattern("birthday", rf"\bnaci el (?:día )?{_DAY}", lasting=True),
    pattern(
        "origin",
        rf"\b(?:vengo|soy (?:originari[oa]|natural|nativ[oa])) (?:de|del) (?P<value>{PROPER}(?: {PROPER})?)(?=$|[,.;!]| y\b)",
    ),
    pattern("origin", rf"\b(?:me cri[ée]|crec[íi]|nac[íi]) en {PLACE}", lasting=True),
    pattern("children", rf"\bmi (?:nene|nena|niñ[oa]|peque|beb[eé]|hij[oa]|mayor|pequeñ[oa]) se llama {_NAME}"),
    pattern("diet", rf"^(?:el |la |los |las )?{_FOOD} no (?:lo|la|los|las) como(?=$|[,.!;])", own=True),
    pattern("diet", rf"^nada de {_FOOD} para mí\b"),
    pattern("allergy", rf"^(?:al |a la |a los |a las ){_ONE} soy al[eé]rgic[oa]\b", own=True),
    pattern("allergy", rf"\b(?:soy )?alergic[oa] (?:al |a la |a los |a las |a ){_ONE}{_END}"),
    pattern("likes", rf"^(?:yo )?soy (?:muy )?(?:fan|fanátic[oa]) de[l]? (?:el |la |los |las )?{_ONE}{_END}"),
    pattern(
        "dislikes",
        rf"^(?:el |la |los |las ){_ONE},? (?:no me gustan?|me dan? asco|me horrorizan?|(?:lo|la|los|las) (?:odio|detesto)|no (?:lo|la|los|las) (?:soporto|aguanto))\b(?! que| cómo)",
        own=True,
    ),
    pattern(
        "language", rf"\b(?:mi lengua materna|mi idioma (?:materno|natal)) es (?:el )?(?P<value>[^\W\d_]{{4,}}){_END}"
    ),
    pattern(
        "language",
        r"\b(?:sé hablar|estoy aprendiendo) (?:el )?(?P<value>español|inglés|francés|alemán|italiano|portugués|catalán|euskera|gallego|árabe|chino|ruso|japonés|coreano|quechua|guaraní|náhuatl|aimara|turco|polaco|neerlandés)\b",
    ),
    pattern(
        "education",
        rf"\b(?:estudié|soy estudiante de|soy licenciad[oa] en|soy graduad[oa] en|(?:tengo|hice) un[a]? (?:máster|maestría|grado|licenciatura|doctorado) en) {_STUDY}{_END}",
        lasting=True,
    ),
)
PORTUGUESE: Final[tuple[Pattern, ...]] = (
    pattern("name", rf"^(?:(?:oi|olá|bom dia|boa tarde)[ ,!]*)+(?P<value>{PROPER}) aqui(?=$|[.,!])", sentence=True),
    pattern(
        "form_of_address",
        rf"\b(?:(?:pod[ei]s?|você pode) (?:me chamar de|chamar-me(?: de)?|tratar-me por)|chama-me(?: de)?|trat[ae]-me por) {_NAME}",
    ),
    pattern("age", r"\b(?:acabei de fazer|tenho|fiz) (?P<value>[1-9]\d) (?:anos|aninhos)\b", lasting=True),
    pattern("birthday", rf"\bfaço (?:aniversário|anos) (?:a|em|no dia|dia) {_DAY}", lasting=True),
    pattern("origin", rf"\b(?:venho|sou (?:natural|originári[oa])) d[eoa] {PLACE}"),
    pattern("origin", rf"\b(?:nasci|cresci|fui criad[oa]) (?:em|no|na) {PLACE}", lasting=True),
    pattern("partner", rf"\b(?:sou|estou) casad[oa] com (?:[oa] )?{_NAME}"),
    pattern(
        "children", rf"\b(?:minha filha|meu filho|minha menina|meu menino|minha caçula) (?:é|chama-se) (?:[oa] ){_NAME}"
    ),
    pattern("diet", rf"\bn[aã]o como {_FOOD}\b"),
    pattern("diet", rf"^{_FOOD},? (?:eu )?não como(?=$|[,.!;])"),
    pattern("likes", rf"^(?:eu )?(?:curto(?: muito| demais)?|adoro|amo) (?:o |a |os |as )?{_ONE}{_END}"),
    pattern("likes", rf"^{_ONE},? eu (?:adoro|amo|curto)\b"),
    pattern(
        "dislikes",
        rf"\b(?:odeio|detesto|n[aã]o (?:gosto (?:de|do|da|dos|das)|suporto|aguento|curto)) (?:o |a |os |as )?{_ONE}{_END}",
    ),
    pattern("dislikes", rf"^{_ONE},? (?:eu (?:odeio|detesto|não (?:gosto|suporto))|me dão? nojo|não é comigo)\b"),
    pattern("language", rf"\b(?:minha língua materna|a minha língua materna) é (?:o )?(?P<value>[^\W\d_]{{4,}}){_END}"),
    pattern(
        "language",
        r"\b(?:sei falar|estou aprendendo|estou a aprender) (?P<value>português|inglês|francês|alemão|italiano|espanhol|árabe|chinês|russo|japonês|coreano|guarani|polonês|turco|mandarim)\b",
    ),
    pattern(
        "education",
        rf"\b(?:sou (?:formad[oa]|estudante|licenciad[oa]|graduad[oa]) (?:em|de)|me formei em|faço (?:faculdade|curso|licenciatura|mestrado) (?:de|em)) {_STUDY}{_END}",
        lasting=True,
    ),
)
ITALIAN: Final[tuple[Pattern, ...]] = (
    pattern(
        "name",
        rf"^(?:(?:ciao|salve|buongiorno|piacere|buonasera)[ ,!]*)*(?:qui |sono (?:la |il |l['’]))(?P<value>{PROPER})(?=$|[.!,])",
        sentence=True,
    ),
    pattern(
        "form_of_address",
        rf"\b(?:chiamatemi|mi (?:puoi|potete|può) chiamare|puoi chiamarmi|chiamami|mi chiamano(?: tutti)?|tutti mi chiamano) (?:pure |semplicemente |solo )?{_NAME}",
    ),
    pattern("birthday", rf"\bil {_DAY} (?:è il mio compleanno|compio gli anni|sono nat[oa])\b", lasting=True, own=True),
    pattern("birthday", rf"^nat[oa] (?:il |l['’]){_DAY}", lasting=True),
    pattern("home", rf"\brisiedo (?:a|in|ad) {PLACE}"),
    pattern(
        "origin",
        rf"\b(?:vengo|provengo|sono(?: originari[oa])?) (?:dal|dalla|dall['’]|del|della|dell['’]|di|da) ?{PLACE}",
    ),
    pattern(
        "origin", rf"\bsono (?:nat[oa]|cresciut[oa]|nat[oa] e cresciut[oa]) (?:in|a|ad|nel|nella) {PLACE}", lasting=True
    ),
    pattern(
        "job",
        r"^(?P<value>[^\W\d_]{4,}(?:ier[ea]|tore|trice|ista|aio|aia|ante|ente|essore|essoressa|ologo|ologa|ografo|ografa|ico|ica|oco|oca)) di (?:professione|mestiere)\b",
    ),
    pattern(
        "children",
        rf"\b(?:ho|abbiamo) (?:un[a']?|due|tre) ?(?:figli[oae]?|bambin[oaie]|gemell[ie]) che si chiamano? {NAMES}",
        several=True,
        sentence=True,
    ),
    pattern("diet", rf"^(?:io )?non mangio(?: mai)? (?:il |la |i |le )?{_FOOD}\b"),
    pattern("diet", rf"^(?:il |la |lo |i |le |gli |l['’]){_FOOD},? non (?:lo|la|li|le) mangio(?=$|[,.!;])", own=True),
    pattern("diet", rf"^niente {_FOOD} per me\b"),
    pattern(
        "allergy",
        rf"\b(?:ho un['’]allergia|ho l['’]allergia|^allergic[oa]) (?:al |alla |alle |ai |agli |all['’]|a ){_ONE}",
    ),
    pattern("allergy", rf"^(?:al |alla |alle |ai |agli |all['’]|a ){_ONE} sono allergic[oa]\b", own=True),
    pattern(
        "likes",
        rf"^(?:il |lo |la |i |gli |le |l['’])(?!(?:cane|gatt[oa]|film|libro|idea|testo|risposta|versione|foto|nome|titolo|colore|posto|progetto|piano|tono|tuo|tua|mio|mia|prim[oa])\b){_ONE},? (?:mi piac(?:e|ciono)(?: molto| tanto| un sacco)?|(?:lo|la|li|le) (?:adoro|amo)){_END}",
        own=True,
    ),
    pattern("likes", rf"^(?:io )?vado (?:matt|pazz)[oa] per (?:il |lo |la |i |gli |le |l['’])?{_ONE}{_END}"),
    pattern(
        "dislikes",
        rf"^(?:il |lo |la |i |gli |le |l['’]){_ONE},? (?:non mi piac(?:e|ciono)|mi fa(?:nno)? schifo|(?:lo|la|li|le) (?:odio|detesto))\b",
        own=True,
    ),
    pattern("dislikes", rf"^mi fa(?:nno)? schifo (?:il |lo |la |i |gli |le |l['’]){_ONE}{_END}"),
    pattern(
        "language", rf"\b(?:la mia (?:lingua madre|madrelingua)) è (?:il |lo |l['’])?(?P<value>[^\W\d_]{{4,}}){_END}"
    ),
    pattern("language", r"^(?:il |lo |l['’])(?P<value>[^\W\d_]{4,}) è la mia (?:lingua madre|madrelingua)\b", own=True),
    pattern(
        "education",
        rf"\b(?:ho studiato|faccio l['’]università di) (?!per|a|in|con|il|la|bene|tanto|molto|tutt)[ ]?{_STUDY}{_END}",
        lasting=True,
    ),
)
ROMANCE: Final = FRENCH + SPANISH + PORTUGUESE + ITALIAN
