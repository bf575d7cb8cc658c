"""Sketches find texts that are nearly the same, and the measure tells how much of them is."""

from __future__ import annotations

import random
import tracemalloc

import numpy as np
import pytest

from index.text import resemblance
from index.text.resemblance import KEPT, KEYS, common, estimate, runs, sketch

WORDS = [f"{a}{b}{c}" for a in "bdfglmnprst" for b in "aeiou" for c in "dklmnrst"]


def text(seed: int, words: int = 400) -> list[str]:
    chance = random.Random(seed)
    return [chance.choice(WORDS) for _ in range(words)]


def changed(words: list[str], share: float, seed: int = 1) -> list[str]:
    chance = random.Random(seed)
    places = set(chance.sample(range(len(words)), round(len(words) * share)))
    return [f"new{place}" if place in places else word for place, word in enumerate(words)]


def test_the_measure_is_the_share_of_words_that_stayed() -> None:
    words = text(1, 2_000)
    for share in (0.0, 0.02, 0.05, 0.1):
        measured = common(runs(" ".join(words)), runs(" ".join(changed(words, share))))
        # A changed word takes one or two with it now and then, where two changes stand close together.
        assert 1 - 1.4 * share - 0.001 <= measured <= 1 - share + 0.001


def test_case_and_punctuation_do_not_count() -> None:
    words = text(2)
    assert common(runs(" ".join(words)), runs(", ".join(words).upper() + ".")) == 1


def test_a_part_is_not_the_same_as_the_whole() -> None:
    words = text(3)
    assert common(runs(" ".join(words[:200])), runs(" ".join(words))) == pytest.approx(0.5, abs=0.02)


def test_sketches_tell_the_share_of_common_runs() -> None:
    words = text(4, 5_000)
    other = changed(words, 0.05)
    one, two = set(runs(" ".join(words)).tolist()), set(runs(" ".join(other)).tolist())
    exact = len(one & two) / len(one | two)
    assert estimate(sketch(" ".join(words)), sketch(" ".join(other))) == pytest.approx(exact, abs=0.08)


def test_near_duplicates_share_one_of_their_smallest_hashes_and_strangers_hardly_ever() -> None:
    found, strangers = 0, 0
    for seed in range(100):
        words = text(seed)
        mine = set(sketch(" ".join(words))[:KEYS].tolist())
        found += bool(mine & set(sketch(" ".join(changed(words, 0.08)))[:KEYS].tolist()))
        strangers += bool(mine & set(sketch(" ".join(text(seed + 1_000)))[:KEYS].tolist()))
    assert found == 100
    assert strangers == 0


def test_a_sketch_is_small_and_sorted_and_short_texts_have_none() -> None:
    long = sketch(" ".join(text(5, 20_000)))
    assert len(long) == KEPT
    assert np.all(np.diff(long.astype(object)) > 0)
    assert len(sketch("Only a few words of no weight.")) == 0
    assert len(sketch("")) == 0
    assert estimate(sketch(""), sketch("")) == 0
    assert common(runs("two words"), runs("two words")) == 0


def test_a_long_text_is_gone_through_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """A text of 50 MB has nine million words, which together would take half of what its reader may hold."""
    words = text(9, 5_000)
    whole = "\n".join(" ".join(words[at : at + 7]) for at in range(0, len(words), 7))
    whole_runs, whole_sketch = runs(whole), sketch(whole)
    assert len(whole_runs) == len(words) - 2
    for piece in (1, 50, 1_000):
        monkeypatch.setattr(resemblance, "_PIECE", piece)
        assert np.array_equal(runs(whole), whole_runs)
        assert np.array_equal(sketch(whole), whole_sketch)


def test_the_words_of_a_long_text_are_not_all_held_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resemblance, "_PIECE", 20_000)
    whole = " ".join(text(10, 100_000))
    sketch(whole[:1_000])  # what is loaded only once
    tracemalloc.start()
    try:
        sketch(whole)
        assert tracemalloc.get_traced_memory()[1] < 4 * len(whole)  # held together, they take sixteen times as much
    finally:
        tracemalloc.stop()
