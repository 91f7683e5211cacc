"""From plain settings to an embedding model."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from holdfast.errors import StartupError
from holdfast.providers.embeddings.combined import CombinedModel
from holdfast.providers.embeddings.static import load_static_model
from holdfast.providers.embeddings.universal_encoder import UniversalSentenceEncoder

if TYPE_CHECKING:
    from holdfast.providers.embeddings.contract import EmbeddingModel
    from holdfast.providers.embeddings.onnx import OnnxEmbeddingModel

SERVICES: Final = ("builtin", "local", "multilingual", "openai", "onnx")
DEFAULT_OPENAI_MODEL: Final = "text-embedding-3-small"


@dataclass(frozen=True, kw_only=True)
class EmbeddingOptions:
    """What the settings say of one embedding model; what a service does not use, it ignores.

    ``service`` is ``builtin`` (``local`` means the same), ``multilingual``, ``openai`` or ``onnx``.  ``timeout``
    is in seconds.
    """

    service: str = "builtin"
    model: str | None = None
    dimensions: int | None = None
    base_url: str | None = None
    api_key: str | None = field(default=None, repr=False)
    organization: str | None = None
    azure_deployment: str | None = None
    api_version: str | None = None
    path: Path | str | None = None
    threads: int = 1
    timeout: float = 30.0
    max_retries: int = 4
    parallel_requests: int = 4


def open_embedding_model(options: EmbeddingOptions) -> EmbeddingModel:
    """Build the model that ``options`` describe.

    Nothing is sent yet, and no weights are read, except by ``onnx`` and ``multilingual``.

    Raises StartupError when an option is missing or wrong, or when the service's optional library is not installed.
    """
    if options.service in {"builtin", "local"}:
        return _open_builtin(options)
    if options.service == "multilingual":
        return _open_multilingual(options)
    if options.service == "openai":
        return _open_openai(options)
    if options.service == "onnx":
        return _open_onnx(options)
    raise StartupError(f"unknown embedding service {options.service!r}; choose one of {', '.join(SERVICES)}")


def _open_builtin(options: EmbeddingOptions) -> EmbeddingModel:
    model = load_static_model()
    _check_dimensions(options, model)
    return model


def _open_multilingual(options: EmbeddingOptions) -> EmbeddingModel:
    model = CombinedModel(load_static_model(), UniversalSentenceEncoder())
    _check_dimensions(options, model)
    return model


def _open_openai(options: EmbeddingOptions) -> EmbeddingModel:
    _require("openai", extra="openai")
    # An optional library, slow to import.
    from holdfast.providers import openai_endpoint  # noqa: PLC0415
    from holdfast.providers.embeddings import openai_compatible  # noqa: PLC0415

    name = options.model or options.azure_deployment or DEFAULT_OPENAI_MODEL
    dimensions = options.dimensions or openai_compatible.NATIVE_DIMENSIONS.get(name)
    if dimensions is None:
        raise StartupError(f"set the dimensions of the embedding model {name!r}: the width of its vectors is not known")
    if options.azure_deployment and not options.base_url:
        raise StartupError("an Azure deployment needs the address of its resource: set the embeddings' base URL")
    endpoint = openai_endpoint.OpenAIEndpoint(
        base_url=options.base_url,
        api_key=options.api_key,
        organization=options.organization,
        azure_deployment=options.azure_deployment,
        api_version=options.api_version or openai_endpoint.DEFAULT_API_VERSION,
        timeout=options.timeout,
        max_retries=options.max_retries,
    )
    if not (options.api_key or options.base_url):
        raise StartupError("OpenAI's embeddings need a key; set it, or the base URL of a server that wants none")
    return openai_compatible.OpenAICompatibleModel(
        model=name, dimensions=dimensions, endpoint=endpoint, parallel_requests=options.parallel_requests
    )


def _open_onnx(options: EmbeddingOptions) -> EmbeddingModel:
    _require("onnxruntime", extra="onnx")
    _require("tokenizers", extra="onnx")
    from holdfast.providers.embeddings.onnx import OnnxEmbeddingModel  # noqa: PLC0415  # optional libraries

    model: EmbeddingModel
    if options.path is None:
        model = CombinedModel(_open_packaged(options), UniversalSentenceEncoder())
    else:
        model = OnnxEmbeddingModel.of_directory(Path(options.path), threads=options.threads)
    _check_dimensions(options, model)
    return model


def _open_packaged(options: EmbeddingOptions) -> OnnxEmbeddingModel:
    _require("onnx", extra="onnx")
    from holdfast.providers.embeddings import packaged_minilm  # noqa: PLC0415  # optional libraries
    from holdfast.providers.embeddings.onnx import OnnxEmbeddingModel  # noqa: PLC0415

    graph = packaged_minilm.multiplying_in_int8(packaged_minilm.weights_file())
    return OnnxEmbeddingModel(packaged_minilm.NAME, graph, packaged_minilm.token_ids, threads=options.threads)


def _check_dimensions(options: EmbeddingOptions, model: EmbeddingModel) -> None:
    if options.dimensions not in {None, model.dimensions}:
        raise StartupError(
            f"embedding model {model.name!r} has {model.dimensions} dimensions, not {options.dimensions}; "
            "leave dimensions out or choose another model"
        )


def _require(module: str, *, extra: str) -> None:
    if importlib.util.find_spec(module) is None:
        raise StartupError(
            f"the embedding service needs the library {module!r}; install it with: pip install 'holdfast[{extra}]'"
        )
