"""Kept graphs serve only the rows whose vectors they were built from."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from holdfast.retrieval.collections import ranking
from holdfast.retrieval.collections.graph import build
from holdfast.retrieval.collections.graph_files import GraphFiles
from holdfast.retrieval.collections.index import CollectionIndex
from tests.retrieval.collections.samples import dead, found, index_of, live, nearest, numbers, unit, vectors

ROWS = vectors(1000)


@pytest.fixture
def files(tmp_path: Path) -> GraphFiles:
    """Files with a graph of `ROWS` under the name `docks`."""
    files = GraphFiles(tmp_path / "graphs")
    view = index_of(ROWS).view()
    files.save("docks", view, build(view.units))
    return files


@pytest.fixture(autouse=True)
def few_exact(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranking, "EXACT_ROWS", 300)


def test_a_kept_graph_answers_as_the_one_that_was_built(files: GraphFiles) -> None:
    view = index_of(ROWS).view()
    kept = files.load("docks", view)
    assert kept is not None
    assert len(kept.missing(1000)) == 0
    built = build(view.units)
    for row in unit(ROWS[:20]):
        assert kept.nearest(row, 10).tolist() == built.nearest(row, 10).tolist()


def test_documents_in_another_order_are_found_again(files: GraphFiles) -> None:
    index = CollectionIndex(dimensions=16)
    index.apply([live(number, ROWS[number - 1]) for number in range(1000, 0, -1)])
    graph = files.load("docks", index.view())
    assert graph is not None
    index.put(graph)
    for place in (0, 500, 999):
        assert numbers(found(index, ROWS[place], 1)) == [place + 1]


def test_rows_that_came_or_went_since_are_treated_as_such(files: GraphFiles) -> None:
    index = index_of(ROWS)
    more = vectors(50, seed=3)
    changed = vectors(1, seed=4)[0]
    index.apply([dead(7), live(8, changed), *(live(1001 + place, row) for place, row in enumerate(more))])
    graph = files.load("docks", index.view())
    assert graph is not None
    assert len(graph.missing(len(index))) == 50 + 3
    index.put(graph)
    assert numbers(found(index, more[10], 1)) == [1011]
    assert numbers(found(index, changed, 1)) == [8]
    assert 7 not in numbers(found(index, ROWS[6]))
    index.put(build(index.view().units, onto=graph))
    assert numbers(found(index, more[10], 1)) == [1011]
    everything = np.concatenate((ROWS, more))
    everything[7] = changed
    hits, wanted = numbers(found(index, ROWS[300])), nearest(everything, ROWS[300], 10)
    assert len(set(hits) & set(wanted)) >= 9


def test_vectors_of_another_model_are_not_taken_for_the_same(files: GraphFiles) -> None:
    assert files.load("docks", index_of(vectors(1000, seed=9)).view()) is None


@pytest.mark.parametrize("part", ["links.usearch", "nodes.npy", "manifest.json"])
@pytest.mark.parametrize("damage", [b"", b"rubbish" * 100])
def test_damaged_files_are_as_good_as_none(files: GraphFiles, tmp_path: Path, part: str, damage: bytes) -> None:
    (tmp_path / "graphs" / "docks" / part).write_bytes(damage)
    assert files.load("docks", index_of(ROWS).view()) is None


def test_a_single_wrong_bit_is_found(files: GraphFiles, tmp_path: Path) -> None:
    path = tmp_path / "graphs" / "docks" / "links.usearch"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    assert files.load("docks", index_of(ROWS).view()) is None


@pytest.mark.parametrize("change", [{"format": 0}, {"library": "usearch 0.1"}])
def test_files_of_another_format_or_library_are_not_read(
    files: GraphFiles, tmp_path: Path, change: dict[str, object]
) -> None:
    path = tmp_path / "graphs" / "docks" / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **change}))
    assert files.load("docks", index_of(ROWS).view()) is None


def test_what_was_deleted_leaves_nothing_in_a_file_that_is_written_after_it(files: GraphFiles, tmp_path: Path) -> None:
    """Neither its vector, in the sixteen bits that the library keeps, nor its number, nor a checksum."""
    path = tmp_path / "graphs" / "docks"
    index, gone = index_of(ROWS), list(range(1, 200))
    index.put(build(index.view().units))
    before = (path / "links.usearch").read_bytes()
    first, last = before[8:40], before[8 + 999 * 32 : 8 + 1000 * 32]
    decoded = (np.frombuffer(first, np.uint16).astype(np.uint32) << 16).view(np.float32)
    assert np.allclose(decoded, unit(ROWS)[0], atol=0.01)
    index.apply([dead(number) for number in gone])
    view = index.view()
    assert view.graph is not None
    files.save("docks", view, view.graph, revision=7)
    after = (path / "links.usearch").read_bytes()
    assert first not in after
    assert last in after
    assert len(after) == len(before)
    nodes = np.load(path / "nodes.npy")
    assert not nodes["number"][: len(gone)].any()
    assert not nodes["checksum"][: len(gone)].any()
    assert files.revision("docks") == 7
    kept = files.load("docks", view)
    assert kept is not None
    index.put(kept)
    for place in (300, 500, 999):
        assert numbers(found(index, ROWS[place], 1)) == [place + 1]


def test_an_unknown_name_has_no_graph(files: GraphFiles) -> None:
    assert files.load("elsewhere", index_of(ROWS).view()) is None


def test_what_is_no_longer_wanted_is_removed(files: GraphFiles, tmp_path: Path) -> None:
    (tmp_path / "graphs" / "docks.1.new").mkdir()
    files.keep_only({"docks"})
    assert [folder.name for folder in (tmp_path / "graphs").iterdir()] == ["docks"]
    files.remove("docks")
    assert list((tmp_path / "graphs").iterdir()) == []


def test_a_directory_that_cannot_be_written_costs_only_the_next_start(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    files = GraphFiles(tmp_path / "file")
    view = index_of(ROWS).view()
    files.save("docks", view, build(view.units))
    assert files.load("docks", view) is None
