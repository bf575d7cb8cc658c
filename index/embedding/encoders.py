"""A loaded model as something that turns a batch of texts into rows: which library, device and precision.

Importing this module imports nothing heavy; ``load`` does.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np
from tokenizers import Tokenizer

from index.documents import Vectors32
from index.embedding.bert import Bert, is_plain
from index.embedding.models import EmbeddingError, Model, verify

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer

_SMALL = 25_000_000
"""Weights below which one thread answers a question as fast as several: these mostly wait for each other."""


_BATCH_TOKENS = 2048
"""On a processor larger batches are no faster and keep a question waiting longer."""
_BATCH_TOKENS_ELSEWHERE = 16384


class Encoder(Protocol):
    """A model in memory."""

    together: int
    """How many batches of documents are best computed at once, each in a thread of its own."""
    batch_tokens: int
    """Tokens of one batch of documents, padding included."""

    def encode(self, texts: Sequence[str], task: str) -> Vectors32:
        """Vectors of a batch, one a row, of any length; ``task`` is "query" or "document"."""
        ...


def load(model: Model, device: str | None = None) -> Encoder:
    """Read a model into memory, its weights checked first; raises EmbeddingError."""
    verify(model)
    try:
        import torch
    except (ImportError, OSError) as error:
        raise EmbeddingError(f"PyTorch, which runs the embedding model, cannot be loaded: {error}") from error
    chosen = device or _best_device()
    dtype = torch.bfloat16 if has_bfloat16(chosen) else torch.float32
    try:
        return _Plain(model, chosen, dtype) if is_plain(model) else _General(model, chosen, dtype)
    except Exception as error:
        raise EmbeddingError(f"The embedding model {model.name} in {model.folder} cannot be loaded: {error}") from error


def read_tokenizer(model: Model) -> Tokenizer | None:
    """The model's tokenizer without truncation or padding, or None where it has no fast one."""
    file = model.folder / "tokenizer.json"
    if not file.is_file():
        return None
    try:
        tokenizer = Tokenizer.from_file(str(file))
    except Exception as error:  # the tokenizers library raises bare Exception
        raise EmbeddingError(f"The model's tokenizer {file} cannot be read: {error}") from error
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def has_bfloat16(device: str) -> bool:
    """Whether a device computes in bfloat16 itself; where it does not, float32 is up to 3.5 times faster."""
    import torch

    if device.startswith("cuda"):
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    if device == "cpu":
        tests = ("_is_avx512_bf16_supported", "_is_amx_tile_supported")
        return any(bool(getattr(torch.cpu, test, bool)()) for test in tests)
    return False


def _best_device() -> str:
    import torch

    if torch.cuda.is_available():
        return "cuda"
    if torch.backends.mps.is_available():
        return "mps"
    return "cpu"


def _batch_tokens(device: str) -> int:
    return _BATCH_TOKENS if device == "cpu" else _BATCH_TOKENS_ELSEWHERE


class _Plain:
    """A BERT: documents' batches run side by side, one processor core each, which wastes no time on waiting."""

    def __init__(self, model: Model, device: str, dtype: torch.dtype) -> None:
        import torch

        tokenizer = read_tokenizer(model)
        if tokenizer is None:
            raise EmbeddingError(f"{model.folder / 'tokenizer.json'} is missing; get the model again.")
        tokenizer.enable_truncation(model.max_length)
        self._bert = Bert(model, tokenizer, device, dtype)
        cores = torch.get_num_threads() if device == "cpu" else 1
        self.together = min(cores, 8)
        self.batch_tokens = _batch_tokens(device)
        self._threads = {
            "document": max(1, cores // self.together),
            "query": 1 if self._bert.size < _SMALL else cores,
        }

    def encode(self, texts: Sequence[str], task: str) -> Vectors32:
        import torch

        before = torch.get_num_threads()
        torch.set_num_threads(self._threads[task])  # of this thread alone
        try:
            return self._bert.encode(texts, task)
        finally:
            torch.set_num_threads(before)


class _General:
    """Any model of sentence-transformers, one batch at a time (its tokenizers are not safe between threads)."""

    together = 1

    def __init__(self, model: Model, device: str, dtype: torch.dtype) -> None:
        os.environ.setdefault("HF_HUB_OFFLINE", "1")  # all its files are here by now
        os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
        from sentence_transformers import SentenceTransformer

        loaded = SentenceTransformer(str(model.folder), device=device, local_files_only=True)
        self._model: SentenceTransformer = loaded.to(dtype).eval()
        self.batch_tokens = _batch_tokens(device)
        self._prompts = model.prompts
        self._lock = threading.Lock()

    def encode(self, texts: Sequence[str], task: str) -> Vectors32:
        encode = self._model.encode_query if task == "query" else self._model.encode_document
        with self._lock:
            rows = encode(list(texts), prompt=self._prompts[task], batch_size=len(texts), show_progress_bar=False)
        return np.asarray(rows, dtype=np.float32)
