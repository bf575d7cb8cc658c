from __future__ import annotations

from dataclasses import astuple, replace

import numpy as np
import pytest
import torch

from index.embedding.bert import Bert, is_plain
from index.embedding.blocks import Layer, Stack, _attend, _attend_quickly, in_one_row
from index.embedding.encoders import read_tokenizer
from index.embedding.models import find


def heads(scale: float = 1.0) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    torch.manual_seed(5)
    q, k, v = (scale * torch.randn(3, 4, 17, 32) for _ in range(3))
    return q, k, v


@pytest.mark.parametrize("lengths", [None, [17, 9, 1]])
def test_quick_attention_is_attention(lengths: list[int] | None) -> None:
    q, k, v = heads()
    seen = None if lengths is None else (torch.arange(17) < torch.tensor(lengths)[:, None])[:, None, None, :]
    torch.testing.assert_close(_attend_quickly(q, k, v, seen), _attend(q, k, v, seen), rtol=1e-4, atol=1e-5)


def test_scores_too_large_for_quick_attention_show() -> None:
    q, k, v = heads(scale=30.0)
    assert not _attend_quickly(q, k, v, None).isfinite().all()


def test_a_model_with_such_scores_is_computed_the_slow_way(monkeypatch: pytest.MonkeyPatch) -> None:
    model = find()
    assert is_plain(model)
    tokenizer = read_tokenizer(model)
    assert tokenizer is not None
    bert = Bert(model, tokenizer, "cpu", torch.bfloat16)
    expected = bert.encode(["The Loire is long."], "document")
    quick = "index.embedding.blocks._attend_quickly"
    monkeypatch.setattr(quick, lambda q, k, v, seen: torch.full_like(q, float("nan")))
    found = bert.encode(["The Loire is long."], "document")
    assert abs(found - expected).max() < 0.05


def stack(careful: int = 0, scale: float = 1.0) -> Stack:
    """Two blocks of four heads with weights by chance; ``scale`` of the first one's scores."""
    torch.manual_seed(7)

    def pair(outward: int, inward: int) -> tuple[torch.Tensor, torch.Tensor]:
        return torch.randn(outward, inward) * inward**-0.5, torch.randn(outward) * 0.1

    norm = (torch.ones(64), torch.zeros(64))
    layers = [Layer(pair(192, 64), pair(64, 64), norm, pair(128, 64), pair(64, 128), norm) for _ in range(2)]
    layers[0].attention[0][:128] *= scale
    layers = [Layer(*(tuple(t.bfloat16() for t in part) for part in astuple(layer))) for layer in layers]
    return Stack(layers, 4, 1e-12, "cpu", torch.bfloat16, careful=careful)


def test_texts_in_one_row_are_read_apart() -> None:
    torch.manual_seed(3)
    texts = [torch.randn(1, length, 64).bfloat16() for length in (9, 1, 30)]
    row = stack().run(torch.cat(texts, dim=1), None, [9, 1, 30])
    alone = torch.cat([stack().run(text, None) for text in texts], dim=1)
    torch.testing.assert_close(row, alone, rtol=0.05, atol=0.05)


def test_few_texts_have_the_vectors_that_each_has_alone() -> None:
    model = find()
    tokenizer = read_tokenizer(model)
    assert tokenizer is not None
    bert = Bert(model, tokenizer, "cpu", torch.float32)
    texts = ["The Loire is long.", "Who?", "The bridge of Varn was opened in 1931, and closed by a storm."]
    alone = [bert.encode([text], "document")[0] for text in texts]
    np.testing.assert_allclose(bert.encode(texts, "document"), np.stack(alone), rtol=1e-3, atol=1e-4)


def test_texts_stand_in_one_row_with_little_padding() -> None:
    row = in_one_row([[5, 6, 7], list(range(1, 10))])
    assert row.lengths == [8, 16]
    assert row.ids[:4].tolist() == [5, 6, 7, 0]
    assert row.places[8:18].tolist() == [*range(9), 0]
    assert row.real.sum() == 12


def test_blocks_with_large_scores_are_not_computed_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    torch.manual_seed(3)
    text = torch.randn(1, 20, 64).bfloat16()
    with torch.inference_mode():
        expected = stack(scale=12.0).run(text, None)  # overflows, and is computed anew
        careful = stack(careful=1, scale=12.0)
        monkeypatch.setattr(careful, "_exact", replace(careful._exact, layers=()))  # all that computing anew would use
        torch.testing.assert_close(careful.run(text, None), expected, rtol=0.05, atol=0.05)
