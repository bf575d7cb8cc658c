from __future__ import annotations

import gc
import weakref
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from assistant.retrieval.lately import Lately, remembered
from index.catalog.catalog import Catalog


def test_what_was_found_lately_is_found_once() -> None:
    made: list[str] = []

    def find(key: str) -> str:
        made.append(key)
        return key.upper()

    lately: Lately[str] = Lately(2)
    assert [lately.get(key, lambda key=key: find(key)) for key in ("a", "b", "a")] == ["A", "B", "A"]  # type: ignore[misc]
    assert made == ["a", "b"]


def test_only_the_last_few_are_remembered() -> None:
    lately: Lately[int] = Lately(2)
    for key in (1, 2, 1, 3):
        lately.get(key, lambda: 0)
    assert lately.get(1, lambda: 9) == 0  # asked for again, so that 2 went before it
    assert lately.get(2, lambda: 9) == 9


def test_threads_share_it() -> None:
    lately: Lately[int] = Lately(8)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda number: lately.get(number % 4, lambda: number % 4), range(400)))
    assert found == [number % 4 for number in range(400)]


def test_what_was_made_of_a_catalog_goes_with_its_changes_and_with_it(tmp_path: Path) -> None:
    made: list[str] = []

    @remembered(2)
    def find(catalog: Catalog, key: str) -> str:
        made.append(key)
        return key.upper()

    catalog = Catalog(tmp_path / "catalog.sqlite")
    assert [find(catalog, "a"), find(catalog, "a")] == ["A", "A"]
    assert made == ["a"]
    with catalog.transaction():
        pass
    assert find(catalog, "a") == "A"
    assert made == ["a", "a"]
    gone = weakref.ref(catalog)
    catalog.close()
    del catalog
    gc.collect()
    assert gone() is None
