"""BERT encoders such as all-MiniLM-L6-v2, computed directly in torch.

The same arithmetic as sentence-transformers runs for these models, without importing its libraries: a process
that embeds is ready in about a third of the time and holds 200 MB less. Any model that is not of this plain
shape (``is_plain``) is left to sentence-transformers itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from index.documents import Vectors32
from index.embedding.models import Model, modules, settings

if TYPE_CHECKING:
    import torch
    from tokenizers import Tokenizer
    from torch import Tensor

_MANY = 512
"""Tokens of a batch from which weights in the processor's own order pay."""

_POOLINGS = {"mean": "mean", "pooling_mode_mean_tokens": "mean", "cls": "cls", "pooling_mode_cls_token": "cls"}


def is_plain(model: Model) -> bool:
    """Whether ``Bert`` computes this model exactly: a BERT, mean or first-token pooling, nothing after it."""
    folder = model.folder
    config, parts = settings(folder / "config.json"), modules(folder)
    kinds = [str(part["type"]).rsplit(".", 1)[-1] for part in parts]
    if kinds not in (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"]) or parts[0]["path"]:
        return False
    return (
        config.get("architectures") == ["BertModel"]
        and config.get("hidden_act") == "gelu"
        and config.get("position_embedding_type", "absolute") == "absolute"
        and not config.get("is_decoder")
        and not settings(folder / "sentence_bert_config.json").get("do_lower_case")
        and pooling(settings(folder / str(parts[1]["path"]) / "config.json")) is not None
        and settings(folder / "config_sentence_transformers.json").get("truncate_dim") is None
        and (folder / "tokenizer.json").is_file()
        and (folder / "model.safetensors").is_file()
    )


def pooling(config: Mapping[str, Any]) -> str | None:
    """How token vectors become one: "mean", "cls", or None for anything else; from a Pooling module's settings."""
    if config.get("include_prompt") is False:
        return None
    mode = config.get("pooling_mode")
    on = [mode] if isinstance(mode, str) else [key for key, value in config.items() if value is True]
    modes = [key for key in on if key != "include_prompt"]
    return _POOLINGS.get(modes[0]) if len(modes) == 1 else None


@dataclass(frozen=True, slots=True)
class Layer:
    """One transformer block's weights; query, key and value are one matrix."""

    attention: tuple[Tensor, Tensor]
    attention_out: tuple[Tensor, Tensor]
    attention_norm: tuple[Tensor, Tensor]
    wide: tuple[Tensor, Tensor]
    narrow: tuple[Tensor, Tensor]
    norm: tuple[Tensor, Tensor]


@dataclass(frozen=True, slots=True)
class _Arithmetic:
    """A way to compute the same blocks: their weights as it needs them, and its operations."""

    layers: Sequence[Layer]
    linear: Callable[[Tensor, Tensor, Tensor], Tensor]
    widen: Callable[[Tensor, Tensor, Tensor], Tensor]
    """The linear map and the GELU after it."""
    attend: Callable[[Tensor, Tensor, Tensor, Tensor | None], Tensor]


class Stack:
    """Transformer blocks one after the other, computed in the fastest way that a device has for them."""

    def __init__(
        self, layers: Sequence[Layer], heads: int, epsilon: float, device: str, dtype: torch.dtype, lean: bool = False
    ) -> None:
        """Make them ready.

        :param heads: attention heads.
        :param epsilon: what the norms add to a variance.
        :param lean: hold the weights in one order alone, where few tokens are seldom computed.
        """
        self._heads, self._epsilon = heads, epsilon
        self._exact = self._quick = self._few = _Arithmetic(layers, _linear, _widen, _attend)
        if device == "cpu" and str(dtype) == "torch.bfloat16":
            self._few = _Arithmetic(layers, _linear, _widen, _attend_quickly)
            self._quick = _packed(layers) or self._few
            if lean:
                self._few, self._exact = self._quick, replace(self._quick, attend=_attend)

    def run(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """Give the token vectors (texts, length, width) behind the last block; ``mask`` is False for padding."""
        how = self._quick if x.shape[0] * x.shape[1] >= _MANY else self._few
        found = self._through(x, mask, how)
        return found if how is self._exact or bool(found.isfinite().all()) else self._through(x, mask, self._exact)

    def _through(self, x: Tensor, mask: Tensor | None, how: _Arithmetic) -> Tensor:
        from torch.nn import functional

        shape, size = (*x.shape[:2], 3, self._heads, -1), (x.shape[2],)
        seen = None if mask is None else mask[:, None, None, :]
        for layer in how.layers:
            q, k, v = how.linear(x, *layer.attention).view(shape).permute(2, 0, 3, 1, 4)
            heads = how.attend(q, k, v, seen)
            mixed = how.linear(heads.transpose(1, 2).flatten(2), *layer.attention_out)
            x = functional.layer_norm(x + mixed, size, *layer.attention_norm, self._epsilon)
            wide = how.widen(x, *layer.wide)
            x = functional.layer_norm(x + how.linear(wide, *layer.narrow), size, *layer.norm, self._epsilon)
        return x


class Bert:
    """A loaded BERT encoder; any number of threads may call it at once."""

    def __init__(self, model: Model, tokenizer: Tokenizer, device: str, dtype: torch.dtype) -> None:
        from safetensors.torch import load_file

        config = settings(model.folder / "config.json")
        parts = modules(model.folder)
        self._mean = pooling(settings(model.folder / str(parts[1]["path"]) / "config.json")) == "mean"
        self._prompts = model.prompts
        self._tokenizer = tokenizer
        self._device = device
        self._epsilon = float(config["layer_norm_eps"])
        weights = {
            name.removeprefix("bert."): tensor.to(device=device, dtype=dtype)
            for name, tensor in load_file(model.folder / "model.safetensors").items()
        }
        self._words = weights["embeddings.word_embeddings.weight"]
        # The same for all texts of one segment: added once, here.
        self._positions = (
            weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0]
        )
        self._norm = pair(weights, "embeddings.LayerNorm")
        layers = [layer_of(weights, i) for i in range(int(config["num_hidden_layers"]))]
        self.size = sum(layer.attention[0].numel() * 4 for layer in layers)
        self._stack = Stack(layers, int(config["num_attention_heads"]), self._epsilon, device, dtype)

    def encode(self, texts: Sequence[str], task: str) -> Vectors32:
        """Vectors of texts (not scaled to length 1), one a row; ``task`` is "query" or "document"."""
        import torch

        prompt = self._prompts[task]
        encodings = self._tokenizer.encode_batch_fast([prompt + text for text in texts])
        rows = [encoding.ids for encoding in encodings]
        lengths = np.array([len(row) for row in rows])
        ids = np.zeros((len(rows), max(1, lengths.max())), dtype=np.int64)
        for i, row in enumerate(rows):
            ids[i, : len(row)] = row
        with torch.inference_mode():
            mask = None
            if (lengths < ids.shape[1]).any():
                mask = torch.from_numpy(np.arange(ids.shape[1]) < lengths[:, np.newaxis]).to(self._device)
            vectors = self._vectors(torch.from_numpy(ids).to(self._device), mask)
            return np.asarray(vectors.float().cpu().numpy(), dtype=np.float32)

    def _vectors(self, ids: Tensor, mask: Tensor | None) -> Tensor:
        from torch.nn import functional

        x = functional.embedding(ids, self._words) + self._positions[: ids.shape[1]]
        x = self._stack.run(functional.layer_norm(x, (self._words.shape[1],), *self._norm, self._epsilon), mask)
        if not self._mean:
            return x[:, 0]
        if mask is None:
            return x.float().mean(1)
        kept = mask.unsqueeze(-1)
        return (x.float() * kept).sum(1) / kept.sum(1)


def _linear(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    from torch.nn import functional

    return functional.linear(x, weight, bias)


def _widen(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    from torch.nn import functional

    return functional.gelu(functional.linear(x, weight, bias))


def _packed(layers: Sequence[Layer]) -> _Arithmetic | None:
    """Linear maps by oneDNN with weights put in its own order once, and the GELU done along: 5 % of the time less.

    These are the operations that torch's compiler puts in place of a frozen model's. They are no public interface,
    so that None is given, and all computed as usual, where this torch has them not or they give something else.
    """
    import torch

    def pack(pair: tuple[Tensor, Tensor]) -> tuple[Tensor, Tensor]:
        return torch.ops.mkldnn._reorder_linear_weight(pair[0], 4 * _MANY), pair[1]

    def linear(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
        result: Tensor = torch.ops.mkldnn._linear_pointwise(x, weight, bias, "none", [], "")
        return result

    def widen(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
        result: Tensor = torch.ops.mkldnn._linear_pointwise(x, weight, bias, "gelu", [], "none")
        return result

    try:
        with torch.inference_mode():
            packed = [
                replace(
                    layer,
                    attention=pack(layer.attention),
                    attention_out=pack(layer.attention_out),
                    wide=pack(layer.wide),
                    narrow=pack(layer.narrow),
                )
                for layer in layers
            ]
            trial = torch.linspace(-1, 1, layers[0].wide[0].shape[1]).to(layers[0].wide[0].dtype).repeat(_MANY, 1)
            same = torch.allclose(widen(trial, *packed[0].wide), _widen(trial, *layers[0].wide), rtol=0.05, atol=0.05)
    except (AttributeError, RuntimeError):
        return None
    return _Arithmetic(packed, linear, widen, _attend_quickly) if same else None


def _attend(q: Tensor, k: Tensor, v: Tensor, seen: Tensor | None) -> Tensor:
    """Scaled dot product attention over (texts, heads, length, width); ``seen`` masks keys, or None for all."""
    from torch.nn import functional

    return functional.scaled_dot_product_attention(q, k, v, attn_mask=seen)


def _attend_quickly(q: Tensor, k: Tensor, v: Tensor, seen: Tensor | None) -> Tensor:
    """The same without taking the largest score off first: half the time in bfloat16 on a processor.

    Its exponentials overflow for scores above 88, far beyond what such models give; the outcome is then not finite.
    """
    import torch

    shape, rows = q.shape, (-1, q.shape[2], q.shape[3])
    flat_q, flat_k, flat_v = (q * shape[3] ** -0.5).reshape(rows), k.reshape(rows), v.reshape(rows)
    if seen is None:
        scores = torch.bmm(flat_q, flat_k.transpose(1, 2))
    else:
        hidden = torch.zeros(seen.shape, dtype=q.dtype).masked_fill_(~seen, float("-inf"))
        hidden = hidden.expand(shape[0], shape[1], 1, shape[2]).reshape(-1, 1, shape[2])
        scores = torch.baddbmm(hidden, flat_q, flat_k.transpose(1, 2))
    weights = scores.exp_()
    mixed = torch.bmm(weights, flat_v) / weights.sum(-1, keepdim=True)
    return mixed.view(shape)


def pair(weights: Mapping[str, Tensor], name: str) -> tuple[Tensor, Tensor]:
    """Weight and bias of one part of a model."""
    return weights[f"{name}.weight"], weights[f"{name}.bias"]


def layer_of(weights: Mapping[str, Tensor], number: int) -> Layer:
    """One block of a BERT's weights, from 0."""
    import torch

    at = f"encoder.layer.{number}"
    parts = [pair(weights, f"{at}.attention.self.{part}") for part in ("query", "key", "value")]
    return Layer(
        attention=(torch.cat([part[0] for part in parts]), torch.cat([part[1] for part in parts])),
        attention_out=pair(weights, f"{at}.attention.output.dense"),
        attention_norm=pair(weights, f"{at}.attention.output.LayerNorm"),
        wide=pair(weights, f"{at}.intermediate.dense"),
        narrow=pair(weights, f"{at}.output.dense"),
        norm=pair(weights, f"{at}.output.LayerNorm"),
    )
