"""Facts about users: the shapes and the calls behind ``client.facts``."""

from holdfast_client.facts.client import FactsClient
from holdfast_client.facts.models import (
    Fact,
    FactPage,
    FactRevision,
    FactSearchResult,
    FactSource,
    NewFact,
    Profile,
    ProfileSlot,
    ProfileValue,
    Statement,
)

__all__ = [
    "Fact",
    "FactPage",
    "FactRevision",
    "FactSearchResult",
    "FactSource",
    "FactsClient",
    "NewFact",
    "Profile",
    "ProfileSlot",
    "ProfileValue",
    "Statement",
]
