"""The reader's network: a BERT's blocks with the adapter added to their weights, and the heads over them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from index.embedding.bert import Layer, Stack, layer_of
from index.embedding.models import Model, settings

if TYPE_CHECKING:
    import torch
    from torch import Tensor

Logits = npt.NDArray[np.float32]


class Network:
    """A loaded reader; any number of threads may call it at once."""

    def __init__(self, model: Model, adapter: Path, device: str, dtype: torch.dtype) -> None:
        """Load it.

        :param model: the BERT that the adapter was trained for.
        :param adapter: its safetensors file.
        """
        from safetensors.torch import load_file

        config = settings(model.folder / "config.json")
        base = {name.removeprefix("bert."): one for name, one in load_file(model.folder / "model.safetensors").items()}
        learned = {name: one.float() for name, one in load_file(adapter).items()}

        def placed(tensor: Tensor) -> Tensor:
            return tensor.to(device=device, dtype=dtype)

        self._device = device
        self._epsilon = float(config["layer_norm_eps"])
        self._words = placed(base["embeddings.word_embeddings.weight"])
        self._positions, self._kinds = placed(learned["positions"]), placed(learned["kinds"])
        self._norm = (placed(learned["norm.weight"]), placed(learned["norm.bias"]))
        self._span = (learned["span.weight"], learned["span.bias"])
        self._answered = (learned["answered.weight"], learned["answered.bias"])
        layers = [_adapted(layer_of(base, i), learned, i, placed) for i in range(int(config["num_hidden_layers"]))]
        self._stack = Stack(layers, int(config["num_attention_heads"]), self._epsilon, device, dtype, lean=True)
        self.longest = len(self._positions)
        """Tokens of question and passage at most."""

    def run(self, rows: Sequence[tuple[Sequence[int], int]]) -> tuple[list[Logits], Logits]:
        """Read rows of token numbers.

        :param rows: each with the index from which on its tokens are the passage's.
        :returns: for each row its tokens' logits as start and as end, (tokens, 2); and each row's logit that its
            passage answers, (rows,).
        """
        import torch
        from torch.nn import functional

        lengths = np.array([len(ids) for ids, _ in rows])
        ids = np.zeros((len(rows), int(lengths.max())), dtype=np.int64)
        kinds = np.zeros_like(ids)
        for i, (tokens, second) in enumerate(rows):
            ids[i, : len(tokens)] = tokens
            kinds[i, second : len(tokens)] = 1
        with torch.inference_mode():
            mask = None
            if (lengths < ids.shape[1]).any():
                mask = torch.from_numpy(np.arange(ids.shape[1]) < lengths[:, np.newaxis]).to(self._device)
            x = functional.embedding(torch.from_numpy(ids).to(self._device), self._words)
            x = x + self._positions[: ids.shape[1]]
            x = x + functional.embedding(torch.from_numpy(kinds).to(self._device), self._kinds)
            x = functional.layer_norm(x, (x.shape[2],), *self._norm, self._epsilon)
            x = self._stack.run(x, mask).float().cpu()
            spans = functional.linear(x, *self._span).numpy()
            answered = functional.linear(x[:, 0], *self._answered).squeeze(1).numpy()
        return [row[:length] for row, length in zip(spans, lengths, strict=True)], answered


def _adapted(layer: Layer, learned: Mapping[str, Tensor], number: int, placed: Callable[[Tensor], Tensor]) -> Layer:
    """A block with what was learned added to it."""

    def linear(part: str) -> tuple[Tensor, Tensor]:
        weight: Tensor = getattr(layer, part)[0]
        at = f"{number}.{part}"
        return placed(weight.float() + learned[f"{at}.b"] @ learned[f"{at}.a"]), placed(learned[f"{at}.bias"])

    def norm(part: str) -> tuple[Tensor, Tensor]:
        return placed(learned[f"{number}.{part}.weight"]), placed(learned[f"{number}.{part}.bias"])

    return Layer(
        attention=linear("attention"),
        attention_out=linear("attention_out"),
        attention_norm=norm("attention_norm"),
        wide=linear("wide"),
        narrow=linear("narrow"),
        norm=norm("norm"),
    )
