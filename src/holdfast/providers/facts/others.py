"""Whom a clause is about that does not begin with the speaker: somebody called by what they are to the speaker."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from holdfast.domain.words_for_people import ACQUAINTANCES, PARENTS, SIBLINGS, WIDER_KIN, any_but_a_tongue, any_of
from holdfast.providers.entities import vocabulary
from holdfast.providers.facts.omissions import DONE
from holdfast.providers.facts.values import is_given_name, names_time

_LEAD: Final = r"^\W*(?:(?:and|so|but|also|btw|oh|well|then|und|aber|et|mais|y|pero|e|ma|mas|en|maar)[, ]+)*"
_ROLE: Final = (
    rf"(?:{any_but_a_tongue(WIDER_KIN, ACQUAINTANCES)}|landlord|"
    r"chef|manager|supervisor|team ?lead|ceo|director|intern|co-?worker|workmate|teammate|classmate|"
    r"employee|client|customer|patient|student|pupil|tutor|teacher|professor|coach|trainer|instructor|doctor|dentist|"
    r"nurse|therapist|hairdresser|barber|accountant|lawyer|plumber|gardener|cleaner|nanny|baby ?sitter|dog ?sitter|"
    r"dog ?walker|landlady|tenant|lodger|room-?mate|flat-?mate|house-?mate|bestie|"
    rf"buddy|acquaintance|step(?:{any_of(PARENTS, SIBLINGS)})|godmother|godfather|god(?:son|daughter|child)|auntie|"
    r"gran|nan|nana|grand\w+|parent|in-law|"
    r"(?:game|dungeon|band|choir|head|post|pack)[ -]?master|dm|gm|band ?mate|team ?mate|cell ?mate|drummer|bassist|"
    r"guitarist|pianist|singer|conductor|captain|skipper|goalie|goalkeeper|guide|editor|publisher|producer|agent|priest|"
    r"pastor|vicar|imam|rabbi|midwife|optician|pharmacist|physio\w*|mechanic|electrician|builder|roofer|postman|mailman|"
    r"janitor|concierge|receptionist|secretary|apprentice|trainee|successor|predecessor|rival|passenger|guest|visitor|"
    r"housekeeper|au pair|roomie|sensei|psychologist|sponsor|co-?founder|(?:business|dance|lab|gym|tennis) partner|"
    r"vet|gp|cfo|cto|(?:pen ?)?pal|date(?= (?:works|is|was|has|lives|said|speaks)\b)|bride|groom|"
    r"twin(?= (?:brother|sister|lives|works|is|has)\b)|ex(?:-(?:wife|husband|boyfriend|girlfriend))?)s?"
)
_FIGURE: Final = (
    r"(?:mayor|president|minister|king|queen|author|actor|singer|hero|heroine|protagonist|waiter|waitress|driver|"
    r"(?:girl|boy|lass|lad|kid|baby|child|dog|cat|puppy)(?= (?:at|from|in) (?:the|accounts|reception|work|school|"
    r"class|hr|sales|marketing|"
    r"number)\b)|couple|famil(?:y|ies) (?=next|upstairs|downstairs|across|opposite|from)|(?:old |young )?(?:lady|"
    r"ladies|"
    r"man|men|woman|women|guy|bloke|chap|people)"
    r"(?= (?:next|upstairs|downstairs|across|opposite|from|at|in|on|who|has|have|feeds|keeps)\b))s?"
)
_ANYBODY: Final = (
    r"(?:(?:mum|mom|mam|dad|nan|nana|gran|granny|grandma|grandpa|granddad|gramps)"
    r"(?=['’]s | (?:is|has|had|was|died|moved|works|lives|loves|hates|got)\b)|"
    r"someone|somebody|everyone|everybody|anyone|no one|nobody|most people|"
    r"some people|many people|people|"
    r"jemand|alle(?= im | in | bei )|niemand|quelqu['’]un|tout le monde|alguien|qualcuno|tutti|todos|alguém|iemand|"
    r"iedereen)"
)
_GERMAN: Final = (
    r"(?:(?:mein|unser|sein|ihr|dein)e?|der|die|ein|eine|eine[rm]? (?:meiner|unserer)) (?:\w+ )?"
    r"(?:chef(?:in)?|kolleg(?:e|in|en)|kumpel|nachbar(?:n|in)?|bruder|brüder|schwester|vater|mutter|papa|mama|onkel|"
    r"tante|oma|opa|cousin|cousine|neffe|nichte|vermieter(?:in)?|mitbewohner(?:in)?|lehrer(?:in)?|"
    r"schwager|schwägerin|bekannte[rn]?|groß(?:vater|mutter|tante|onkel)|schwieger\w+|enkel\w*|patenkind|pate|patin|"
    r"kundin|"
    r"kunden?|mieter(?:in)?|freund(?:in)? von)|(?:ein|eine) freund(?:in)?"
)
_ROMANCE: Final = (
    r"(?:mon|ma|mes|notre|nos|un|une|le|la|les|mi|mis|nuestr[oa]s?|una|el|los|las|il|lo|i|mio|mia|o|a|meu|minha|um|"
    r"uma) (?:\w+ )?(?:chef|patronn?e?|collègue|frère|sœur|soeur|ami|amie|père|mère|oncle|tante|cousine?|voisine?|"
    r"neveu|nièce|jefe|jefa|pote|(?<!mon )(?<!ma )cop(?:ain|ine)|cuñad[oa]|cognat[oa]|cunhad[oa]|"
    r"colega|compañer[oa]|hermano|hermana|amig[oa]|padre|madre|tío|tía|prim[oa]|vecin[oa]|sobrin[oa]|"
    r"capo|fratello|sorella|amic[oa]|zio|zia|cugin[oa]|vicin[oa]|chefe|irmã|irmão|pai|mãe|tio|tia|vizinh[oa]|"
    r"sobrinh[oa]|grand-?(?:père|mère)|papi|mamie|papy|beau-(?:frère|père|fils)|belle-(?:sœur|soeur|mère|fille)|"
    r"locataire|client|"
    r"abuel[oa]|suegr[oa]|yerno|nuera|nonn[oa]|suocer[oa]|nuora|avô|avó|vovô|vovó|sogr[oa]|genro|nora|inquilin[oa]|"
    r"cliente)s?"
    r"|(?:un|l)['’](?:ami|amie|amica|amico|inquilin[oa]|oncle)"
    r"|(?:son|sa|ses|leurs?|sus?|seus?|suas?|il suo|la sua|suo|sua|zijn|haar|hun) (?:\w+ )?\w+(?= (?:est|n['’]est|a|"
    r"n['’]a|es|está|tiene|"
    r"é|è|tem|ha|sont|ont|son|têm|hanno|is|heeft|vit|habite|travaille|vive|trabaja|trabalha|mora|lavora|abita|woont|"
    r"werkt|s['’]appelle|"
    r"se llama|se chama|si chiama|heet)\b)"
)
_THEIR_OWN: Final = (
    r"(?:die|der|das|le|la|les|l['’]|el|los|las|il|lo|i|o|a|os|as|de|het) ?(?:\w+ )?(?:tochter|söhne?|sohn|"
    r"kind(?:er)?|mann|frau|hund|"
    r"katze|freund(?:in)?|fils|filles?|enfants?|mari|femme|chien|chat|copain|copine|hij[oa]s?|niñ[oa]s?|marido|mujer|"
    r"espos[oa]|perr[oa]|gat[oa]|"
    r"novi[oa]|figli[oae]|marito|moglie|cane|gatt[oa]|filh[oa]s?|mulher|cachorr[oa]|namorad[oa]|zoon|dochter|"
    r"kinderen|man|vrouw|hond|kat|"
    r"vriend(?:in)?) (?:(?:meine[rs]|unsere[rs]|von|de|du|des|di|do|dos|della|del|dei|van|da)|d['’]|"
    r"dell['’]) ?(?!(?:la |der |de |einem |una )?"
    r"(?:famil\w+|famiglia|casa|maison|haus|mi vida|ma vie|mia vita)\b|\d)(?:(?:mein\w*|unser\w*|mon|ma|mes|mi|mis|"
    r"notre|nuestr[oa]|mio|"
    r"mia|meu|minha|mijn|onze|la|le|l['’]|il|el|o|a|een|un|una|une|uma|einer|einem|der|den|de) ?)*[^\W\d_]+"
)
"""Somebody who is somebody else's: "la fille de ma collègue"."""
_CHINESE: Final = re.compile(
    "^(?:但是?|而且|那个)?(?:(?:我们?|他|她)(?:的|家)?)?(?:姐夫|妹夫|嫂子|弟媳|哥哥?|姐姐?|弟弟?|妹妹?|妈妈?|爸爸?|"
    "爷爷|奶奶|外公|外婆|姥姥|姥爷|叔叔|姑姑|舅舅|阿姨|表[哥姐弟妹]|"
    "堂[哥姐弟妹]|朋友|同事|老板|同学|室友|邻居|客户|房东|侄[子女]|外甥女?|公公|婆婆|岳父|岳母|闺蜜|领导|上司)(?!.*我)"
)
"""How a clause of Chinese begins that is about others."""

