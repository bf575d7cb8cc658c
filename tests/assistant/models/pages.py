"""Hits made of plain texts, as retrieval gives them, and a store that holds the texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.answers import Passage
from assistant.models.context import Context, build
from assistant.retrieval.retriever import Hit
from index.text.sentences import split


@dataclass(frozen=True)
class Store:
    """Stored texts by version."""

    texts: Mapping[str, str]

    def excerpt(self, version: str, start: int, end: int, document: int | None = None) -> str:
        return self.texts[version][start:end]


def hit(text: str, rank: int = 1, name: str = "a.txt", start: int = 0, end: int | None = None, title: str = "") -> Hit:
    """A hit that is ``text[start:end]`` of a document whose version is its name."""
    end = len(text) if end is None else end
    passage = Passage(
        rank, name, None, start, end, text[start:end], 1 - rank / 20, {"fused": 0.5}, title or name, name, rank
    )
    return Hit(passage, (), tuple(split(text, start, end)))


def library(*texts: str) -> tuple[list[Hit], Store]:
    """One hit for each text, each a document of its own."""
    names = [f"d{place}.txt" for place in range(1, len(texts) + 1)]
    hits = [hit(text, rank, name) for rank, (text, name) in enumerate(zip(texts, names, strict=True), start=1)]
    return hits, Store(dict(zip(names, texts, strict=True)))


def tokens(text: str) -> int:
    """About as many tokens as a model's tokenizer makes of a text."""
    return len(text) // 4 + 1


def context(*texts: str, asked: str = "", budget: int = 4_000) -> tuple[Context, Store]:
    hits, store = library(*texts)
    return build(hits, budget, tokens, asked), store
