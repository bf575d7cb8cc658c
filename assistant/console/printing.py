"""What the commands print for people: answers with numbered sources, reports, documents."""

from __future__ import annotations

import os
import re
import shlex
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TextIO

from assistant.console.problems import alike_words
from assistant.service import REPORT_LISTS, Record
from assistant.text.pages import unit_named, unit_of

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


# The embedding model


def model(record: Record, stream: TextIO | None = None) -> None:
    """Print which model answers, and how the building of another goes."""
    stream = stream or sys.stdout
    size = record["chunk_tokens"]
    stream.write(f"model   {printable(record['model'])}\n")
    stream.write(f"chunks  {record['chunks']:,}, of {'the usual size' if size is None else f'{size} tokens at most'}\n")
    state = record["building"]
    if state is None:
        return
    size = state["chunk_tokens"]
    sized = "" if size is None else f", with chunks of {size} tokens at most"
    stream.write(f"next    {printable(state['model'])}{sized}: {_stage(state)}\n")
    if state["problem"]:
        stream.write(f"        {printable(state['problem'])}\n")


def _stage(state: Record) -> str:
    if state["stage"] in ("dividing", "embedding"):
        unit = "documents" if state["stage"] == "dividing" else "chunks"
        return f"{state['stage']}, {state['done']:,} of {state['total']:,} {unit}"
    if state["stage"] == "waiting":
        return "waiting; 'quoth serve' and 'quoth index' go on with it"
    return str(state["stage"])


# Answers


def answer(record: Record, stream: TextIO | None = None) -> None:
    """Print how the question was understood, the answer, then its sources or the nearest passages."""
    stream = stream or sys.stdout
    if not is_terminal(stream):
        stream.write("\n".join(_answer_lines(record)) + "\n")
        return
    from rich.padding import Padding
    from rich.text import Text

    out = console(stream)
    for line in _understood(record):
        out.print(Text(line, style="dim"))
    paragraphs = [Text(printable(part)) for part in record["answer"].split("\n") if part.strip()]
    for place, text in enumerate(paragraphs):
        if place == 0 and record.get("outcome") == "perhaps":
            text.stylize("yellow")
        if record["short_answer"]:
            text.highlight_words([printable(record["short_answer"])], style="bold", case_sensitive=True)
        text.highlight_regex(r"\[\d+\]", style="cyan")
        out.print(text)
    title, sources = _sources(record)
    if sources:
        out.print()
        out.print(Text(title, style="bold"))
    for label, where, quote in sources:
        out.print(Text.assemble((f"{label} ", "cyan"), where))
        out.print(Padding(Text(quote, style="dim"), (0, 0, 0, 4)))


def _answer_lines(record: Record) -> Iterator[str]:
    yield from _understood(record)
    yield from (printable(part) for part in record["answer"].split("\n") if part.strip())
    title, sources = _sources(record)
    if sources:
        yield ""
        yield title
    for label, place, quote in sources:
        yield f"{label} {place}"
        yield f"    {quote}"


def _understood(record: Record) -> Iterator[str]:
    """The question as it was made to stand alone, and those that it was split into, where they are others."""
    if record["standalone_question"].strip() != record["question"].strip():
        yield f"Understood as: {printable(record['standalone_question'])}"
    parts = record.get("parts") or ()
    if parts:
        yield "Answered in parts:"
    yield from (f"  {number}. {printable(part)}" for number, part in enumerate(parts, 1))


def _sources(record: Record) -> tuple[str, list[tuple[str, str, str]]]:
    """A heading, and a label, place and quote for each source (or passage, where the documents do not say)."""
    if record["answered"] or record["citations"]:
        cited = record["citations"]
        return "Sources", [
            (f"[{one['number']}]", _place(one), f"\u201c{printable(one['quote']).strip()}\u201d") for one in cited
        ]
    nearest = record["passages"][:3]
    return "The nearest passages", [("-", _place(one), _shortened(printable(one["text"]))) for one in nearest]


def _place(source: Record) -> str:
    if source["page"] is None:
        return printable(source["document"])
    return f"{printable(source['document'])}, {unit_named(source['document'])} {source['page']}"


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
        yield f"{unit_of(record['format'])}s", str(record["pages"])
    if record["members"]:
        yield "holds", f"{record['members']:,} documents"
    yield "chunks", str(record["chunks"])
    yield "size", size(record["size"])
    for name in TIMES:
        yield name, _local(record[name])
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
        yield "alike", f"{alike_words(one['share'])} {printable(one['path'])}, of {_local(one['modified'])[:10]}"
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


# Folders


def dated_folder(record: Record) -> Record:
    """A folder's record with its times as ISO 8601 in UTC, for scripts."""
    return {**record, "vanished": [{**one, "since": _iso(one["since"])} for one in record["vanished"]]}


def folders(records: Sequence[Record], stream: TextIO | None = None) -> None:
    """Print the followed folders, each with its patterns and what of it vanished."""
    stream = stream or sys.stdout
    if not records:
        stream.write("No folder is followed. To follow one: quoth folders add FOLDER\n")
    for record in records:
        count = f"{record['documents']:,} document{'' if record['documents'] == 1 else 's'}"
        single = "" if record["files"] is None else f", from single files: {printable(', '.join(record['files']))}"
        stream.write(f"{printable(record['path'])}  {count}{single}\n")
        stream.writelines(
            f"    {name} {printable(pattern)}\n" for name in ("include", "exclude") for pattern in record[name]
        )
        for one in record["vanished"]:
            since = "" if one["since"] is None else f" since {_local(one['since'])}"
            stream.write(f"    {printable(one['path'])} is not there{since}.{_kept(one['documents'])}\n")
            stream.write(f"    If it is gone for good: quoth folders confirm {shlex.quote(printable(one['path']))}\n")


def _kept(count: int) -> str:
    if not count:
        return ""
    return " Its document is kept and still answers." if count == 1 else f" Its {count:,} documents still answer."


def patterns(record: Record, stream: TextIO | None = None) -> None:
    """Print a folder's patterns."""
    stream = stream or sys.stdout
    lines = [f"{name} {printable(pattern)}" for name in ("include", "exclude") for pattern in record[name]]
    stream.write("\n".join(lines or ["All its files are read: it has no patterns."]) + "\n")


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


def findings(records: list[Record], done: list[str], *, repaired: bool) -> None:
    """What the doctor found, and what was done about it."""
    for line in done:
        _line(line)
    for record in records:
        remedy = "" if record["mendable"] and not record["rebuild"] else " " + record["remedy"]
        _line(f"{record['subject']}: {record['problem']}{remedy}".rstrip())
    if not records:
        _line("The index equals the library.")
    elif not repaired and any(record["mendable"] for record in records):
        _line("To mend it: quoth doctor --repair")


def _line(text: str) -> None:
    sys.stdout.write(printable(text) + "\n")
