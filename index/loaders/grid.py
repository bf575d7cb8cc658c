"""Rows of a table whose cells may reach over several columns and rows."""

from __future__ import annotations

from collections.abc import Sequence


class RowSpans:
    """Places the cells of row after row in columns. State: how far cells of earlier rows reach down."""

    def __init__(self) -> None:
        self._down: dict[int, int] = {}

    def place(self, cells: Sequence[tuple[str, int, int]]) -> list[str]:
        """The next row's texts by column; ``cells`` are (text, columns, rows) in order.

        A cell's text stands once, in its first column and row; the other places it covers are empty.
        """
        row: list[str] = []
        down: dict[int, int] = {}
        for text, columns, rows in cells:
            self._pass(row, down)
            for column in range(columns):
                if rows > 1:
                    down[len(row)] = rows - 1
                self._down.pop(len(row), None)
                row.append(text if column == 0 else "")
        self._pass(row, down)
        self._down = {column: rows for column, rows in (self._down | down).items() if rows > 0}
        return row

    def _pass(self, row: list[str], down: dict[int, int]) -> None:
        while self._down.get(len(row), 0) > 0:
            down[len(row)] = self._down.pop(len(row)) - 1
            row.append("")
