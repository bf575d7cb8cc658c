"""What the fitted weights reach: a few lines of figures."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from training.cases import KINDS, Case
from training.combining import doubt_rows, heard, passages, spans
from training.fits import Array, calibration_error


def report(cases: Sequence[Case], order: Array, short: Array, doubt: Array) -> str:
    """The figures of some cases, one a line."""
    asked = [case for case in cases if case.kind == "answerable"]
    lines = [f"{sum(case.kind == kind for case in cases)} {kind}" for kind in KINDS]
    best = [case.right(case.ranked[0].text) for case in asked]
    before = [case.right(max(case.ranked, key=lambda one: one.plain).text) for case in asked]
    lines.append(f"best sentence holds the answer {np.mean(before):.3f} -> {np.mean(best):.3f}")
    first = [case.right(case.hits[0].passage.text) for case in asked]
    lines.append(
        f"first passage holds it {np.mean(first):.3f} -> {np.mean([_first(case, order) for case in asked]):.3f}"
    )
    lines += _short(asked, short)
    lines += _doubt(cases, doubt)
    return "\n".join(lines)


def _first(case: Case, order: Array) -> bool:
    rows = passages(case)
    place = max(rows, key=lambda row: float(np.dot(row[1], order)))[0] if rows else 0
    return case.right(case.hits[place].passage.text)


def _short(asked: Sequence[Case], short: Array) -> list[str]:
    found = [spans(case) for case in asked]
    odds = np.array([float(short[0] + np.dot(short[1:], one[0])) if one else -99.0 for one in found])
    right = np.array([one[1] if one else 0.0 for one in found])
    lines = [f"span F1 of all {right.mean():.3f}"]
    for least in (-1.0, -0.5, -0.25, 0.0, 0.25, 0.5, 0.75, 1.0):
        given = odds >= least
        lines.append(f"  given from {least}: {given.mean():.3f}, F1 {right[given].mean() if given.any() else 0:.3f}")
    return lines


def _doubt(cases: Sequence[Case], doubt: Array) -> list[str]:
    from sklearn.metrics import roc_auc_score  # type: ignore[import-untyped]

    table, true, share = doubt_rows(cases)
    sure = 1 / (1 + np.exp(-(doubt[0] + table @ doubt[1:])))
    kinds = np.array([case.kind for case in heard(cases)])
    lines = []
    for kind in KINDS[1:]:
        both = (kinds == kind) | (kinds == KINDS[0])
        if (kinds == kind).any():
            lines.append(f"AUC {kind} {roc_auc_score(true[both], sure[both]):.3f}")
    lines.append(f"ECE {calibration_error(sure, true, share):.3f}, each kind counted as in the fit")
    for least in (0.2, 0.3, 0.4, 0.5, 0.6, 0.7):
        shares = [f"{kind} {np.mean(sure[kinds == kind] >= least):.3f}" for kind in KINDS if (kinds == kind).any()]
        lines.append(f"  from {least}: " + ", ".join(shares))
    return lines
