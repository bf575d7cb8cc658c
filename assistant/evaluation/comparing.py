"""Two runs over the same questions: what got better, what got worse, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from assistant.evaluation import measures
from assistant.evaluation.confidence import auc, calibration_error, reliability
from assistant.evaluation.judging import Judged
from assistant.evaluation.running import Run
from assistant.evaluation.storing import RunError

if TYPE_CHECKING:
    from numpy.typing import NDArray

RESAMPLES = 2000
CURVE_RESAMPLES = 400
"""For measures of the whole set, which take longer."""
LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Change:
    """One measure before and after, over the questions that both runs have it for."""

    name: str
    before: float
    after: float
    low: float
    high: float
    """The interval, by a paired bootstrap over questions, that holds the difference 95 times of 100."""
    better: int
    """1 if more is better, -1 if less is, 0 if neither."""

    @property
    def verdict(self) -> str:
        """``better`` or ``worse`` where the interval leaves out nought, else ``same`` (or nothing, if neither is)."""
        if not self.better:
            return ""
        if self.low <= 0 <= self.high:
            return "same"
        return "better" if (self.low > 0) == (self.better > 0) else "worse"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs, and what differs: measures, and the questions that one run got right and the other did not."""

    before: Run
    after: Run
    shared: int
    """How many questions both have."""
    changes: tuple[Change, ...]
    won: tuple[tuple[Judged, Judged], ...]
    lost: tuple[tuple[Judged, Judged], ...]


def compare(before: Run, after: Run) -> Comparison:
    """Compare two runs over the questions that both have, told by their id and wording.

    :raises RunError: they share no question.
    :raises MeasuresMissing: ir-measures is not installed.
    """
    earlier = {(one.id, one.question): one for one in before.judged}
    pairs = [(earlier[key], one) for one in after.judged if (key := (one.id, one.question)) in earlier]
    if not pairs:
        raise RunError(f"The runs {before.name} and {after.name} have no question in common.")
    old, new = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    changed = [pair for pair in pairs if None not in (pair[0].right, pair[1].right)]
    return Comparison(
        before,
        after,
        len(pairs),
        (*_means(old, new), *_whole(old, new)),
        tuple(pair for pair in changed if pair[1].right and not pair[0].right),
        tuple(pair for pair in changed if pair[0].right and not pair[1].right),
    )


def _means(old: Sequence[Judged], new: Sequence[Judged]) -> list[Change]:
    directions = {one.name: one.better for one in measures.MEANS}
    before, after = measures.table(old), measures.table(new)
    timed: measures.Values = [one.milliseconds for one in old]
    columns = [(name, before[name], after[name], directions.get(name, 1)) for name in before]
    columns.append(("milliseconds, mean", timed, [one.milliseconds for one in new], -1))
    changes = [_mean_change(*column) for column in columns]
    return [change for change in changes if change is not None]


def _mean_change(name: str, old: measures.Values, new: measures.Values, better: int) -> Change | None:
    pairs = [(a, b) for a, b in zip(old, new, strict=True) if a is not None and b is not None]
    if not pairs:
        return None
    values = np.asarray(pairs, dtype=float)
    differences = values[:, 1] - values[:, 0]
    drawn = _draws(len(pairs), RESAMPLES)
    low, high = _interval(differences[drawn].mean(axis=1))
    return Change(name, float(values[:, 0].mean()), float(values[:, 1].mean()), low, high, better)


def _whole(old: Sequence[Judged], new: Sequence[Judged]) -> list[Change]:
    """Changes of measures of the whole set, which are no means."""
    known = [place for place, one in enumerate(old) if one.answerable is not None]
    truths = np.asarray([bool(old[place].answerable) for place in known])
    if not len(truths) or truths.all() or not truths.any():
        return []
    before = np.asarray([old[place].confidence for place in known])
    after = np.asarray([new[place].confidence for place in known])
    found = []
    for name, better, of in (("confidence AUC", 1, _auc), ("calibration error (ECE)", -1, _ece)):
        drawn = _draws(len(known), CURVE_RESAMPLES)
        differences = [of(after[draw], truths[draw]) - of(before[draw], truths[draw]) for draw in drawn]
        low, high = _interval(np.asarray(differences))
        found.append(Change(name, of(before, truths), of(after, truths), low, high, better))
    return found


def _auc(confidences: NDArray[np.float64], truths: NDArray[np.bool_]) -> float:
    value = auc(list(confidences[truths]), list(confidences[~truths]))
    return float("nan") if value is None else value


def _ece(confidences: NDArray[np.float64], truths: NDArray[np.bool_]) -> float:
    return calibration_error(reliability(list(confidences), list(truths))) or 0.0


def _draws(count: int, resamples: int) -> NDArray[np.int64]:
    """Resamples of so many questions, the same at every call, so that the same runs give the same intervals."""
    return np.random.default_rng(0).integers(0, count, size=(resamples, count))


def _interval(differences: NDArray[np.float64]) -> tuple[float, float]:
    known = differences[~np.isnan(differences)]
    if not len(known):
        return 0.0, 0.0
    low, high = np.quantile(known, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)
