"""Fit what the reader's scores weigh: ``python -m training.combining --squad JSON --library FOLDER --adapter FILE``.

FOLDER is a data folder in which every paragraph of SQuAD is a document of its own, named by its article. The weights
are fitted on the articles that the reader has not seen (`examples.FITTING`), and reported on those that nothing is
fitted on (`examples.REPORTED`). What is printed goes into `assistant/reading/weights.py`, `shortweights.py` and
`confidence.py`.
"""

from __future__ import annotations

import argparse
import pickle
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from assistant.reading import confidence, heardanswer
from assistant.reading.extractive import Scored
from assistant.reading.shortanswer import find as find_plain
from assistant.text.kinds import Kind
from training.cases import Case, gather
from training.examples import FITTING, REPORTED
from training.fits import Array, choice, logistic

SHARE = {"answerable": 1.0, "look-alike": 0.5, "off-subject": 0.5, "taken away": 0.5}
"""What one case of each kind counts for in the fit of the probability."""


def sentence_weights(cases: Sequence[Case]) -> Array:
    """Weights of: the features' log odds, margin, answered, unread."""
    asked = [case for case in cases if case.kind == "answerable"]
    tables = [np.array([_sentence(one) for one in case.ranked]) for case in asked]
    return choice(tables, [np.array([case.right(one.text) for one in case.ranked]) for case in asked])


def _sentence(one: Scored) -> list[float]:
    return [one.plain, one.heard.margin, one.heard.answered, 0.0] if one.heard else [one.plain, 0.0, 0.0, 1.0]


def ranked(case: Case, weights: Array) -> Case:
    """The case with its sentences in the order of the weights."""
    scored = [replace(one, score=float(np.dot(_sentence(one), weights))) for one in case.ranked]
    return replace(case, ranked=tuple(sorted(scored, key=lambda one: -one.score)))


def passage_weights(cases: Sequence[Case]) -> Array:
    """Weights of: the passage's score against the best one's, margin."""
    tables, right = [], []
    for case in cases:
        if case.kind == "answerable" and len(rows := passages(case)) > 1:
            tables.append(np.array([row for _, row in rows]))
            right.append(np.array([case.right(case.hits[place].passage.text) for place, _ in rows]))
    return choice(tables, right)


def passages(case: Case) -> list[tuple[int, list[float]]]:
    """The hits that were read, by place, with their numbers."""
    rows = []
    top = max(case.hits[0].passage.score, 1e-6)
    for place, hit in enumerate(case.hits):
        own = [one.heard for one in case.ranked if one.sentence.passage == place and one.heard]
        if own:
            rows.append((place, [hit.passage.score / top, max(one.margin for one in own)]))
    return rows


def overlap(one: str, other: str) -> float:
    """F1 of two answers' words, as SQuAD counts it."""
    a, b = (_bare(text) for text in (one, other))
    common = sum((Counter(a) & Counter(b)).values())
    return 2 * common / (len(a) + len(b)) if common else float(a == b)


def _bare(text: str) -> list[str]:
    letters = "".join(letter for letter in text.lower() if letter.isalnum() or letter.isspace())
    return [word for word in letters.split() if word not in ("a", "an", "the")]


def spans(case: Case) -> tuple[list[float], float] | None:
    """The numbers of the best sentence's span, and its F1; None where there is none."""
    best = case.ranked[0]
    if best.heard is None or best.sentence.read.cells or case.question.kind is Kind.YES_NO:
        return None
    other = find_plain(case.question, best.sentence.read)
    row = heardanswer.numbers(case.question, best.sentence.read, best.heard, other)
    start, end = heardanswer.trimmed(best.text, best.heard.start, best.heard.end, case.question.kind)
    return row, max((overlap(best.text[start:end], said) for said in case.said), default=0.0)


def doubt_rows(cases: Sequence[Case]) -> tuple[Array, Array, Array]:
    """The numbers of the probability, whether each case is answered, and what it counts for."""
    kept = heard(cases)
    table = [confidence.numbers(case.question, case.ranked[0], case.ranked, case.hits) for case in kept]
    true = [float(case.kind == "answerable") for case in kept]
    return np.array(table), np.array(true), np.array([SHARE[case.kind] for case in kept])


def heard(cases: Sequence[Case]) -> list[Case]:
    """The cases of which the reader read a sentence that counts."""
    return [case for case in cases if any(one.heard for one in case.ranked)]


def main(arguments: list[str]) -> None:
    """Gather, fit, report."""
    parser = argparse.ArgumentParser(prog="python -m training.combining", description=__doc__)
    parser.add_argument("--squad", type=Path, required=True)
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--adapter", type=Path, required=True)
    parser.add_argument("--cases", type=Path, required=True, help="where what was gathered is kept, and read again")
    parser.add_argument("--most", type=int, default=400)
    told = parser.parse_args(arguments)
    fitting, reported = _gathered(told)
    weights = sentence_weights(fitting)
    fitting, reported = [ranked(case, weights) for case in fitting], [ranked(case, weights) for case in reported]
    say = sys.stdout.write
    say(f"sentences: plain, margin, answered, unread = {weights.round(3).tolist()}\n")
    order = passage_weights(fitting)
    say(f"passages: score, margin = {order.round(3).tolist()}\n")
    found = [one for case in fitting if case.kind == "answerable" and (one := spans(case))]
    short = logistic(np.array([row for row, _ in found]), np.array([f1 for _, f1 in found]), np.ones(len(found)), 5.0)
    say(f"short answer: {short.round(3).tolist()}\n")
    table, true, share = doubt_rows(fitting)
    doubt = logistic(table, true, share, 1.0)
    say(f"probability: {doubt.round(3).tolist()}\n")
    from training.reporting import report

    for name, cases in (("fitted on", fitting), ("reported", reported)):
        say(f"== {name}\n{report(cases, order, short, doubt)}\n")


def _gathered(told: argparse.Namespace) -> tuple[list[Case], list[Case]]:
    if told.cases.is_file():
        with told.cases.open("rb") as file:
            kept: tuple[list[Case], list[Case]] = pickle.load(file)
            return kept
    from assistant import Assistant
    from assistant.reader import Reader
    from index.embedding import models
    from training import squad

    paragraphs = squad.load(told.squad)
    with Assistant.open(told.library) as assistant:
        assistant.warm()
        names = [one.path for one in assistant.library.catalog.documents()]
        titled = {name: Path(name).stem.rsplit("-", 1)[0] for name in names}
        reader = Reader(models.find(), told.adapter)
        found = tuple(gather(assistant, reader, paragraphs, one, told.most, titled) for one in (FITTING, REPORTED))
    with told.cases.open("wb") as file:
        pickle.dump(found, file)
    return found  # type: ignore[return-value]


if __name__ == "__main__":
    main(sys.argv[1:])
