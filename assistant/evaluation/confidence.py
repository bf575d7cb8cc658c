"""How far a confidence can be relied on: does it tell right from wrong, and is it a probability."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """The questions whose confidence lies in one tenth from 0 to 1."""

    low: float
    high: float
    count: int
    confidence: float
    """Its mean; the middle of the bin where there is no question."""
    share: float
    """The share of questions that the documents do answer."""


def auc(positive: Sequence[float], negative: Sequence[float]) -> float | None:
    """The probability that one of the positive is above one of the negative (Mann and Whitney), a tie counting half."""
    if not len(positive) or not len(negative):
        return None
    ordered = np.sort(negative)
    below = np.searchsorted(ordered, positive, side="left")
    upto = np.searchsorted(ordered, positive, side="right")
    return float((below + upto).mean() / 2 / len(ordered))


def reliability(confidences: Sequence[float], truths: Sequence[bool]) -> list[Bin]:
    """The reliability diagram: ten bins of equal width."""
    values, right = np.asarray(confidences, dtype=float), np.asarray(truths, dtype=float)
    places = np.minimum((values * BINS).astype(int), BINS - 1)
    bins = []
    for place in range(BINS):
        inside = places == place
        low, high, count = place / BINS, (place + 1) / BINS, int(inside.sum())
        mean = float(values[inside].mean()) if count else (low + high) / 2
        bins.append(Bin(low, high, count, mean, float(right[inside].mean()) if count else 0.0))
    return bins


def calibration_error(bins: Sequence[Bin]) -> float | None:
    """The expected calibration error (Naeini and others, 2015): the mean gap of the bins, by their numbers."""
    total = sum(one.count for one in bins)
    return sum(one.count * abs(one.confidence - one.share) for one in bins) / total if total else None


def risk_by_coverage(confidences: Sequence[float], wrong: Sequence[float], total: int) -> list[tuple[float, float]]:
    """Points (coverage, risk): of the surest answers, so many of all questions, how large a share is wrong.

    :param confidences: of the answers that were given.
    :param wrong: how wrong each of them is, 0 to 1.
    :param total: how many questions there were.
    """
    if not len(confidences) or not total:
        return []
    order = np.argsort(-np.asarray(confidences, dtype=float), kind="stable")
    counts = np.arange(1, len(order) + 1)
    risks = np.cumsum(np.asarray(wrong, dtype=float)[order]) / counts
    return [(float(count) / total, float(risk)) for count, risk in zip(counts, risks, strict=True)]


def area(curve: Sequence[tuple[float, float]]) -> float | None:
    """The mean risk over the coverages of a curve (the area under it, by its width; Geifman and El-Yaniv, 2017)."""
    return float(np.mean([risk for _, risk in curve])) if curve else None
