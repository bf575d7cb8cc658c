"""The trained part of the reader: low-rank changes to a BERT's linear maps, its norms and biases, and the heads.

Low-rank adaptation is Hu et al. 2021 (arXiv 2106.09685); the span head with "no answer" at the first token is that
of Devlin et al. 2019 for SQuAD 2.0. The product B A is added to the weights before they are used, so that a step
costs no more than one of plain fine-tuning.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

LINEAR = ("attention", "attention_out", "wide", "narrow")
_NAMES = {"attention_out": "attention.output.dense", "wide": "intermediate.dense", "narrow": "output.dense"}


class Adapter(nn.Module):
    """A BERT whose own weights stay as they are, and what is learned beside them."""

    def __init__(self, weights: dict[str, Tensor], heads: int, epsilon: float, rank: int, positions: int) -> None:
        super().__init__()
        self._heads, self._epsilon, self._positions = heads, epsilon, positions
        self.depth = sum(name.endswith("intermediate.dense.weight") for name in weights)
        self._fixed: dict[str, Tensor] = {"words": weights["embeddings.word_embeddings.weight"].float()}
        learned: dict[str, Tensor] = {
            "positions": weights["embeddings.position_embeddings.weight"][:positions].float(),
            "kinds": weights["embeddings.token_type_embeddings.weight"].float(),
        }
        _norm(learned, "norm", weights, "embeddings.LayerNorm")
        for layer in range(self.depth):
            at = f"encoder.layer.{layer}"
            for part in LINEAR:
                weight, bias = _linear(weights, at, part)
                self._fixed[f"{layer}.{part}"] = weight
                learned[f"{layer}.{part}.bias"] = bias
                learned[f"{layer}.{part}.a"] = torch.randn(rank, weight.shape[1]) * weight.shape[1] ** -0.5
                learned[f"{layer}.{part}.b"] = torch.zeros(weight.shape[0], rank)
            _norm(learned, f"{layer}.attention_norm", weights, f"{at}.attention.output.LayerNorm")
            _norm(learned, f"{layer}.norm", weights, f"{at}.output.LayerNorm")
        width = self._fixed["words"].shape[1]
        learned["span.weight"], learned["span.bias"] = torch.randn(2, width) * 0.02, torch.zeros(2)
        learned["answered.weight"], learned["answered.bias"] = torch.randn(1, width) * 0.02, torch.zeros(1)
        self.learned = nn.ParameterDict({_key(name): nn.Parameter(value.clone()) for name, value in learned.items()})

    def part(self, name: str) -> Tensor:
        """One learned tensor."""
        value: Tensor = self.learned[_key(name)]
        return value

    def forward(self, ids: Tensor, kinds: Tensor, seen: Tensor, dropout: float = 0.0) -> tuple[Tensor, Tensor]:
        """Logits of every token as start and as end, (rows, length, 2), and of each row as answered, (rows,)."""
        half = torch.bfloat16
        width = (self._fixed["words"].shape[1],)
        x = functional.embedding(ids, self._fixed["words"]) + self.part("positions")[: ids.shape[1]]
        x = self._norm(x + functional.embedding(kinds, self.part("kinds")), "norm", width)
        x = functional.dropout(x, dropout, self.training).to(half)
        mask = torch.zeros(seen.shape, dtype=half).masked_fill_(~seen, -1e4)[:, None, None, :]
        for layer in range(self.depth):
            q, k, v = self._map(x, layer, "attention").view(*ids.shape, 3, self._heads, -1).permute(2, 0, 3, 1, 4)
            mixed = _attend(q, k, v, mask).transpose(1, 2).flatten(2)
            x = self._norm(x + self._map(mixed, layer, "attention_out"), f"{layer}.attention_norm", width)
            more = self._map(functional.gelu(self._map(x, layer, "wide")), layer, "narrow")
            x = self._norm(x + more, f"{layer}.norm", width)
        x = x.float()
        spans = functional.linear(x, self.part("span.weight"), self.part("span.bias"))
        answered = functional.linear(x[:, 0], self.part("answered.weight"), self.part("answered.bias"))
        return spans, answered.squeeze(1)

    def _map(self, x: Tensor, layer: int, part: str) -> Tensor:
        at = f"{layer}.{part}"
        weight = self._fixed[at] + self.part(f"{at}.b") @ self.part(f"{at}.a")
        return functional.linear(x, weight.to(x.dtype), self.part(f"{at}.bias").to(x.dtype))

    def _norm(self, x: Tensor, name: str, width: tuple[int, ...]) -> Tensor:
        weight, bias = self.part(f"{name}.weight"), self.part(f"{name}.bias")
        return functional.layer_norm(x, width, weight.to(x.dtype), bias.to(x.dtype), self._epsilon)

    def tensors(self) -> dict[str, Tensor]:
        """What was learned, in bfloat16, by name."""
        return {name.replace("-", "."): value.detach().bfloat16().contiguous() for name, value in self.learned.items()}


def of_folder(folder: Path, config: dict[str, Any], rank: int, positions: int) -> Adapter:
    """An adapter for the BERT in a folder."""
    from safetensors.torch import load_file

    weights = {name.removeprefix("bert."): value for name, value in load_file(folder / "model.safetensors").items()}
    return Adapter(weights, int(config["num_attention_heads"]), float(config["layer_norm_eps"]), rank, positions)


def _attend(q: Tensor, k: Tensor, v: Tensor, mask: Tensor) -> Tensor:
    """Attention step by step: on a processor its gradient takes a quarter of the time of torch's joint operation."""
    rows, heads, length, width = q.shape
    flat = (rows * heads, length, width)
    hidden = mask.expand(rows, heads, 1, length).reshape(rows * heads, 1, length)
    scores = torch.baddbmm(hidden, (q * width**-0.5).reshape(flat), k.reshape(flat).transpose(1, 2))
    return torch.bmm(scores.softmax(-1), v.reshape(flat)).view(q.shape)


def _key(name: str) -> str:
    return name.replace(".", "-")  # torch allows no dots


def _norm(learned: dict[str, Tensor], name: str, weights: dict[str, Tensor], where: str) -> None:
    learned[f"{name}.weight"] = weights[f"{where}.weight"].float()
    learned[f"{name}.bias"] = weights[f"{where}.bias"].float()


def _linear(weights: dict[str, Tensor], at: str, part: str) -> tuple[Tensor, Tensor]:
    if part != "attention":
        name = f"{at}.{_NAMES[part]}"
        return weights[f"{name}.weight"].float(), weights[f"{name}.bias"].float()
    parts = [f"{at}.attention.self.{one}" for one in ("query", "key", "value")]
    return tuple(torch.cat([weights[f"{one}.{kind}"].float() for one in parts]) for kind in ("weight", "bias"))  # type: ignore[return-value]
