"""From plain settings to a language model."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from holdfast.errors import StartupError
from holdfast.providers.completions.contexts import context_size_of

if TYPE_CHECKING:
    from holdfast.providers.completions.contract import CompletionModel

SERVICES: Final = ("openai", "anthropic")
SMALLEST_CONTEXT: Final = 2_048


@dataclass(frozen=True, kw_only=True)
class CompletionOptions:
    """What the settings say of the language model; what a service does not use, it ignores.

    ``context_size`` is in tokens, 0 meaning what is known of the model.  ``timeout`` is in seconds.
    """

    service: str = "openai"
    model: str = "gpt-4o-mini"
    context_size: int = 0
    base_url: str | None = None
    api_key: str | None = field(default=None, repr=False)
    organization: str | None = None
    azure_deployment: str | None = None
    timeout: float = 60.0
    max_retries: int = 2
    parallel_requests: int = 4


def open_completion_model(options: CompletionOptions) -> CompletionModel:
    """Build the model that ``options`` describe; nothing is sent yet.

    Raises StartupError when an option is missing or wrong, or when the service's optional library is not installed.
    """
    if options.service not in SERVICES:
        raise StartupError(f"llm.service: unknown service {options.service!r}; choose one of {', '.join(SERVICES)}")
    if options.context_size and options.context_size < SMALLEST_CONTEXT:
        raise StartupError(f"llm.context_size: must be at least {SMALLEST_CONTEXT}, got {options.context_size}")
    if importlib.util.find_spec(options.service) is None:
        raise StartupError(
            f"the language model needs the library {options.service!r};"
            f" install it with: pip install 'holdfast[{options.service}]'"
        )
    return _open_anthropic(options) if options.service == "anthropic" else _open_openai(options)


def _open_openai(options: CompletionOptions) -> CompletionModel:
    # An optional library, slow to import.
    from holdfast.providers.completions.openai_compatible import OpenAICompletions  # noqa: PLC0415
    from holdfast.providers.openai_endpoint import OpenAIEndpoint  # noqa: PLC0415

    if options.azure_deployment and not options.base_url:
        raise StartupError("llm.azure_openai_endpoint: an Azure deployment needs the address of its resource")
    return OpenAICompletions(
        model=options.model,
        context_size=options.context_size or context_size_of(options.model),
        endpoint=OpenAIEndpoint(
            base_url=options.base_url,
            api_key=options.api_key,
            organization=options.organization,
            azure_deployment=options.azure_deployment,
            timeout=options.timeout,
            max_retries=options.max_retries,
        ),
        parallel_requests=options.parallel_requests,
    )


def _open_anthropic(options: CompletionOptions) -> CompletionModel:
    from holdfast.providers.completions import anthropic  # noqa: PLC0415  # an optional library, slow to import

    return anthropic.AnthropicCompletions(
        model=options.model,
        context_size=options.context_size or context_size_of(options.model),
        endpoint=anthropic.Endpoint(
            base_url=options.base_url,
            api_key=options.api_key,
            timeout=options.timeout,
            max_retries=options.max_retries,
        ),
        parallel_requests=options.parallel_requests,
    )
