"""What each sign weighs for the probability that the documents answer; printed by ``python -m training.combining``.

A logistic regression over 1,641 readings of SQuAD 2.0 (three articles; CC BY-SA 4.0), SelQA's development set
(Apache-2.0) and pages of QAMR (MIT), none of which the learned reader was trained on: answerable questions against
those about something else, those whose passage or sentence was taken away, those with a name, number or word
exchanged, and SQuAD's that only look answerable. Each source counts the same, answerable questions for two thirds.
"no value" is set by hand: too few of the readings know it. The order is that of ``signs.NAMES``.
"""

from __future__ import annotations

READ_BIAS = -3.004
READ = (
    3.479,  # cosine
    0.798,  # coverage
    0.561,  # near
    0.489,  # deeds
    0.756,  # terms
    -1.500,  # no value
    -0.435,  # no name
    -0.332,  # subject
    -1.421,  # negation, apart
    -1.318,  # denied, beside
    -1.165,  # opposite, beside
    -0.790,  # opposite, apart
    -0.892,  # number, beside
    -0.971,  # number, apart
    -2.903,  # name, beside
    -1.767,  # name, apart
    0.000,  # elsewhere, beside
    -0.759,  # elsewhere, apart
    -1.040,  # subject, beside
    0.126,  # margin
    0.182,  # answered
    -0.356,  # unread
)
"""With the learned reader."""

WORDS_BIAS = -4.367
WORDS = (
    2.960,  # cosine
    2.520,  # coverage
    2.147,  # near
    0.203,  # deeds
    0.628,  # terms
    -1.500,  # no value
    -0.096,  # no name
    -0.558,  # subject
    -4.702,  # negation, apart
    -0.900,  # denied, beside
    -1.414,  # opposite, beside
    -0.582,  # opposite, apart
    -1.730,  # number, beside
    -1.399,  # number, apart
    -2.947,  # name, beside
    -1.741,  # name, apart
    0.000,  # elsewhere, beside
    -0.478,  # elsewhere, apart
    -1.329,  # subject, beside
)
"""Without it: in other languages, with other embedding models, for questions that yes or no answers."""
