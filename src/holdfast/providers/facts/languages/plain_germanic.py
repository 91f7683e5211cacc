"""What people say of themselves in the plainest words, in German and Dutch, also without a subject: "mag keine Oliven"."""

from __future__ import annotations

from typing import Final

from holdfast.providers.facts.patterns import NAME, PROPER, Pattern, pattern
from holdfast.providers.facts.turned_back import DAY

_STOP: Final = r"(?=$|[,.;:!?()…]| (?:und|aber|weil|denn|seit|en|maar|want|omdat|sinds|haha|lol|leider|helaas)\b)"
_DE_THING: Final = rf"(?P<value>(?!Ich\b|Das\b|Du\b|Sie\b|Dich\b|Euch\b|Angst\b|Lust\b|Zeit\b|Bock\b){PROPER}(?: (?:und|oder) {PROPER})?)"
_DE_LANGUAGE: Final = r"(?P<value>(?-i:[A-ZÄÖÜ])[a-zäöüß]+(?:isch|sch|ch)\b)"
_LIKE: Final = r"(?:mag|liebe ich)"
_ADVERBS: Final = (
    r"(?: (?:ja|sehr|total|echt|wirklich|auch|halt|einfach|aber|leider|gar|überhaupt|absolut|eh|jetzt|immer|noch))*"
)
_BAD: Final = (
    r"(?:eklig|ekelhaft|widerlich|grässlich|furchtbar|schrecklich|scheußlich|doof|blöd|zum kotzen|langweilig|bäh|igitt)"
)
_GOOD: Final = r"(?:toll|super|klasse|großartig|wunderbar|cool|geil|mega|spitze|herrlich|lecker)"

