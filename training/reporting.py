"""What the fitted weights reach: a few lines of figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from training.cases import KINDS, Case
from training.fits import Array, calibration_error
from training.probability import answered, counts


def of_reading(cases: Sequence[Case], found: Sequence[tuple[list[float], float] | None], short: Array) -> str:
    """How often the best sentence and the short answer are right.

    :param found: the numbers of each answerable case's span, and its F1.
    """
    asked = [case for case in cases if case.kind == "answerable"]
    best = [case.right(case.ranked[0].text) for case in asked]
    before = [case.right(max(case.ranked, key=lambda one: one.plain).text) for case in asked]
    odds = np.array([float(short[0] + np.dot(short[1:], one[0])) if one else -99.0 for one in found])
    right = np.array([one[1] if one else 0.0 for one in found])
    lines = [
        f"best sentence holds the answer: {np.mean(before):.3f} without the reader, {np.mean(best):.3f} with it",
        f"short answer, F1 of all {right.mean():.3f}",
    ]
    for least in (-0.5, 0.0, 0.5, 1.0):
        given = odds >= least
        lines.append(f"  given from {least}: {given.mean():.3f}, F1 {right[given].mean() if given.any() else 0:.3f}")
    return "\n".join(lines)


def of_probability(cases: Sequence[Case], likely: Array, shown: float, sure: float) -> str:
    """How well the probabilities tell the kinds apart, how far they are from the shares, what is answered."""
    from sklearn.metrics import roc_auc_score  # type: ignore[import-untyped]

    kinds, true = np.array([case.kind for case in cases]), answered(cases)
    lines = [", ".join(f"{(kinds == kind).sum()} {kind}" for kind in KINDS if (kinds == kind).any())]
    told = []
    for kind in KINDS[1:]:
        if (kinds == kind).any():
            both = (kinds == kind) | (true > 0)
            told.append(f"{kind} {roc_auc_score(true[both], likely[both]):.3f}")
    lines.append("AUC " + ", ".join(told))
    gaps = [f"{calibration_error(likely, true, counts(cases)):.3f}", f"{calibration_error(likely, true):.3f}"]
    lines.append(f"ECE {gaps[0]}, each kind counted as in the fit; {gaps[1]}, each question counted once")
    lines += _shares(kinds, likely, (shown, sure))
    return "\n".join(lines)


def _shares(kinds: npt.NDArray[np.str_], likely: Array, steps: Sequence[float]) -> Iterator[str]:
    for step in steps:
        shares = [f"{kind} {np.mean(likely[kinds == kind] >= step):.3f}" for kind in KINDS if (kinds == kind).any()]
        yield f"  from {step:.2f}: " + ", ".join(shares)
