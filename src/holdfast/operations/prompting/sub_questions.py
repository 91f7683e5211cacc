"""What is searched beside a question that asks for advice: what the user told that limits or directs such advice.

"Which wings shall I order?" shares no word with "the doctor says my cholesterol is high".  A second search, for
illnesses and diets, finds that in any wording and any language that the engine knows, whatever was said about wings.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from holdfast.operations.prompting.bearing import asked, asks_advice
from holdfast.operations.prompting.matters import Matter

_TEXTS: Final[Mapping[Matter, str]] = {
    Matter.FOOD: "I am allergic, I can't eat, my diet, no meat, ill",
    Matter.MEDICINE: "I take pills, allergic, ill",
    Matter.EXERCISE: "my knee, my back, pain, ill, I can't",
    Matter.OUTING: "I can't walk, afraid of, no car, ill",
    Matter.MEDIA: "I only read, I like, I hate, my eyes",
    Matter.BODY: "my eyes, my hands, allergic, deaf, left-handed",
}
"""In the order of the harm that is done where an answer is not known."""
_MOST: Final = 2
"""So many searches are worth their cost; those after the first found little in any of the conversations tried."""


def sub_questions(question: str) -> list[str]:
    """What is to be searched beside a question."""
    if not asks_advice(question):
        return []
    matters = asked(question)
    return [text for matter, text in _TEXTS.items() if matter in matters][:_MOST]
