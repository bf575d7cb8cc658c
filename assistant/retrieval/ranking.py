"""Ranking: one score from all that speaks for a passage, and neighbouring chunks joined to one passage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.retrieval.coverage import Coverage
from index.documents import StoredChunk

WEIGHTS = {"dense": 1.0, "lexical": 0.3, "passage": 0.45, "sentence": 0.45, "pairs": 0.25}
"""How much each share counts.

Fitted by a softmax over the 30 best candidates of each question, in four folds over the 16 articles of one half of
SQuAD 2.0's development set, reporting on articles that were not fitted on (1,121 passages, 2,910 questions), and
checked, unchanged, on SelQA's sections (1,173; 1,600 questions), whose questions repeat fewer words:

    recall@1 / @10                                      SQuAD          SelQA
    cosine alone                                        .655 / .937    .738 / .956
    BM25 alone                                          .813 / .965
    half of each, min-max over the candidates           .833 / .980
    half of each, z-scores                              .835 / .979
    cosine + BM25 as a share of its upper bound         .830 / .984    .867 / .989
    ... and the share of words in the passage           .852 / .983
    ... and in its best sentence                        .864 / .985
    all five                                            .880 / .984    .889 / .989

The passage's length, numbers for "how many", names and exact word forms gained nothing more. Nor did, in four folds
over the articles, with everything refitted (.881 / .984 before): two sentences together, a window of 12 words, the
rarest word, the gap to the best cosine, the second-best sentence, feedback from the three best passages (all within
.003 of @1 and .001 of @10), or a vector with the document's title before the text (.881 / .983).
"""
_WHOLE = sum(WEIGHTS.values())

MOST_CHUNKS = 3
"""Chunks that one passage may be made of: more is no longer a place to look at."""
_NEARLY_AS_GOOD = 0.7
"""A neighbour joins a passage if its score is at least this share of it."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A chunk with all that speaks for it. ``lexical`` is BM25 as a share of the most that it could be, 0 to 1."""

    chunk: StoredChunk
    cosine: float
    bm25: float
    lexical: float
    coverage: Coverage
    score: float
    """The weighted mean of the shares, 0 to 1: comparable between questions."""
    vector: npt.NDArray[np.float32] | None = None


def fused(cosine: float, lexical: float, coverage: Coverage) -> float:
    """The weighted mean of five shares, 0 to 1; a cosine below 0 counts as 0."""
    return (
        WEIGHTS["dense"] * min(1.0, max(0.0, cosine))
        + WEIGHTS["lexical"] * lexical
        + WEIGHTS["passage"] * coverage.passage
        + WEIGHTS["sentence"] * coverage.sentence
        + WEIGHTS["pairs"] * coverage.pairs
    ) / _WHOLE


def best_first(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Candidates by score; of equal ones the older chunk first, so that the order is always the same."""
    return sorted(candidates, key=lambda candidate: (-candidate.score, candidate.chunk.id))


def joined(ranked: Sequence[Candidate], limit: int) -> list[list[Candidate]]:
    """Chunks that belong together, as at most ``limit`` groups: best group first, in each the best chunk first.

    Chunks of one version join where they overlap, or where one paragraph, list or table was cut between them, only
    because the embedding model reads no further, and the weaker is nearly as good.
    Nothing ranked below the last group joins any more.
    """
    groups: list[list[Candidate]] = []
    for candidate in ranked:
        home = next((group for group in groups if _belongs(candidate, group)), None)
        if home is not None:
            home.append(candidate)
        elif len(groups) == limit:
            break
        else:
            groups.append([candidate])
    return groups


def _belongs(candidate: Candidate, group: Sequence[Candidate]) -> bool:
    best = group[0]
    if len(group) >= MOST_CHUNKS or candidate.chunk.version_id != best.chunk.version_id:
        return False
    if any(_overlap(candidate.chunk, other.chunk) for other in group):
        return True
    return candidate.score >= _NEARLY_AS_GOOD * best.score and any(
        _cut(candidate.chunk, other.chunk) or _cut(other.chunk, candidate.chunk) for other in group
    )


def _cut(one: StoredChunk, following: StoredChunk) -> bool:
    """Whether at most a space or a line's end lies between two chunks; a blank line ends a paragraph."""
    return one.ordinal + 1 == following.ordinal and 0 <= following.chunk.start - one.chunk.end <= 1


def _overlap(one: StoredChunk, other: StoredChunk) -> bool:
    return one.chunk.start < other.chunk.end and other.chunk.start < one.chunk.end
