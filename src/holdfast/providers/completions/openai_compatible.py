"""Completions from any endpoint that speaks OpenAI's ``POST /chat/completions``, Azure's deployments included.

Connections, retries with back-off and jitter, and ``Retry-After`` are the `openai` library's.
"""

from __future__ import annotations

import asyncio
import re
from functools import partial
from typing import Any, Final

import msgspec
import openai

from holdfast.providers.completions.failures import ClientFailures, malformed, translated
from holdfast.providers.completions.temperature import Temperature
from holdfast.providers.openai_endpoint import OpenAIEndpoint
from holdfast.telemetry.spans import provider_call

_FAILURES: Final = ClientFailures(openai.APIStatusError, openai.APIConnectionError, openai.APITimeoutError)
_REASONING: Final = re.compile(r"(o\d|gpt-5)(-|$)")
"""Models that accept no temperature and name the bound of their output otherwise."""


class _Message(msgspec.Struct):
    content: str | None = None


class _Choice(msgspec.Struct):
    message: _Message


class _Answer(msgspec.Struct):
    choices: list[_Choice]


class OpenAICompletions:
    """A chat model behind an endpoint; the whole prompt is one system message."""

    def __init__(self, *, model: str, context_size: int, endpoint: OpenAIEndpoint, parallel_requests: int) -> None:
        self._model = model
        self._context_size = context_size
        self._client = endpoint.connect()
        self._slots = asyncio.Semaphore(parallel_requests)
        self._temperature = Temperature(pinned=not _REASONING.match(model))

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
            content = await self._temperature.ask(partial(self._post, prompt, max_tokens))
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
        with translated(self.name, _FAILURES, pinned=pinned):
            response = await self._client.chat.completions.with_raw_response.create(
                model=self._model,
                messages=[{"role": "system", "content": prompt}],
                stream=False,
                **self._bounds(max_tokens, pinned=pinned),
            )
        content: bytes = response.content
        return content

    def _bounds(self, max_tokens: int, *, pinned: bool) -> dict[str, Any]:
        bounds: dict[str, Any] = {"temperature": 0.0} if pinned else {}
        name = "max_completion_tokens" if _REASONING.match(self._model) else "max_tokens"
        return bounds | {name: max_tokens}
