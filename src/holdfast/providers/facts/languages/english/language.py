"""English."""

from __future__ import annotations

import re
from typing import Final

from holdfast.providers.facts.languages import called_off, joining, names_and_notice
from holdfast.providers.facts.languages.english import (
    body,
    changes,
    changes_of_work,
    companions,
    company,
    earning,
    family,
    habits,
    leanings,
    moving,
    news,
    people,
    places,
    plain,
    settling,
    tastes,
    work,
    working,
)
from holdfast.providers.facts.languages.english.instructions import INSTRUCTION
from holdfast.providers.facts.languages.english.subjects import NOT_WORTH_KEEPING, OTHERS, SPEAKER, SUBJECT
from holdfast.providers.facts.patterns import Language

_SUBJECTS: Final = (people, places, work, family, body, tastes)

ENGLISH: Final = Language(
    patterns=[
        *(form for events in (moving, working, companions, habits) for form in events.PATTERNS),
        *(form for subject in _SUBJECTS for form in subject.WRITTEN),
        *(form for subject in _SUBJECTS for form in subject.CHAT),
        *(form for kinds in (settling, earning, company, leanings, news, plain) for form in kinds.PATTERNS),
        *changes.PATTERNS,
        *changes_of_work.PATTERNS,
        *joining.ENGLISH,
        *called_off.ENGLISH,
        *names_and_notice.ENGLISH,
    ],
    speaker=SPEAKER,
    subject=SUBJECT,
    others=OTHERS,
    unimportant=NOT_WORTH_KEEPING,
    instruction=INSTRUCTION,
    occurs=re.compile("[a-z]", re.IGNORECASE),
)
