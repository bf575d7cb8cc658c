"""Rows in answers: a row of a table that was chosen like a sentence is said with the heads that it stands under.

A row whose cells name their columns themselves needs none of this.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.grounding import Evidence, quote_of
from assistant.tables import columns, saying
from assistant.tables.figures import Figure, tables_in
from assistant.text.lines import of_row
from index.text.tabular import Row, Tables

if TYPE_CHECKING:
    from index.catalog.catalog import Catalog


def with_heads(question: str, evidence: Evidence, catalog: Catalog) -> Evidence:
    """Evidence that is a row of figures, said with its heads and unit; any other as it is."""
    passage = evidence.passage
    if evidence.said or not passage.document_id or not of_row(quote_of(passage, evidence.span)):
        return evidence
    try:
        tables = tables_in(catalog, passage.version, passage.document_id)
    except KeyError:  # it is being replaced
        return evidence
    row = _row_at(tables, evidence.span.start)
    if row is None or row.named or not any(tables.heads(row)):
        return evidence
    places = columns.places(question, tables, row, every=True)
    if not places:
        return evidence
    said, bold = saying.shown(Figure(tables, row, places, evidence.score, whole=True))
    return replace(evidence, said=said, bold=bold)


def _row_at(tables: Tables, start: int) -> Row | None:
    """The row that begins at an offset of the text; None where none does."""
    at = bisect_left(tables.rows, start, key=lambda row: row.start)
    row = tables.rows[at] if at < len(tables.rows) else None
    return row if row is not None and row.start == start else None