_DUTCH: Final = (
    r"(?:mijn|onze|zijn|haar|de|een) (?:\w+ )?(?:baas|collega|broer|zus|vader|moeder|oom|tante|neef|nicht|"
    r"buurman|buurvrouw|buren|zwager|schoonzus|kennis|huisgenoot)|een vriend(?:in)?"
)
_FAMILY_NAME: Final = (
    r"(?:the|die|les|los|i|os|de) (?-i:(?=[^\W\d_a-zß-öø-ÿ])\w+) (?:have|had|moved|live|are|adopted|bought|got|"
    r"welcomed|(?<=s )(?:haben|wohnen|leben|sind)|ont|habitent|vivent|tienen|viven|hanno|abitano|vivono|têm|"
    r"moram|vivem|hebben|wonen)\b"
)
_SOMEBODY: Final = re.compile(
    rf"{_LEAD}(?:(?:(?:one|two|three|both|all|some|most|half|many) (?:of )?)?"
    rf"(?:my|our|his|her|their|your|the|an?|that|this|some|most|all) (?:[\w-]+ ){{0,2}}?{_ROLE}"
    rf"|(?:the|an?|that|this|some|those|one|two) (?:[\w-]+ ){{0,2}}?{_FIGURE}"
    rf"|{_ANYBODY}|{_GERMAN}|{_ROMANCE}|{_DUTCH}|{_THEIR_OWN})(?:['’]s?)?"
    r"(?: (?:of (?:mine|ours)|de mi|(?:from|in|at|on|aus|in|de|du|dans|do|da|di|del|nel|op|uit) "
    r"(?:my|our|mein\w*|unser\w*|mon|ma|notre|nuestr[oa]|meu|minha|mio|mia|mijn|onze|mi) \w+))?(?= [^\W\d_]| \()"
    rf"|{_LEAD}{_FAMILY_NAME}|{_LEAD}half (?:of )?(?:my|our|the) (?:class|team|office|family|street|school)\b",
    re.IGNORECASE,
)
"""How a clause begins that is about others."""

