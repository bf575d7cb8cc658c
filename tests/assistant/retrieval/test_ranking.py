"""One score for a passage, and chunks joined to passages."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.retrieval.coverage import Coverage
from assistant.retrieval.ranking import MOST_CHUNKS, Candidate, best_first, fused, joined
from index.documents import Chunk, Source, Span, StoredChunk

shares = st.floats(0, 1)


def candidate(id_: int, start: int, end: int, score: float, version: int = 1) -> Candidate:
    source = Source(version, "/library", f"{version}.txt", "", "0" * 64, "text", 0.0)
    chunk = Chunk(start, end, "x" * (end - start), (Span(start, end),))
    stored = StoredChunk(id_, version, id_, f"key {id_}", chunk, (source,))
    return Candidate(stored, score, 0.0, 0.0, Coverage(0.0, 0.0, 0.0), score)


def ids(groups: list[list[Candidate]]) -> list[list[int]]:
    return [[one.chunk.id for one in group] for group in groups]


@given(shares, shares, shares, shares, shares)
def test_a_score_is_a_share(cosine: float, lexical: float, passage: float, sentence: float, pairs: float) -> None:
    score = fused(cosine, lexical, Coverage(passage, sentence, pairs))
    assert 0 <= score <= 1 + 1e-9


def test_all_evidence_makes_one_and_none_makes_nought() -> None:
    assert fused(1.0, 1.0, Coverage(1.0, 1.0, 1.0)) == pytest.approx(1.0)
    assert fused(-0.2, 0.0, Coverage(0.0, 0.0, 0.0)) == 0.0


@pytest.mark.parametrize("which", range(5))
def test_each_share_counts(which: int) -> None:
    values = [0.5] * 5
    low = fused(values[0], values[1], Coverage(*values[2:]))
    values[which] = 0.6
    assert fused(values[0], values[1], Coverage(*values[2:])) > low


def test_the_order_never_depends_on_the_order_before() -> None:
    all_ = [candidate(3, 0, 5, 0.5), candidate(1, 10, 15, 0.5), candidate(2, 20, 25, 0.9)]
    for order in permutations(all_):
        assert [one.chunk.id for one in best_first(order)] == [2, 1, 3]


def test_the_parts_of_a_cut_paragraph_join() -> None:
    groups = joined([candidate(2, 101, 200, 0.9), candidate(1, 0, 100, 0.8), candidate(3, 201, 300, 0.7)], 10)
    assert ids(groups) == [[2, 1, 3]]


def test_paragraphs_other_documents_and_weak_neighbours_stay_apart() -> None:
    assert ids(joined([candidate(1, 0, 100, 0.9), candidate(2, 102, 200, 0.9)], 10)) == [[1], [2]]
    assert ids(joined([candidate(1, 0, 100, 0.9), candidate(2, 101, 200, 0.9, version=2)], 10)) == [[1], [2]]
    assert ids(joined([candidate(1, 0, 100, 0.9), candidate(2, 101, 200, 0.4)], 10)) == [[1], [2]]


def test_overlapping_chunks_join_however_weak() -> None:
    assert ids(joined([candidate(1, 0, 100, 0.9), candidate(2, 80, 200, 0.1)], 10)) == [[1, 2]]


def test_a_passage_does_not_grow_without_end() -> None:
    row = [candidate(number, number * 100, number * 100 + 99, 0.9) for number in range(10)]
    assert max(len(group) for group in joined(row, 10)) == MOST_CHUNKS


def test_no_more_groups_than_asked_for_and_nothing_weaker_than_the_last() -> None:
    row = [candidate(1, 0, 100, 0.9), candidate(5, 500, 600, 0.8), candidate(2, 101, 200, 0.7)]
    assert ids(joined(row, 1)) == [[1]]
    assert ids(joined(row, 2)) == [[1, 2], [5]]
