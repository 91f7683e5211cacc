"""French, Spanish, Portuguese and Italian."""

from __future__ import annotations

import re
from typing import Final

from holdfast.providers.facts.languages import called_off, days_and_tastes, joining, names_and_notice, plain_romance
from holdfast.providers.facts.languages.romance_changes import CHANGES
from holdfast.providers.facts.languages.romance_chat import CHATTING, WORKING_IN
from holdfast.providers.facts.languages.romance_kinds import KINDS
from holdfast.providers.facts.languages.romance_words import FAMILY_JOBS, NAMES, PLACE, WORDS
from holdfast.providers.facts.patterns import PROPER, Language, Pattern, pattern

FRENCH: Final[tuple[Pattern, ...]] = (
    pattern("name", rf"\bje m['’]appelle (?P<value>{PROPER}(?:[ -]{PROPER})?)"),
    pattern(
        "name",
        r"^(?:(?:salut|bonjour|bonsoir|coucou)[ ,!]*)*(?:moi c['’]est|je suis|"
        rf"c['’]est) (?P<value>{PROPER})(?=$|[.,!]| et\b)",
    ),
    pattern("name", rf"^(?P<value>{PROPER}) (?:à l['’]appareil|au téléphone)\b"),
    pattern("form_of_address", rf"\bappelle[zs]?[- ]moi (?P<value>{PROPER})"),
    pattern("age", r"\bj['’]ai (?P<value>\d{1,3}) ans\b"),
    pattern(
        "home",
        r"\b(?:j['’]habite|j['’]habite maintenant|je vis|nous habitons|on habite|je réside|"
        rf"on vit)(?: maintenant| désormais| toujours)? (?:(?:à|en|au|aux) )?{PLACE}",
    ),
    pattern("home", rf"\b(?:j['’]ai|on a|nous avons) (?:déménagé|emménagé) (?:à|en|au) {PLACE}", lasting=True),
    pattern("origin", rf"\bje (?:viens|suis originaire) (?:de|d['’]) ?{PLACE}"),
    pattern(
        "job",
        r"\bje suis (?:maintenant |désormais |toujours )?(?:un |une |devenue? )?(?!en |à |au |très |plus |"
        r"pas |née? )(?:\w+ )?(?!maintenant|actuellement|seulement|vraiment|"
        rf"récemment){FAMILY_JOBS}\b(?<!maintenant)(?<!ment)",
    ),
    pattern("job", rf"\bje travaille comme {WORDS}"),
    pattern(
        "employer",
        rf"\bj['’]ai (?:quitté|démissionné de) (?:chez )?(?P<value>{PROPER}(?: {PROPER})*)(?=.*\bje "
        r"(?:travaille|bosse)\b)",
        ends=True,
        lasting=True,
        sentence=True,
    ),
    pattern("job", r"\bj['’](?P<value>enseigne (?:le |la |les |l['’])?[^\W\d_]+)"),
    pattern(
        "employer",
        r"\bje (?:travaille|bosse|taffe)(?: maintenant| désormais| actuellement|"
        rf" toujours)? (?:comme [^,.;]{{3,30}} )?(?:chez|pour) (?P<value>{PROPER}(?: {PROPER})*)",
    ),
    pattern(
        "partner",
        r"\b(?:mon mari|ma femme|mon copain|ma copine|mon compagnon|ma compagne|"
        rf"mon conjoint)(?: s['’]appelle|,)? (?P<value>{PROPER})",
    ),
    pattern(
        "children",
        rf"\b(?:mes enfants|mon fils|ma fille|mes fils|mes filles)(?: s['’]appellent| s['’]appelle| sont|,)? {NAMES}",
        several=True,
    ),
    pattern(
        "pets",
        r"\b(?:mon chien|ma chienne|mon chat|ma chatte|mes chats|mes chiens|notre chien|"
        rf"notre chat)(?: s['’]appelle(?:nt)?|,)? {NAMES}",
        several=True,
    ),
    pattern(
        "pets",
        r"\b(?:j['’]ai|nous avons|on a) (?:une?|deux) (?:petite? )?(?:chiens?|chiennes?|chats?|chattes?|"
        rf"lapins?|hamsters?)(?:,| nommée?s?| qui s['’]appelle(?:nt)?) {NAMES}",
        several=True,
        sentence=True,
    ),
    pattern("pets", rf"\b(?P<value>{PROPER}) est (?:morte?|décédée?)\b", ends=True, lasting=True),
    pattern(
        "diet",
        r"\bje suis (?:devenue? |maintenant )?(?P<value>végétarien(?:ne)?|végane?|vegan|végétalien(?:ne)?|"
        r"pescétarien(?:ne)?|au régime sans \w+)\b",
    ),
    pattern("allergy", rf"\bje suis intolérante? (?:à la |aux |au |à l['’]|à ){WORDS}"),
    pattern("diet", r"\bje ne suis plus (?P<value>végétarien(?:ne)?|végane?|vegan)\b", ends=True, lasting=True),
    pattern("diet", r"\bje ne suis plus au régime (?P<value>sans \w+|\w+)", ends=True, lasting=True),
    pattern("diet", r"\bje ne mange (?:pas|jamais|plus) (?:de |d['’])(?P<value>\w+)"),
    pattern("allergy", rf"\b(?:je suis )?allergique (?:à la |aux |au |à l['’]|à ){WORDS}"),
    pattern(
        "language",
        r"\bj(?:e parle|['’]apprends) (?:aussi )?(?:le |l['’])?(?P<value>(?:français|anglais|allemand|espagnol|"
        r"italien|arabe|portugais|"
        r"chinois|russe|polonais|néerlandais)(?:(?:, | et )(?:français|anglais|allemand|espagnol|italien|"
        r"arabe|portugais|chinois|russe|polonais|néerlandais))*)",
        several=True,
    ),
    pattern(
        "likes",
        rf"\bj['’](?:adore|aime)(?: beaucoup| bien| trop)? (?:le |la |les |l['’])?(?!que|quand|bien que|pas\b|plus\b|guère\b|point\b){WORDS}",
    ),
    pattern(
        "dislikes",
        rf"\b(?:je déteste|je n['’]aime pas|je ne supporte pas|j['’]ai horreur de) (?:le |la |les |l['’])?{WORDS}",
    ),
)
SPANISH: Final[tuple[Pattern, ...]] = (
    pattern("name", rf"\b(?:me llamo|mi nombre es) (?P<value>{PROPER}(?: {PROPER})?)"),
    pattern(
        "name", rf"^(?:(?:hola|buenos días|buenas(?: tardes| noches)?)[ ,!]*)*soy (?P<value>{PROPER})(?=$|[.,!]| y\b)"
    ),
    pattern("form_of_address", rf"\b(?:llámame|puedes llamarme|dime) (?P<value>{PROPER})"),
    pattern("age", r"\btengo (?P<value>\d{1,3}) años\b"),
    pattern("home", rf"\b(?:vivo|vivimos)(?: ya| ahora| todavía)? en {PLACE}"),
    pattern("home", rf"\b(?:me mudé|nos mudamos|me he mudado|nos hemos mudado) a {PLACE}", lasting=True),
    pattern("origin", rf"\b(?:soy|vengo) de {PLACE}"),
    pattern("job", rf"\bsoy (?:un |una )?{FAMILY_JOBS}\b"),
    pattern("job", rf"\btrabajo (?:como|de) {WORDS}"),
    pattern("job", rf"\btrabajo (?:en|para) [^,.;]{{2,30}}? (?:como|de) {WORDS}"),
    pattern("job", r"\b(?P<value>(?:enseño|doy clases de) [^\W\d_]+)"),
    pattern("employer", rf"\btrabajo (?:en|para) (?P<value>{PROPER}(?: {PROPER})*)"),
    pattern(
        "partner", rf"\bmi (?:marido|mujer|esposo|esposa|novio|novia|pareja)(?: se llama| es|,)? (?P<value>{PROPER})"
    ),
    pattern("children", rf"\b(?:mis hij[oa]s|mi hij[oa]|nuestros hijos)(?: se llaman?| son|,)? {NAMES}", several=True),
    pattern(
        "pets", rf"\b(?:mi perr[oa]|mi gat[oa]|mis perr[oa]s|mis gat[oa]s)(?: se llaman?|,)? {NAMES}", several=True
    ),
    pattern(
        "pets",
        rf"\b(?:tengo|tenemos) (?:una?|dos) (?:perr|gat|conej)[oa]s?(?:,| llamad[oa]s?| que se llaman?) {NAMES}",
        several=True,
        sentence=True,
    ),
    pattern("pets", rf"\b(?P<value>{PROPER}) (?:murió|falleció|se murió)\b", ends=True, lasting=True),
    pattern("diet", r"\bsoy (?P<value>vegetarian[oa]|vegan[oa]|celiac[oa]|celíac[oa])\b"),
    pattern("diet", r"\bya no soy (?P<value>vegetarian[oa]|vegan[oa])\b", ends=True, lasting=True),
    pattern("diet", r"\b(?:no como|nunca como) (?P<value>\w+)"),
    pattern("allergy", rf"\bsoy alérgic[oa] (?:al |a la |a los |a las |a ){WORDS}"),
    pattern("allergy", rf"\bsoy intolerante (?:al |a la |a los |a las |a ){WORDS}"),
    pattern("allergy", rf"\btengo alergia (?:al |a la |a los |a las |a ){WORDS}"),
    pattern(
        "language",
        r"\b(?:hablo|aprendo|estoy aprendiendo) (?P<value>(?:español|inglés|francés|alemán|italiano|portugués|"
        r"catalán|euskera|gallego|"
        r"árabe|chino|ruso)(?:(?:, | y | e )(?:español|inglés|francés|alemán|italiano|portugués|catalán|"
        r"euskera|gallego|árabe|chino|ruso))*)",
        several=True,
    ),
    pattern("likes", rf"\bme (?:encantan?|gustan?)(?: mucho)? (?:el |la |los |las )?{WORDS}"),
    pattern("dislikes", rf"\b(?:odio|no me gustan?|no soporto|detesto)(?: nada)? (?:el |la |los |las )?{WORDS}"),
)
PORTUGUESE: Final[tuple[Pattern, ...]] = (
    pattern("name", rf"\b(?:me chamo|meu nome é|chamo-me) (?P<value>{PROPER}(?: {PROPER})?)"),
    pattern(
        "name",
        rf"^(?:(?:olá|oi|bom dia|boa tarde|boa noite)[ ,!]*)*(?:eu )?sou (?:o |a )?(?P<value>{PROPER})(?=$|[.,!]|"
        rf" e\b)",
    ),
    pattern("form_of_address", rf"\b(?:me chama de|pode me chamar de|chame-me de|me chame de) (?P<value>{PROPER})"),
    pattern("age", r"\btenho (?P<value>\d{1,3}) anos\b"),
    pattern("home", rf"\b(?:moro|moramos|vivo|vivemos)(?: agora| hoje| já)? (?:em|no|na) {PLACE}"),
    pattern(
        "home", rf"\b(?:me mudei|mudei|nos mudamos|mudámo-nos|mudei-me) (?:para|pra) (?:o |a )?{PLACE}", lasting=True
    ),
    pattern("origin", rf"\b(?:sou|venho) d[eoa] {PLACE}"),
    pattern("job", rf"\b(?:eu )?sou (?:um |uma )?{FAMILY_JOBS}\b"),
    pattern("job", rf"\btrabalho como {WORDS}"),
    pattern("job", r"\b(?P<value>(?:ensino|dou aulas de) [^\W\d_]+)"),
    pattern("employer", rf"\btrabalho (?:na|no|para a|para o) (?P<value>{PROPER}(?: {PROPER})*)"),
    pattern(
        "partner",
        r"\b(?:meu marido|minha mulher|minha esposa|meu namorado|minha namorada)(?: se chama| é(?: o| a)?|"
        rf",)? (?P<value>{PROPER})",
    ),
    pattern(
        "children",
        rf"\b(?:meus filhos|minhas filhas|meu filho|minha filha)(?: se chamam?| são|,)? {NAMES}",
        several=True,
    ),
    pattern(
        "pets",
        rf"\b(?:meu cachorro|minha cachorra|meu gato|minha gata|meus gatos|meu cão)(?: se chama| chama-se|,)? {NAMES}",
        several=True,
    ),
    pattern(
        "pets",
        r"\b(?:tenho|temos) (?:uma?|dois|duas) (?:cachorr|cadel|gat|coelh|c)(?:[oa]s?|ão|ães)(?:,(?: [oa])?|"
        rf" chamad[oa]s?| que se chamam?) {NAMES}",
        several=True,
        sentence=True,
    ),
    pattern("pets", rf"\b(?P<value>{PROPER}) (?:morreu|faleceu)\b", ends=True, lasting=True),
    pattern("diet", r"\bsou (?P<value>vegetarian[oa]|vegan[oa]|celíac[oa])\b"),
    pattern("diet", r"\bnão sou mais (?P<value>vegetarian[oa]|vegan[oa])\b", ends=True, lasting=True),
    pattern("diet", r"\b(?:não como|nunca como) (?P<value>(?!mais\b|muito\b|nada\b)\w+)"),
    pattern("allergy", rf"\bsou intolerante (?:ao |à |aos |às |a ){WORDS}"),
    pattern("allergy", rf"\b(?:sou alérgic[oa]|tenho alergia) (?:ao |à |aos |às |a ){WORDS}"),
    pattern(
        "likes",
        rf"\b(?:adoro|amo|(?<!nao )gosto (?:muito )?(?:de|do|da|dos|das)) (?:o |a |os |as )?(?!(?:quando|que|quem|demais|você|isso|tudo)\b){WORDS}",
    ),
    pattern(
        "dislikes",
        rf"\b(?:odeio|detesto|não gosto (?:de|do|da|dos|das)) (?:o |a |os |as )?(?!(?:quando|que|quem|isso|tudo|ter|ser|ficar)\b){WORDS}",
    ),
)
ITALIAN: Final[tuple[Pattern, ...]] = (
    pattern("name", rf"\b(?:mi chiamo|il mio nome è) (?P<value>{PROPER}(?: {PROPER})?)"),
    pattern("name", rf"^(?:(?:ciao|buongiorno|buonasera|salve)[ ,!]*)*sono (?P<value>{PROPER})(?=$|[.,!]| e\b)"),
    pattern("form_of_address", rf"\b(?:chiamami|puoi chiamarmi) (?P<value>{PROPER})"),
    pattern("age", r"\bho (?P<value>\d{1,3}) anni\b"),
    pattern("home", rf"\b(?:vivo|abito|viviamo|abitiamo)(?: ora| adesso| ancora)? (?:a|in|ad) {PLACE}"),
    pattern("home", rf"\b(?:mi sono trasferit[oa]|ci siamo trasferiti) (?:a|in|ad) {PLACE}", lasting=True),
    pattern("origin", rf"\b(?:sono di|vengo da|sono originari[oa] di) {PLACE}"),
    pattern("job", rf"\b(?:sono|faccio) (?:un |una |un['’]|il |la |l['’])?{FAMILY_JOBS}\b"),
    pattern("job", r"\b(?P<value>insegno [^\W\d_]+)"),
    pattern("job", rf"\blavoro come {WORDS}"),
    pattern("employer", rf"\blavoro (?:per|alla|presso|da) (?P<value>{PROPER}(?: {PROPER})*)"),
    pattern(
        "partner",
        r"\b(?:mio marito|mia moglie|il mio ragazzo|la mia ragazza|il mio compagno|"
        rf"la mia compagna)(?: si chiama|,)? (?P<value>{PROPER})",
    ),
    pattern(
        "children",
        rf"\b(?:i miei figli|le mie figlie|mio figlio|mia figlia)(?: si chiamano?| sono|,)? {NAMES}",
        several=True,
    ),
    pattern(
        "pets",
        rf"\b(?:il (?:mio|nostro) (?:cane|gatto|cagnolino|coniglio|criceto|pappagallo)|la (?:mia|"
        rf"nostra) (?:gatta|cagnolina|cagna|coniglia|micia)|i miei gatti)(?: si chiama(?:no)?|,)? {NAMES}",
        several=True,
    ),
    pattern(
        "pets",
        r"\b(?:ho|abbiamo) (?:un|una|un['’]|due|tre) ?(?:can[ei]|cagnolin[oa]|gatt[oaie]|conigli[oae]?|"
        rf"criceto)(?:,| di nome| che si chiama(?:no)?| chiamat[oaie]) {NAMES}",
        several=True,
        sentence=True,
    ),
    pattern("pets", rf"\b(?P<value>{PROPER}) è mort[oa]\b", ends=True, lasting=True),
    pattern("diet", r"\bsono (?P<value>vegetarian[oa]|vegan[oa]|celiac[oa])\b"),
    pattern("diet", r"\bnon sono più (?P<value>vegetarian[oa]|vegan[oa])\b", ends=True, lasting=True),
    pattern("diet", r"\bnon mangio (?P<value>(?!più\b|mai\b|molto\b|tanto\b)\w+)"),
    pattern("allergy", rf"\bsono intollerant[ei] (?:al |alla |alle |ai |agli |all['’]|a ){WORDS}"),
    pattern("allergy", rf"\b(?:sono allergic[oa]) (?:al |alla |alle |ai |agli |all['’]|a ){WORDS}"),
    pattern(
        "likes", rf"\b(?:adoro|amo|mi piac(?:e|ciono))(?: molto| tanto)? (?:il |la |lo |i |gli |le |l['’])?{WORDS}"
    ),
    pattern(
        "dislikes",
        rf"\b(?:odio|detesto|non mi piac(?:e|ciono)|non sopporto) (?:il |la |lo |i |gli |le |l['’])?{WORDS}",
    ),
)
_PATTERNS: Final = CHANGES + FRENCH + SPANISH + PORTUGUESE + ITALIAN + WORKING_IN + CHATTING + KINDS
_INSTRUCTION: Final = re.compile(
    r"^(?:et |y |e )?(?:réponds?|répondez|écris|écrivez|parle|parlez|fais|faites|explique\w*|dis|dites|"
    r"utilise\w*)(?:[- ](?:moi|nous))? (?:\w+ )*?(?:sans|toujours|comme|jamais|court\w*|simple\w*|"
    r"en \w+|plus court\w*)\b"
    r"|^(?:(?:et|finalement|désormais|maintenant|mais) )*(?:vouvoie|vouvoyez|tutoie|tutoyez|vouvoyons|"
    r"tutoyons)[- ](?:moi|nous)|^no (?:me )?(?:pongas|uses|hagas|incluyas|menciones|escribas|repitas)\b"
    r"|^(?:y )?(?:h[áa]blame|tr[áa]tame|contéstame|respóndeme|escríbeme|expl[íi]came|"
    r"dime)\b.*\b(?:siempre|sin|de (?:tú|usted|vos)|corto|breve|en \w+)\b"
    r"|^(?:e |me )?(?:escreve|escreva|responde|responda|fala|fale|explica|explique|usa|use)\b.*\b(?:sem|"
    r"sempre|curto|simples|em \w+|só)\b"
    r"|^(?:(?:désormais|maintenant|toujours|a partir de ahora|ahora|siempre|a partir de agora|sempre|d['’]ora in poi),? )?(?:des |juste des |solo |só |apenas )?"
    r"(?:réponses (?:plus )?(?:courtes|brèves|simples|longues)|respuestas (?:más )?(?:cortas|breves|simples|largas)|respostas (?:mais )?(?:curtas|breves|simples|longas)|"
    r"risposte (?:più )?(?:brevi|corte|semplici|lunghe))(?=$|[,.!]| (?:s['’]il|stp|svp|por|porfa|per|grazie|merci|gracias|obrigad\w|toujours|siempre|sempre|à|a|d)\b)(?! (?:a|à) (?!partir))"
    r"|^(?:pas d['’]|plus d['’]|jamais d['’]|sans |sin |nada de |sem |niente |senza |mai )(?:émojis?|emojis?|emoji|emoticones?|emoticonos|smileys?|listes?|listas?|elenchi|anglicismes|jargon)"
    r"(?=$|[,.!]| (?:s['’]il|stp|svp|por|porfa|per|grazie|merci|gracias|obrigad|nunca|jamais|mai|más|mais|plus|please)\b)"
    r"|^(?:n['’])?utilise[zs]? (?:pas|plus|jamais) (?:d['’]|de |des )\w+|^não uses \w+"
    r"|^(?:oui,? |d['’]accord,? )?(?:tu peux|vous pouvez|on peut) (?:me |se )?tutoyer\b|^on se tutoie\b|^(?:me puedes|puedes|podés|me podés) (?:tutear|tutearme)\b"
    r"|^(?:mi puoi|puoi|possiamo) dar(?:mi|ci)? del tu\b|^diamoci del tu\b|^dammi del tu\b"
    r"|^(?:rispondi|scrivi|parla|spiega|usa)(?:mi)?\b.*\b(?:senza|sempre|breve|semplice|in \w+)\b|"
    r"^dammi (?:del tu|del lei)\b"
    r"|^(?:s['’]il te plaît,? |por favor,? |per favore,? )(?:toujours|jamais|siempre|nunca|sempre|mai)\b"
    r"|^(?:à partir de maintenant|désormais|a partir de ahora|d['’]ora in poi|a partir de agora|de agora em diante)\b"
    r"(?!,? (?:je (?!(?:veux|préfère|voudrais)\b)|j['’]|on |nous |yo |eu |io ))"
    r"|^(?:réponds?|répondez|responde|respóndeme|rispondi|responda)\b.*\b(?:toujours|siempre|sempre|"
    r"en français|en español|in italiano|em português|court\w*|corto|breve)\b"
    r"|^(?:tutoie|vouvoie|appelle|parle|écris)[- ]moi\b.*\b(?:toujours|jamais)\b|^(?:y |pero )?tutéame\b|"
    r"^trátame de\b"
    r"|^(?:ne |n['’])(?:(?:me|nous|lui) |m['’])?\w+ (?:jamais|plus)\b|^no me \w+ (?:nunca|más|jamás)\b|"
    r"^no me (?:hables|llames|trates|digas|des|mandes|escribas|recomiendes|propongas|sugieras|respondas|"
    r"contestes)\b|^não me (?:chames?|trates?|dês|mandes?|escrevas?|respondas?)\b|^non (?!\w+o mai)\w+ mai\b|"
    r"^no (?:uses|escribas|menciones)\b|^não use\b|^non usare\b",
    re.IGNORECASE,
)
_SPEAKER: Final = re.compile(
    r"\b(?:je|j['’]|mon|ma|mes|nous|notre|me|moi|yo|mi|mis|soy|tengo|vivo|nos|nosotros|eu|meu|minha|"
    r"meus|sou|tenho|moro|io|mio|mia|sono|ho|abito)\b"
    r"|j['’]",
    re.IGNORECASE,
)
_SUBJECT: Final = re.compile(
    r"^(?:(?:et|mais|donc|au fait|y|pero|e|mas|ma|però|en \w+|a \w+)[, ]+)*(?:je\b|j['’]|mon |ma |mes |"
    r"nous |soy |tengo |mi |mis |he |estoy |nos |igual nos|ya |vivo |"
    r"eu |sou |tenho |meu |minha |io |sono |ho |il mio |la mia )",
    re.IGNORECASE,
)
_NOT_WORTH_KEEPING: Final = re.compile(
    r"\b(?:je (?:cherche|veux|voudrais|pense|crois|sais|dois|peux)|j['’]ai besoin|busco|quiero|necesito|"
    r"creo|pienso|puedo|procuro|preciso|quero|acho|"
    r"posso|cerco|voglio|vorrei|penso|credo)\b",
    re.IGNORECASE,
)
_OTHERS: Final = re.compile(
    r"\b(?:mon|ma|mes|mi|mis|meu|minha|mio|mia|il mio|la mia) (?:frère|sœur|soeur|mère|père|oncle|tante|"
    r"cousine?|amie?|collègue|voisine?|hermano|hermana|"
    r"madre|padre|tío|tía|prim[oa]|amig[oa]|compañer[oa]|vecin[oa]|irmão|irmã|mãe|pai|tio|tia|"
    r"vizinh[oa]|colega|fratello|sorella|zio|zia|cugin[oa]|"
    r"mari|femme|marido|mujer|esposa|moglie|marito|hij[oa]|filh[oa]|figli[oa]|fils|fille)\b"
    r"|^(?:il|elle|ils|elles|lui|él|ella|ele|ela|lei)\b",
    re.IGNORECASE,
)

