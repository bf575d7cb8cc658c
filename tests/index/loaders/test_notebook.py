from __future__ import annotations

import json
from typing import Any

import pytest

from index.loaders import notebook
from index.loaders.loaded import LoadError, Unsupported
from tests.index.loaders.invariants import check, kinds


def read(book: dict[str, Any]) -> list[tuple[str, str]]:
    loaded = notebook.load(json.dumps(book).encode())
    check(loaded)
    return kinds(loaded)


def test_cells_and_what_they_gave_come_in_order() -> None:
    outputs = [
        {"output_type": "stream", "text": ["\x1b[31mred\x1b[0m\n", "10%\r100%\n"]},
        {
            "output_type": "execute_result",
            "data": {"text/plain": "  a\n0 1", "text/html": "<table><tr><td>a<td>1</table>"},
        },
        {"output_type": "display_data", "data": {"image/png": "AAAA", "text/plain": ["<Figure>"]}},
        {"output_type": "error", "ename": "ValueError", "evalue": "bad", "traceback": ["long"]},
    ]
    book = {
        "cells": [
            {"cell_type": "markdown", "source": ["# Rivers\n", "The *Loire*.\n", "![map](attachment:map.png)"]},
            {"cell_type": "code", "source": "x = 1\n  # two", "outputs": outputs},
            {"cell_type": "raw", "source": "raw words"},
        ],
        "metadata": {"authors": [{"name": "Ann"}]},
        "nbformat": 4,
    }
    assert read(book) == [
        ("paragraph", "Ann"),
        ("heading", "Rivers"),
        ("paragraph", "The Loire. map"),
        ("code", "x = 1\n  # two"),
        ("code", "red\n100%"),
        ("row", "a\t1"),
        ("code", "<Figure>"),
        ("code", "ValueError: bad"),
        ("paragraph", "raw words"),
    ]


def test_version_3_is_read() -> None:
    cells = [
        {"cell_type": "heading", "level": 2, "source": "Part"},
        {"cell_type": "code", "input": "1 + 1", "outputs": [{"output_type": "pyout", "text": ["2"]}]},
    ]
    assert read({"nbformat": 3, "metadata": {"name": "Sums"}, "worksheets": [{"cells": cells}]}) == [
        ("heading", "Part"),
        ("code", "1 + 1"),
        ("code", "2"),
    ]


@pytest.mark.parametrize("data", [b"{", b"[]", b"[" * 100_000, b'{"cells": [{"cell_'])
def test_what_is_no_notebook_is_refused(data: bytes) -> None:
    with pytest.raises(LoadError):
        notebook.load(data)


@pytest.mark.parametrize(
    "book", [{}, {"cells": 3, "metadata": []}, {"cells": [3, {"source": 4}, {"cell_type": "code", "outputs": {}}]}]
)
def test_odd_values_do_no_harm(book: dict[str, Any]) -> None:
    with pytest.raises(Unsupported):
        read(book)
