"""German by the kind of sentence: signs of a home, of work, of company and of leanings × what they are about."""

from __future__ import annotations

from typing import Final

from holdfast.providers.facts.patterns import PROPER, Pattern, pattern

_NO_PLACE: Final = (
    r"(?!(?:Der|Die|Das|Dem|Den|Ein\w*|Mein\w*|Unser\w*|Einer|Hause|Rente|Pension|Elternzeit|Ordnung|"
    r"Ruhe|Arbeit|Schule|Urlaub|Therapie|Behandlung|Zukunft|Wirklichkeit)\b)"
)
_PLACE: Final = rf"(?P<value>{_NO_PLACE}{PROPER}(?:[ -](?:am|an der|{PROPER}))*)"
_NAME: Final = (
    r"(?P<value>(?!(?:Der|Die|Das|Und|Ich|Wir|Er|Sie|Es|Mein\w*|Unser\w*|Jetzt|Nun|Heute|Gestern|Dem|"
    rf"Den|Einem|Freunden|Familie|Leuten|Kollegen)\b){PROPER})"
)
_NOW: Final = (
    r"(?:(?:jetzt|nun|inzwischen|mittlerweile|seit \w+(?: \w+)?|wieder|endlich|frisch|neuerdings|"
    r"immer noch|noch|hier|auch|gerade|total|sehr|richtig|so|mega|ja|halt) )*"
)
_ORG: Final = rf"(?P<value>{PROPER}(?:[ -]{PROPER}){{0,2}})"
_JOB: Final = (
    r"(?P<value>(?!(?:Mitte|Anfang|Ende|Rente|Thema|Leute|Freunde)\b)[A-ZÄÖÜ][a-zäöüß-]{3,}(?:in|er|ist|"
    r"or|ent|ant|arzt|ärztin|kraft|frau|mann|eur|loge|login|wirt|koch|köchin|pfleger|"
    r"leitung|meister|helfer|bote|anwalt|anwältin|assistenz|assistent|azubi))"
)
_ANIMAL: Final = (
    r"(?:\w*hund|hündin|dackel|pudel|welpen?|mops|labrador|terrier|\w*katze|kater|kätzchen|hamster|"
    r"hasen?|pferd|pony|kaninchen|papagei|wellensittich|"
    r"meerschweinchen|schildkröte|mischling)"
)
_LOVER: Final = r"(?:freund|freundin|mann|frau|partner|partnerin|verlobte[rn]?)"
_AT: Final = r"(?:bei|beim|für|im|in der|an der|am|auf der)"
_END: Final = (
    r"(?=$|[,.;!?]| (?:und|aber|seit|mit|weil|als|in|an|angefangen|eingestiegen|gelandet|unterschrieben|"
    r"jetzt|nun|ab|wo|da)\b)"
)

