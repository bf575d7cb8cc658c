"""QAMR (MIT): questions about single sentences of Wikipedia and Wikinews, each answered by words of its sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from training.treebank import join

SPLIT = 13
"""Pages whose number divides by this are not trained on: calibration is checked on them."""


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of a page, as text, with its questions and the spans that answer them."""

    page: str
    place: tuple[int, int]
    text: str
    questions: tuple[tuple[str, tuple[tuple[int, int], ...]], ...]


def load(folder: Path, files: Sequence[str] = ("dev.tsv", "test.tsv")) -> dict[str, list[Line]]:
    """Read the sentences of every page in their order, with their questions."""
    asked = _asked(folder, files)
    pages: dict[str, list[Line]] = defaultdict(list)
    for row in (folder / "wiki-sentences.tsv").read_text(encoding="utf-8").splitlines():
        name, said = row.split("\t")
        _, source, page, paragraph, sentence = name.split(":")
        text, places = join(said.split())
        questions = []
        for question, answers in asked.get(name, {}).items():
            spans = {(places[run[0]][0], places[run[-1]][1]) for one in answers for run in [_run(one)] if run}
            if spans:
                questions.append((question, tuple(sorted(spans))))
        pages[f"{source}:{page}"].append(
            Line(f"{source}:{page}", (int(paragraph), int(sentence)), text, tuple(questions))
        )
    return {page: sorted(lines, key=lambda line: line.place) for page, lines in pages.items()}


def kept_back(page: str) -> bool:
    """Whether a page is kept back to check on."""
    return int(page.split(":")[1]) % SPLIT == 0


def _asked(folder: Path, files: Sequence[str]) -> Mapping[str, Mapping[str, list[tuple[int, ...]]]]:
    asked: dict[str, dict[str, list[tuple[int, ...]]]] = defaultdict(dict)
    for file in files:
        for row in (folder / file).read_text(encoding="utf-8").splitlines():
            cells = row.split("\t")
            answers = [cells[6], *(cell.split(":")[-1] for cell in cells[7:])]
            indices = [tuple(map(int, answer.split())) for answer in answers if answer.replace(" ", "").isdigit()]
            if len(indices) > 1:  # else nobody but its writer could answer it
                asked[cells[0]].setdefault(cells[5].strip(), []).extend(indices)
    return asked


def _run(indices: Sequence[int]) -> tuple[int, ...]:
    """The longest run of tokens that are neighbours, one left out at most: an answer may be in pieces."""
    best: list[int] = []
    run: list[int] = []
    for index in sorted(set(indices)):
        run = [*run, index] if run and index - run[-1] <= 2 else [index]
        best = max(best, run, key=len)
    return tuple(best)
