"""Two fits by maximum likelihood with a small ridge: a choice among several, and a yes or no."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def choice(tables: Sequence[Array], right: Sequence[npt.NDArray[np.bool_]], ridge: float = 1e-2) -> Array:
    """Weights with which the right rows of each table stand out from its others (a conditional logit)."""
    from scipy.optimize import minimize  # type: ignore[import-untyped]

    def cost(weights: Array) -> tuple[float, Array]:
        total, slope = ridge * float(weights @ weights), 2 * ridge * weights
        for table, good in zip(tables, right, strict=True):
            scores = table @ weights
            scores = np.exp(scores - scores.max())
            every, own = scores / scores.sum(), np.where(good, scores, 0.0)
            total -= float(np.log(own.sum() / scores.sum()))
            slope = slope + table.T @ (every - own / own.sum())
        return total, slope

    kept = [(table, good) for table, good in zip(tables, right, strict=True) if good.any() and not good.all()]
    tables, right = [table for table, _ in kept], [good for _, good in kept]
    return np.asarray(minimize(cost, np.zeros(tables[0].shape[1]), jac=True, method="L-BFGS-B").x)


def logistic(
    table: Array, share: Array, weights: Array, ridge: float = 1e-2, ways: Sequence[int] | None = None
) -> Array:
    """The constant and a weight for each column with which the log odds of ``share`` (0 to 1) are fitted.

    :param ways: for each column 1 where its weight may not be below 0, -1 where not above, 0 where it may be either.
    """
    from scipy.optimize import minimize

    full = np.hstack([np.ones((len(table), 1)), table])
    scale = np.maximum(full.std(0), 1e-6)
    scale[0] = 1.0
    unit = full / scale

    def cost(values: Array) -> tuple[float, Array]:
        logits = unit @ values
        total = float((weights * (np.logaddexp(0, logits) - share * logits)).sum()) + ridge * float(
            values[1:] @ values[1:]
        )
        slope = unit.T @ (weights * (1 / (1 + np.exp(-logits)) - share))
        slope[1:] += 2 * ridge * values[1:]
        return total, slope

    bounds = [(0.0 if way > 0 else None, 0.0 if way < 0 else None) for way in (0, *(ways or [0] * table.shape[1]))]
    return np.asarray(minimize(cost, np.zeros(full.shape[1]), jac=True, method="L-BFGS-B", bounds=bounds).x / scale)


def calibration_error(probabilities: Array, right: Array, weights: Array | None = None, bins: int = 10) -> float:
    """Expected calibration error over bins of equal width; ``weights`` are what each counts for, by default 1."""
    counts = np.ones(len(right)) if weights is None else weights
    places = np.minimum((probabilities * bins).astype(int), bins - 1)
    shares = [abs(float((counts * (probabilities - right))[places == one].sum())) for one in range(bins)]
    return float(sum(shares) / counts.sum())
