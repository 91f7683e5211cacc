"""Vector store of LangChain over a collection of documents."""

from __future__ import annotations

from holdfast_client.langchain._async_vector_store import AsyncVectorStoreMethods
from holdfast_client.langchain._sync_vector_store import SyncVectorStoreMethods
from holdfast_client.langchain.stored_collection import CollectionConfig

__all__ = ["CollectionConfig", "HoldfastVectorStore"]


class HoldfastVectorStore(AsyncVectorStoreMethods, SyncVectorStoreMethods):
    """A collection, which is created at the first use if there is none.

    With ``embedding`` the vectors are made by that model, otherwise by the server. ``config`` says how to create the
    collection; without it a collection takes the width of ``embedding``, or 384 numbers, made by the server.
    When the server makes the vectors, adding texts returns as soon as they are made, or after ``wait_seconds``.
    ``client`` is the one to use; without it one is made for ``api_url`` and ``api_key``.

    Searches take a ``filter`` on the metadata of documents: ``{"tenant": "birch"}`` asks for equality,
    ``{"stars": {"$gte": 4}}`` for what an operator says (``$eq``, ``$ne``, ``$gt``, ``$gte``, ``$lt``, ``$lte``,
    ``$in``, ``$nin``, ``$exists``, ``$not``); ``$and`` and ``$or`` take lists of filters, ``$not`` a filter. A list in
    the metadata holds a value when one of its elements does. ``$ne``, ``$nin`` and ``$not`` also admit what lacks the
    key, but nothing that has no metadata at all. Keywords and operators that are not known are refused.
    """
