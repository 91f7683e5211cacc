"""Changes in a life in German: events × things × values."""

from __future__ import annotations

from typing import Final

from holdfast.providers.facts.patterns import PROPER, Pattern, pattern

_PLACE: Final = rf"(?P<value>{PROPER}(?:[ -](?:am|an der|{PROPER}))*)"
_NAME: Final = rf"(?P<value>(?!(?:Der|Die|Das|Und|Ich|Wir|Er|Sie|Es|Mein\w*|Unser\w*|Jetzt|Nun)\b){PROPER})"
_NAMES: Final = rf"(?P<value>{PROPER}(?:(?:, | und ){PROPER})*)"
_SINCE: Final = (
    r"(?:jetzt|nun|inzwischen|mittlerweile|seit (?:dem |der |einem |einer |letzte[mnr] )?\w+|endlich|"
    r"wieder|dort|da|hier|heute|nämlich|auch|gerade|"
    r"im \w+|letzte[sn] \w+|vor \w+ \w+|mit \w+ \w+|zu \w+ \w+|zur \w+|aus \w+|zusammen|allein)"
)
_ORG: Final = rf"(?P<value>{PROPER}(?: {PROPER}){{0,2}})"
_DWELLING: Final = (
    r"(?:haus|wohnung|wg|zimmer|häuschen|reihenhaus|bude|eigentumswohnung|apartment|altbau\w*|dachwohnung|neubau\w*)"
)
_ANIMAL: Final = (
    r"(?:\w*hund|hündin|dackel|pudel|welpen?|mops|labrador|terrier|\w*katze|kater|kätzchen|hamster|"
    r"hasen?|pferd|pony|kaninchen|papagei|"
    r"wellensittich|meerschweinchen|schildkröte|windhund|mischling)"
)
_RANK: Final = (
    r"(?:stations|schicht|team|abteilungs|gruppen|filial|bereichs|projekt|schul|pflegedienst|küchen|"
    r"betriebs|personal|vertriebs|"
    r"marketing|einrichtungs|kita|heim|bau|werks|praxis|haus)?(?:leiter(?:in)?|leitung|chef(?:in)?|"
    r"führer(?:in)?|meister(?:in)?|manager(?:in)?|direktor(?:in)?)"
)
_PLACE_OF_WORK: Final = (
    r"(?:\w*heim|\w*schule|\w*kita|\w*klinik|\w*krankenhaus|\w*praxis|\w*laden|\w*geschäft|\w*café|"
    r"\w*restaurant|\w*kneipe|\w*hotel|\w*hof|\w*betrieb|"
    r"\w*werkstatt|\w*firma|\w*agentur|\w*abteilung|\w*team|\w*bäckerei|\w*apotheke|\w*bibliothek|"
    r"\w*museum|\w*station|\w*küche|\w*filiale|\w*studio|\w*verein)"
)

