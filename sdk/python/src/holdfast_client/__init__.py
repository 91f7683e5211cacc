"""Client of Holdfast, the self-hosted long-term memory server for AI assistants.

``HoldfastClient`` (also under the name ``ZepClient``) is the way in; ``holdfast_client.langchain`` has what LangChain
wants.
"""

from holdfast_client._version import __version__
from holdfast_client.client import HoldfastClient, ZepClient
from holdfast_client.context import Context
from holdfast_client.document import Document, DocumentCollection
from holdfast_client.exceptions import (
    APIError,
    AuthError,
    ConnectionFailedError,
    HoldfastError,
    IncompleteBatchError,
    NotFoundError,
    RequestTimeoutError,
    ZepClientError,
)
from holdfast_client.facts import (
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
from holdfast_client.file import File, FileEntry
from holdfast_client.memory import (
    Enrichment,
    EnrichmentJob,
    Memory,
    MemorySearchPayload,
    MemorySearchResult,
    MemorySearchType,
    SearchScope,
    SearchType,
    Session,
    Summary,
)
from holdfast_client.message import Message
from holdfast_client.user import CreateUserRequest, UpdateUserRequest, User

__all__ = [
    "APIError",
    "AuthError",
    "ConnectionFailedError",
    "Context",
    "CreateUserRequest",
    "Document",
    "DocumentCollection",
    "Enrichment",
    "EnrichmentJob",
    "Fact",
    "FactPage",
    "FactRevision",
    "FactSearchResult",
    "FactSource",
    "File",
    "FileEntry",
    "HoldfastClient",
    "HoldfastError",
    "IncompleteBatchError",
    "Memory",
    "MemorySearchPayload",
    "MemorySearchResult",
    "MemorySearchType",
    "Message",
    "NewFact",
    "NotFoundError",
    "Profile",
    "ProfileSlot",
    "ProfileValue",
    "RequestTimeoutError",
    "SearchScope",
    "SearchType",
    "Session",
    "Statement",
    "Summary",
    "UpdateUserRequest",
    "User",
    "ZepClient",
    "ZepClientError",
    "__version__",
]
