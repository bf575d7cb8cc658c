"""What the commands print for people: answers with numbered sources, reports, documents."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TextIO

from assistant.service import REPORT_LISTS, Record

if TYPE_CHECKING:
    from rich.console import Console

LISTED = 20
"""Documents of one list of a report that a terminal shows; elsewhere all are."""

PASSAGE = 240
"""Characters of a passage that are shown where the documents do not say."""

TIMES = ("modified", "added", "indexed")


def printable(text: str) -> str:
    """Text that cannot act on a terminal: control characters are written as escapes, white space as one space."""
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape", "backslashreplace").decode()
        for char in re.sub(r"\s+", " ", text)
    )


def is_terminal(stream: TextIO) -> bool:
    """Whether a person reads the stream on a terminal that can do more than plain lines."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def console(stream: TextIO) -> Console:
    """A console that prints what it is given, with no markup or guessed colours."""
    from rich.console import Console

    return Console(file=stream, highlight=False, markup=False, emoji=False, soft_wrap=not stream.isatty())


# Answers


def answer(record: Record, stream: TextIO | None = None) -> None:
    """Print an answer, then its sources or the nearest passages."""
    stream = stream or sys.stdout
    if not is_terminal(stream):
        stream.write("\n".join(_answer_lines(record)) + "\n")
        return
    from rich.padding import Padding
    from rich.text import Text

    out = console(stream)
    paragraphs = [Text(printable(part)) for part in record["answer"].split("\n") if part.strip()]
    for text in paragraphs:
        if record["short_answer"]:
            text.highlight_words([printable(record["short_answer"])], style="bold", case_sensitive=True)
        text.highlight_regex(r"\[\d+\]", style="cyan")
        out.print(text)
    title, sources = _sources(record)
    if sources:
        out.print()
        out.print(Text(title, style="bold"))
    for label, place, quote in sources:
        out.print(Text.assemble((f"{label} ", "cyan"), place))
        out.print(Padding(Text(quote, style="dim"), (0, 0, 0, 4)))


def _answer_lines(record: Record) -> Iterator[str]:
    yield from (printable(part) for part in record["answer"].split("\n") if part.strip())
    title, sources = _sources(record)
    if sources:
        yield ""
        yield title
    for label, place, quote in sources:
        yield f"{label} {place}"
        yield f"    {quote}"


def _sources(record: Record) -> tuple[str, list[tuple[str, str, str]]]:
    """A heading, and a label, place and quote for each source (or passage, where the documents do not say)."""
    if record["answered"]:
        cited = record["citations"]
        return "Sources", [
            (f"[{one['number']}]", _place(one), f"\u201c{printable(one['quote']).strip()}\u201d") for one in cited
        ]
    nearest = record["passages"][:3]
    return "The nearest passages", [("-", _place(one), _shortened(printable(one["text"]))) for one in nearest]


def _place(source: Record) -> str:
    page = "" if source["page"] is None else f", page {source['page']}"
    return printable(source["document"]) + page


def _shortened(text: str) -> str:
    text = text.strip()
    if len(text) <= PASSAGE:
        return text
    return text[:PASSAGE].rsplit(" ", 1)[0] + " \u2026"


# Reports


def report(record: Record, stream: TextIO | None = None) -> None:
    """Print what a sync did: a line of counts, then the documents."""
    stream = stream or sys.stdout
    limit = LISTED if stream.isatty() else None
    stream.write("\n".join(_report_lines(record, limit)) + "\n")


def _report_lines(record: Record, limit: int | None) -> Iterator[str]:
    counts = [f"{len(record[name])} {name}" for name in REPORT_LISTS]
    counts.append(f"{record['unchanged']} unchanged")
    yield f"{', '.join(counts)}; {record['embedded']} chunks embedded in {record['seconds']:.1f} s"
    for name in REPORT_LISTS:
        entries = record[name]
        # Reasons are for acting on: none of them is left out.
        shown = entries if limit is None or name == "failed" else entries[:limit]
        for entry in shown:
            reason = f": {printable(entry['reason'])}" if entry["reason"] else ""
            yield f"  {name:8} {printable(entry['path'])}{reason}"
        if len(entries) > len(shown):
            yield f"  {name:8} and {len(entries) - len(shown):,} more"
    if record["stopped"]:
        yield "Stopped before the end: run quoth index again to do the rest."


# Documents


def dated(record: Record) -> Record:
    """A document's record with its times as ISO 8601 in UTC, for scripts."""
    return {name: _iso(value) if name in TIMES else value for name, value in record.items()}


def _iso(seconds: float | None) -> str | None:
    if seconds is None:
        return None
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _local(seconds: float | None) -> str:
    return "-" if seconds is None else datetime.fromtimestamp(seconds).strftime("%Y-%m-%d %H:%M")


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
        _local(record["modified"])[:10],
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
        yield "pages", str(record["pages"])
    yield "chunks", str(record["chunks"])
    yield "size", size(record["size"])
    for name in TIMES:
        yield name, _local(record[name])
    yield "version", record["version"] or "-"
    yield "id", str(record["id"])


def size(number: int) -> str:
    """A number of bytes for people."""
    if number < 1000:
        return f"{number} B"
    value = number / 1000
    for unit in ("kB", "MB", "GB"):
        if value < 999.95 or unit == "GB":
            break
        value /= 1000
    return f"{value:.1f} {unit}"