KINDS: Final[tuple[Pattern, ...]] = (
    pattern(
        "home",
        rf"\b(?:der |unser |mein )?umzug nach {_PLACE} (?:ist|war|hat|lief|geschafft|durch|erledigt)",
        lasting=True,
    ),
    pattern("home", rf"\b(?:wohne?n?|lebe?n?|hause|sitze?|hocke?)(?: ich| wir)? {_NOW}in {_PLACE}", lasting=True),
    pattern(
        "home",
        rf"\b(?:nach|in) {_PLACE} (?:um|hin|ein)?(?:gezogen|umgesiedelt|übergesiedelt|verzogen|ausgewandert|"
        r"zugezogen)\b(?! (?:ist|sind) (?:sie|er)\b)",
        lasting=True,
    ),
    pattern(
        "home",
        rf"\b{_PLACE} ist (?:jetzt |nun )?(?:mein|unser)e? (?:neues |neue )?(?:zuhause|heimat|adresse|wohnort)\b",
        lasting=True,
    ),
    pattern(
        "home",
        rf"\b(?:neue[rs]? |aktueller |mein )?(?:wohnort|adresse|stadt|heimat)(?: ist|:) (?:jetzt )?{_PLACE}",
        lasting=True,
    ),
    pattern(
        "home",
        rf"\b(?:bin|sind)(?: ich| wir)? {_NOW}in {_PLACE} (?:gelandet|angekommen|zuhause|daheim|ansässig|sesshaft)\b",
        lasting=True,
    ),
    pattern(
        "job",
        r"\b(?:neue[rs]? |mein |jetziger |aktueller )?(?:job|beruf|stelle|posten|arbeit)(?: ist|:|,|"
        rf" als)+ (?:jetzt )?(?:als )?{_JOB}",
        lasting=True,
    ),
    pattern(
        "job",
        r"\b(?:angefangen|arbeite|jobbe|starte|beginne|fange|umgeschult|anfange|angestellt|"
        rf"tätig)(?: ich)? {_NOW}(?:als|zum|zur|auf) {_JOB}",
        lasting=True,
    ),
    pattern("job", rf"\b(?:bin|wurde)(?: ich)? {_NOW}{_JOB} geworden\b", lasting=True),
    pattern("job", rf"\b(?:von beruf|beruflich)(?: bin)?(?: ich)? {_NOW}{_JOB}"),
    pattern(
        "job",
        rf"\b(?:ich )?(?:mache|mach)(?: ich)? {_NOW}(?:was |etwas )?(?:als )?{_JOB} (?:beruflich|hauptberuflich)\b",
    ),
    pattern(
        "employer",
        rf"\b(?:angestellt|beschäftigt|tätig|unter vertrag|eingestellt)(?: bin)?(?: ich)? {_NOW}{_AT} "
        rf"(?:der |dem |die )?{_ORG}",
        lasting=True,
    ),
    pattern(
        "employer",
        rf"\b(?:arbeite|arbeit|jobbe|bin|anfange|starte)(?: ich)? {_NOW}(?:als \w+ )?(?:bei|beim|"
        rf"für) (?:der |dem |die )?{_ORG}{_END}",
        lasting=True,
    ),
    pattern(
        "employer",
        rf"\b(?:neuer |mein |jetziger )(?:arbeitgeber|chef|laden|betrieb)(?: ist|:| heißt) {_ORG}",
        lasting=True,
    ),
    pattern(
        "employer",
        rf"\b(?:gewechselt|wechsel|wechsle|gegangen|übergelaufen) zu (?:der |dem )?{_ORG}|"
        rf"\bzu {_ORG.replace('?P<value>', '?:')} gewechselt",
        lasting=True,
    ),
    pattern(
        "partner", rf"\b(?:bin|sind)(?: ich)? {_NOW}mit {_NAME} (?:zusammen|verheiratet|verlobt|liiert)\b", lasting=True
    ),
    pattern(
        "employer",
        r"\b(?:koche|arbeite|jobbe|kellnere|unterrichte|putze|fahre|pflege|bin|"
        rf"backe)(?: ich)? {_NOW}(?:[a-zäöüA-ZÄÖÜ]+ )?(?:im|in der|am|"
        r"auf dem) (?P<value>(?-i:[A-ZÄÖÜ][\w-]*(?:hotel|haus|heim|klinik|schule|kita|praxis|laden|café|"
        r"restaurant|hof|verlag|werk|bäckerei|zentrum|museum|amt|institut|garten|brauerei)))\b",
        lasting=True,
    ),
    pattern("partner", rf"\b{_NAME} und ich sind {_NOW}(?:ein paar|zusammen|verlobt|verheiratet)\b", lasting=True),
    pattern(
        "partner", rf"\b(?:date|treffe|daten)(?: ich)? {_NOW}(?:jemanden, |wen, )?{_NAME}(?=$|[,.!])", lasting=True
    ),
    pattern(
        "partner",
        rf"\b(?:mein(?:e|en|em|er)?|neue[rn]?) (?:neue[rn]? )?{_LOVER}(?: heißt|:|,|"
        rf" ist)? {_NAME}(?![-’'])(?=$|[,.;!?]| [a-zäöü])",
        lasting=True,
    ),
    pattern(
        "pets",
        rf"\b(?:hab|habe|haben|gibt|kam|geholt|adoptiert|bekommen|ist)\b[^.!?]{{0,30}}?\b(?:nen?|einen?|eine|"
        rf"ein|zwei) (?:\w+ )?{_ANIMAL},? {_NAME} heißt (?:er|sie|es|der|die|das)\b",
        sentence=True,
        lasting=True,
    ),
    pattern(
        "pets",
        rf"\b(?:hab|habe|haben)(?: ich| wir)?(?: uns| mir)? {_NOW}(?:nen?|einen?|eine|"
        rf"ein) (?:\w+ )?{_ANIMAL}(?: geholt| adoptiert| bekommen| gekauft)?(?:,|:| namens| -)+ {_NAME}",
        sentence=True,
        lasting=True,
    ),
    pattern(
        "pets",
        rf"\b(?:mein(?:e|en|em)?|unser[en]?) (?:\w+ )?{_ANIMAL}(?: heißt|,| namens)? {_NAME}(?=$|[,.;!?]| [a-zäöü])",
        lasting=True,
    ),
    pattern(
        "age",
        r"\b(?:bin|wurde|werde)(?: ich)? (?:(?:jetzt|gerade|gestern|heute|endlich|neulich|letzte woche|"
        r"inzwischen|schon) )*(?P<value>[1-9]\d)(?= (?:geworden|jahre)\b|$|[,.;!?])",
        lasting=True,
    ),
    pattern(
        "age", r"\b(?:mein|meinen) (?P<value>[1-9]\d)\. (?:geburtstag )?(?:gefeiert|war|hinter mir|rum)\b", lasting=True
    ),
    pattern(
        "home",
        r"\b(?:hab|habe|haben)(?: ich| wir)? (?:(?:jetzt|nun|endlich|inzwischen|auch) )*(?:ne|eine|nen|"
        r"einen|ein|meine|unsere) (?:(?:eigene|neue|kleine|schöne)\w* )?"
        rf"(?:wohnung|wg|haus|häuschen|bude|zimmer|apartment) in (?P<value>{PROPER}(?: am {PROPER})?)(?=$|[,.;!])",
        lasting=True,
    ),
    pattern(
        "job",
        r"\b(?:wurde|bin|worden)\b[^.!?,;]{0,30}?\b(?:zur|zum) (?P<value>(?-i:[A-ZÄÖÜ])[\w-]+) (?:befördert|"
        r"ernannt|gewählt|gemacht|umgeschult|aufgestiegen)\b",
        lasting=True,
    ),
    pattern("likes", rf"\b(?:stehe?|steh) (?:ich )?{_NOW}auf (?P<value>{PROPER})"),
    pattern(
        "likes",
        r"\b(?:fan von|schwärme für|begeistere mich für|interessiere mich für|verrückt nach|süchtig nach|"
        rf"abonniert auf) (?P<value>{PROPER}(?: {PROPER})?)",
        lasting=True,
    ),
    pattern(
        "likes",
        rf"\b(?P<value>{PROPER}) ist (?:jetzt |nun |genau |voll )?mein(?:e)? (?:neue[sr]? )?(?:ding|"
        r"leidenschaft|hobby|ein und alles|große liebe|lieblings\w+)\b",
        lasting=True,
    ),
    pattern(
        "likes",
        rf"\b(?:mein(?:e)? )?(?:neues hobby|neue leidenschaft)(?: ist|:)? (?:jetzt )?(?P<value>{PROPER})",
        lasting=True,
    ),
    pattern(
        "likes",
        rf"\b(?:hab|habe)(?: ich)? {_NOW}(?:das |die )?(?P<value>{PROPER}) (?:für mich )?(?:entdeckt|angefangen)\b",
        lasting=True,
    ),
    pattern(
        "likes",
        rf"\b(?:hab|habe)(?: ich)? {_NOW}mit (?:dem )?(?P<value>{PROPER}) (?:angefangen|begonnen)\b",
        lasting=True,
    ),
    pattern(
        "dislikes",
        rf"^(?:(?:aber|und|nur|doch|leider|\w+ gut)[, ]+)*(?P<value>{PROPER}) (?:mag|kann|ertrag\w*|hasse|"
        r"verabscheue) ich (?:gar |überhaupt |echt |einfach |absolut )*(?:nicht|nich|net)?(?: ab| leiden|"
        r" ausstehen| riechen| haben)?(?=$|[,.;!])",
    ),
    pattern(
        "dislikes",
        rf"\b(?P<value>{PROPER}) (?:nervt mich|ekelt mich|ist (?:echt |einfach |so )?(?:nichts für mich|"
        r"nicht mein ding|eklig|widerlich))",
    ),
    pattern("allergy", rf"\b(?:auf|gegen) (?P<value>{PROPER}) (?:bin|reagiere) ich (?:\w+ )?allergisch"),
    pattern(
        "allergy",
        rf"\b(?:krieg|bekomm|kriege|bekomme) (?:ich )?(?:von|bei) (?P<value>{PROPER}) (?:ausschlag|atemnot|"
        r"keine luft|quaddeln|pickel)",
    ),
    pattern(
        "diet",
        r"\b(?:bin|lebe|esse|ernähre mich|ernähr mich)(?: ich)?(?: mich)? (?:(?:jetzt|nun|inzwischen|"
        r"seit \w+|wieder|komplett|strikt|streng|rein|nur noch) )*(?P<value>vegan|vegetarisch|pescetarisch|"
        r"glutenfrei|laktosefrei|halal|koscher|keto|zuckerfrei|low carb)\b(?! nicht)",
        lasting=True,
    ),
    pattern(
        "education",
        r"\b(?:ich )?studiere?(?: ich)? (?:(?:jetzt|nun|noch|nebenbei|seit \w+|gerade|"
        r"inzwischen) )*(?P<value>[A-ZÄÖÜ][a-zäöüß]+(?:[ -][A-ZÄÖÜ][a-zäöüß]+)?)",
        lasting=True,
    ),
    pattern(
        "education",
        r"\b(?:hab|habe)(?: ich)? (?:(?:mal|früher|damals) )*(?P<value>[A-ZÄÖÜ][a-zäöüß]+) studiert\b",
        lasting=True,
    ),
    pattern(
        "education",
        r"\b(?:mache?|mach)(?: ich)? (?:(?:jetzt|nun|gerade|noch) )*(?:eine |meine |ne )?(?:ausbildung|"
        r"lehre|umschulung|weiterbildung) (?:als|zum|zur) (?P<value>[A-ZÄÖÜ]\w+)",
        lasting=True,
    ),
)
