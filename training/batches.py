"""Examples as tensors, those of like length together."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from training.examples import Example

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer
    from torch import Tensor

QUESTION = 64
"""Tokens of a question at most."""
WHOLE = 384
"""Tokens of question and text at most."""


@dataclass(frozen=True, slots=True)
class Row:
    """One example in tokens; index 0 is the place of "no answer"."""

    ids: tuple[int, ...]
    split: int
    """Index of the text's first token."""
    starts: tuple[int, ...]
    ends: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of one batch, padded: (rows, length) each."""

    ids: Tensor
    kinds: Tensor
    """0 for the question, 1 for the text."""
    seen: Tensor
    """Which tokens are there."""
    open: Tensor
    """Which tokens may begin or end a span: the text's, and index 0."""
    starts: Tensor
    ends: Tensor


def rows(examples: Sequence[Example], tokenizer: Tokenizer) -> list[Row | None]:
    """Put examples in tokens; None where an answer is cut off."""
    questions = tokenizer.encode_batch([one.question for one in examples], add_special_tokens=False)
    texts = tokenizer.encode_batch([_head(one) + one.text for one in examples], add_special_tokens=False)
    return [_row(*one, tokenizer) for one in zip(examples, questions, texts, strict=True)]


def _head(example: Example) -> str:
    return f"{example.title}. " if example.title else ""


def _row(example: Example, asked: Encoding, text: Encoding, tokenizer: Tokenizer) -> Row | None:
    question, head = asked.ids[:QUESTION], _head(example)
    cls, sep = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    assert cls is not None
    assert sep is not None
    room = WHOLE - len(question) - 3
    places = [(a - len(head), b - len(head)) for a, b in text.offsets[:room]]
    ids = (cls, *question, sep, *text.ids[:room], sep)
    begin = len(question) + 2
    first = next((i for i, (a, _) in enumerate(places) if a >= 0), len(places))
    starts: set[int] = set()
    ends: set[int] = set()
    for a, b in example.answers:
        inside = [i for i, (x, y) in enumerate(places) if x < b and y > a and i >= first]
        if not inside or (inside[-1] == len(places) - 1 and len(text.ids) > room):
            continue
        starts.update(inside if example.loose else inside[:1])
        ends.update(inside if example.loose else inside[-1:])
    if example.answers and not starts:
        return None
    return Row(ids, begin + first, *(tuple(begin + i for i in sorted(one)) if one else (0,) for one in (starts, ends)))


def batches(known: Sequence[Row], tokens: int, choice: random.Random) -> list[list[Row]]:
    """Divide rows into batches of like length, in random order, ``tokens`` with padding each at most."""
    order = sorted(known, key=lambda row: len(row.ids) + choice.random() * 6)
    found: list[list[Row]] = [[]]
    longest = 0
    for one in order:
        longest = max(longest, len(one.ids))
        if found[-1] and longest * (len(found[-1]) + 1) > tokens:
            found.append([])
            longest = len(one.ids)
        found[-1].append(one)
    choice.shuffle(found)
    return found


def tensors(rows: Sequence[Row]) -> Batch:
    """One batch of rows."""
    import torch

    length = max(len(one.ids) for one in rows)
    ids = np.zeros((len(rows), length), dtype=np.int64)
    kinds = np.zeros_like(ids)
    seen, opened, starts, ends = (np.zeros(ids.shape, dtype=bool) for _ in range(4))
    for i, one in enumerate(rows):
        size = len(one.ids)
        ids[i, :size] = one.ids
        split = one.ids.index(one.ids[-1]) + 1  # behind the first separator
        kinds[i, split:size] = 1
        seen[i, :size] = True
        opened[i, one.split : size - 1] = True
        opened[i, 0] = True
        starts[i, list(one.starts)] = True
        ends[i, list(one.ends)] = True
    return Batch(*(torch.from_numpy(one) for one in (ids, kinds, seen, opened, starts, ends)))
