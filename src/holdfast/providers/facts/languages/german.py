"""German."""

from __future__ import annotations

import re
from typing import Final

from holdfast.providers.facts.languages import called_off, days_and_tastes, joining, names_and_notice, plain_germanic
from holdfast.providers.facts.languages.german_changes import CHANGES
from holdfast.providers.facts.languages.german_kinds import KINDS
from holdfast.providers.facts.patterns import PROPER, Language, Pattern, pattern

_STOP: Final = r"(?=[,.;:!?()…\n]|$| (?:und|aber|seit|mit|weil|denn|wo|also|daher|jetzt|in|bei|von|im)\b)"
_PLACE: Final = rf"(?P<value>{PROPER}(?:[ -](?:am|an der|{PROPER}))*)"
_NAMES: Final = rf"(?P<value>{PROPER}(?:(?:, | und ){PROPER})*)"
_THING: Final = rf"(?P<value>{PROPER}(?:(?:, | und ){PROPER})*)"
_JOB: Final = (
    r"(?P<value>(?!vegan|vegetar|allerg|neue|unser|immer|wieder|aber|lieber|leider|sicher|meiner|seiner|"
    r"deiner|d?er\b)(?:[a-zäöü]+e[rn]? )?(?:[A-ZÄÖÜ]\w*)?(?:ärztin|arzt|ingenieur(?:in)?|lehrer(?:in)?|"
    r"er|erin|ist(?:in)?|or(?:in)?|"
    r"ant(?:in)?|ent(?:in)?|eur(?:in)?|graf(?:in)?|mann|frau|pfleger(?:in)?|koch|köchin|wirt(?:in)?|rat|"
    r"anwalt|anwältin|student(?:in)?|"
    r"hebamme|krankenschwester|(?:pflege|fach|lehr|büro|hilfs)kraft|bote|botin|beamter|beamtin|"
    r"angestellte[r]?|notar(?:in)?|jurist(?:in)?|chirurgin?|azubi|rentner(?:in)?|loge|login|"
    r"tekt(?:in)?))"
)

