"""What the routes work with."""

from __future__ import annotations

from dataclasses import dataclass, field

from holdfast.enrichment.progress import Progress
from holdfast.enrichment.tally import Tally
from holdfast.http.bodies import BodyMemory
from holdfast.http.request_counts import RequestCounts
from holdfast.operations.collection_views import CollectionViews
from holdfast.operations.document_search import SearchDocuments
from holdfast.operations.documents import AddDocuments
from holdfast.operations.remember import Remember
from holdfast.operations.search import Search
from holdfast.settings import Settings
from holdfast.storage.contract.storage import Storage


@dataclass(frozen=True)
class Services:
    """The storage, the settings, and the operations that exceed one storage call."""

    settings: Settings
    storage: Storage
    remember: Remember
    search: Search
    add_documents: AddDocuments
    search_documents: SearchDocuments
    collection_views: CollectionViews
    progress: Progress
    tally: Tally
    version: str
    bodies: BodyMemory
    requests: RequestCounts = field(default_factory=RequestCounts)
