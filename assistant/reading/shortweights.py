"""Weights of the reader's short answer, by `training/combining.py`.

A logistic regression of the span's F1 on three SQuAD articles that the reader was not trained on. On the four reported
ones (130 questions over the whole library) spans have F1 .778; those given here, 78 %, .82.
"""

from __future__ import annotations

HEARD = (
    0.708,
    0.071,  # margin
    0.041,  # answered
    -0.390,  # words
    -1.268,  # known
    0.852,  # typed
    0.000,  # untyped: too few to fit, and a value without a figure is no better for it
    0.204,  # agreed
    0.422,  # other
    -0.437,  # explained
    -0.004,  # values
)
"""The constant, then one for each of `heardanswer.NAMES`."""
LEAST = 0.5
"""Log odds from which on it is given."""
