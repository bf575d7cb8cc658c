from __future__ import annotations

import pytest
import torch

from index.embedding.bert import Bert, _attend, _attend_quickly, is_plain
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
    monkeypatch.setattr("index.embedding.bert._attend_quickly", lambda q, k, v, seen: torch.full_like(q, float("nan")))
    found = bert.encode(["The Loire is long."], "document")
    assert abs(found - expected).max() < 0.05
