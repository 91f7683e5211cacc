"""All operations of a server, for its doors."""

from __future__ import annotations

from dataclasses import dataclass

from holdfast.operations.audit import AuditOperations
from holdfast.operations.collections import CollectionOperations
from holdfast.operations.context import ContextOperations
from holdfast.operations.document_search import DocumentSearch
from holdfast.operations.documents import DocumentOperations
from holdfast.operations.enrichment import EnrichmentOperations
from holdfast.operations.erase import Erase
from holdfast.operations.export import Export
from holdfast.operations.fact_search import FactSearch
from holdfast.operations.facts import FactOperations
from holdfast.operations.files import FileOperations
from holdfast.operations.forget import Forget
from holdfast.operations.health import HealthOperations
from holdfast.operations.import_places import ImportPlaces
from holdfast.operations.intake import Intake
from holdfast.operations.jobs import JobOperations
from holdfast.operations.keys import KeyOperations
from holdfast.operations.messages import MessageOperations
from holdfast.operations.overview import Overview
from holdfast.operations.recall import Recall
from holdfast.operations.remember import Remember
from holdfast.operations.search import Search
from holdfast.operations.sessions import SessionOperations
from holdfast.operations.users import UserOperations
from holdfast.operations.watching import Watching


@dataclass(frozen=True)
class Verbs:
    """What the doors of a server, HTTP and others, can do; none of them has another way to the storage."""

    remember: Remember
    recall: Recall
    search: Search
    forget: Forget
    users: UserOperations
    sessions: SessionOperations
    messages: MessageOperations
    collections: CollectionOperations
    documents: DocumentOperations
    search_documents: DocumentSearch
    enrichment: EnrichmentOperations
    facts: FactOperations
    files: FileOperations
    export: Export
    erase: Erase
    intake: Intake
    import_places: ImportPlaces
    search_facts: FactSearch
    context: ContextOperations
    health: HealthOperations
    keys: KeyOperations
    audit: AuditOperations
    jobs: JobOperations
    overview: Overview
    watching: Watching
