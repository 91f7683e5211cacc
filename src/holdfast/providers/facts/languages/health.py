"""What is said of one's health: illnesses, disabilities, medication, pregnancy, and what one cannot do for long.

Such statements matter to an assistant whatever is asked.  Their value is the words that tell of it.
"""

from __future__ import annotations

import re
from typing import Final

from holdfast.providers.facts.screening import Expression, Screened

_ENGLISH: Final = (
    r"pacemaker|scoliosis|psoriasis|eczema|fibromyalgia|endometriosis|crohn[’']?s|ibs|hernia|gout|lupus|"
    r"arrhythmia|osteoporosis|type [12] diabet\w+|type [12](?=$|[,.!])|deaf|blind(?! to\b| spots?\b|"
    r" dates?\b| faith\b)|hard of hearing|hearing aids?|colou?r[- ]?blind|diabet(?:es|ic)|"
    r"asthma(?:tic)?|epilep(?:sy|tic)|"
    r"wheelchair|crutches|migraines?|coeliac|celiac|arthritis|high blood pressure|hypertension|"
    r"heart (?:condition|disease|attack|failure)|"
    r"pregnant|expecting (?:a (?:baby|child|girl|boy)|twins)|dyslexi[ac]|adhd|autis(?:m|tic)|dialysis|"
    r"one (?:kidney|lung|eye|arm|leg|ear|hand)(?! on\b)|prosthe(?:sis|tic)|insulin|"
    r"blood thinners?|anaemi[ac]|anemi[ac]|insomnia|panic attacks|depression|anxiety disorder|stutter|"
    r"cancer|chemo(?:therapy)?|"
    r"(?:blood[- ]pressure|heart|thyroid|cholesterol|diabetes|asthma|pain) (?:tablets?|pills?|"
    r"medication|meds|medicine)|(?:hip|knee)s? replaced|(?:hip|knee) replacement|"
    r"parkinson['’]?s|multiple sclerosis|slipped disc|claustrophobi[ac]|vertigo|(?:afraid|scared|"
    r"fear) of heights|short[- ]?sighted|"
    r"bad (?:back|knees?|hips?|shoulder|heart|eyes)|(?:broken|sprained|torn|broke|fractured|sprained|"
    r"tore) (?:my |an? )?(?:left |right )?"
    r"(?:wrist|leg|arm|ankle|foot|hip|knee|shoulder|collarbone|elbow|hand|ribs?|achilles)|"
    r"(?:stopped|quit|gave up|given up) (?:smoking|drinking)|teetotal|sober since|(?:been|years|"
    r"months) sober|recovering alcoholic|chronic \w+|"
    r"cataracts?|glaucoma|sciatica|tend[oi]nitis|tinnitus|sleep apn(?:o)?ea|carpal tunnel|"
    r"plantar fasciitis|angina|rheumatism|ulcers?|"
    r"kidney (?:stones|disease|trouble)|gallstones|anxiety|thyroid (?:problem|trouble|issues?|"
    r"condition)|(?:under|over)active thyroid|reflux|heartburn|"
    r"long covid|hay ?fever|rosacea|acne|varicose veins|sugar patient|(?:the )?diabetes|pcos|ptsd|ocd|"
    r"bipolar|bronchitis|copd|anorexia|"
    r"(?:torn|tore|ruptured|snapped|pulled|busted|wrecked|dislocated|broke|twisted|injured|"
    r"did in) (?:my |an? |both )?(?:left |right )?"
    r"(?:meniscus|ligaments?|acl|mcl|hamstring|rotator cuff|tendon|shoulder|knee|ankle|wrist|back|hip|calf|muscle)|"
    r"(?:problems?|trouble|issues?|pains?) (?:with|in) (?:my |the |both )?(?:left |right )?(?:back|"
    r"knees?|hips?|shoulders?|heart|eyes|ankle|wrist|elbow|neck|lungs?|kidneys?)|"
    r"(?:back|knee|hip|shoulder)s? (?:(?:is|are|has|have|['’]s) )?(?:gone|knackered|shot|playing up|"
    r"killing me|buggered|busted|wrecked)|"
    r"(?:dodgy|gammy|bum|trick|busted|sore|stiff|injured|frozen) (?:left |right )?(?:back|knees?|hips?|"
    r"shoulder|heart|eyes|ankle|wrist|elbow|neck)|"
    r"(?:can['’]?t|cannot) (?:do|climb|manage|use|take) (?:the )?stairs|(?:can['’]?t|cannot) (?:(?:walk|"
    r"see|hear) (?:well|properly|far|much|without|any ?more)|stand (?:for )?long|swim|lift)\b"
)
_GERMAN: Final = (
    r"herzschrittmacher|taub|gehörlos|schwerhörig|farbenblind|diabetes|diabetiker(?:in)?|zuckerkrank|"
    r"asthma|epilepsie|rollstuhl|krücken|"
    r"migräne|zöliakie|arthrose|rheuma|hörgeräte?|bluthochdruck|herz(?:fehler|krank|infarkt)|schwanger|"
    r"legasthenie|adhs|dialyse|"
    r"bandscheibe\w*|(?:kaputt|schlimm|operiert|künstlich)e[sn]? (?:knie|hüfte|rücken|schulter|herz)|"
    r"höhenangst|platzangst|krebs|"
    r"depressionen|nichtraucher(?:in)?|angststörung|heuschnupfen|tinnitus|bandscheibenvorfall|"
    r"kreuzbandriss|tennisarm|schilddrüse\w*|"
    r"grauer star|hexenschuss|ischias|sehnenscheidenentzündung|neurodermitis|schuppenflechte|reizdarm|"
    r"burn-?out|rückenschmerzen|knieprobleme|(?:knie|rücken|hüfte|schulter|bandscheibe) (?:ist|"
    r"sind) (?:kaputt|hin|im eimer|lädiert)"
)
_ROMANCE: Final = (
    r"pacemaker|sourde?|malentendante?|aveugle|daltonien(?:ne)?|diab[eé]tique|diabète|asthm\w+|"
    r"épilep\w+|fauteuil roulant|béquilles|"
    r"cœliaque|coeliaque|arthrose|appareils? auditifs?|enceinte|dyslexique|vertige|claustrophobe|arrêté de fumer|"
    r"marcapasos|marca-passo|sord[oa]|cieg[oa]|ceg[oa]|surd[oa]|cieco|daltónic[oa]|daltonic[oa]|"
    r"diab[eé]tic[oa]|diabetes|asma|asmátic[oa]|"
    r"epil[eé]ptic[oa]|silla de ruedas|cadeira de rodas|sedia a rotelle|muletas|migrañas?|enxaqueca|"
    r"emicrania|artritis|audífonos?|"
    r"ansiedad|ansiedade|ansia|migraines?|hypertension|hypertendue?|hernie discale|sciatique|acouphènes|"
    r"rhume des foins|mal (?:au|de) dos|"
    r"lumbago|tendinite|cataratas?|hernia|ciática|dolor de espalda|tensión alta|tiroides|"
    r"dor(?:es)? nas costas|tiroide|tensão alta|hérnia|"
    r"mal di schiena|pressione alta|ernia|sciatica|cataratta|allergie saisonnière|anxiété|dépression|"
    r"depresión|depressão|depressione|"
    r"hipertens[oa]|ipertes[oa]|embarazada|grávida|incinta|vértigo|vertigini|stampelle"
)
_EAST_ASIAN: Final = "ペースメーカー|難聴|補聴器|糖尿病|喘息|車椅子|妊娠|高血圧|片頭痛|色覚|起搏器|失聪|听力|助听器|哮喘|轮椅|怀孕|孕妇|高血压|偏头痛|色盲"

