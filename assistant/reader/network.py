"""The reader's network: a BERT's blocks with the adapter added to their weights, and the heads over them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from index.embedding.blocks import Layer, Stack, in_one_row, layer_of
from index.embedding.models import Model, settings

if TYPE_CHECKING:
    import torch
    from torch import Tensor

Logits = npt.NDArray[np.float32]

Tokens = tuple[Sequence[int], int]
"""Token numbers of question and passage, and the index from which on they are the passage's."""

_MOST_CORES = 4
"""Cores that one question is read on: it has about three passages."""
_CAREFUL = 1
"""Blocks whose scores the quick attention does not bear: in the first, equal words of question and passage reach 180.
"""


class Network:
    """A loaded reader; any number of threads may call it at once."""

    def __init__(self, model: Model, adapter: Path, device: str, dtype: torch.dtype) -> None:
        """Load it.

        :param model: the BERT that the adapter was trained for.
        :param adapter: its safetensors file.
        """
        import torch
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
        heads = int(config["num_attention_heads"])
        self._stack = Stack(layers, heads, self._epsilon, device, dtype, careful=_CAREFUL)
        self._cores = min(torch.get_num_threads(), _MOST_CORES) if device == "cpu" else 1
        self._pool = ThreadPoolExecutor(max(1, self._cores - 1), "reading", initializer=_one_thread)
        self.longest = len(self._positions)
        """Tokens of question and passage at most."""

    def run(self, rows: Sequence[Tokens]) -> tuple[list[Logits], Logits]:
        """Read rows of token numbers, shared out among the processor's cores.

        :param rows: each with the index from which on its tokens are the passage's.
        :returns: for each row its tokens' logits as start and as end, (tokens, 2); and each row's logit that its
            passage answers, (rows,).
        """
        shares = shared([len(ids) for ids, _ in rows], self._cores)
        spans: dict[int, Logits] = {}
        answered = np.zeros(len(rows), dtype=np.float32)
        for share, (found, sure) in zip(shares, self._at_once([[rows[i] for i in one] for one in shares]), strict=True):
            spans.update(zip(share, found, strict=True))
            answered[share] = sure
        return [spans[i] for i in range(len(rows))], answered

    def _at_once(self, shares: Sequence[Sequence[Tokens]]) -> list[tuple[list[Logits], Logits]]:
        """Read shares side by side, each in one thread: threads that share each sum wait for each other, which takes
        several times as long where something else, such as indexing, runs too.
        """
        import torch

        before = torch.get_num_threads()
        torch.set_num_threads(1)  # of this thread, and of those that begin meanwhile
        try:
            others = [self._pool.submit(self._run, share) for share in shares[1:]]
            return [self._run(shares[0]), *(other.result() for other in others)]
        finally:
            torch.set_num_threads(before)

    def _run(self, rows: Sequence[Tokens]) -> tuple[list[Logits], Logits]:
        import torch
        from torch.nn import functional

        row = in_one_row([ids for ids, _ in rows])
        firsts = np.cumsum([0, *row.lengths])
        kinds = np.zeros_like(row.ids)
        for first, (ids, second) in zip(firsts, rows, strict=False):
            kinds[first + second : first + len(ids)] = 1

        def looked_up(numbers: npt.NDArray[np.int64], table: Tensor) -> Tensor:
            return functional.embedding(torch.from_numpy(numbers).to(self._device), table)

        with torch.inference_mode():
            x = looked_up(row.ids, self._words) + looked_up(row.places, self._positions) + looked_up(kinds, self._kinds)
            x = functional.layer_norm(x, (x.shape[1],), *self._norm, self._epsilon)
            mask = torch.from_numpy(row.real).unsqueeze(0).to(self._device)
            x = self._stack.run(x.unsqueeze(0), mask, row.lengths).squeeze(0).float().cpu()
            spans = functional.linear(x, *self._span).numpy()
            answered = functional.linear(x[firsts[:-1]], *self._answered).squeeze(1).numpy()
        return [spans[first : first + len(ids)] for first, (ids, _) in zip(firsts, rows, strict=False)], answered


def shared(lengths: Sequence[int], cores: int) -> list[list[int]]:
    """Share rows out among cores, so that each has about as many tokens; the indices of each share's rows."""
    shares: list[list[int]] = [[] for _ in range(min(cores, len(lengths)))]
    for i in sorted(range(len(lengths)), key=lambda i: -lengths[i]):
        min(shares, key=lambda share: sum(lengths[j] for j in share)).append(i)
    return shares


def _one_thread() -> None:
    import torch

    torch.set_num_threads(1)


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
