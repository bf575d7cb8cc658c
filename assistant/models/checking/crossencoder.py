"""Meaning by a cross-encoder of the user's choice: a model of natural language inference, or one such as HHEM.

It reads claim and quote together and so sees what vectors do not, and takes some hundred times as long.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

LONGEST = 512
"""Tokens of a quote and its claim together at most."""


class CheckerError(Exception):
    """A model that cannot check claims; the message says what to do."""


class ByCrossEncoder:
    """Gives the probability that a quote entails a claim; loaded when it is first needed, safe to share."""

    def __init__(self, folder: Path) -> None:
        """Name the folder of a sequence classifier as transformers saves it. Its code, if it has any, is not run."""
        self._folder = folder
        self._lock = threading.Lock()

    @cached_property
    def _loaded(self) -> tuple[Any, Any]:
        try:
            from transformers import AutoModelForSequenceClassification, AutoTokenizer
        except ImportError as error:  # pragma: no cover - it comes with the embedding models
            raise CheckerError("A model that checks claims needs transformers: pip install transformers") from error
        if not (self._folder / "config.json").is_file():
            raise CheckerError(f"{self._folder} holds no model that could check claims: it has no config.json.")
        try:
            tokenizer = AutoTokenizer.from_pretrained(self._folder, local_files_only=True)
            model = AutoModelForSequenceClassification.from_pretrained(self._folder, local_files_only=True)
        except (OSError, ValueError, KeyError) as error:
            raise CheckerError(f"The model in {self._folder} cannot check claims: {error}") from error
        return tokenizer, model.eval()

    def scores(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """See `Meaning`.

        :raises CheckerError: the folder holds no such model.
        """
        import torch

        if not pairs:
            return []
        with self._lock:
            tokenizer, model = self._loaded
        texts = ([quote for _, quote in pairs], [claim for claim, _ in pairs])
        rows = tokenizer(*texts, padding=True, truncation="only_first", max_length=LONGEST, return_tensors="pt")
        with torch.inference_mode():
            logits = model(**rows).logits.float()
        if logits.shape[1] == 1:
            return [float(one) for one in logits[:, 0].sigmoid()]
        shares = logits.softmax(dim=1)[:, entailing(model.config.id2label)]
        return [float(one) for one in shares]


def entailing(labels: dict[int, str]) -> int:
    """Which of a model's labels says that the claim is borne out: that named so, else the last of two.

    >>> entailing({0: "contradiction", 1: "entailment", 2: "neutral"})
    1
    """
    named = [place for place, label in labels.items() if label.lower().startswith(("entail", "consist", "support"))]
    if named:
        return named[0]
    if len(labels) == 2:
        return max(labels)
    raise CheckerError(f"None of the model's labels says that a claim is borne out: {', '.join(labels.values())}.")
