"""Quality over questions in SQuAD's format, through the real commands: what is found, cited and said.

``python -m benchmarks.squad DEV.json [PASSAGES.jsonl ...] [--out DIR]``: every paragraph becomes a document, further
passages (one JSON object with ``text`` a line) are searched among, all are indexed by ``quoth index`` and asked by
``quoth ask --batch``. Printed are, over answerable questions: recall of the right paragraph at 1, 5 and 10; how often
the first cited sentence holds an answer; how many sentences an answer takes; how often a short answer is given, with
its F1; how often an answer is refused; over unanswerable ones how often too; the area under the curve that tells the
two apart by confidence; and citations whose quote differs from the text, of which there must be none.
"""

from __future__ import annotations

import argparse
import json
import re
import string
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any


@dataclass(frozen=True, slots=True)
class Question:
    """A question, the document of its paragraph, and the answers that people gave; none if it has no answer."""

    id: str
    text: str
    document: str
    answers: tuple[str, ...]


def main() -> None:
    """Index, ask and print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("questions", type=Path, help="a JSON file in SQuAD's format")
    parser.add_argument("passages", type=Path, nargs="*", help="JSON Lines of further passages")
    parser.add_argument("--out", type=Path, help="folder to keep documents, index and answers in")
    parser.add_argument("--every", type=int, default=1, help="ask only every N-th question")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="quoth-squad-") as scratch:
        out = arguments.out or Path(scratch)
        asked = _write_documents(arguments.questions, arguments.passages, out / "documents")[:: arguments.every]
        answers = _answers(asked, out)
        figures = measure(asked, answers, out / "documents")
    print(json.dumps(figures, indent=1))


def _write_documents(questions: Path, passages: Sequence[Path], folder: Path) -> list[Question]:
    folder.mkdir(parents=True, exist_ok=True)
    asked = []
    for article in json.loads(questions.read_text(encoding="utf-8"))["data"]:
        for number, paragraph in enumerate(article["paragraphs"]):
            name = f"{article['title']}-{number:03}.txt"
            (folder / name).write_text(paragraph["context"], encoding="utf-8")
            for one in paragraph["qas"]:
                texts = () if one.get("is_impossible") else tuple({answer["text"] for answer in one["answers"]})
                asked.append(Question(one["id"], one["question"], name, texts))
    for path in passages:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
            (folder / f"{path.stem}-{number:05}.txt").write_text(json.loads(line)["text"], encoding="utf-8")
    return asked


def _answers(asked: Sequence[Question], out: Path) -> dict[str, dict[str, Any]]:
    batch, results, data = out / "questions.jsonl", out / "answers.jsonl", out / "data"
    lines = (json.dumps({"id": one.id, "question": one.text}) for one in asked)
    batch.write_text("\n".join(lines) + "\n", encoding="utf-8")
    quoth = [sys.executable, "-m", "ui.command"]
    subprocess.run([*quoth, "index", str(out / "documents"), "--data", str(data)], check=True)
    subprocess.run([*quoth, "ask", "--batch", str(batch), "--out", str(results), "--data", str(data)], check=True)
    return {one["id"]: one for one in map(json.loads, results.read_text(encoding="utf-8").splitlines())}


def measure(asked: Sequence[Question], answers: dict[str, dict[str, Any]], folder: Path) -> dict[str, float]:
    """The figures of answers to questions, by their names."""
    with_answer = [one for one in asked if one.answers]
    without = [one for one in asked if not one.answers]
    places = [_place(answers[one.id], one.document) for one in with_answer]
    first = [answers[one.id]["citations"][:1] for one in with_answer]
    holding = [
        bool(cited) and cited[0]["document"] == one.document and any(text in cited[0]["quote"] for text in one.answers)
        for one, cited in zip(with_answer, first, strict=True)
    ]
    short = [(answers[one.id]["short_answer"], one.answers) for one in with_answer if answers[one.id]["short_answer"]]
    answered = [bool(answers[one.id]["answered"]) for one in with_answer]
    times = sorted(answers[one.id]["timings_ms"]["total"] for one in asked)
    return {
        "questions": len(asked),
        "recall@1": mean(place < 1 for place in places),
        "recall@5": mean(place < 5 for place in places),
        "recall@10": mean(place < 10 for place in places),
        "first citation holds the answer": mean(holding),
        "the same, where answered": mean(h for h, a in zip(holding, answered, strict=True) if a),
        "sentences an answer": mean(len(a["citations"]) for a in answers.values() if a["answered"]),
        "answerable, answered": mean(answered),
        "unanswerable, answered": mean(bool(answers[one.id]["answered"]) for one in without) if without else 0.0,
        "confidence AUC": _auc(
            [answers[one.id]["confidence"] for one in with_answer], [answers[one.id]["confidence"] for one in without]
        ),
        "short answer given": len(short) / len(with_answer),
        "short answer F1": mean(max(f1(given, text) for text in texts) for given, texts in short) if short else 0.0,
        "quotes that differ": sum(_differing(answers.values(), folder)),
        "p50 ms": times[len(times) // 2],
        "p95 ms": times[int(len(times) * 0.95)],
    }


def _place(answer: dict[str, Any], document: str) -> int:
    """Where among the passages, from 0, the right document first is."""
    found = [passage["document"] for passage in answer["passages"]]
    return found.index(document) if document in found else len(found) + 1_000


def _differing(answers: Any, folder: Path) -> Iterator[bool]:
    for answer in answers:
        for citation in answer["citations"]:
            # The text of a plain text file in UTF-8 is the file's own.
            text = (folder / citation["document"]).read_text(encoding="utf-8")
            yield text[citation["start"] : citation["end"]] != citation["quote"]


def _auc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """The probability that a positive is above a negative (Mann and Whitney)."""
    if not positive or not negative:
        return float("nan")
    import numpy as np

    below = np.searchsorted(np.sort(negative), positive, side="left")
    upto = np.searchsorted(np.sort(negative), positive, side="right")
    return float((below + upto).mean() / 2 / len(negative))


def f1(given: str, wanted: str) -> float:
    """Overlap of words, as in SQuAD's own evaluation script."""
    a, b = _words(given), _words(wanted)
    common = sum((Counter(a) & Counter(b)).values())
    return 2 * common / (len(a) + len(b)) if common else 0.0


def _words(text: str) -> list[str]:
    kept = "".join(character for character in text.lower() if character not in string.punctuation)
    return re.sub(r"\b(a|an|the)\b", " ", kept).split()


if __name__ == "__main__":
    main()
