"""SelQA (Apache-2.0): questions with the sentences of a section of Wikipedia, each marked as an answer or not."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from training.treebank import join


@dataclass(frozen=True, slots=True)
class Section:
    """A question with the sentences among which its answer is."""

    question: str
    sentences: tuple[str, ...]
    right: tuple[bool, ...]


def load(file: Path) -> list[Section]:
    """Read the questions of a file, each with its sentences."""
    rows = [row.split("\t") for row in file.read_text(encoding="utf-8").splitlines()]
    found = []
    for question, group in groupby((row for row in rows if len(row) == 3), key=lambda row: row[0]):
        lines = list(group)
        texts = tuple(join(row[1].split())[0] for row in lines)
        found.append(Section(join(question.split())[0], texts, tuple(row[2] == "1" for row in lines)))
    return found
