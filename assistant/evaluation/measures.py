"""The figures of a run: what was found, cited, said and refused, how sure it was of it, and how long it took."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from statistics import mean
from typing import Any

from assistant.evaluation import ranked
from assistant.evaluation.confidence import Bin, area, auc, calibration_error, reliability, risk_by_coverage
from assistant.evaluation.judging import Judged

Values = list[float | None]
"""One measure of each question, None where it does not apply."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure that is a mean over questions."""

    name: str
    better: int
    """1 if more is better, -1 if less is, 0 if neither."""
    value: Callable[[Judged], float | None]
    percent: bool = True
    """Whether it is a share from 0 to 1."""


MEANS = (
    Measure(
        "right: all is cited, or rightly refused",
        1,
        lambda one: one.said if one.said is None else float(one.said == 1.0),
    ),
    Measure("parts of the answer cited", 1, lambda one: one.said if one.answerable else None),
    Measure(
        "first citation holds the answer", 1, lambda one: None if one.first_holds is None else float(one.first_holds)
    ),
    Measure(
        "the same, where answered",
        1,
        lambda one: float(one.first_holds) if one.first_holds is not None and one.answered else None,
    ),
    Measure(
        "first citation is of a right document, where answered",
        1,
        lambda one: None if one.found_document is None else float(one.found_document),
    ),
    Measure("answerable, answered", 1, lambda one: float(one.answered) if one.answerable else None),
    Measure("unanswerable, answered", -1, lambda one: float(one.answered) if one.answerable is False else None),
    Measure(
        "unanswerable, answered without a doubt",
        -1,
        lambda one: float(one.outcome == "answered") if one.answerable is False else None,
    ),
    Measure("short answer given", 1, lambda one: float(bool(one.short_answer)) if _phrased(one) else None),
    Measure("short answer exact", 1, lambda one: one.exact),
    Measure("short answer F1", 1, lambda one: one.f1),
    Measure("sentences an answer", 0, lambda one: float(one.sentences) if one.answered else None, percent=False),
)


def _phrased(one: Judged) -> bool:
    return bool(one.answerable) and len(one.wanted) == 1


def table(judged: Sequence[Judged]) -> dict[str, Values]:
    """Every measure that is a mean, of each question.

    :raises MeasuresMissing: ir-measures is not installed.
    """
    found: dict[str, Values] = {}
    for thing, ranks in (
        ("passage", [one.passage_ranks for one in judged]),
        ("document", [one.document_ranks for one in judged]),
    ):
        rows = ranked.per_question(ranks)
        for name in ranked.NAMES:
            found[f"{thing} {name}"] = [row.get(name) for row in rows]
    for measure in MEANS:
        found[measure.name] = [measure.value(one) for one in judged]
    return found


def averages(values: dict[str, Values]) -> dict[str, float | None]:
    """The mean of each measure over the questions that it applies to."""
    return {name: _mean(column) for name, column in values.items()}


def _mean(column: Values) -> float | None:
    known = [value for value in column if value is not None]
    return mean(known) if known else None


def measure(judged: Sequence[Judged]) -> dict[str, Any]:
    """All figures of a run, as plain values.

    ``means`` by name, of all questions; ``kinds`` the same for each kind; ``confidence`` with ``auc``, ``ece``, the
    ``reliability`` bins and the ``risk`` curve with its ``area``; ``outcomes``, ``differing`` and ``milliseconds``.

    :raises MeasuresMissing: ir-measures is not installed.
    """
    values = table(judged)
    times = sorted(one.milliseconds for one in judged)
    return {
        "questions": len(judged),
        "answerable": sum(bool(one.answerable) for one in judged),
        "unanswerable": sum(one.answerable is False for one in judged),
        "means": averages(values),
        "confidence": confidence(judged),
        "outcomes": dict(Counter(one.outcome for one in judged).most_common()),
        "differing": sum(one.differing for one in judged),
        "milliseconds": {"p50": _quantile(times, 0.5), "p95": _quantile(times, 0.95)},
        "kinds": _kinds(judged, values),
    }


def confidence(judged: Sequence[Judged]) -> dict[str, Any]:
    """How far the confidences can be relied on."""
    known = [one for one in judged if one.answerable is not None]
    positive = [one.confidence for one in known if one.answerable]
    negative = [one.confidence for one in known if not one.answerable]
    bins: list[Bin] = reliability([one.confidence for one in known], [bool(one.answerable) for one in known])
    marked = [one for one in judged if one.answered and (one.said is not None)]
    wrong = [1.0 - (one.said or 0.0) for one in marked]
    curve = risk_by_coverage([one.confidence for one in marked], wrong, len(known))
    return {
        "auc": auc(positive, negative),
        "ece": calibration_error(bins) if known else None,
        "reliability": [asdict(one) for one in bins],
        "risk": curve,
        "area": area(curve),
    }


def _kinds(judged: Sequence[Judged], values: dict[str, Values]) -> dict[str, dict[str, Any]]:
    """A kind's means, and how well its unanswerable questions are told from all that can be answered."""
    positive = [one.confidence for one in judged if one.answerable]
    found: dict[str, dict[str, Any]] = {}
    for kind in sorted({one.kind for one in judged}):
        places = [place for place, one in enumerate(judged) if one.kind == kind]
        negative = [judged[place].confidence for place in places if judged[place].answerable is False]
        means = {name: _mean([column[place] for place in places]) for name, column in values.items()}
        found[kind or "-"] = {"questions": len(places), "auc": auc(positive, negative), "means": means}
    return found


def _quantile(ordered: Sequence[float], share: float) -> float | None:
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else None
