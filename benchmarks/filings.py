"""Figures out of tables: questions over a folder of reports, asked through the real commands.

``python -m benchmarks.filings REPORTS/ QUESTIONS.csv [--out DIR] [--half dev|held]``: the PDF files are indexed by
``quoth index`` and every question is asked by ``quoth ask --batch``. The CSV has the columns ``Question``,
``Source Docs`` (a pattern that the names of the right reports match), ``Question Type``, ``Source Chunk Type`` and
``Answer`` (prose). Printed are, for each half of the questions (told apart by a hash, so that one half may be looked
at and the other not) and each type: how often a right report is cited, and no other; which share of the figures of
the expected answer stand in the cited quotes or the answer, and in the quotes alone; how often it refuses; and time.

A figure is compared without its unit's power of ten: 81,797 (in millions), $81.797 billion and 81.8 billion are equal.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from statistics import mean, median
from typing import Any

_FIGURE = re.compile(r"(?<![\w.,-])(?P<number>\d+(?:,\d{3})*(?:\.\d+)?)(?:\s?(?P<percent>%|percent\b))?(?![\w-])")
_NO_FIGURES = re.compile(
    r"""\(?SOURCE[^\n]*|\d{4}\ Q\d\ \w+(?:\.pdf)?|10-[QK]|Form\ \d+|\b(?:Note|Item|Part|Section|Topic|page)\ \d+\w*
    |\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\ \d{1,2},?(?:\ \d{4})?
    |^\s*\d+[.)]\s""",
    re.IGNORECASE | re.VERBOSE | re.MULTILINE,
)
_FEWEST_DIGITS = 3
"""Digits that a rounded figure must have to be taken for a longer one."""

Figure = tuple[str, bool]
"""Its digits without zeros at either end, and whether it is a percentage."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what a person answered, and the pattern of the reports that it is answered from."""

    id: str
    text: str
    reports: str
    type: str
    table: bool
    figures: frozenset[Figure]

    @property
    def half(self) -> str:
        """The half that it belongs to, by a hash of its words."""
        return "held" if int(hashlib.sha1(self.text.encode()).hexdigest(), 16) % 2 else "dev"


def main() -> None:
    """Index, ask and print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("reports", type=Path, help="the folder of the reports")
    parser.add_argument("questions", type=Path, help="a CSV file of questions")
    parser.add_argument("--out", type=Path, help="folder to keep the index and the answers in")
    parser.add_argument("--half", choices=("dev", "held"), help="only this half of the questions")
    arguments = parser.parse_args()
    asked = [one for one in read_questions(arguments.questions) if arguments.half in (None, one.half)]
    with tempfile.TemporaryDirectory(prefix="quoth-filings-") as scratch:
        answers = _answers(asked, arguments.reports, arguments.out or Path(scratch))
    print(json.dumps(measure(asked, answers), indent=1))


def read_questions(path: Path) -> list[Asked]:
    """The questions of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Asked(
                f"q{number:03}",
                row["Question"],
                row["Source Docs"],
                row["Question Type"],
                row["Source Chunk Type"] == "Table",
                figures(row["Answer"]),
            )
            for number, row in enumerate(csv.DictReader(file))
        ]


def figures(text: str) -> frozenset[Figure]:
    """The figures of a text: no years, dates, numbers of notes or names of reports."""
    found: set[Figure] = set()
    for match in _FIGURE.finditer(_NO_FIGURES.sub(" ", text)):
        number, percent = match["number"], match["percent"] is not None
        if re.fullmatch(r"(?:19|20)\d\d", number) and not percent:
            continue
        whole, _, decimals = number.replace(",", "").partition(".")
        digits = (whole + decimals).strip("0")
        if digits and (percent or len(digits) > 1 or decimals):
            found.add((digits, percent))
    return frozenset(found)


def has(figure: Figure, among: frozenset[Figure]) -> bool:
    """Whether a figure is among others, as it is or rounded."""
    return any(figure == other or (figure[1] == other[1] and _rounds(figure[0], other[0])) for other in among)


def _rounds(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if len(short) < _FEWEST_DIGITS or len(long) == len(short):
        return False
    return str(round(int(long) / 10 ** (len(long) - len(short)))) == short


def _answers(asked: Sequence[Asked], reports: Path, out: Path) -> dict[str, dict[str, Any]]:
    out.mkdir(parents=True, exist_ok=True)
    batch, results, data = out / "questions.jsonl", out / "answers.jsonl", out / "data"
    lines = (json.dumps({"id": one.id, "question": one.text}) for one in asked)
    batch.write_text("\n".join(lines) + "\n", encoding="utf-8")
    quoth = [sys.executable, "-m", "ui.command"]
    subprocess.run([*quoth, "--data", str(data), "index", str(reports)], check=True, stdout=sys.stderr)
    subprocess.run([*quoth, "--data", str(data), "ask", "--batch", str(batch), "--out", str(results)], check=True)
    return {one["id"]: one for one in map(json.loads, results.read_text(encoding="utf-8").splitlines())}


def measure(asked: Sequence[Asked], answers: dict[str, dict[str, Any]]) -> dict[str, dict[str, float]]:
    """Give the figures for all questions, for each half, and for each type in each half."""
    groups: dict[str, list[Asked]] = {"all": list(asked)}
    for one in asked:
        for name in (one.half, f"{one.half}: {one.type}", f"{one.half}: {'table' if one.table else 'text'}"):
            groups.setdefault(name, []).append(one)
    return {name: _measured(group, answers) for name, group in sorted(groups.items())}


def _measured(asked: Sequence[Asked], answers: dict[str, dict[str, Any]]) -> dict[str, float]:
    cited, alone, given, quoted, refused, times = [], [], [], [], [], []
    for one in asked:
        answer = answers[one.id]
        names = [Path(citation["document"]).stem for citation in answer["citations"]]
        right = [fnmatch(name, one.reports) for name in names]
        cited.append(any(right))
        alone.append(bool(right) and all(right))
        refused.append(not answer["answered"])
        times.append(answer["timings_ms"]["total"])
        if one.figures:
            quotes = figures(" \n".join(citation["quote"] for citation in answer["citations"]))
            said = quotes | figures(answer["answer"])
            given.append(mean(has(figure, said) for figure in one.figures))
            quoted.append(mean(has(figure, quotes) for figure in one.figures))
    return {
        "questions": len(asked),
        "right report cited": round(mean(cited), 3),
        "no other report cited": round(mean(alone), 3),
        "with figures": len(given),
        "figures given": round(mean(given), 3) if given else 0.0,
        "figures quoted": round(mean(quoted), 3) if quoted else 0.0,
        "refused": round(mean(refused), 3),
        "milliseconds, median": round(median(times), 1),
    }


if __name__ == "__main__":
    main()
