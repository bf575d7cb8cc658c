"""Recall, reciprocal rank and nDCG of what was found, calculated by ir-measures.

Every part of an answer is a query of its own with one thing to find: the first passage, or document, that says it.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.service import RequestError

DEPTHS = (1, 5, 10)
NAMES = tuple(f"{name}@{depth}" for name in ("recall", "mrr", "ndcg") for depth in DEPTHS)
"""What `per_question` gives, in order."""
DEEPEST = 10


class MeasuresMissing(RequestError):
    """The package that calculates the measures is not installed; the message says how to install it."""


def must_be_there() -> None:
    """Say before any work that the measures cannot be calculated.

    :raises MeasuresMissing: ir-measures is not installed.
    """
    try:
        import ir_measures  # noqa: F401
    except ImportError:
        raise MeasuresMissing(
            "Measuring needs the package ir-measures, which is not installed. To install it: pip install 'quoth[eval]'"
        ) from None


def per_question(ranks: Sequence[Sequence[int | None]]) -> list[dict[str, float]]:
    """The measures of each question by their names; empty for a question of which nothing right is known.

    :param ranks: for each question, and each part of its answer, the rank from 1 of the first right thing, or None.
    :returns: for each question the means over its parts.
    :raises MeasuresMissing: ir-measures is not installed.
    """
    must_be_there()
    import ir_measures
    from ir_measures import RR, Qrel, R, ScoredDoc, nDCG

    measures = [kind @ depth for kind in (R, RR, nDCG) for depth in DEPTHS]
    named = dict(zip(map(str, measures), NAMES, strict=True))
    queries = [(f"{at} {part}", rank) for at, parts in enumerate(ranks) for part, rank in enumerate(parts)]
    if not queries:
        return [{} for _ in ranks]
    right = [Qrel(query, "right", 1) for query, _ in queries]
    found = [
        ScoredDoc(query, "right" if place == rank else str(place), float(-place))
        for query, rank in queries
        for place in range(1, max(DEEPEST, rank or 0) + 1)
    ]
    sums: list[dict[str, float]] = [{} for _ in ranks]
    for metric in ir_measures.iter_calc(measures, right, found):
        at = int(metric.query_id.split(" ")[0])
        name = named[str(metric.measure)]
        sums[at][name] = sums[at].get(name, 0.0) + metric.value / len(ranks[at])
    return sums
