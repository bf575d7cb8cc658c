"""Fit what the reader's scores weigh, and the probability that the documents answer.

``python -m training.combining --squad JSON --selqa TSV --qamr FOLDER --libraries FOLDER --cases FILE`` asks the
libraries that `training.libraries` made. Sentences and short answers are fitted on SQuAD's articles that the reader has
not seen (`examples.FITTING`), the probability on all sources (`probability`); both are reported on the articles that
nothing is fitted on (`examples.REPORTED`). What is printed of the probability stands in `assistant/reading/surety.py`.
"""

from __future__ import annotations

import argparse
import pickle
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from assistant.reading import heardanswer, signs
from assistant.reading.extractive import Scored
from assistant.reading.shortanswer import find as find_plain
from assistant.text.kinds import Kind
from training import posed, probability, reporting
from training.cases import Case, gather
from training.fits import Array, choice, logistic

MOST = {"squad": 220, "selqa": 230, "qamr": 130}
"""Answerable questions that are asked of each source at most, and as many that only look so."""
REPORTED_MOST = 170


def sentence_weights(cases: Sequence[Case]) -> Array:
    """Weights of: the features' log odds, margin, answered, unread."""
    asked = [case for case in cases if case.kind == "answerable"]
    tables = [np.array([_sentence(one) for one in case.weighed]) for case in asked]
    return choice(tables, [np.array([case.right(one.text) for one in case.weighed]) for case in asked])


def _sentence(one: Scored) -> list[float]:
    return [one.plain, one.heard.margin, one.heard.answered, 0.0] if one.heard else [one.plain, 0.0, 0.0, 1.0]


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


def main(arguments: list[str]) -> None:
    """Gather, fit, report."""
    parser = argparse.ArgumentParser(prog="python -m training.combining", description=__doc__)
    posed.arguments(parser)
    parser.add_argument("--libraries", type=Path, required=True, help="what `training.libraries` made")
    parser.add_argument("--cases", type=Path, required=True, help="where what was gathered is kept, and read again")
    told = parser.parse_args(arguments)
    fitting, reported = _gathered(told)
    say = sys.stdout.write
    own = [case for case in fitting if case.source == "squad"]
    say(f"sentences: plain, margin, answered, unread = {sentence_weights(own).round(3).tolist()}\n")
    short = short_weights(own)
    say(f"short answer: {short.round(3).tolist()}\n")
    for name, cases in (("fitted on", own), ("reported", reported)):
        found = [spans(case) for case in cases if case.kind == "answerable"]
        say(f"== {name}\n{reporting.of_reading(cases, found, short)}\n")
    _say_probability(fitting, reported)


def short_weights(cases: Sequence[Case]) -> Array:
    """The constant and the weights of what a short answer's F1 is told by."""
    found = [one for case in cases if case.kind == "answerable" and (one := spans(case))]
    return logistic(np.array([row for row, _ in found]), np.array([f1 for _, f1 in found]), np.ones(len(found)), 5.0)


def _say_probability(fitting: Sequence[Case], reported: Sequence[Case]) -> None:
    """Print the weights of the probability as they stand in `surety.py`, its bounds, and what it reaches."""
    say = sys.stdout.write
    shown, sure = probability.bounds(fitting, probability.across(fitting, probability.heard))
    say(f"PERHAPS = {shown}\nSURE = {sure}\n")
    for name, row in (("READ", probability.heard), ("WORDS", probability.unheard)):
        weights = probability.fit(fitting, row)
        say(f"{name}_BIAS = {weights[0]:.3f}\n{name} = (\n")
        for sign, weight in zip(signs.NAMES, weights[1:], strict=False):
            say(f"    {weight + 0.0:.3f},  # {sign}\n")
        say(")\n")
        outside = probability.across(fitting, row)
        for source in dict.fromkeys(case.source for case in fitting):
            inside = [place for place, case in enumerate(fitting) if case.source == source]
            cases = [fitting[place] for place in inside]
            say(f"== {source}, fitted on the others\n")
            say(f"{reporting.of_probability(cases, outside[inside], shown, sure)}\n")
        likely = probability.probabilities(reported, row, weights)
        say(f"== reported\n{reporting.of_probability(reported, likely, shown, sure)}\n")


def _gathered(told: argparse.Namespace) -> tuple[list[Case], list[Case]]:
    if told.cases.is_file():
        with told.cases.open("rb") as file:
            kept: tuple[list[Case], list[Case]] = pickle.load(file)
            return kept
    from assistant import Assistant

    fitting: list[Case] = []
    reported: list[Case] = []
    for source in posed.sources(told):
        with Assistant.open(told.libraries / source.name / "data") as assistant:
            assistant.warm()
            with assistant.library.question():
                fitting += gather(assistant, source, source.asked, MOST[source.name])
                reported += gather(assistant, source, source.reported, REPORTED_MOST)
    with told.cases.open("wb") as file:
        pickle.dump((fitting, reported), file)
    return fitting, reported


if __name__ == "__main__":
    main(sys.argv[1:])
