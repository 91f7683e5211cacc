"""Retriever of LangChain over the memory of a session or of a whole user."""

from __future__ import annotations

from holdfast_client.langchain._async_retriever import AsyncRetrieverMethods
from holdfast_client.langchain._sync_retriever import SyncRetrieverMethods

__all__ = ["HoldfastRetriever"]


class HoldfastRetriever(AsyncRetrieverMethods, SyncRetrieverMethods):
    """Finds messages, or summaries, closest to a query.

    Either ``session_id`` or ``user_id`` says where. ``client`` is the one to use; without it one is made for ``url``
    and ``api_key``. ``top_k`` is how many to return (the server's default is 10). ``search_scope``, ``search_type`` and
    ``mmr_lambda`` are as in ``MemorySearchPayload``.

    ``filter`` says what the metadata of messages must be, in the words of ``HoldfastVectorStore``. Another one, which
    must hold too, a filter of the server and another ``top_k`` may be passed with a query:
    ``retriever.invoke(query, filter={"topic": "food"}, metadata={"where": {"jsonpath": …}}, top_k=3)``.

    Documents have the text as content and everything else in their metadata: ``score`` (a similarity: more is closer),
    ``role``, ``created_at``, ``uuid``, ``metadata``, and ``session_id`` when a whole user was searched; what was said
    several times in the same words is one document, with ``duplicates`` and ``duplicates_at``.
    """
