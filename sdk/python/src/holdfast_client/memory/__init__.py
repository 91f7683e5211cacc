"""Sessions and their memory: the shapes and the calls behind ``client.memory``."""

from holdfast_client.memory.client import MemoryClient
from holdfast_client.memory.models import (
    Duplicate,
    Enrichment,
    EnrichmentJob,
    Memory,
    MemorySearchPayload,
    MemorySearchResult,
    MemorySearchType,
    Message,
    SearchScope,
    SearchType,
    Session,
    Summary,
)

__all__ = [
    "Duplicate",
    "Enrichment",
    "EnrichmentJob",
    "Memory",
    "MemoryClient",
    "MemorySearchPayload",
    "MemorySearchResult",
    "MemorySearchType",
    "Message",
    "SearchScope",
    "SearchType",
    "Session",
    "Summary",
]
