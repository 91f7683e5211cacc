"""An endpoint that speaks OpenAI's protocol, Azure's included; embeddings and completions are asked for at one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import openai

DEFAULT_API_VERSION: Final = "2024-10-21"


@dataclass(frozen=True, kw_only=True)
class OpenAIEndpoint:
    """Where a model answers and how patient to be.

    ``base_url`` ends before the path of what is asked for, such as ``/embeddings`` (None: OpenAI itself); for Azure it
    is the resource's address, and ``azure_deployment`` names the deployment.  ``timeout`` is in seconds and holds for
    each attempt; ``max_retries`` counts the further attempts after a lost connection, a time-out or the status 408,
    409, 429 or 5xx.
    """

    base_url: str | None = None
    api_key: str | None = field(default=None, repr=False)
    organization: str | None = None
    azure_deployment: str | None = None
    api_version: str = DEFAULT_API_VERSION
    timeout: float = 60.0
    max_retries: int = 2

    def connect(self) -> openai.AsyncOpenAI:
        """Open a client; nothing is sent yet."""
        # Local servers want no key, but the library insists on one.
        key = self.api_key or "none"
        if self.azure_deployment is None:
            return openai.AsyncOpenAI(
                base_url=self.base_url,
                api_key=key,
                organization=self.organization,
                timeout=self.timeout,
                max_retries=self.max_retries,
            )
        return openai.AsyncAzureOpenAI(
            azure_endpoint=self.base_url or "",
            azure_deployment=self.azure_deployment,
            api_version=self.api_version,
            api_key=key,
            organization=self.organization,
            timeout=self.timeout,
            max_retries=self.max_retries,
        )