GERMAN: Final[tuple[Pattern, ...]] = (
    pattern("name", rf"\b(?:ich bin['’]?s|hier spricht|hier schreibt),? (?P<value>{PROPER})(?=$|[.,!])"),
    pattern(
        "form_of_address",
        rf"\b(?:nenn(?:t|en sie)? mich|(?:du kannst|sie können|ihr könnt) mich|alle nennen mich|sag(?:t|en sie)?)(?: (?:bitte|ruhig|einfach|gern|gerne|doch|auch))* "
        rf"(?P<value>{PROPER})(?: nennen| zu mir)(?=$|[.,!])",
    ),
    pattern(
        "birthday", rf"\b(?:am|den) (?P<value>{DAY}) (?:habe?|hab|feiere?) ich (?:immer )?geburtstag", lasting=True
    ),
    pattern("birthday", rf"\b(?:am|den) (?P<value>{DAY}) (?:bin|wurde) ich geboren", lasting=True),
    pattern(
        "origin",
        rf"^(?:ich )?(?:komme?|bin|stamme?)?(?: ich)? ?(?:ursprünglich|eigentlich|gebürtig) aus (?P<value>{PROPER}(?: {PROPER})?)",
    ),
    pattern(
        "origin",
        rf"\b(?:ich )?bin (?:ich )?(?:ursprünglich )?in (?P<value>{PROPER}(?:[ -](?:am|an der|{PROPER}))*) (?:geboren|aufgewachsen|großgeworden|groß geworden)\b",
        lasting=True,
    ),
    pattern(
        "job",
        r"^(?P<value>(?-i:[A-ZÄÖÜ])[\w-]{3,}(?:er|erin|in|ist|istin|or|mann|frau|arzt|ärztin|koch|köchin|pfleger|kraft|ent|ant|eur|wirt|anwalt)) (?:von beruf|beruflich)\b",
    ),
    pattern(
        "job",
        r"\balso (?P<value>(?-i:[A-ZÄÖÜ])[\w-]{2,}(?:bauer|macher|lehrer|meister|arzt|ärztin|pfleger|koch|köchin|fahrer|techniker|händler|erin|lehrerin|bauerin|macherin))(?=$|[,.;!])",
        sentence=True,
    ),
    pattern(
        "partner",
        rf"\bmein(?:e)? (?:mann|frau|freund|freundin|partner|partnerin|verlobte[r]?),? (?:der|die) (?P<value>{PROPER})(?=$|[,.;!]| (?:ist|hat|kocht|arbeitet|sagt|meint|mag|will)\b)",
    ),
    pattern(
        "children",
        rf"\b(?:meine?|unsere?) (?:kleine[rs]?|große[rs]?|jüngste[rs]?|älteste[rs]?|mittlere[rs]?) (?:heißt|ist (?:der|die)) (?P<value>{PROPER})",
    ),
    pattern("children", rf"^(?:und )?(?:tochter|sohn|kind) (?P<value>{PROPER})(?=,? (?:ist )?\d|$|[.,])(?<!\bund)"),
    pattern(
        "pets",
        rf"\b(?:mei|mein|meine|unsa|unser|unsere) (?:katz|katzerl|hunderl|hund|kater|katze|viech|hase|hund['’]?l) (?P<value>{PROPER})(?=$|[,.;!]| (?:hat|ist|is|schläft|frisst|mag|liegt|will|macht|geht)\b)",
    ),
    pattern(
        "diet",
        rf"^(?:(?:und|aber|nee|nein|also|ja)[, ]+)?(?:ich |wir )?(?:ess|esse|essen)(?: ich| wir)?(?: (?:gar|überhaupt|seit \w+|auch|leider|eigentlich))* (?:keine?n?|nie|niemals) (?P<value>{PROPER}){_STOP}",
    ),
    pattern(
        "diet",
        r"^(?P<value>fleisch|schweinefleisch|rindfleisch|fisch|milchprodukte|gluten|zucker|eier) (?:esse?|trinke?) (?:ich|wir) (?:gar |überhaupt |grundsätzlich |seit \w+ )?(?:nicht|nie|keins|keine|keinen|nicht mehr)\b",
    ),
    pattern(
        "likes",
        rf"^(?:(?:und|aber|also|ja|oh|ach)[, ]+)?{_LIKE}{_ADVERBS} (?:den |die |das )?{_DE_THING}{_STOP}(?<!keine)",
    ),
    pattern("likes", rf"^{_DE_THING}(?:,)? (?:liebe|lieb|mag) ich{_STOP}(?!.*\b(?:nicht|nie|nimmer|kein\w*)\b)"),
    pattern(
        "likes",
        rf"^(?:ich |wir )?(?:hör|hörn|hören|les|spiel|trink|ess|koch|back|schau|guck|sammel)e?(?: ich)?{_ADVERBS} gerne? {_DE_THING}{_STOP}",
    ),
    pattern("likes", rf"\bam liebsten (?:höre?|lese?|spiele?|trinke?|esse?|mag|mache?) ich {_DE_THING}{_STOP}"),
    pattern("likes", rf"^{_DE_THING} (?:finde?|find) ich{_ADVERBS} {_GOOD}{_STOP}"),
    pattern(
        "likes", rf"^ich (?:finde?|find) {_DE_THING}{_ADVERBS} (?:toll|klasse|großartig|wunderbar|herrlich){_STOP}"
    ),
    pattern(
        "dislikes",
        rf"^(?:(?:und|aber|also|ja|nee|nein|leider)[, ]+)?(?:ich )?(?:mag|mog){_ADVERBS} keine?n? {_DE_THING}{_STOP}",
    ),
    pattern(
        "dislikes",
        rf"^(?:(?:und|aber|also|ja|nee|nein)[, ]+)?(?:ich )?(?:hasse?|verabscheue|verachte|kann) (?:den |die |das )?{_DE_THING}{_ADVERBS} (?:nicht|nich|ned|net) (?:ausstehen|leiden|ertragen|ab|riechen|sehen)\b",
    ),
    pattern(
        "dislikes",
        rf"^(?:(?:und|aber|also|ja|nee|nein)[, ]+)?(?:hasse?|verabscheue) (?:den |die |das )?{_DE_THING}{_STOP}",
    ),
    pattern("dislikes", rf"^{_DE_THING},? (?:hasse?|verabscheue) ich\b"),
    pattern("dislikes", rf"^(?:ich )?(?:finde?|find) {_DE_THING}{_ADVERBS} {_BAD}{_STOP}"),
    pattern("dislikes", rf"^{_DE_THING},? (?:finde?|find) ich{_ADVERBS} {_BAD}{_STOP}"),
    pattern(
        "dislikes",
        rf"^{_DE_THING} (?:sind|ist){_ADVERBS} (?:nichts für mich|nix für mich|nicht meins|nicht mein fall)\b",
    ),
    pattern("dislikes", rf"^{_DE_THING}(?:\?|,)? (?:bäh|igitt|pfui)\b"),
    pattern("language", rf"\bmeine muttersprache(?: ist|:) {_DE_LANGUAGE}"),
    pattern(
        "education",
        r"\b(?:meinen?|nen|einen) (?:master|bachelor|doktor|abschluss) (?:gemacht )?in (?P<value>(?-i:[A-ZÄÖÜ])[a-zäöüß]+)",
        lasting=True,
    ),
    pattern("education", r"\bim (?P<value>(?-i:[A-ZÄÖÜ])[a-zäöüß]{2,})studium\b"),
)

_NL_THING: Final = rf"(?P<value>(?!(?:het|dat|dit|die|deze|ik|je|jou|hem|haar|er|u|om|naar|geen|niet|wel|mijn|van|nog|dus|ook)\b){NAME}(?: (?!niet\b|echt\b|heel\b|ook\b|vies\b|leuk\b|lekker\b|stom\b|heerlijk\b|wel\b|zo\b|niks\b|erg\b){NAME})?)"
_NL_ADVERBS: Final = r"(?: (?:echt|heel|erg|zo|wel|ook|gewoon|best|toch|nu|helaas|eigenlijk|altijd|nogal))*"
_NL_BAD: Final = r"(?:vies|smerig|stom|verschrikkelijk|vreselijk|walgelijk|niks|niets|saai|afschuwelijk|niet lekker|niet leuk|niet te eten)"
_NL_GOOD: Final = r"(?:leuk|heerlijk|geweldig|fantastisch|lekker|prachtig|tof|super|zalig)"

