from __future__ import annotations

import numpy as np

from assistant.gathering.covering import cover, standing, whole


def unit(*rows: tuple[float, ...]) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    table = np.array(rows, dtype=np.float32)
    return np.asarray(table / np.linalg.norm(table, axis=1, keepdims=True), dtype=np.float32)


def test_each_group_is_covered_once() -> None:
    rows = unit((1, 0, 0), (1, 0.1, 0), (1, 0, 0.1), (0, 1, 0), (0.1, 1, 0), (0, 0, 1))
    chosen = cover(rows, 3, [0] * 6, [0.5] * 6)
    assert len(chosen) == 3
    assert sorted({0: "a", 1: "a", 2: "a", 3: "b", 4: "b", 5: "c"}[place] for place in chosen) == ["a", "b", "c"]
    assert chosen == sorted(chosen)


def test_sections_are_spread_where_all_say_much_the_same() -> None:
    rows = unit(*[(1.0, 0.01 * place) for place in range(6)])
    chosen = cover(rows, 3, [0, 0, 1, 1, 2, 2], [0.5] * 6)
    assert {place // 2 for place in chosen} == {0, 1, 2}


def test_what_stands_by_itself_is_taken_first() -> None:
    rows = unit((1, 0), (1, 0))
    assert cover(rows, 1, [0, 0], [0.1, 0.9]) == [1]


def test_a_short_text_is_taken_whole() -> None:
    assert cover(unit((1, 0), (0, 1)), 5, [0, 0], [0.5, 0.5]) == [0, 1]


def test_only_whole_sentences_are_taken() -> None:
    assert whole("The bridge was closed in March because of a storm.")
    assert not whole("Closing the bridge")
    assert not whole("Why was the bridge closed in March?")
    assert not whole("Height:\t12 m\tWidth:\t3 m and so on.")


def test_leaning_and_spoken_sentences_stand_less_well() -> None:
    plain = standing("The harbour office closed the old bridge in March.", 0.5, False)
    assert plain > standing("It closed the old bridge again in March of that year.", 0.5, False)
    assert plain > standing('"We closed the bridge in March," said the mayor.', 0.5, False)
    assert plain < standing("The harbour office closed the old bridge in March.", 0.5, True)
    assert 0 <= standing("It was.", 1.0, False) <= 1
