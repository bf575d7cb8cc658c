"""A BERT and an adapter for it, small enough to be made in a moment."""

from __future__ import annotations

import json
from pathlib import Path

import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

from index.embedding.models import Model

WIDTH, LAYERS, HEADS, INNER, PLACES = 16, 2, 2, 32, 48
WORDS = (
    *("the", "bridge", "was", "closed", "on", "monday", "by", "mayor", "after", "a", "storm", "it", "is", "old"),
    *("who", "when", "why", ".", "?", ",", ":", "in", "1931", "opened", "and", "long"),
)


def model(folder: Path) -> Model:
    """Write a model with random weights, the same at every call."""
    torch.manual_seed(5)
    names = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *WORDS]
    tokenizer = Tokenizer(WordPiece({name: place for place, name in enumerate(names)}, unk_token="[UNK]"))
    tokenizer.normalizer, tokenizer.pre_tokenizer = BertNormalizer(lowercase=True), BertPreTokenizer()
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"))
    config = {"num_attention_heads": HEADS, "layer_norm_eps": 1e-12, "num_hidden_layers": LAYERS}
    (folder / "config.json").write_text(json.dumps(config))
    weights = {
        "embeddings.word_embeddings.weight": torch.randn(len(names), WIDTH),
        "embeddings.position_embeddings.weight": torch.randn(PLACES, WIDTH),
        "embeddings.token_type_embeddings.weight": torch.randn(2, WIDTH),
    }
    _norm(weights, "embeddings.LayerNorm")
    for layer in range(LAYERS):
        at = f"encoder.layer.{layer}"
        for part in ("query", "key", "value"):
            _linear(weights, f"{at}.attention.self.{part}", WIDTH, WIDTH)
        _linear(weights, f"{at}.attention.output.dense", WIDTH, WIDTH)
        _linear(weights, f"{at}.intermediate.dense", INNER, WIDTH)
        _linear(weights, f"{at}.output.dense", WIDTH, INNER)
        _norm(weights, f"{at}.attention.output.LayerNorm")
        _norm(weights, f"{at}.output.LayerNorm")
    save_file(weights, folder / "model.safetensors")
    return Model("tiny", folder, "0" * 64, WIDTH, PLACES, {"query": "", "document": ""})


def _linear(weights: dict[str, torch.Tensor], name: str, outward: int, inward: int) -> None:
    weights[f"{name}.weight"] = torch.randn(outward, inward) * inward**-0.5
    weights[f"{name}.bias"] = torch.randn(outward) * 0.1


def _norm(weights: dict[str, torch.Tensor], name: str) -> None:
    weights[f"{name}.weight"], weights[f"{name}.bias"] = torch.rand(WIDTH) + 0.5, torch.randn(WIDTH) * 0.1