_ANY_NAME: Final = (
    r"(?!(?:der|die|das|dem|den|des|ein|eine|einer|einem|nem|ner|meiner?|unserer?|ich|er|sie|es|wir|und|"
    r"mit|jetzt|auch|hier|da|dort|ist|sind|hat|sagt|immer|sehr|so|was|wer)\b)[^\W\d_][\w-]*"
)
_ANY_NAMES: Final = rf"(?P<value>{_ANY_NAME}(?:(?:, | und ){_ANY_NAME})*)"
_SPEAKS: Final = (
    r"(?=sagt|ist|hat|will|mag|meint|isst|und ich|kommt|findet|wollte|kocht|arbeitet|fährt|liebt|hasst|"
    r"macht|geht|wird|trinkt)"
)
_ANIMALS: Final = (
    r"(?:hund|hündin|dackel|pudel|schäferhund|welpe|mops|labrador|terrier|katze|kater|hamster|hase|"
    r"pferd|pony|kaninchen|papagei|wellensittich|kätzchen)"
)
_DWELLING: Final = r"(?:haus|wohnung|wg|zimmer|häuschen|reihenhaus|bude|eigentumswohnung)"
_MADE_ILL: Final = (
    r"(?:schwillt|schwellen|ausschlag|keine luft|atemnot|juck\w+|krank|übel|notarzt|allergi\w+\b(?! gegen|"
    r" auf)|kratzt|bauchweh|bauchschmerzen)"
)
_CHATTING: Final[tuple[Pattern, ...]] = (
    pattern(
        "name", rf"^(?:(?:hallo|hi|guten \w+|moin|servus|hey)[ ,!.]*)*(?P<value>{PROPER}(?: {PROPER})?) hier(?=$|[.,!])"
    ),
    pattern("home", rf"\b(?:bei uns|bei mir|hier|daheim|zuhause|zu hause) in {_PLACE}"),
    pattern(
        "pets",
        r"(?:^|[,;] ?|\b(?:ich habe|ich hab|wir haben|hab|und|mit) )(?:einen?|eine|zwei|drei|"
        r"vier) (?:\w+ )?(?:\w*hunde?|\w*katzen?|hündinnen|kater|pferde?|ponys?|hasen?|kaninchen)(?:,|:|"
        rf" namens) {_NAMES}(?=$|[,.!])",
        several=True,
        sentence=True,
    ),
    pattern(
        "pets",
        rf"^(?P<value>{PROPER}) (?:mussten|musste|haben|habe) (?:wir|ich) (?:[\w.]+ ){{0,4}}?(?:einschläfern|"
        r"gehen lassen|begraben|verloren|abgeben)",
        ends=True,
        lasting=True,
    ),
    pattern("name", rf"\bich bin (?P<value>{_ANY_NAME})(?=, ?\d\d\b)", sentence=True),
    pattern("age", rf"\bich bin {_ANY_NAME}, ?(?P<value>\d\d)\b", sentence=True),
    pattern(
        "form_of_address",
        r"\b(?:sag(?:t)?|nenn(?:t|en sie)?) (?:mich |zu mir )?(?:ruhig |einfach |bitte |"
        rf"doch )*(?P<value>(?!(?:bescheid|ja|nein|hallo|danke|tschüss|stopp?|halt|mama|papa)\b){PROPER})(?=$|[.,!])",
    ),
    pattern("age", r"\b(?:werde|werd) (?:ich )?(?:im \w+ |morgen |bald )?(?P<value>\d{2})(?=$|[,.!])(?<!\d\d\d)"),
    pattern(
        "home",
        r"\b(?:wohne|wohnen|lebe|leben|wohn|leb)(?: ich| wir)?(?: aber| jetzt| nun| noch| wieder|"
        rf" mittlerweile| inzwischen| hier| gerne?)* in (?P<value>{_ANY_NAME})(?=$|[,.!;]| (?:und|aber|seit|"
        r"mit|bei)\b)",
    ),
    pattern(
        "home",
        rf"\b(?:umgezogen|hingezogen|gezogen)\b.{{0,40}}?\b(?:nach|in) (?P<value>(?!der\b|die\b|den\b|das\b|"
        rf"ein\w*\b){_ANY_NAME})(?= selbst\b|$|[,.!])",
        sentence=True,
        lasting=True,
    ),
    pattern(
        "home",
        rf"\b(?:bin|sind|wir sind|ich bin)(?: \w+){{0,3}} nach (?P<value>{_ANY_NAME}) (?:um)?gezogen\b",
        lasting=True,
    ),
    pattern(
        "home",
        rf"\b(?:haben|habe|hab) (?:ich |wir )?(?:jetzt |uns )?(?:eine?n? )?{_DWELLING}(?: \w+){{0,3}}? in {_PLACE}",
        lasting=True,
    ),
    pattern(
        "employer",
        rf"\b(?:ich |bin |arbeite |bin ich |fange |starte |jobbe )(?:\w+ ){{0,3}}?bei (?:der |"
        r"dem )?(?P<value>(?!mir\b|uns\b|dir\b|euch\b|ihm\b|ihr\b|meine\w*\b|unser\w*\b|einer?\b|nem\b|"
        rf"ner\b){_ANY_NAME}(?: {PROPER}){{0,2}})(?=$|[,.!;]| (?:als|und|seit|an|in)\b)",
        lasting=True,
    ),
    pattern("employer", rf"\bich arbeite (?:\w+ )?(?:in|an) (?:der|einer|unserer) (?P<value>{PROPER}(?: {PROPER})?)"),
    pattern(
        "partner",
        rf"\bmeine? (?:mann|frau|freund|freundin|partner|partnerin|verlobter?),? (?P<value>{_ANY_NAME}) {_SPEAKS}",
    ),
    pattern(
        "partner",
        rf"\bvon (?P<value>{PROPER}) (?:habe ich mich |hab ich mich |bin ich )?(?:getrennt|geschieden)\b",
        ends=True,
        lasting=True,
    ),
    pattern(
        "children",
        r"\b(?:ich hab|ich habe|wir haben|hab|haben)(?: \w+)? (?:kinder|kids|söhne|töchter|sohn|tochter|"
        rf"jungs|mädels|mädchen|zwillinge)(?:,|:| namens)* {_ANY_NAMES}(?=$|[,.!])",
        several=True,
        sentence=True,
    ),
    pattern(
        "pets",
        rf"\b(?P<value>{_ANY_NAME}) heißt (?:die|der|er|sie|das|es)(?: jetzt)?(?:,| unser\w*| mein\w*| der|"
        rf" die)+ (?:\w+ )?{_ANIMALS}\b",
        sentence=True,
    ),
    pattern(
        "allergy",
        rf"^(?P<value>{_ANY_NAME}) (?:vertrage?|ertrage?) ich (?:leider |gar |überhaupt |auch )?(?:nicht|"
        r"nich|net|ned)\b",
    ),
    pattern(
        "allergy",
        r"\b(?:darf|kann|vertrag\w*)(?: ich)?(?: nur| auch| leider)? kein(?:e|"
        rf"en)? (?P<value>{PROPER})(?=[^.!?]*{_MADE_ILL}|$|[,.!]| (?:essen|vertragen|trinken)\b)",
        sentence=True,
    ),
    pattern("allergy", rf"\b(?:ohne|keine?n?) (?P<value>{_ANY_NAME})(?: bitte)?,? [^.!?]*{_MADE_ILL}", sentence=True),
    pattern(
        "dislikes",
        rf"\b(?:ohne|keine?n?) (?P<value>{_ANY_NAME})(?: bitte)?,? (?:den |die |das )?(?:hasse|mag|schmeckt|"
        r"find\w*|ekelt|kann ich nicht)\b",
        sentence=True,
    ),
    pattern(
        "dislikes",
        rf"^(?P<value>{_ANY_NAME}) (?:kann|mag) ich (?:gar |überhaupt )?(?:nicht|nich)(?: ab| leiden|"
        r" ausstehen| riechen)?\b",
    ),
    pattern(
        "likes",
        r"\b(?:ich )?(?:mag|liebe)(?: vor allem| besonders| sehr| total| am liebsten| auch)+ (?:die |den |"
        rf"das )?(?P<value>{PROPER}(?: von {PROPER}| {PROPER})*)",
    ),
)
_PATTERNS: Final[tuple[Pattern, ...]] = (
    pattern("name", rf"\b(?:ich heiße|ich heisse|mein name ist) (?P<value>{PROPER}(?: {PROPER})?)"),
    pattern(
        "name",
        r"^(?:(?:hallo|hi|guten \w+|moin|servus|grüß gott|hey)[ ,!.]*)*(?:ich bin|hier ist) (?:(?:die|"
        rf"der) )?(?P<value>{PROPER})(?=$|[.,!]| und)",
    ),
    pattern(
        "form_of_address",
        rf"\b(?:nenn(?:t|en sie)? mich|sag(?:t)? (?:ruhig|einfach|bitte) |du kannst mich) ?(?P<value>{PROPER})",
    ),
    pattern("age", r"\bich bin (?:jetzt )?(?P<value>\d{1,3})(?: jahre alt|$|[,.!]| und)"),
    pattern(
        "birthday",
        r"\b(?:mein geburtstag ist|ich habe|ich bin) (?:am )?(?P<value>\d{1,2}\. ?(?:\w+|"
        r"\d{1,2}\.))(?: geburtstag| geboren|$|[,.!])",
    ),
    pattern(
        "home",
        r"\b(?:ich|wir)? ?(?:wohne|lebe|wohnen|leben)(?: ich| wir)?(?: aber| jetzt| nun| seit \w+ \w+|"
        rf" seit \w+| mit \w+ \w+| noch| wieder)* in {_PLACE}",
    ),
    pattern("home", rf"\b(?:bin|sind)(?: \w+){{0,3}} nach {_PLACE} (?:um)?gezogen\b", lasting=True),
    pattern("home", rf"\b(?:mein zuhause ist|zu hause bin ich in|ich komme gerade nach hause, nach) {_PLACE}"),
    pattern("origin", rf"\bich (?:komme|stamme|bin)(?: ursprünglich)? aus {_PLACE}"),
    pattern(
        "job",
        r"\b(?:ich )?(?:bin|arbeite(?: \w+)?)(?: jetzt| von beruf| gelernter?| seit \w+| als)* (?:ein |"
        rf"eine |als )?{_JOB}\b",
    ),
    pattern(
        "job",
        rf"\b(?:jetzt|inzwischen|heute|mittlerweile|nun|seit \w+) (?:bin|arbeite) ich (?:als )?(?:ein |"
        rf"eine )?{_JOB}\b",
    ),
    pattern(
        "job",
        r"\b(?:ich bin|bin ich)(?: jetzt| inzwischen| nun| seit \w+| schon)* (?P<value>in rente|"
        r"im ruhestand|rentner(?:in)?|pensioniert|selbst(?:st)?ändig|arbeitslos|hausfrau|hausmann|"
        r"in elternzeit)\b",
    ),
    pattern("job", r"\bich (?P<value>unterrichte (?!dich|sie|euch|ihn)[A-ZÄÖÜ]\w+(?: und [A-ZÄÖÜ]\w+)?)"),
    pattern("job", rf"^als {_JOB}\b"),
    pattern("job", rf"\bmein beruf ist {_JOB}\b"),
    pattern(
        "employer",
        rf"\bich arbeite(?: \w+)? (?:bei|beim|für) (?:der |dem |die )?(?P<value>{PROPER}(?: {PROPER}){{0,3}})",
    ),
    pattern(
        "employer",
        rf"\bich arbeite(?: jetzt| nun| seit \w+)? (?:an|in) (?:der |einer )(?P<value>{PROPER}(?: {PROPER}){{0,2}})",
    ),
    pattern(
        "partner",
        r"\bmein(?:e|en|em|er)? (?:mann|frau|freund|freundin|partner|partnerin|verlobte\w?)(?: heißt| ist|"
        rf",)? (?P<value>{PROPER})(?=[,. !]|$)(?! hasst)",
    ),
    pattern(
        "partner", rf"\b(?:{PROPER.replace('?:', '?:')} und ich|wir) haben uns getrennt\b", ends=True, lasting=True
    ),
    pattern(
        "children",
        r"\b(?:mein(?:e)?|unsere?)(?: \w+)? (?:kind|kinder|sohn|söhne|tochter|töchter)(?: heißen| heißt|"
        rf" sind|,)? {_NAMES}",
        several=True,
    ),
    pattern(
        "pets",
        r"\b(?:mein(?:e)?|unser[e]?)(?: \w+)? (?:hund|hündin|dackel|pudel|schäferhund|welpe|mops|labrador|"
        r"katze[n]?|kater|hamster|hase|pferd|pony|kaninchen|papagei|wellensittich)(?: heißen| heißt| ist|"
        rf",)? {_NAMES}",
        several=True,
    ),
    pattern(
        "pets",
        r"\b(?:ich habe|ich hab|wir haben|hab)(?: jetzt| auch)? (?:einen?|zwei|drei) (?:\w+ )?(?:hund|"
        r"hündin|katzen?|kater|hamster|hasen?|pferde?|kaninchen|papagei)"
        rf"(?:,| namens|, (?:der|die|das|sie) heißt|, (?:die|sie) heißen)? {_NAMES}",
        several=True,
        sentence=True,
    ),
    pattern(
        "pets",
        rf"(?<!\bder )(?<!\bdie )(?<!\bdas )\b(?P<value>{PROPER}) ist (?:[\w.]+ ){{0,4}}(?:gestorben|"
        r"eingeschläfert worden|weggelaufen)\b",
        ends=True,
        lasting=True,
    ),
    pattern(
        "diet",
        r"\b(?:ich )?(?:bin|lebe|esse|ernähre mich)(?: seit \w+| jetzt| strikt|"
        r" streng)? (?P<value>vegan(?:er(?:in)?)?|vegetarier(?:in)?|vegetarisch|pescetarisch|glutenfrei|"
        r"halal|koscher|laktosefrei)\b",
    ),
    pattern("diet", r"\bich esse kein(?:e|en)? (?P<value>[A-ZÄÖÜ]\w+)"),
    pattern(
        "diet",
        r"\b(?:bin|lebe|esse) (?:ich )?(?:nicht mehr|kein(?:e)?) (?P<value>vegan(?:er(?:in)?)?|"
        r"vegetarier(?:in)?|vegetarisch|glutenfrei)(?: mehr)?",
        ends=True,
        lasting=True,
    ),
    pattern("allergy", rf"\b(?:ich )?(?:bin|reagiere) (?:\w+ )?allergisch (?:gegen|auf) {_THING}", several=True),
    pattern(
        "allergy", r"\bich (?:habe|hab) (?:eine )?(?P<value>[A-ZÄÖÜ]\w+?)-?(?:allergie|unverträglichkeit|intoleranz)\b"
    ),
    pattern("allergy", r"^(?P<value>[A-ZÄÖÜ]\w+?)-?(?:allergie|unverträglichkeit|intoleranz)(?=$|[,.;!])"),
    pattern("allergy", rf"(?:^|\bund )gegen {_THING} (?:bin|reagiere) ich (?:\w+ )?allergisch", several=True),
    pattern("allergy", rf"\bich vertrage kein(?:e|en)? {_THING}"),
    pattern(
        "language",
        r"\bich (?:spreche|lerne)(?: auch| gerade| seit \w+)* (?P<value>(?:Deutsch|Englisch|Französisch|Spanisch|"
        r"Italienisch|Polnisch|"
        r"Türkisch|Russisch|Arabisch|Portugiesisch|Niederländisch|Ukrainisch|Chinesisch|Japanisch)(?:(?:, |"
        r" und )(?:Deutsch|Englisch|Französisch|Spanisch|Italienisch|Polnisch|Türkisch|Russisch|Arabisch|"
        r"Portugiesisch|Niederländisch|Ukrainisch|Chinesisch|Japanisch))*)",
        several=True,
    ),
    pattern(
        "likes",
        r"\bich (?:liebe|mag|esse gern[e]?|trinke gern[e]?)(?: (?!kein)\w+)? (?P<value>(?!kein)[A-ZÄÖÜ]\w+"
        rf"(?: {PROPER})*){_STOP}",
    ),
    pattern(
        "likes",
        r"\bich (?:gehe|spiele|höre|lese|trinke|esse|sammle|"
        rf"koche) (?:\w+ )?gerne? (?P<value>[^\W\d_]+(?: {PROPER})?){_STOP}",
    ),
    pattern(
        "likes",
        rf"^(?P<value>{PROPER}(?: {PROPER})?) (?:mag|liebe|esse) ich (?:sehr|total|besonders|am liebsten|gerne?)\b",
    ),
    pattern(
        "dislikes",
        rf"^(?P<value>{PROPER}(?: {PROPER})?) (?:mag|esse|ertrage) ich (?:gar |überhaupt |wirklich |"
        rf"absolut )?nicht\b",
    ),
    pattern("likes", rf"\bmein(?:e)? lieblings\w+ ist (?:der |die |das )?(?P<value>{PROPER}(?: {PROPER})*)"),
    pattern("dislikes", rf"\bich (?:hasse|mag kein(?:e|en)?|verabscheue) (?P<value>{PROPER}(?: {PROPER})*)"),
)
_INSTRUCTION: Final = re.compile(
    r"^(?:und |also |ach )*(?:bitte )?(?!.*\bbescheid\b)(?:schreib|antworte|erklär|sag|gib|zeig|sprich|red|formulier|"
    r"verwende|benutz|nutz|nenn|fass)(?:e|en sie|t)?(?: mir| mich| dich| es|"
    r" das)*(?: bitte)? (?:\w+ ){0,2}?(?:ohne|immer|nur|nie|kurz|kürzer|einfach|auf|nicht mehr|stets)\b"
    r"|^[\w ,-]{2,40} bitte (?:nur noch|immer|nie|nicht mehr|ab jetzt|künftig|stets)\b|"
    r"\bmich (?:\w+ ){0,3}(?:duzen|siezen)\b|^(?:bitte )?keine? [\w-]+(?: mehr)?,? bitte\b"
    r"|^(?:bitte )?(?:antworte|schreib|nenne?|verwende|benutze|gib|sprich|duze|sieze)\b.*\b(?:immer|nie|"
    r"niemals|künftig|ab jetzt|auf deutsch|kurz)\b"
    r"|^(?:bitte |nur noch |ab jetzt |ab sofort )*(?:kurze|knappe|kürzere|ausführliche|lange|einfache|klare) (?:und \w+ )?(?:antworten|sätze|nachrichten|erklärungen)(?=$|[,.!]| (?:bitte|immer|ab|künftig|von)\b)"
    r"|^(?:und )?(?:verwende|benutze?|nutze?|schreib(?:e|en sie)?|verwenden sie|benutzen sie)(?: mir)? (?:bitte )?keine?n? [\w-]+(?: mehr)?(?=$|[,.!])"
    r"|^keine? (?:emojis?|smileys|listen|aufzählungen|stichpunkte|anglizismen|fachwörter|floskeln|englischen wörter)(?: mehr)?(?=$|[,.!])"
    r"|^(?:halt|fass|fasse|halte) dich (?:bitte )?(?:immer )?kurz\b"
    r"|^(?:bitte )?(?:ab jetzt|ab sofort|künftig|in zukunft)\b(?! \w+ (?:ich|wir)\b)|^bitte (?:immer|nie|"
    r"niemals)\b|^bitte (?:kein\w*|nie|"
    r"immer|nur)\b|\bduz mich\b",
    re.IGNORECASE,
)
_SPEAKER: Final = re.compile(r"\b(?:ich|wir|mein\w*|unser\w*|mir|mich|uns|bin|hab|habe|haben)\b", re.IGNORECASE)
_SUBJECT: Final = re.compile(
    r"^(?:(?:und|aber|also|ja|nein|übrigens|ach|ok|okay|denn|weil|heute|jetzt|\w+ (?:gehen|"
    r"geht) nicht)[,:! ]+)*(?:ich|wir|mein\w*|unser\w*)\b"
    r"|^(?:vielleicht|seit \w+|nächstes jahr|im \w+|am \w+) \w+ (?:ich|wir)\b",
    re.IGNORECASE,
)
_NOT_WORTH_KEEPING: Final = re.compile(
    r"\bich (?:brauche|suche|möchte|will|glaube|denke|meine|frage|hoffe|weiß|verstehe|wollte|muss|kann|"
    r"soll|finde)\b|\bbrauche ich\b|\bhilf mir\b",
    re.IGNORECASE,
)
_OTHERS: Final = re.compile(
    r"\b(?:mein[er]?|unser[e]?) (?:\w+ )?(?:bruder|schwester|mutter|vater|mama|papa|onkel|tante|oma|opa|"
    r"cousin\w*|freund(?:in)?|kollegin|kollege|"
    r"nachbar\w*|chef(?:in)?|mann|frau|partner(?:in)?|sohn|tochter|kind(?:er)?)\b|^(?:er|sie|sein\w*|ihr\w*)\b",
    re.IGNORECASE,
)

GERMAN: Final = Language(
    patterns=CHANGES
    + _PATTERNS
    + _CHATTING
    + KINDS
    + joining.GERMAN
    + called_off.GERMAN
    + names_and_notice.GERMAN
    + days_and_tastes.GERMAN
    + plain_germanic.GERMAN,
    speaker=_SPEAKER,
    subject=_SUBJECT,
    others=_OTHERS,
    unimportant=_NOT_WORTH_KEEPING,
    instruction=_INSTRUCTION,
    occurs=re.compile(
        r"\b(?:ich|geboren|wir|bin|mein\w*|unser\w*|bitte|als|immer|nie|hier|umgezogen|heißt|ohne|mich|habe|hab|"
        r"haben|sind|uns|mir|nicht|kein\w*|neue[rsn]?|jetzt|ist|mit|seit|nach|der|die|das|wurde|von|mag|liebe|hasse?|esse?|find\w*|gern\w*|komm\w*|ursprünglich|sag\w*|nennen|spreche|tochter|sohn|mei|keine)\b",
        re.IGNORECASE,
    ),
)
