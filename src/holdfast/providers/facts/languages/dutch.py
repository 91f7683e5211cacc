"""Dutch."""

from __future__ import annotations

import re
from typing import Final

from holdfast.providers.facts.languages import called_off, days_and_tastes, joining, names_and_notice, plain_germanic
from holdfast.providers.facts.patterns import PROPER, Language, Pattern, pattern

_STOP: Final = (
    r"(?=[,.;:!?()…\n]|$| (?:en|maar|want|omdat|dus|sinds|met|bij|in|op|van|voor|nu|ook|die|dat|als|aan|"
    r"samen|al|toch)\b)"
)
_PLACE: Final = rf"(?P<value>(?:Den |'s-|De )?{PROPER}(?:[ -](?:aan (?:de|den) |{PROPER}))*)"
_NAME: Final = rf"(?P<value>(?!(?:De|Het|Een|En|Ik|We|Wij|Hij|Zij|Ze|Mijn|Onze|Ons|Nu|Dat|Dit|Die)\b){PROPER})"
_NAMES: Final = rf"(?P<value>{PROPER}(?:(?:, | en ){PROPER})*)"
_ORG: Final = (
    rf"(?P<value>{PROPER}(?: {PROPER}){{0,2}})(?=$|[,.;!?)]| (?:en|als|in|sinds|gaan|begonnen|nu|aan|op|maar)\b)"
)
_SINCE: Final = (
    r"(?:nu|inmiddels|tegenwoordig|ondertussen|sinds (?:de |het |een |vorige? )?\w+|eindelijk|weer|daar|"
    r"hier|net|pas|onlangs|ook|zelf|nog|alweer|"
    r"vorig \w+|vorige \w+|in \w+|samen|alleen|al|nog steeds|met (?:mijn |onze )?\w+(?: en \w+)?)"
)
_THING: Final = rf"(?P<value>[^\W\d_][\w’'-]*(?: [\w’'-]+)?){_STOP}"
_JOB: Final = (
    r"(?P<value>(?!(?:naar|daar|waar|maar|klaar|verhuisd|jaar|zwaar|raar)\b|allergisch|vega|moe|ziek|"
    r"blij|klaar|zwanger)(?:[\w-]+ )?\w*(?:aar|aars|eur|euse|ster|ist|iste|loog|loge|arts|man|vrouw|"
    r"meester|"
    r"ier|ière|erik|monteur|chauffeur|conciërge|leraar|lerares|docent|docente|verpleegkundige|advocaat|"
    r"advocate|tandarts|kapper|kapster|bakker|slager|"
    r"kok|boer|boerin|agent|rechter|student|studente|kunstenaar|schrijver|schrijfster|directeur|manager|"
    r"ontwikkelaar|programmeur|architect|journalist|"
    r"piloot|postbode|metselaar|schilder|loodgieter|elektricien|timmerman|fietsenmaker|tuinman|hovenier|"
    r"boekhouder|jurist|notaris|psycholoog|"
    r"fysiotherapeut|verloskundige|apotheker|ondernemer|zzp['’]?er|ambtenaar|bibliothecaris|"
    r"vrachtwagenchauffeur|buschauffeur|trainer|coach|medewerker))"
)
_ANIMAL: Final = (
    r"(?:\w*hond(?:en|je)?|pup(?:py)?|\w*kat(?:ten)?|poes|poezen|kater|kitten|konijn(?:en)?|hamster|"
    r"cavia['’]?s?|paard|pony|papegaai|parkiet|schildpad|teckel|labrador|windhond)"
)
_LOVER: Final = r"(?:man|vrouw|vriend|vriendin|partner|verloofde|echtgenoot|echtgenote|lief)"
_CHILD: Final = r"(?:kind|kinderen|zoon|zoontje|zoons|zonen|dochter|dochtertje|dochters|tweeling|jongste|oudste|baby)"
_LANGUAGE: Final = (
    r"(?:Nederlands|Engels|Duits|Frans|Spaans|Italiaans|Portugees|Pools|Turks|Arabisch|Russisch|Fries|"
    r"Chinees|Japans|Papiaments|Oekraïens)"
)
_DIET: Final = (
    r"(?P<value>vegetari(?:ër|sch)|vega(?:n|nist(?:e|isch)?)?|veganistisch|glutenvrij|lactosevrij|halal|"
    r"koosjer|pescotariër|keto)"
)