CHANGES: Final[tuple[Pattern, ...]] = (
    pattern(
        "job",
        rf"\b(?:habe|hab|führe|eröffnete)(?: ich)?(?: {_SINCE})* mein(?:en|e)? (?P<value>eigene[nrs]? [^\W\d_]+)",
        lasting=True,
    ),
    pattern("age", r"\b(?:und |, )?bin (?P<value>[1-9]\d)(?= und\b|$|[,.!;]| jahre\b)"),
    pattern(
        "partner",
        rf"\b{_NAME} und ich (?:haben uns|sind)(?: [\w.]+){{0,4}}? (?:getrennt|geschieden|auseinander)\b",
        ends=True,
        lasting=True,
    ),
    pattern(
        "home",
        rf"\b(?:(?:ich|wir) )?(?:bin|sind)(?: ich| wir)?(?: {_SINCE})*(?: zurück| heim| um)? ?(?:nach|in|"
        rf"zurück nach) {_PLACE} "
        r"(?:um|zurück|hin)?(?:gezogen|gegangen|übergesiedelt|ausgewandert|gewechselt)\b",
        lasting=True,
    ),
    pattern(
        "home",
        rf"\b(?:wohne|wohnen|lebe|leben|hause|miete)(?: ich| wir)?(?: {_SINCE})*(?: in (?:einer?|"
        rf"einem) \w+)?(?: mit (?:\w+ )?\w+)? in {_PLACE}",
        lasting=True,
    ),
    pattern(
        "home",
        rf"\b(?:haben|habe|hab)(?: ich| wir)?(?: uns| mir)?(?: {_SINCE})*(?: ein| eine|"
        rf" einen)? ?(?:\w+ )?{_DWELLING}(?: \w+){{0,2}}? (?:in|bei) {_PLACE}(?: \w+)? "
        r"(?:gekauft|gemietet|gefunden|bezogen|gebaut|genommen)\b",
        lasting=True,
    ),
    pattern(
        "home", rf"\b(?:neue (?:adresse|heimat)|neues zuhause)(?: ist|:)? (?:jetzt )?(?:in )?{_PLACE}", lasting=True
    ),
    pattern(
        "home",
        rf"\b(?:hat|haben) (?:mich|uns|es mich|es uns)(?: {_SINCE})* nach {_PLACE} (?:versetzt|verschlagen|"
        r"geschickt|gezogen)\b",
        lasting=True,
    ),
    pattern(
        "job",
        rf"\b(?P<value>(?:leite|führe|betreibe|manage|besitze)(?: ich)?(?: {_SINCE})* (?:eine?n?|das|die|den|"
        rf"meine?n?|unsere?n?) (?:\w+ )?{_PLACE_OF_WORK})\b",
        lasting=True,
    ),
    pattern(
        "job",
        rf"\b(?:bin|wurde|werde)(?: ich)?(?: {_SINCE})* (?:zur? |als )?(?P<value>{_RANK})(?: befördert| geworden)?\b",
        lasting=True,
    ),
    pattern(
        "job",
        rf"\b(?:bin|gehe)(?: ich)?(?: {_SINCE})* (?P<value>in (?:rente|pension|frührente|altersteilzeit)|"
        r"im ruhestand|pensioniert|berentet|selbst(?:st)?ändig|arbeitslos)\b",
        lasting=True,
    ),
    pattern(
        "job",
        rf"\b(?:habe|hab|haben)(?: ich| wir)?(?: {_SINCE})* (?:eine?n?|meine?n?|"
        rf"unsere?n?) (?:eigene?n? )?(?P<value>{_PLACE_OF_WORK})(?: \w+)? "
        r"(?:eröffnet|aufgemacht|gegründet|übernommen|gekauft)\b",
        lasting=True,
    ),
    pattern(
        "employer",
        rf"\b(?:ich |bin |arbeite |bin ich |fange |starte |jobbe |arbeite ich )(?:{_SINCE} )*(?:bei|beim|"
        rf"für) (?:der |dem |die )?{_ORG}(?=$|[,.!;]| (?:als|und|seit|an|in|angefangen|eingestiegen|"
        r"gelandet)\b)",
        lasting=True,
    ),
    pattern(
        "employer",
        rf"\b(?:zu|zur|zum) (?:der |dem )?{_ORG} (?:gewechselt|gegangen|übergelaufen)\b",
        lasting=True,
    ),
    pattern(
        "employer", rf"\bbei (?:der |dem )?{_ORG} (?:angefangen|unterschrieben|eingestiegen|gelandet)\b", lasting=True
    ),
    pattern("employer", rf"\b{_ORG} hat mich (?:\w+ )?(?:abgeworben|eingestellt|übernommen|genommen)\b", lasting=True),
    pattern(
        "partner",
        rf"\b(?:habe|hab|bin|haben)(?: ich)?(?: {_SINCE})* (?:mit )?{_NAME} (?:geheiratet|verheiratet|"
        r"verlobt|zusammen|zusammengekommen|kennengelernt|liiert)\b",
        lasting=True,
    ),
    pattern(
        "partner",
        rf"\b{_NAME} und ich (?:haben|sind)(?: uns)?(?: {_SINCE})* (?:geheiratet|verheiratet|verlobt|"
        r"zusammen|zusammengekommen)\b",
        lasting=True,
    ),
    pattern(
        "partner",
        rf"\b(?:jemanden?|eine frau|einen mann|wen) kennengelernt,? (?:(?:er|sie) heißt )?{_NAME}",
        sentence=True,
        lasting=True,
    ),
    pattern(
        "partner",
        r"\b(?:mein(?:e|en|em|er)?) (?:neue[rn]? )?(?:mann|frau|freund|freundin|partner|partnerin|"
        r"verlobte\w?|ehemann|ehefrau|lebensgefährt\w+)(?: heißt| ist(?: jetzt)?(?: der| die)?|"
        rf",)? {_NAME}(?! hasst)(?=$|[,.!;? ])",
    ),
    pattern(
        "pets",
        rf"\b(?:haben|habe|hab|ist|sind|kam|hat)(?: ich| wir)?(?: uns| mir)?(?: {_SINCE})* (?:eine?n?|zwei|"
        rf"drei) (?:[\w]+ )?{_ANIMAL}(?: \w+){{0,3}}?(?:,| namens|, (?:er|sie|der|die) heißt| und (?:er|"
        rf"sie) heißt| -| –|:) ?{_NAMES}",
        several=True,
        sentence=True,
        lasting=True,
    ),
    pattern(
        "age",
        r"\b(?:bin|wurde|werde)(?: ich)?(?: jetzt| inzwischen| mittlerweile| nun| gerade| im \w+|"
        r" letzte \w+)+ (?P<value>[1-9]\d)(?= geworden|$|[,.!;]| (?:und|jahre)\b)",
        lasting=True,
    ),
    pattern(
        "diet",
        r"\b(?:bin|lebe|esse|ernähre mich)(?: ich)?(?: \w+){0,2}? (?P<value>vegan(?:er(?:in)?)?|"
        r"vegetarier(?:in)?|vegetarisch|pescetari\w+|glutenfrei|halal|koscher|laktosefrei|"
        r"keto)(?: geworden)?(?=$|[,.!;]| (?:und|geworden|weil|seit|aber)\b)(?<!nicht mehr vegan)",
        lasting=True,
    ),
)
