"""What is said of one's health: illnesses, disabilities, medication, pregnancy, and what one cannot do for long.

Such statements matter to an assistant whatever is asked.  They fill no slot, since the rules do not tell their values.
"""

from __future__ import annotations

import re
from typing import Final

from holdfast.providers.facts.screening import Screened

_ENGLISH: Final = (
    r"pacemaker|scoliosis|psoriasis|eczema|fibromyalgia|endometriosis|crohn[’']?s|ibs|hernia|gout|lupus|arrhythmia|osteoporosis|type [12](?: diabetes)?(?=$|[,.!]| diabet)|deaf|blind(?! to\b| spots?\b| dates?\b| faith\b)|hard of hearing|hearing aids?|colou?r[- ]?blind|diabet(?:es|ic)|asthma(?:tic)?|epilep(?:sy|tic)|"
    r"wheelchair|crutches|migraines?|coeliac|celiac|arthritis|high blood pressure|hypertension|heart (?:condition|disease|attack|failure)|"
    r"pregnant|expecting (?:a (?:baby|child|girl|boy)|twins)|dyslexi[ac]|adhd|autis(?:m|tic)|dialysis|one (?:kidney|lung|eye|arm|leg|ear|hand)(?! on\b)|prosthe(?:sis|tic)|insulin|"
    r"blood thinners?|anaemi[ac]|anemi[ac]|insomnia|panic attacks|depression|anxiety disorder|stutter|cancer|chemo(?:therapy)?|"
    r"(?:blood[- ]pressure|heart|thyroid|cholesterol|diabetes|asthma|pain) (?:tablets?|pills?|medication|meds|medicine)|(?:hip|knee)s? replaced|(?:hip|knee) replacement|"
    r"parkinson['’]?s|multiple sclerosis|slipped disc|claustrophobi[ac]|vertigo|(?:afraid|scared|fear) of heights|short[- ]?sighted|"
    r"bad (?:back|knees?|hips?|shoulder|heart|eyes)|(?:broken|sprained|torn|broke|fractured|sprained|tore) (?:my |an? )?(?:left |right )?"
    r"(?:wrist|leg|arm|ankle|foot|hip|knee|shoulder|collarbone|elbow|hand|ribs?|achilles)|"
    r"(?:stopped|quit|gave up|given up) (?:smoking|drinking)|teetotal|sober since|(?:been|years|months) sober|recovering alcoholic|chronic \w+|"
    r"(?:can['’]?t|cannot) (?:do|climb|manage|use|take) (?:the )?stairs|(?:can['’]?t|cannot) (?:(?:walk|see|hear) (?:well|properly|far|much|without|any ?more)|stand (?:for )?long|swim|lift)\b"
)
_GERMAN: Final = (
    r"herzschrittmacher|taub|gehörlos|schwerhörig|farbenblind|diabetes|diabetiker(?:in)?|zuckerkrank|asthma|epilepsie|rollstuhl|krücken|"
    r"migräne|zöliakie|arthrose|rheuma|hörgeräte?|bluthochdruck|herz(?:fehler|krank|infarkt)|schwanger|legasthenie|adhs|dialyse|"
    r"bandscheibe\w*|(?:kaputt|schlimm|operiert|künstlich)e[sn]? (?:knie|hüfte|rücken|schulter|herz)|höhenangst|platzangst|krebs|"
    r"depressionen|nichtraucher(?:in)?"
)
_ROMANCE: Final = (
    r"pacemaker|sourde?|malentendante?|aveugle|daltonien(?:ne)?|diab[eé]tique|diabète|asthm\w+|épilep\w+|fauteuil roulant|béquilles|"
    r"cœliaque|coeliaque|arthrose|appareils? auditifs?|enceinte|dyslexique|vertige|claustrophobe|arrêté de fumer|"
    r"marcapasos|marca-passo|sord[oa]|cieg[oa]|ceg[oa]|surd[oa]|cieco|daltónic[oa]|daltonic[oa]|diab[eé]tic[oa]|diabetes|asma|asmátic[oa]|"
    r"epil[eé]ptic[oa]|silla de ruedas|cadeira de rodas|sedia a rotelle|muletas|migrañas?|enxaqueca|emicrania|artritis|audífonos?|"
    r"hipertens[oa]|ipertes[oa]|embarazada|grávida|incinta|vértigo|vertigini|stampelle"
)
_EAST_ASIAN: Final = "ペースメーカー|難聴|補聴器|糖尿病|喘息|車椅子|妊娠|高血圧|片頭痛|色覚|起搏器|失聪|听力|助听器|哮喘|轮椅|怀孕|孕妇|高血压|偏头痛|色盲"

_HEALTH: Final = Screened(
    re.compile(rf"\b(?:{_ENGLISH}|{_GERMAN}|{_ROMANCE})\b|{_EAST_ASIAN}", re.IGNORECASE),
)


_DENIED: Final = re.compile(
    r"\b(?:i['’]?m|i am) (?:not|no longer)\b|\b(?:don['’]?t|do not|never|no longer) have\b|\bich (?:bin|habe|hab) (?:nicht|kein\w*)\b"
    r"|\bje ne suis (?:pas|plus)\b|\bje n['’]ai (?:pas|plus)\b|\b(?:ya )?no (?:soy|tengo|estoy)\b|\bnon (?:sono|ho)\b|\bnão (?:sou|tenho)\b"
    r"|\b(?:my|our|mein\w*|unser\w*|mon|ma|notre|mi|nuestr[oa]|meu|minha|mio|mia) (?:\w+ )?(?:dogs?|cats?|pupp(?:y|ies)|kittens?|horse|rabbit|hamster|"
    r"parrot|hund|hündin|katze|kater|pferd|chien(?:ne)?|chat(?:te)?|perr[oa]|gat[oa]|cachorr[oa]|cane|gatt[oa])\b"
    r"|没有|不是|ではありません|ないです",
    re.IGNORECASE,
)


def may_be_about_health(sentence: str) -> bool:
    """Whether a clause of a sentence may be about health; it costs less to ask than asking of each clause."""
    return _HEALTH.lets_pass(sentence)


def is_about_health(clause: str) -> bool:
    """Whether a clause tells of an illness, a disability or the like, and neither denies it nor tells it of an animal."""
    return _HEALTH.fits(clause) and _DENIED.search(clause) is None
