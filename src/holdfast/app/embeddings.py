"""Which embedding models the settings name."""

from __future__ import annotations

from holdfast.providers.embeddings.contract import EmbeddingModel
from holdfast.providers.embeddings.open import EmbeddingOptions, open_embedding_model
from holdfast.settings import EmbeddingSettings, Settings


def open_message_embeddings(settings: Settings) -> EmbeddingModel | None:
    """The model that embeds messages, summaries and questions; ``None`` when embeddings are switched off."""
    return _open_embeddings(settings, settings.extractors.messages.embeddings)


def open_document_embeddings(settings: Settings) -> EmbeddingModel | None:
    """The model that embeds documents and what is asked of collections; ``None`` when that is switched off."""
    return _open_embeddings(settings, settings.extractors.documents.embeddings)


def _open_embeddings(settings: Settings, wanted: EmbeddingSettings) -> EmbeddingModel | None:
    if not wanted.enabled:
        return None
    llm = settings.llm
    builtin = wanted.service in {"", "local", "builtin"}
    return open_embedding_model(
        EmbeddingOptions(
            service="builtin" if builtin else wanted.service,
            model=wanted.model or None,
            path=wanted.path or None,
            # The reference's configuration states the width of its side service here; models of ours have their own.
            dimensions=None if _brings_its_width(wanted) else wanted.dimensions or None,
            base_url=llm.azure_openai_endpoint or llm.openai_endpoint or None,
            api_key=llm.openai_api_key or None,
            organization=llm.openai_org_id or None,
            azure_deployment=llm.azure_openai.embedding_deployment or None,
        )
    )


def _brings_its_width(wanted: EmbeddingSettings) -> bool:
    """Whether a service has one model, whose width is not to be chosen."""
    return wanted.service in {"", "local", "builtin", "multilingual"} or (wanted.service == "onnx" and not wanted.path)
