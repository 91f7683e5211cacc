"""What all retrievers of LangChain share: where they ask, and about whom."""

from __future__ import annotations

from typing import Optional

from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, Field, model_validator

from holdfast_client.client import HoldfastClient
from holdfast_client.langchain.connection import client_for

__all__ = ["ConnectedRetriever"]


class ConnectedRetriever(BaseRetriever):
    """Asks about a session or a user, through ``client`` or one that is made for ``url`` and ``api_key``."""

    model_config = ConfigDict(arbitrary_types_allowed=True, extra="forbid")

    session_id: Optional[str] = None
    user_id: Optional[str] = None
    url: Optional[str] = None
    api_key: Optional[str] = Field(default=None, repr=False)
    client: Optional[HoldfastClient] = Field(default=None, exclude=True)

    @model_validator(mode="after")
    def _connected(self) -> ConnectedRetriever:
        self._check()
        self.client = self._holdfast
        return self

    @property
    def _holdfast(self) -> HoldfastClient:
        return client_for(self.client, self.url, self.api_key)

    def _check(self) -> None:
        """Raise ``ValueError`` when the fields do not go together."""
