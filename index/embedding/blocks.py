"""The blocks of a BERT: their weights, and the fastest way that a device has to compute them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import torch
    from torch import Tensor

_TOKENS = 2048
"""Tokens that the processor's own order of the weights is chosen for; it pays for a dozen of them too."""
_STEP = 8
"""Texts in one row are padded to a multiple of so many tokens: the processor's code is compiled, and kept, for each
length anew, which would take as long as what it saves and some hundred megabytes."""


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
        self,
        layers: Sequence[Layer],
        heads: int,
        epsilon: float,
        device: str,
        dtype: torch.dtype,
        *,
        careful: int = 0,
    ) -> None:
        """Make them ready.

        :param heads: attention heads.
        :param epsilon: what the norms add to a variance.
        :param careful: blocks, from the first on, whose scores are too large for the quick attention.
        """
        self._heads, self._epsilon, self._careful = heads, epsilon, careful
        self._exact = self._quick = _Arithmetic(layers, _linear, _widen, _attend)
        if device == "cpu" and str(dtype) == "torch.bfloat16":
            self._quick = _packed(layers) or _Arithmetic(layers, _linear, _widen, _attend_quickly)
            self._exact = replace(self._quick, attend=_attend)

    def run(self, x: Tensor, mask: Tensor | None, lengths: Sequence[int] = ()) -> Tensor:
        """Give the token vectors (texts, length, width) behind the last block; ``mask`` is False for padding.

        :param lengths: where ``x`` has all texts in one row (`in_one_row`): how many tokens each has.
        """
        found = self._through(x, mask, lengths, self._quick)
        if self._quick is self._exact or bool(found.isfinite().all()):
            return found
        return self._through(x, mask, lengths, self._exact)

    def _through(self, x: Tensor, mask: Tensor | None, lengths: Sequence[int], how: _Arithmetic) -> Tensor:
        from torch.nn import functional

        shape, size = (*x.shape[:2], 3, self._heads, -1), (x.shape[2],)
        seen = None if mask is None else mask[:, None, None, :]
        for number, layer in enumerate(how.layers):
            q, k, v = how.linear(x, *layer.attention).view(shape).permute(2, 0, 3, 1, 4)
            heads = _each((self._exact if number < self._careful else how).attend, (q, k, v), seen, lengths)
            mixed = how.linear(heads.transpose(1, 2).flatten(2), *layer.attention_out)
            x = functional.layer_norm(x + mixed, size, *layer.attention_norm, self._epsilon)
            wide = how.widen(x, *layer.wide)
            x = functional.layer_norm(x + how.linear(wide, *layer.narrow), size, *layer.norm, self._epsilon)
        return x


@dataclass(frozen=True, slots=True)
class Row:
    """Texts one after the other in one row of tokens, each padded to a multiple of `_STEP`."""

    ids: npt.NDArray[np.int64]
    places: npt.NDArray[np.int64]
    """Of each token in its text."""
    real: npt.NDArray[np.bool_]
    """False for padding."""
    lengths: list[int]
    """Tokens of each text, with its padding."""


def in_one_row(texts: Sequence[Sequence[int]]) -> Row:
    """Put the token numbers of texts in one row."""
    lengths = [-(-len(ids) // _STEP) * _STEP for ids in texts]
    row, places = np.zeros((2, sum(lengths)), dtype=np.int64)
    real = np.zeros(len(row), dtype=np.bool_)
    first = 0
    for ids, length in zip(texts, lengths, strict=True):
        own = slice(first, first + len(ids))
        row[own], places[own], real[own] = ids, np.arange(len(ids)), True
        first += length
    return Row(row, places, real, lengths)


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
        return torch.ops.mkldnn._reorder_linear_weight(pair[0], _TOKENS), pair[1]

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
            wide = layers[0].wide
            trial = torch.linspace(-1, 1, wide[0].shape[1]).to(wide[0].dtype).repeat(_TOKENS // 4, 1)
            same = torch.allclose(widen(trial, *packed[0].wide), _widen(trial, *wide), rtol=0.05, atol=0.05)
    except (AttributeError, RuntimeError):
        return None
    return _Arithmetic(packed, linear, widen, _attend_quickly) if same else None


def _each(
    attend: Callable[[Tensor, Tensor, Tensor, Tensor | None], Tensor],
    parts: tuple[Tensor, Tensor, Tensor],
    seen: Tensor | None,
    lengths: Sequence[int],
) -> Tensor:
    """Attention, with ``lengths`` of each text of a row to itself."""
    import torch

    if len(lengths) < 2:
        return attend(*parts, seen)
    q, k, v = (torch.split(part, list(lengths), dim=2) for part in parts)
    masks = [None] * len(lengths) if seen is None else torch.split(seen, list(lengths), dim=3)
    return torch.cat([attend(*one) for one in zip(q, k, v, masks, strict=True)], dim=2)


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
