"""The slots that facts may fill: what is commonly known about a person, and whether it has one value or many.

A newer value of a *single* slot takes the place of the older one; the values of the others stand side by side.  Callers
may use keys of their own with the prefix ``x-``, which hold many values.
"""

from __future__ import annotations

from typing import Final

import msgspec

OWN_PREFIX: Final = "x-"
MAXIMUM_LENGTH: Final = 64


class Slot(msgspec.Struct, frozen=True):
    """One slot: whether it holds a single value, and what it is, for people and models."""

    single: bool
    meaning: str


SLOTS: Final = {
    "name": Slot(single=True, meaning="what the person is called"),
    "form_of_address": Slot(single=True, meaning="how the person wants to be addressed"),
    "age": Slot(single=True, meaning="age in years"),
    "birthday": Slot(single=True, meaning="day of birth"),
    "home": Slot(single=True, meaning="where the person lives"),
    "origin": Slot(single=True, meaning="where the person comes from"),
    "time_zone": Slot(single=True, meaning="the time zone, or the place that tells it"),
    "job": Slot(single=True, meaning="what the person does for a living"),
    "employer": Slot(single=True, meaning="whom the person works for"),
    "education": Slot(single=False, meaning="schools, studies, degrees"),
    "partner": Slot(single=True, meaning="husband, wife, partner"),
    "children": Slot(single=False, meaning="sons and daughters"),
    "pets": Slot(single=False, meaning="animals that live with the person"),
    "diet": Slot(single=False, meaning="ways of eating, such as vegetarian"),
    "allergy": Slot(single=False, meaning="what the person cannot take"),
    "health": Slot(single=False, meaning="illnesses, disabilities, medication"),
    "language": Slot(single=False, meaning="languages that the person speaks"),
    "likes": Slot(single=False, meaning="what the person likes"),
    "dislikes": Slot(single=False, meaning="what the person does not like"),
    "instruction": Slot(single=False, meaning="how the assistant is to behave from now on"),
}


def is_slot(name: str) -> bool:
    """Whether facts may fill a slot of that name."""
    return name in SLOTS or (name.startswith(OWN_PREFIX) and name != OWN_PREFIX and len(name) <= MAXIMUM_LENGTH)


def holds_one_value(name: str) -> bool:
    """Whether a newer value takes the place of the older one."""
    slot = SLOTS.get(name)
    return slot is not None and slot.single
