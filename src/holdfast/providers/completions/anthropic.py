"""Completions from Anthropic's ``POST /v1/messages``.

Connections, retries with back-off and jitter, and ``Retry-After`` are the `anthropic` library's.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from functools import partial
from typing import Final

import anthropic
import msgspec

from holdfast.providers.completions.failures import ClientFailures, malformed, translated
from holdfast.providers.completions.temperature import Temperature
from holdfast.telemetry.spans import provider_call

_FAILURES: Final = ClientFailures(anthropic.APIStatusError, anthropic.APIConnectionError, anthropic.APITimeoutError)


class _Block(msgspec.Struct):
    type: str
    text: str = ""


class _Answer(msgspec.Struct):
    content: list[_Block]


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """Where the completions come from and how patient to be.

    ``base_url`` ends before ``/v1/messages`` (None: Anthropic itself).  ``timeout`` is in seconds and holds for each
    attempt; ``max_retries`` counts the further attempts after a lost connection, a time-out or a status 408, 409,
    429 or 5xx.
    """

    base_url: str | None = None
    api_key: str | None = field(default=None, repr=False)
    timeout: float = 60.0
    max_retries: int = 2

    def connect(self) -> anthropic.AsyncAnthropic:
        """Open a client; nothing is sent yet."""
        return anthropic.AsyncAnthropic(
            base_url=self.base_url,
            api_key=self.api_key or "none",
            timeout=self.timeout,
            max_retries=self.max_retries,
        )


class AnthropicCompletions:
    """A model of Anthropic's; the whole prompt is one turn of the user."""

    def __init__(self, *, model: str, context_size: int, endpoint: Endpoint, parallel_requests: int) -> None:
        self._model = model
        self._context_size = context_size
        self._client = endpoint.connect()
        self._slots = asyncio.Semaphore(parallel_requests)
        self._temperature = Temperature()

    @property
    def name(self) -> str:
        """Service and model."""
        return f"anthropic:{self._model}"

    @property
    def context_size(self) -> int:
        """Tokens that prompt and answer may have together."""
        return self._context_size

    async def complete(self, prompt: str, *, max_tokens: int) -> str:
        """As `CompletionModel.complete`."""
        async with self._slots:
            content = await self._temperature.ask(partial(self._post, prompt, max_tokens))
        try:
            answer = msgspec.json.decode(content, type=_Answer)
        except (msgspec.DecodeError, UnicodeDecodeError) as failure:
            raise malformed(self.name, str(failure)) from failure
        return "".join(block.text for block in answer.content if block.type == "text")

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()

    @provider_call("chat")
    async def _post(self, prompt: str, max_tokens: int, *, pinned: bool) -> bytes:
        with translated(self.name, _FAILURES, pinned=pinned):
            response = await self._client.messages.with_raw_response.create(
                model=self._model,
                max_tokens=max_tokens,
                messages=[{"role": "user", "content": prompt}],
                # The library no longer knows the parameter; models that still take it are pinned.
                extra_body={"temperature": 0.0} if pinned else None,
            )
        return await response.read()