_HEALTH: Final = Screened(
    Expression(rf"\b(?:{_ENGLISH}|{_GERMAN}|{_ROMANCE})\b|{_EAST_ASIAN}", re.IGNORECASE),
)


_DENIED: Final = re.compile(
    r"\b(?:nearly|almost|practically) (?:had|gave|given|got)\b|\b(?:i['’]?m|i am) (?:not|no longer)\b|"
    r"\b(?:don['’]?t|do not|never|no longer) have\b|\bich (?:bin|"
    r"habe|hab) (?:nicht|kein\w*)\b"
    r"|\bje ne suis (?:pas|plus)\b|\bje n['’]ai (?:pas|plus)\b|\b(?:ya )?no (?:soy|tengo|estoy)\b|"
    r"\bnon (?:sono|ho)\b|\bnão (?:sou|tenho)\b"
    r"|\b(?:my|our|mein\w*|unser\w*|mon|ma|notre|mi|nuestr[oa]|meu|minha|mio|mia) (?:\w+ )?(?:dogs?|"
    r"cats?|pupp(?:y|ies)|kittens?|horse|rabbit|hamster|"
    r"parrot|hund|hündin|katze|kater|pferd|chien(?:ne)?|chat(?:te)?|perr[oa]|gat[oa]|cachorr[oa]|cane|gatt[oa])\b"
    r"|没有|不是|ではありません|ないです|[好没治]了|痊愈|治好|不犯了|(?:治り|治っ|完治)",
    re.IGNORECASE,
)

_BELONGING: Final = re.compile(
    r"[ -](?:(?:specialist|research|practice) )?(?:nurse|nurses|clinic|ward|consultant|appointment|review|scan|test|check-?up|"
    r"check|leaflet|charity|fund\w*|"
    r"walk|run|research|awareness|book|app|pump|pen|bag|charger|website|group|meeting|class|course|prescription|"
    r"batteries|battery|"
    r"team|unit|hospital|doctor|talk|podcast|documentary|film|forum|wristband|ribbon|pump)s?\b"
    r"(?=.{0,60}\b(?:is|are|was|were|has|died|cancell?ed|called|rang|said|says|closed|moved|broke|late|stopped|"
    r"phoned|emailed|wrote|failed|"
    r"crashed|went|fell)\b)",
    re.IGNORECASE,
)
"""What is named by an illness and does something itself: "the diabetes nurse rang"."""


def names_something_else(clause: str, end: int) -> bool:
    """Whether an illness that ends there in a clause only names what something else is for."""
    return _BELONGING.match(clause, end) is not None


def may_be_about_health(sentence: str) -> bool:
    """Whether a clause of a sentence may be about health; it costs less to ask than asking of each clause."""
    return _HEALTH.lets_pass(sentence)


def ailment(clause: str) -> str | None:
    """The words of a clause that tell of an illness, a disability or the like; none where it denies it or means an animal."""
    told = _HEALTH.search(clause)
    if told is None or _DENIED.search(clause) is not None or names_something_else(clause, told.end()):
        return None
    return told[0]
