"""Holdfast for LangChain: chat message history, vector store, retrievers of messages, facts and the context.

Needs ``pip install 'holdfast-client[langchain]'``. The names with ``Zep`` are those of ``langchain_community``.
"""

try:
    import langchain_core  # noqa: F401 - asked for here to say what to install
except ImportError as error:
    msg = "holdfast_client.langchain needs LangChain: pip install 'holdfast-client[langchain]'"
    raise ImportError(msg) from error

from holdfast_client.langchain.context import HoldfastContextRetriever, context_runnable
from holdfast_client.langchain.facts import HoldfastFactRetriever
from holdfast_client.langchain.history import HoldfastChatMessageHistory
from holdfast_client.langchain.retriever import HoldfastRetriever
from holdfast_client.langchain.vector_store import CollectionConfig, HoldfastVectorStore

ZepChatMessageHistory = HoldfastChatMessageHistory
ZepRetriever = HoldfastRetriever
ZepVectorStore = HoldfastVectorStore

__all__ = [
    "CollectionConfig",
    "HoldfastChatMessageHistory",
    "HoldfastContextRetriever",
    "HoldfastFactRetriever",
    "HoldfastRetriever",
    "HoldfastVectorStore",
    "ZepChatMessageHistory",
    "ZepRetriever",
    "ZepVectorStore",
    "context_runnable",
]
