"""Weights of the evidence for a sentence, fitted on public questions.

A conditional logit over the sentences of the passages that retrieval finds: the sentence that holds the answer
against the others, with a small ridge. Fitted on 12 of the 16 articles of SQuAD 2.0's first development half (CC
BY-SA 4.0; 2,160 questions over 1,121 passages); Warsaw, Scottish Parliament, Packet switching and Immune system
(750 questions) were kept for reporting. The share of questions whose best sentence holds the answer:

    cosine + 0.6 x share of question words              .774 on all 16
    these weights, in four folds over the articles      .832 (.820 without the cosine)
    these weights on the four articles kept             .884

The order is that of ``evidence.NAMES``.
"""

from __future__ import annotations

import numpy as np

LEXICAL = np.array(
    (
        11.565,  # passage
        0.288,  # rank
        0.000,  # cosine
        2.814,  # coverage
        4.400,  # telling
        4.252,  # context
        -4.283,  # passage coverage
        1.101,  # pairs
        0.321,  # names
        0.964,  # typed
        -1.291,  # untyped
        0.280,  # near
        -0.599,  # fragment
        -0.366,  # length
        0.205,  # cue
        0.297,  # focus
        0.256,  # first
        0.469,  # anaphor
        0.835,  # next
        -0.217,  # question
        -1.314,  # all
        2.049,  # deeds
        0.726,  # apt
        2.293,  # reason
    )
)
"""From words alone: puts in front the sentences that are worth embedding."""

FULL = np.array(
    (
        9.270,  # passage
        0.133,  # rank
        8.240,  # cosine
        -0.756,  # coverage
        5.196,  # telling
        4.539,  # context
        -2.386,  # passage coverage
        0.978,  # pairs
        -0.100,  # names
        0.915,  # typed
        -1.225,  # untyped
        0.684,  # near
        -0.677,  # fragment
        0.092,  # length
        0.205,  # cue
        0.358,  # focus
        0.207,  # first
        0.540,  # anaphor
        1.408,  # next
        -0.287,  # question
        -1.048,  # all
        2.011,  # deeds
        0.667,  # apt
        2.371,  # reason
    )
)
"""With the cosine of sentence and question."""

BASE = 0.485
"""What `FULL` and `LEXICAL` count for where the learned reader reads as well."""
READER = {"margin": 0.277, "answered": 0.236, "unread": -6.675}
"""What the reader adds then: see `training/combining.py`.

Fitted on three SQuAD articles that the reader was not trained on (130 questions). On the four reported ones the best
sentence over the whole library holds the answer for .923 of 130 questions, .862 without the reader.
"""