ROMANCE: Final = Language(
    patterns=_PATTERNS
    + joining.ROMANCE
    + called_off.ROMANCE
    + names_and_notice.ROMANCE
    + days_and_tastes.ROMANCE
    + plain_romance.ROMANCE,
    speaker=_SPEAKER,
    subject=_SUBJECT,
    others=_OTHERS,
    unimportant=_NOT_WORTH_KEEPING,
    instruction=_INSTRUCTION,
    occurs=re.compile(
        r"\b(?:nasci|nací|cumplo|compio|faço|anniversaire|pedi|dimit\w+|demit\w+|despidieron|renuncié|entré|"
        r"empecé|casámos|casamos|el|la|les|un|une|una|moi|yo|je|mon|ma|mes|nous|notre|on|"
        r"appelle\w*|toujours|jamais|soy|me|mi|mis|vivo|vivimos|he|vamos|tengo|hablo|trabajo|nos|ya|odio|no|"
        r"nunca|siempre|"
        r"sou|eu|meu|minha|meus|minhas|tenho|moro|moramos|vivemos|trabalho|adoro|amo|gosto|detesto|mudei|"
        r"não|sono|mi|mio|mia|miei|vivo|abito|"
        r"viviamo|abitiamo|ho|faccio|lavoro|ci|chiamami|puoi|non|sempre|mai|llámame|allergique|chame|chama|"
        r"pode|tutoie\w*|tutoy\w*|vouvo\w*|moi|suis|habite|avons|réponds?|répondez|écri\w+|supporte|"
        r"embauchée?|aqui|tô|estou|escrev\w+|respond\w+|laburo|curro|dejé|llevo|abbiamo|siamo|rispondi|"
        r"scrivi|terminei|fui|mudámos|mudamos|mudámo|casei|namoro|dou|agora|temos|abri|reformei|entrei|"
        r"mudado|mudamos|casé|salgo|doy|ahora|hemos|jubilad\w|estamos|alquilo|adesso|ora|siamo|insegno|sto|"
        r"retraite|habitons|quitté|pris|naît|née?|nació|nasceu|nato|nata|sin|sem|sans|senza|ancienne?|"
        r"apprentie?|estoy|rompí|nene|nena|contéstame|respóndeme|h[áa]blame|tr[áa]tame|recueilli|adopté|"
        r"murió|falleció|morte?|décédée?|tenemos|acabo|cumpl\w+|compi\w+|fiz|faço|completei|tutéame|"
        r"finalement|maintenant|plus|estudio|estudo|studio|mudanza|mudança|trasloco|comecei|virei|passei|"
        r"arranjei|adotei|appeler|prénom|originaire|mange|jadore|préfère|déteste|deteste|beurk|réponses|pas|llámame|llamame|llam\w+|prefiero|naci|gustan?|asco|lengua|estudi\w+|aquí|respuestas|nada|odei[oa]|prefiro|curto|chamar|chamar-me|tratar-me|trat[ae]-me|nao|língua|respostas|qui|chiamatemi|chiamare|chiamano|risiedo|vengo|provengo|preferisco|vado|schifo|piac\w+|lingua|madrelingua|risposte|niente|compleanno|darmi|diamoci|jai|il|lo|gli|alle|allergic\w+|alergic\w+|di|detesto)\b|\bj['’]|\bn['’]",
        re.IGNORECASE,
    ),
)
