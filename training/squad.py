"""SQuAD 2.0 (CC BY-SA 4.0) as articles of paragraphs with their questions."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about a paragraph."""

    text: str
    answers: tuple[tuple[int, int], ...]
    """Offsets in the paragraph; none where it does not answer."""
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of an article."""

    title: str
    text: str
    questions: tuple[Asked, ...]


def load(file: Path) -> list[Paragraph]:
    """Read every paragraph of a SQuAD 2.0 file, in its order."""
    found = []
    for article in json.loads(file.read_text(encoding="utf-8"))["data"]:
        for paragraph in article["paragraphs"]:
            found.append(Paragraph(article["title"], paragraph["context"], tuple(map(_asked, paragraph["qas"]))))
    return found


def _asked(entry: dict[str, object]) -> Asked:
    answers: list[dict[str, object]] = [] if entry["is_impossible"] else list(entry["answers"])  # type: ignore[call-overload]
    spans = {(int(str(one["answer_start"])), int(str(one["answer_start"])) + len(str(one["text"]))) for one in answers}
    return Asked(
        str(entry["question"]).strip(), tuple(sorted(spans)), tuple(dict.fromkeys(str(a["text"]) for a in answers))
    )
