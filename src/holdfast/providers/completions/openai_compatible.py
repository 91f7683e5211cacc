"""Completions from any endpoint that speaks OpenAI's ``POST /chat/completions``, Azure's deployments included.

Connections, retries with back-off and jitter, and ``Retry-After`` are the `openai` library's.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec
import openai

from holdfast.providers.completions.failures import (
    TemperatureRefused,
    malformed,
    refuses_temperature,
    status_failure,
    unreachable,
)
from holdfast.telemetry.spans import provider_call

DEFAULT_API_VERSION: Final = "2024-10-21"

_REASONING: Final = re.compile(r"(o\d|gpt-5)(-|$)")
"""Models that accept no temperature and name the bound of their output otherwise."""


class _Message(msgspec.Struct):
    content: str | None = None


class _Choice(msgspec.Struct):
    message: _Message


class _Answer(msgspec.Struct):
    choices: list[_Choice]


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """Where the completions come from and how patient to be.

    ``base_url`` ends before ``/chat/completions`` (None: OpenAI itself); for Azure it is the resource's address, and
    ``azure_deployment`` names the deployment.  ``timeout`` is in seconds and holds for each attempt; ``max_retries``
    counts the further attempts after a lost connection, a time-out or the status 408, 409, 429 or 5xx.
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


class OpenAICompletions:
    """A chat model behind an endpoint; the whole prompt is one system message."""

    def __init__(self, *, model: str, context_size: int, endpoint: Endpoint, parallel_requests: int) -> None:
        self._model = model
        self._context_size = context_size
        self._client = endpoint.connect()
        self._slots = asyncio.Semaphore(parallel_requests)
        self._pinned = not _REASONING.match(model)

    @property
    def name(self) -> str:
        """Service and model."""
        return f"openai:{self._model}"

    @property
    def context_size(self) -> int:
        """Tokens that prompt and answer may have together."""
        return self._context_size

    async def complete(self, prompt: str, *, max_tokens: int) -> str:
        """As `CompletionModel.complete`."""
        async with self._slots:
            try:
                content = await self._post(prompt, max_tokens, pinned=self._pinned)
            except TemperatureRefused:
                self._pinned = False
                content = await self._post(prompt, max_tokens, pinned=False)
        try:
            answer = msgspec.json.decode(content, type=_Answer)
        except (msgspec.DecodeError, UnicodeDecodeError) as failure:
            raise malformed(self.name, str(failure)) from failure
        if not answer.choices:
            raise malformed(self.name, "no choices")
        return answer.choices[0].message.content or ""

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()

    @provider_call("chat")
    async def _post(self, prompt: str, max_tokens: int, *, pinned: bool) -> bytes:
        try:
            response = await self._client.chat.completions.with_raw_response.create(
                model=self._model,
                messages=[{"role": "system", "content": prompt}],
                stream=False,
                **self._bounds(max_tokens, pinned=pinned),
            )
        except openai.APIStatusError as failure:
            if pinned and refuses_temperature(status=failure.status_code, text=failure.message):
                raise TemperatureRefused from None
            raise status_failure(
                self.name, status=failure.status_code, text=failure.message, headers=failure.response.headers
            ) from failure
        except openai.APIConnectionError as failure:
            raise unreachable(self.name, timed_out=isinstance(failure, openai.APITimeoutError)) from failure
        content: bytes = response.content
        return content

    def _bounds(self, max_tokens: int, *, pinned: bool) -> dict[str, Any]:
        bounds: dict[str, Any] = {"temperature": 0.0} if pinned else {}
        name = "max_completion_tokens" if _REASONING.match(self._model) else "max_tokens"
        return bounds | {name: max_tokens}