DUTCH: Final[tuple[Pattern, ...]] = (
    pattern(
        "name",
        rf"^(?:(?:hoi|hallo|hey|hé|dag)[ ,!.]*)*(?:hier is|je spreekt met|u spreekt met) (?P<value>{PROPER})(?=$|[.,!])",
    ),
    pattern(
        "form_of_address",
        rf"\b(?:noem (?:me|mij)|zeg(?: maar)?|(?:je|u) (?:kunt|kan|mag) (?:me|mij))(?: (?:maar|gerust|gewoon|alsjeblieft))* (?P<value>{PROPER})(?: noemen)?(?=$|[.,!])",
    ),
    pattern("age", r"^(?:ik )?ben (?P<value>[1-9]\d)(?=$|[,.!;]| jaar\b)"),
    pattern("birthday", rf"\bop (?P<value>{DAY}) (?:ben ik jarig|is mijn verjaardag|ben ik geboren)\b", lasting=True),
    pattern("birthday", rf"^geboren op (?P<value>{DAY})", lasting=True),
    pattern(
        "origin",
        rf"^(?:ik )?(?:kom|ben)?(?: ik)? ?(?:oorspronkelijk |eigenlijk )?uit (?P<value>{PROPER}(?: {PROPER})?)(?=$|[.,;!]| (?:en|maar)\b)",
    ),
    pattern(
        "origin",
        rf"\b(?:ik )?ben (?:ik )?(?:opgegroeid|geboren|geboren en getogen) in (?P<value>{PROPER}(?: {PROPER})?)",
        lasting=True,
    ),
    pattern(
        "origin",
        rf"\b(?:ik )?ben (?:ik )?in (?P<value>{PROPER}(?: {PROPER})?) (?:opgegroeid|geboren|geboren en getogen)\b",
        lasting=True,
    ),
    pattern(
        "diet",
        rf"^(?:(?:en|maar|nee|ja|dus)[, ]+)?(?:ik |we |wij )?(?:eet|eten)(?: ik| we)? (?:geen|nooit) (?P<value>(?!(?:vaak|veel|meer|zo|dat|het|iets|buiten|thuis|alleen)\b)\w+){_STOP}",
    ),
    pattern(
        "diet", r"^(?P<value>vlees|varkensvlees|rundvlees|vis|zuivel|gluten|suiker|eieren) eet ik (?:niet|nooit)\b"
    ),
    pattern("diet", r"^(?:voor mij )?geen (?P<value>vlees|varkensvlees|rundvlees|vis|zuivel|gluten)(?: voor mij)\b"),
    pattern("health", r"\bik lijd aan (?P<value>[^\W\d_]+)"),
    pattern("likes", rf"^ik vind {_NL_THING}{_NL_ADVERBS} {_NL_GOOD}{_STOP}"),
    pattern("likes", rf"^{_NL_THING} vind ik{_NL_ADVERBS} {_NL_GOOD}{_STOP}"),
    pattern("likes", rf"\bik (?:luister|kijk|speel|lees|drink|eet)(?: \w+)? graag (?:naar )?{_NL_THING}{_STOP}"),
    pattern("likes", rf"^(?:(?:ben |echt |heel )*(?:dol|gek) op|hou(?:d)?{_NL_ADVERBS} van) {_NL_THING}{_STOP}"),
    pattern("dislikes", rf"^ik vind {_NL_THING}{_NL_ADVERBS} {_NL_BAD}{_STOP}"),
    pattern("dislikes", rf"^{_NL_THING},? vind ik{_NL_ADVERBS} {_NL_BAD}{_STOP}"),
    pattern("dislikes", rf"^{_NL_THING},? (?:lust|mag|eet|haat) ik(?: echt| gewoon)? (?:niet|nie)\b"),
    pattern("dislikes", rf"^{_NL_THING},? haat ik\b"),
    pattern("dislikes", rf"\b(?:ik heb|heb) (?:echt |zo |een |toch )*hekel aan {_NL_THING}{_STOP}"),
    pattern(
        "dislikes",
        rf"^(?:(?:en|maar|nee|ja)[, ]+)?(?:ik )?(?:haat|verafschuw|lust geen|hou niet van) {_NL_THING}{_STOP}",
    ),
    pattern(
        "language", r"\b(?:mijn moedertaal(?: is|:)|spreek|ik spreek) (?P<value>(?-i:[A-Z])[a-z]+s)(?= en |$|[,.;!])"
    ),
    pattern("language", r"\b(?P<value>(?-i:[A-Z])[a-z]+s) is mijn moedertaal\b"),
    pattern(
        "education",
        r"\b(?:ik )?heb (?P<value>[a-z]{4,}(?:kunde|logie|ten|mie|matica|ica|de|iek)) gestudeerd\b",
        lasting=True,
    ),
    pattern(
        "education",
        r"\bik ben student(?:e)? (?P<value>(?!(?:hier|daar|sinds|maar|geweest|geworden|altijd)\b)[a-z]{4,})(?=$|[,.;!])",
    ),
)