_NAMED: Final = re.compile(
    rf"{_LEAD}(?:(?:big|little|old|ol['’]?|lil['’]?|poor|dear|uncle|aunt|auntie|tante|tonton|"
    r"tío|tía|zio|zia|tio|tia|oom) )?"
    r"(?P<who>(?-i:(?=[^\W\d_a-zß-öø-ÿ])[\w-]+))"
    r"(?P<others>(?:(?:,| and| &| und| et| y| e| en) (?-i:(?=[^\W\d_a-zß-öø-ÿ])[\w-]+))*)"
    r"(?:,? (?:from|in|of|at) (?:the )?\w+)? "
    r"(?:(?:has|have|had|just|also|now|recently|finally|already) )*"
    r"(?:moved|adopted|bought|got|welcomed|joined|started|landed|live|lives|work|works|has|have|packed in|stopped|"
    r"gave up|quit|left|est|ist|hat|heeft|tiene|tem|ha|vive|habite|wohnt|woont|arbeitet|werkt|a)\b",
    re.IGNORECASE,
)
"""How a clause begins that tells of somebody who has a name, or of several."""

ACTS: Final = (
    r"(?:has|have|had|just|got|gets|getting|met|is (?:dating|seeing|getting)|adopted|bought|married|owns|keeps|rescued|"
    r"welcomed|named|called (?:his|her|their))"
)
"""What somebody else does by which they get or have something."""

_NAMED_ACTS: Final = re.compile(
    r"(?:(?:and|so|but|also|btw|oh|well|then)[, ]+)*(?P<who>(?-i:[^\W\d_a-zß-öø-ÿ])[\w-]+)"
    r"(?: (?:has|had|just|also|now|recently|finally|already|got))*"
    rf" (?:{DONE}|{ACTS}|accepted|hat|heeft|tiene|tem|ha)\b(?!.*\b(?:i|me|we|us|my|our|mich|mir|uns|mij|ons)\b)",
    re.IGNORECASE,
)
"""Who has a name does something, and nobody else is spoken of that is the speaker's."""
_HAS_SOME: Final = re.compile(r" has (?:an?|two|three|four) ", re.IGNORECASE)
_OPENING: Final = vocabulary.OPENERS | vocabulary.words("already soon never again meanwhile newly long often later")
"""Words that stand before the deed of a speaker who is not named: "already started at Axa"."""

