"""BERT encoders such as all-MiniLM-L6-v2, computed directly in torch.

The same arithmetic as sentence-transformers runs for these models, without importing its libraries: a process
that embeds is ready in about a third of the time and holds 200 MB less. Any model that is not of this plain
shape (``is_plain``) is left to sentence-transformers itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from index.documents import Vectors32
from index.embedding.blocks import Stack, in_one_row, layer_of, pair
from index.embedding.models import Model, modules, settings

if TYPE_CHECKING:
    import torch
    from tokenizers import Tokenizer
    from torch import Tensor

_FEW = 24
"""Texts up to which those of a batch are computed in one row, each attending to itself, instead of being padded."""
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
        with torch.inference_mode():
            if 1 < len(rows) <= _FEW and lengths.min() > 0:
                vectors = self._in_one_row(rows, lengths)
            else:
                vectors = self._padded(rows, lengths)
            return np.asarray(vectors.float().cpu().numpy(), dtype=np.float32)

    def _in_one_row(self, rows: Sequence[Sequence[int]], lengths: npt.NDArray[np.int64]) -> Tensor:
        import torch

        row = in_one_row(rows)
        x = self._looked_up(torch.from_numpy(row.ids), torch.from_numpy(row.places)).unsqueeze(0)
        x = self._stack.run(x, torch.from_numpy(row.real).unsqueeze(0).to(self._device), row.lengths)
        each = zip(torch.split(x[0], row.lengths), lengths.tolist(), strict=True)
        return torch.stack([one[:length].float().mean(0) if self._mean else one[0] for one, length in each])

    def _padded(self, rows: Sequence[Sequence[int]], lengths: npt.NDArray[np.int64]) -> Tensor:
        import torch

        ids = np.zeros((len(rows), max(1, lengths.max())), dtype=np.int64)
        for i, row in enumerate(rows):
            ids[i, : len(row)] = row
        mask = None
        if (lengths < ids.shape[1]).any():
            mask = torch.from_numpy(np.arange(ids.shape[1]) < lengths[:, np.newaxis]).to(self._device)
        x = self._stack.run(self._looked_up(torch.from_numpy(ids), torch.arange(ids.shape[1])), mask)
        if not self._mean:
            return x[:, 0]
        if mask is None:
            return x.float().mean(1)
        kept = mask.unsqueeze(-1)
        return (x.float() * kept).sum(1) / kept.sum(1)

    def _looked_up(self, ids: Tensor, places: Tensor) -> Tensor:
        from torch.nn import functional

        x = functional.embedding(ids.to(self._device), self._words) + self._positions[places.to(self._device)]
        return functional.layer_norm(x, (self._words.shape[1],), *self._norm, self._epsilon)
