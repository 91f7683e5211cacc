"""Collections of documents: the shapes and the calls behind ``client.document``."""

from holdfast_client.document.client import DocumentClient
from holdfast_client.document.collections import DocumentCollection
from holdfast_client.document.models import Document, SearchType

__all__ = ["Document", "DocumentClient", "DocumentCollection", "SearchType"]