PATTERNS: Final[tuple[Pattern, ...]] = (
    pattern("name", rf"\b(?:ik heet|mijn naam is|ik ben genaamd) (?P<value>{PROPER}(?: {PROPER})?)"),
    pattern(
        "name",
        r"^(?:(?:hoi|hallo|hey|hé|dag|goedemorgen|goedemiddag|goedenavond|goeienavond)[ ,!.]*)*(?:ik ben|"
        rf"met|hier) (?P<value>(?!(?:Allergisch|Vegan)\b){PROPER})(?=$|[.,!]| (?:en|hier|uit|van)\b)",
        sentence=True,
    ),
    pattern(
        "form_of_address",
        rf"\b(?:noem me|je mag me|zeg maar|iedereen noemt me|u mag me)(?: gerust| maar| gewoon)? (?P<value>{PROPER})",
    ),
    pattern("age", r"\bik ben (?:nu |net |pas |inmiddels |al )*(?P<value>[1-9]\d)(?=$|[,.!;]| (?:jaar|geworden|en)\b)"),
    pattern("age", rf"\bik ben {PROPER}, (?P<value>[1-9]\d)(?=$|[,.!;]| (?:jaar|en)\b)", sentence=True),
    pattern("age", r"\b(?P<value>[1-9]\d) (?:jaar )?geworden\b", lasting=True),
    pattern(
        "age",
        r"^(?:ik )?(?:ben )?(?:nu|net|pas|inmiddels|alweer|intussen) (?P<value>[1-9]\d)(?=$|[,.!;]| (?:jaar|"
        r"geworden)\b)",
        lasting=True,
    ),
    pattern(
        "birthday",
        r"\b(?:mijn verjaardag is|ik ben jarig|ben jarig|geboren)(?: op)? (?P<value>\d{1,2} (?:jan|feb|"
        r"maart|mrt|apr|mei|jun|jul|aug|sep|okt|nov|dec)\w*)",
    ),
    pattern(
        "home",
        r"\b(?:woon|wonen|leef|leven|huur|huren|zit|zitten)(?: ik| we|"
        rf" wij)?(?: {_SINCE})*(?: in een \w+)? (?:in|te|bij|op|vlak bij) {_PLACE}",
        lasting=True,
    ),
    pattern(
        "home",
        rf"\b(?:daar |hier )?(?:in|te) {_PLACE} (?:woon|wonen|zit|zitten|leven) (?:ik|we|wij) (?:nu|tegenwoordig|inmiddels|sinds)\b",
        lasting=True,
    ),
    pattern(
        "home",
        rf"\b(?:ben|zijn|hebben)(?: ik| we| wij)?(?: {_SINCE})* (?:terug )?(?:verhuisd|teruggegaan|"
        rf"vertrokken|getrokken|geëmigreerd)(?: {_SINCE})* naar {_PLACE}",
        lasting=True,
    ),
    pattern(
        "home",
        rf"\b(?:ben|zijn|ik|we)(?: {_SINCE})* (?:naar|in) {_PLACE} (?:verhuisd|gaan wonen|getrokken|"
        r"terugverhuisd|neergestreken|geëmigreerd)\b",
        lasting=True,
    ),
    pattern(
        "home",
        r"\b(?:huis|appartement|flat|kamer|huisje|studio|woning)(?: \w+)? (?:gekocht|gehuurd|gevonden|"
        rf"betrokken)? ?(?:in|bij) {_PLACE}",
        lasting=True,
    ),
    pattern("origin", rf"\b(?:ik kom|kom|ik ben)(?: oorspronkelijk| eigenlijk)? uit {_PLACE}"),
    pattern(
        "job", rf"\b(?:werk|werkzaam|aan de slag|begonnen)(?: ik)?(?: {_SINCE})* als (?:een )?{_THING}", lasting=True
    ),
    pattern("job", rf"\b(?:aangenomen|begonnen|gestart) als (?:een )?{_THING}", lasting=True),
    pattern("job", rf"\bik werk\b[^,.;!?]{{2,40}} als (?:een )?{_THING}"),
    pattern("job", rf"\b(?:ik ben|ben ik)(?: {_SINCE})*(?: een| de)? {_JOB}\b(?! van)"),
    pattern(
        "job",
        r"\bik (?:ben|ga)(?: nu| net| sinds \w+| inmiddels| eindelijk)* (?:met )?(?P<value>pensioen|"
        r"gepensioneerd|werkloos|zelfstandig|zzp['’]?er)\b",
        lasting=True,
    ),
    pattern(
        "job",
        r"\bik (?:run|leid|beheer)(?: nu| sinds \w+)* (?P<value>(?:een|mijn|ons|het|de) (?:eigen )?\w+)",
        lasting=True,
    ),
    pattern("job", r"\b(?P<value>geef(?: nu)? (?:les|yogales|bijles|zwemles|muziekles)(?: in \w+)?)"),
    pattern(
        "job",
        r"\bik (?:heb|ben)(?: nu| net| sinds \w+)* (?:een|mijn) eigen (?P<value>(?:winkel|zaak|bedrijf|café|"
        r"restaurant|bakkerij|praktijk|salon|garage|boerderij|bureau))",
        lasting=True,
    ),
    pattern(
        "employer",
        rf"\b(?:ik |werk |ben |werk ik |begonnen |gestart |nu |aan de slag )(?:{_SINCE} |als \w+ )*(?:bij|"
        rf"voor) (?:de |het )?{_ORG}",
        lasting=True,
    ),
    pattern(
        "employer",
        rf"\bbij (?:de |het )?(?P<value>{PROPER}(?: {PROPER})?) (?:begonnen|gaan werken|aan de slag|getekend)\b",
        lasting=True,
    ),
    pattern("partner", rf"\b(?:mijn|m['’]n) (?:nieuwe )?{_LOVER}(?: heet| is|,)? {_NAME}(?=$|[,.!;? ])"),
    pattern(
        "partner",
        rf"\b(?:ben|zijn|heb)(?: ik)?(?: {_SINCE})* (?:getrouwd|samen|verloofd|gaan samenwonen|iets) met {_NAME}",
        lasting=True,
    ),
    pattern("partner", rf"\bmet {_NAME} (?:getrouwd|verloofd|samen|gaan samenwonen)\b", lasting=True),
    pattern(
        "partner",
        rf"\b{_NAME} en ik (?:zijn|hebben)(?: {_SINCE})* (?:getrouwd|verloofd|samen(?! uit)|een stel)\b",
        lasting=True,
    ),
    pattern(
        "partner",
        rf"\b(?:iemand) (?:leren kennen|ontmoet)[,:]? (?:(?:hij|zij|ze) heet )?{_NAME}",
        sentence=True,
        lasting=True,
    ),
    pattern("children", rf"\b(?:mijn|onze|ons)(?: \w+)? {_CHILD}(?: heten| heet| zijn| is|,)? {_NAMES}", several=True),
    pattern(
        "children",
        rf"\b(?:hebben|heb)(?: ik| we)? (?:een|twee|drie|vier) {_CHILD}(?:,|:| genaamd) {_NAMES}",
        several=True,
        sentence=True,
    ),
    pattern("pets", rf"\b(?:mijn|onze|ons)(?: \w+)? {_ANIMAL}(?: heten| heet| is|,)? {_NAMES}", several=True),
    pattern(
        "pets",
        rf"\b(?:hebben|heb|nemen|namen|kregen|met)(?: ik| we| wij)?(?: {_SINCE})* (?:een|twee|"
        rf"drie) (?:\w+ )?{_ANIMAL}(?: (?:genomen|gekregen|geadopteerd|gekocht|erbij))?(?:,| genaamd|"
        rf", (?:hij|zij|ze|die) heet| die|:)? {_NAMES}",
        several=True,
        sentence=True,
        lasting=True,
    ),
    pattern(
        "diet",
        rf"\bik (?:ben|eet|leef)(?: {_SINCE})*(?: een| strikt| volledig| geworden)? ?{_DIET}\b(?! meer)",
        lasting=True,
    ),
    pattern("diet", r"\bik eet geen (?P<value>\w+)(?! meer)"),
    pattern("diet", rf"\b(?:geen|niet meer|niet langer) {_DIET}(?: meer)?\b", ends=True, lasting=True),
    pattern(
        "allergy",
        rf"\b(?:ben|ik ben)(?: \w+)? allergisch voor (?P<value>[^\W\d_][\w’'-]*(?:(?:, | en )[\w’'-]+)*){_STOP}",
        several=True,
    ),
    pattern("allergy", r"\b(?:ik heb )(?:een )?(?P<value>\w+?)-?(?:allergie|intolerantie)\b"),
    pattern("allergy", r"\bik kan niet tegen (?P<value>\w+)"),
    pattern(
        "language",
        rf"\bik (?:spreek|leer) (?:ook |een beetje |nu )?(?P<value>{_LANGUAGE}(?:(?:, | en )(?:een beetje )?{_LANGUAGE})*)",
        several=True,
    ),
    pattern("likes", rf"\bik (?:hou|houd)(?: heel| erg| echt| zo)*(?: veel)? van {_THING}"),
    pattern("likes", rf"\bik (?:ben|word) (?:gek|dol|verslaafd) (?:op|aan) {_THING}"),
    pattern("dislikes", rf"\bik (?:haat|verafschuw|lust geen|hou niet van) {_THING}"),
    pattern(
        "job",
        r"\b(?:ben ontslagen|mijn baan (?:kwijt|verloren|opgezegd)|ontslag genomen|werkloos geworden)\b",
        ends=True,
        lasting=True,
    ),
)
_INSTRUCTION: Final = re.compile(
    r"^(?:en |dus )?(?:graag |alsjeblieft |aub )?(?:antwoord|schrijf|gebruik|noem|geef|spreek|leg uit|"
    r"hou)(?: me| het)?\b.*\b(?:altijd|nooit|voortaan|kort|zonder|alleen)\b"
    r"|^(?:voortaan|vanaf nu) (?!\w+ (?:ik|we|wij)\b)\w+"
    r"|^(?:graag |liever |alsjeblieft |aub |vanaf nu |voortaan )*(?:korte|kortere|lange|eenvoudige|duidelijke) (?:antwoorden|zinnen|berichten)(?: graag| alsjeblieft| aub)?(?=$|[,.!])"
    r"|^(?:graag |liever |alsjeblieft )*geen (?:emoji['’]?s?|smileys|lijstjes|opsommingen|moeilijke woorden|anglicismen)\b"
    r"|^gebruik (?:alsjeblieft )?geen [\w'’]+"
    r"|^je mag (?:me|mij) tutoyeren",
    re.IGNORECASE,
)
_SPEAKER: Final = re.compile(r"\b(?:ik|wij|we|mijn|m['’]n|onze|ons|mij|me)\b", re.IGNORECASE)
_SUBJECT: Final = re.compile(
    r"^(?:(?:en|maar|dus|ja|nee|trouwens|oh|ok|oké|want|omdat|nu|vandaag|inmiddels|"
    r"sinds \w+)[,:! ]+)*(?:ik|wij|we|mijn|onze|ons)\b",
    re.IGNORECASE,
)
_NOT_WORTH_KEEPING: Final = re.compile(
    r"\bik (?:zoek|wil|denk|geloof|vraag|hoop|weet|begrijp|moet|kan|zal|vind|wou|zou|bedoel|snap)\b|"
    r"\bheb (?:ik )?.*\bnodig\b|\bhelp me\b",
    re.IGNORECASE,
)
_OTHERS: Final = re.compile(
    r"\b(?:mijn|onze|m['’]n) (?:\w+ )?(?:broer|zus|moeder|vader|mama|papa|oom|tante|oma|opa|neef|nicht|"
    r"vriend|vriendin|collega|buurman|buurvrouw|baas|man|vrouw|zoon|dochter|kind(?:eren)?)\b"
    r"|^(?:hij|zij|ze)\b",
    re.IGNORECASE,
)

DUTCH: Final = Language(
    patterns=PATTERNS
    + joining.DUTCH
    + called_off.DUTCH
    + names_and_notice.DUTCH
    + days_and_tastes.DUTCH
    + plain_germanic.DUTCH,
    speaker=_SPEAKER,
    subject=_SUBJECT,
    others=_OTHERS,
    unimportant=_NOT_WORTH_KEEPING,
    instruction=_INSTRUCTION,
    occurs=re.compile(
        r"\b(?:ik|wij|we|wonen|ons|mijn|m['’]n|onze|geen|heet|woon|werk|altijd|nooit|voortaan|zijn|hebben|"
        r"graag|ben|bij|geworden|gestopt|"
        r"begonnen|verhuisd|getrouwd|sinds|inmiddels|me|mij|overgestapt|aangenomen|hier|zeg|uit|geboren|eet|dol|gek|haat|lust|hekel|spreek|moedertaal|hou|houd|liever|gebruik|korte|kort|alsjeblieft)\b",
        re.IGNORECASE,
    ),
)
