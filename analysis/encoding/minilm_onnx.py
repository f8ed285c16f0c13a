"""ONNX graph of all-MiniLM-L6-v2, built from the official weights.

ONNX Runtime's fused operators (EmbedLayerNormalization, Attention, BiasGelu) compute in a few
large steps what an exported graph spells out in hundreds. SkipLayerNormalization is left out: on a
CPU its kernel takes five times as long as two sums and a LayerNormalization. A text is encoded
alone, so the graph has no padding and no mask.
"""

from collections.abc import Mapping

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

_LAYERS = 6
_HEADS = 12
_EPSILON = 1e-12
_FUSED = "com.microsoft"
_SHAPE = ("batch", "tokens")


def minilm_graph(weights: Mapping[str, np.ndarray], *, positions: int) -> bytes:
    """The serialised model: `ids` int32 (1, tokens) to `states` float32 (1, tokens, 384).

    `weights` are all-MiniLM-L6-v2's by their official names, `positions` the most tokens of a text.
    """
    nodes, constants = _embedding(weights, positions=positions)
    for layer in range(_LAYERS):
        steps, values = _layer(weights, layer)
        nodes += steps
        constants |= values
    width = weights["embeddings.LayerNorm.weight"].shape[0]
    graph = helper.make_graph(
        nodes,
        "all-MiniLM-L6-v2",
        [helper.make_tensor_value_info("ids", TensorProto.INT32, _SHAPE)],
        [helper.make_tensor_value_info(f"x{_LAYERS}", TensorProto.FLOAT, [*_SHAPE, width])],
        [
            numpy_helper.from_array(np.ascontiguousarray(value), name)
            for name, value in constants.items()
        ],
    )
    versions = [helper.make_opsetid("", 17), helper.make_opsetid(_FUSED, 1)]
    return helper.make_model(graph, opset_imports=versions, ir_version=9).SerializeToString()


def _embedding(
    weights: Mapping[str, np.ndarray], *, positions: int
) -> tuple[list[onnx.NodeProto], dict[str, np.ndarray]]:
    table = "embeddings.{}_embeddings.weight"
    constants = {
        "word": weights[table.format("word")],
        # All tokens are of the first segment, whose vector is added here once and for all.
        "position": weights[table.format("position")][:positions]
        + weights[table.format("token_type")][0],
        "scale": weights["embeddings.LayerNorm.weight"],
        "shift": weights["embeddings.LayerNorm.bias"],
    }
    node = helper.make_node(
        "EmbedLayerNormalization",
        ["ids", "", "word", "position", "", "scale", "shift"],
        ["x0", "unmasked"],
        epsilon=_EPSILON,
        domain=_FUSED,
    )
    return [node], constants


def _layer(
    weights: Mapping[str, np.ndarray], layer: int
) -> tuple[list[onnx.NodeProto], dict[str, np.ndarray]]:
    """Layer `layer`, from x{layer} to x{layer + 1}: attention, then the feed-forward part."""
    official = f"encoder.layer.{layer}."
    parts = [f"{official}attention.self.{part}" for part in ("query", "key", "value")]
    source, own = f"x{layer}", f"layer{layer}."
    constants = {
        own + "qkv": np.concatenate([weights[f"{part}.weight"].T for part in parts], axis=1),
        own + "qkv_bias": np.concatenate([weights[f"{part}.bias"] for part in parts]),
        own + "wide": weights[official + "intermediate.dense.weight"].T,
        own + "wide_bias": weights[official + "intermediate.dense.bias"],
    }
    attention = [
        helper.make_node(
            "Attention",
            [source, own + "qkv", own + "qkv_bias"],
            [own + "attended"],
            num_heads=_HEADS,
            domain=_FUSED,
        )
    ]
    wide = [
        helper.make_node("MatMul", [own + "middle", own + "wide"], [own + "raised"]),
        helper.make_node(
            "BiasGelu", [own + "raised", own + "wide_bias"], [own + "active"], domain=_FUSED
        ),
    ]
    first, values = _residual(
        weights, official + "attention.output.", ends=(own + "attended", source, own + "middle")
    )
    second, more = _residual(
        weights, official + "output.", ends=(own + "active", own + "middle", f"x{layer + 1}")
    )
    return attention + first + wide + second, constants | values | more


def _residual(
    weights: Mapping[str, np.ndarray], official: str, *, ends: tuple[str, str, str]
) -> tuple[list[onnx.NodeProto], dict[str, np.ndarray]]:
    """LayerNorm(dense(source) + kept) under the name `target`; `ends` are the three names."""
    source, kept, target = ends
    names = {
        f"{target}.weight": weights[official + "dense.weight"].T,
        f"{target}.bias": weights[official + "dense.bias"],
        f"{target}.scale": weights[official + "LayerNorm.weight"],
        f"{target}.shift": weights[official + "LayerNorm.bias"],
    }
    weight, bias, scale, shift = names
    nodes = [
        helper.make_node("MatMul", [source, weight], [f"{target}.dense"]),
        helper.make_node("Add", [f"{target}.dense", bias], [f"{target}.biased"]),
        helper.make_node("Add", [f"{target}.biased", kept], [f"{target}.sum"]),
        helper.make_node(
            "LayerNormalization", [f"{target}.sum", scale, shift], [target], epsilon=_EPSILON
        ),
    ]
    return nodes, names
