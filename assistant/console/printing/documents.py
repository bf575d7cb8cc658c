"""Documents: all of them in a table, one with all that is known of it, those to look at."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TextIO

from assistant.console.printing.units import iso, local, size
from assistant.service import Record
from assistant.service.problems import alike_words
from assistant.terminal import console, is_terminal, printable
from assistant.text.pages import unit_of

TIMES = ("modified", "added", "indexed")


def dated(record: Record) -> Record:
    """A document's record with its times as ISO 8601 in UTC, for scripts."""
    return {name: iso(value) if name in TIMES else value for name, value in record.items()}


def documents(records: Sequence[Record], stream: TextIO | None = None) -> None:
    """Print a table of documents: aligned on a terminal, separated by tabs elsewhere."""
    stream = stream or sys.stdout
    header = ("state", "format", "pages", "chunks", "size", "changed", "document")
    rows = [_row(record) for record in records]
    if not is_terminal(stream):
        stream.write("".join("\t".join(row) + "\n" for row in (header, *rows)))
        return
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in header:
        right = name in ("pages", "chunks", "size")
        table.add_column(name, justify="right" if right else "left", overflow="fold", no_wrap=name != "document")
    for row in rows:
        table.add_row(*row)
    console(stream).print(table)


def _row(record: Record) -> tuple[str, ...]:
    reason = f" ({printable(record['reason'])})" if record["reason"] else ""
    return (
        record["state"],
        record["format"] or "-",
        "-" if record["pages"] is None else str(record["pages"]),
        str(record["chunks"]),
        size(record["size"]),
        local(record["modified"])[:10],
        printable(record["path"]) + reason,
    )


def document(record: Record, stream: TextIO | None = None) -> None:
    """Print all that is known of one document."""
    stream = stream or sys.stdout
    for name, value in _facts(record):
        stream.write(f"{name:10} {value}\n")


def _facts(record: Record) -> Iterable[tuple[str, str]]:
    yield "document", printable(record["path"])
    yield "folder", printable(record["folder"]) + (" (uploads)" if record["uploaded"] else "")
    yield "title", printable(record["title"])
    yield "state", record["state"]
    if record["reason"]:
        yield "reason", printable(record["reason"])
    yield "format", record["format"] or "-"
    if record["pages"] is not None:
        yield f"{unit_of(record['format'])}s", str(record["pages"])
    if record["members"]:
        yield "holds", f"{record['members']:,} documents"
    yield "chunks", str(record["chunks"])
    yield "size", size(record["size"])
    for name in TIMES:
        yield name, local(record[name])
    yield "version", record["version"] or "-"
    yield "id", str(record["id"])
    if report := record.get("report"):
        yield from _noticed(report)


def _noticed(report: Record) -> Iterable[tuple[str, str]]:
    """What was noticed of a document while it was read."""
    quality = report["quality"]
    if quality is not None:
        yield (
            "characters",
            f"{quality['characters']:,}"
            + (f", {quality['broken_characters']:,} of them broken" if quality["broken_characters"] else ""),
        )
        if quality["encoding"]:
            yield "encoding", f"{quality['encoding']} ({100 * quality['encoding_confidence']:.0f} % sure)"
        yield "language", quality["language"] or "-"
        yield "tables", f"{quality['tables']:,}"
        yield "dropped", f"{quality['dropped_lines']:,} running headers, footers and page numbers"
        yield "reading", f"{quality['seconds']:.1f} s, {size(quality['peak_bytes'])} of memory"
    for one in report["resembling"]:
        yield "alike", f"{alike_words(one['share'])} {printable(one['path'])}, of {local(one['modified'])[:10]}"
    for problem in report["problems"]:
        yield "problem", printable(problem)


def problems(records: Sequence[Record], stream: TextIO | None = None) -> None:
    """Print documents to look at, each with what is to be said of it."""
    stream = stream or sys.stdout
    if not records:
        stream.write("There is nothing to look at: all documents were read whole.\n")
    for place, count in Counter(record["vanished"] for record in records if record["vanished"]).items():
        kept = "its document is" if count == 1 else f"its {count:,} documents are"
        stream.write(f"{printable(place)}\n    is not there; {kept} kept and still answer\n")
    for record in records:
        if record["problems"]:
            stream.write(f"{printable(record['path'])}\n")
            stream.writelines(f"    {printable(problem)}\n" for problem in record["problems"])
