"""Which documents may be cited under a filter."""

from dataclasses import replace

import pytest

from assistant.retrieval.filters import allowed
from index.documents import Filter, Source

SOURCE = Source(1, "/home/me/papers", "contracts/2024/lease.pdf", "Lease", "0" * 64, "pdf", 1_000.0)


@pytest.mark.parametrize(
    "only",
    [
        None,
        Filter(),
        Filter(folders=("/home/me/papers",)),
        Filter(folders=("/home/me/papers/",)),
        Filter(folders=("contracts",)),
        Filter(folders=("contracts/2024/", "nowhere")),
        Filter(documents=("contracts/2024/lease.pdf",)),
        Filter(formats=("docx", "pdf")),
        Filter(after=1_000.0, before=1_000.0),
        Filter(folders=("contracts",), formats=("pdf",), after=999.0),
    ],
)
def test_passes(only: Filter | None) -> None:
    assert allowed([SOURCE], only) == [SOURCE]


@pytest.mark.parametrize(
    "only",
    [
        Filter(folders=("/home/me",)),
        Filter(folders=("contract",)),
        Filter(documents=("lease.pdf",)),
        Filter(formats=("docx",)),
        Filter(after=1_000.5),
        Filter(before=999.5),
        Filter(folders=("contracts",), formats=("docx",)),
    ],
)
def test_does_not_pass(only: Filter) -> None:
    assert allowed([SOURCE], only) == []


def test_order_is_kept() -> None:
    sources = [replace(SOURCE, document=number, format="pdf" if number % 2 else "html") for number in range(6)]
    assert [source.document for source in allowed(sources, Filter(formats=("pdf",)))] == [1, 3, 5]