_I: Final = ("I ", "i ", "I'", "I’", "We ", "we ")
_FIRST_PERSON: Final = (*_I, "Ich ", "ich ", "Je ", "je ", "J'")
"""How most clauses begin that are the speaker's, so that nothing needs to be looked for in them."""

_GIVES_UP: Final = re.compile(r"\b(?:stopped|gave up|given up|quit|packed in)\b", re.IGNORECASE)

_ME: Final = re.compile(
    r"\b(?:i|i['’]\w+|im|ive|me|we|we['’]\w+|us|my|our|mine|ours|ich|mich|mir|mein\w*|wir|uns|unser\w*|je|moi|nous|"
    r"mon|ma|"
    r"mes|notre|nos|yo|mi|mis|nuestr[oa]s?|io|ci|mio|mia|noi|eu|meu|minha|nós|ik|mij|mijn|wij|ons|onze)\b|\b[jm]['’]",
    re.IGNORECASE,
)
_HONORED: Final = re.compile(
    "^[^。、！？\\s]{0,12}?(?:さん|くん|ちゃん|先生|上司|友達|友人|同僚|母|父|兄|弟|姉|妹|祖母|祖父|彼|彼女|両親|"
    "隣人|先輩|後輩|部長|課長|社長|店長)(?:の[^。、！？\\s]{1,8})?"
    "(?:は|が|も)"
)
"""How a clause of Japanese begins that is about others."""

_HAVING: Final = re.compile(
    r"\b(?:i|we)(?:['’]ve| have)? (?:have|got|know|met|hired|visited|called|saw) (?:an?|some|two|three) (?:\w+ )?"
    rf"(?:{_ROLE}|man|woman|guy|girl|lady|couple|someone|somebody)\b(?!.*\b(?:i|we|my|our)\b)",
    re.IGNORECASE,
)
"""Somebody whom the speaker has or knows, and of whom the rest of the clause tells."""

_THEIR_PET: Final = re.compile(
    rf"{_LEAD}(?:his|her|their|sein|seine|ihr|ihre|zijn|haar) (?:[\w-]+ )?(?:dog|cat|puppy|kitten|hamster|rabbit|"
    r"parrot|hund|katze|kater|hond|kat)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=16)
def is_about_somebody(clause: str) -> bool:
    """Whether a clause begins with somebody who is called by what they are, and speaks of the speaker no more."""
    if clause.startswith(_FIRST_PERSON):
        return False
    if not clause.isascii() and (_HONORED.match(clause) is not None or _CHINESE.match(clause) is not None):
        return True
    begun = _SOMEBODY.match(clause)
    return begun is not None and _ME.search(clause, begun.end()) is None


def is_about_one_named(clause: str) -> bool:
    """Whether a clause tells what one does who is known by name, or several do, and not of the speaker."""
    return _named(clause) is not None


def is_told_of_a_name(clause: str, slot: str) -> bool:
    """Whether a clause tells what somebody did or has who is called by name: known as one, or by its form.

    A child that is born to somebody may be the speaker's.
    """
    if clause.startswith(_I):
        return False
    named = _NAMED_ACTS.match(clause)
    if named is None or (slot == "children" and _HAS_SOME.match(clause, named.end("who")) is None):
        return False
    who = named["who"]
    if is_given_name(who):
        return True
    return who.istitle() and not who.endswith("ly") and who.lower() not in _OPENING and not names_time(who)


def gives_up_by_name(clause: str) -> bool:
    """Whether a clause tells what somebody gives up who is known by name."""
    return is_about_one_named(clause) and _GIVES_UP.search(clause) is not None


def is_about_several_named(clause: str) -> bool:
    """Whether a clause tells what several do who have names, and not of the speaker."""
    named = _named(clause)
    return named is not None and bool(named["others"])


@lru_cache(maxsize=16)
def _named(clause: str) -> re.Match[str] | None:
    """How a clause begins that tells what those do whose names are known, and not of the speaker."""
    if clause.startswith(_FIRST_PERSON):
        return None
    named = _NAMED.match(clause)
    own = named is None or not is_given_name(named["who"]) or _ME.search(clause, named.end("who")) is not None
    return None if own else named


def is_about_one_known(ahead: str) -> bool:
    """Whether words tell that the speaker has or knows somebody, so that what follows is told of them."""
    return _HAVING.search(ahead) is not None


def is_pet_of_others(clause: str) -> bool:
    """Whether a clause begins with an animal of somebody else."""
    return _THEIR_PET.match(clause) is not None
