from __future__ import annotations

from collections.abc import Sequence

from index.parsing.counting import Remembering


def test_the_same_text_is_counted_once_and_memory_is_bounded() -> None:
    asked: list[str] = []

    def count(texts: Sequence[str]) -> list[int]:
        asked.extend(texts)
        return [len(text) for text in texts]

    remembering = Remembering(count, most=3)
    assert remembering(["a", "bb", "a", ""]) == [1, 2, 1, 0]
    assert asked == ["a", "bb", ""]
    assert remembering(["bb", "ccc"]) == [2, 3]  # one more than it keeps: it begins anew
    assert asked == ["a", "bb", "", "ccc"]
    assert remembering(["a", "ccc", "\ud800"]) == [1, 3, 1]
    assert asked == ["a", "bb", "", "ccc", "a", "\ud800"]
    assert remembering(["a", "b", "c", "d"]) == [1, 1, 1, 1]
    assert remembering([]) == []
