"""Documents to measure with: a folder of the user's choice, or articles made on the spot; and many more like them."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path

ARTICLES = 2_225
"""How many articles are made: as many as the news collection that the project's figures are given for."""

FOLDER = "QUOTH_BENCH_DOCUMENTS"
"""Environment variable that names a folder of text files to measure with."""


def library(scratch: Path) -> Path:
    """The folder that :data:`FOLDER` names, or one made below ``scratch``."""
    named = os.environ.get(FOLDER)
    if named:
        return Path(named).expanduser().resolve()
    folder = scratch / "articles"
    if not folder.exists():
        folder.mkdir(parents=True)
        words = _words(random.Random(1))
        for number in range(ARTICLES):
            text = _article(random.Random(number), words)
            (folder / f"{number:05}.txt").write_text(text, encoding="utf-8")
    return folder


def read(folder: Path, most: int | None = None) -> list[str]:
    """The texts of a folder's files."""
    paths = sorted(path for path in folder.rglob("*.txt") if path.is_file())[:most]
    return [path.read_text(encoding="utf-8", errors="replace") for path in paths]


def questions(folder: Path, count: int) -> list[str]:
    """Questions that have the words of the documents: the first half of sentences taken at random."""
    random_ = random.Random(7)
    texts = [text for text in read(folder) if len(text) > 200]
    asked: list[str] = []
    while len(asked) < count:
        sentence = random_.choice(random_.choice(texts).replace("\n", " ").split(". "))
        words = sentence.split()
        if len(words) >= 8:
            asked.append("What is said of " + " ".join(words[: min(9, len(words) // 2 + 2)]) + "?")
    return asked


def recombined(folder: Path, count: int) -> Iterator[str]:
    """Texts of three paragraphs put together from the sentences of a folder's documents, none like another."""
    random_ = random.Random(11)
    sentences = [
        sentence.strip().rstrip(".") + "."
        for text in read(folder)
        for sentence in text.replace("\n", " ").split(". ")
        if len(sentence) > 30
    ]
    for _ in range(count):
        yield "\n\n".join(" ".join(random_.choices(sentences, k=7)) for _ in range(3))


def _words(random_: random.Random) -> list[str]:
    """A vocabulary, most frequent first: short words before long ones, as in any language."""
    sounds = [consonant + vowel for consonant in "bdfghklmnprstvw" for vowel in ("a", "e", "i", "o", "u", "ai", "ou")]
    return [
        "".join(random_.choices(sounds, k=1 + rank // 200 if rank < 600 else random_.randint(2, 4)))
        for rank in range(20_000)
    ]


def _article(random_: random.Random, words: list[str]) -> str:
    """About 380 words in paragraphs, drawn by Zipf's law; an article keeps to some rare words of its own."""
    subject = random_.sample(range(500, len(words)), 12)
    weights = [1 / (rank + 2) for rank in range(len(words))]
    drawn = iter(random_.choices(range(len(words)), weights, k=700))
    paragraphs = []
    for _ in range(random_.randint(5, 9)):
        sentences = []
        for _ in range(random_.randint(2, 4)):
            ranks = [
                random_.choice(subject) if random_.random() < 0.12 else next(drawn)
                for _ in range(random_.randint(9, 24))
            ]
            sentence = " ".join(words[rank] for rank in ranks)
            sentences.append(sentence[0].upper() + sentence[1:] + ".")
        paragraphs.append(" ".join(sentences))
    return "\n\n".join(paragraphs)
