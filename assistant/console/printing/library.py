"""Reports of what was taken in, and followed folders."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator, Sequence
from typing import TextIO

from assistant.console.printing.units import iso, local
from assistant.service import Record
from assistant.service.records import REPORT_LISTS
from assistant.terminal import printable

LISTED = 20
"""Documents of one list of a report that a terminal shows; elsewhere all are."""


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


def dated_folder(record: Record) -> Record:
    """A folder's record with its times as ISO 8601 in UTC, for scripts."""
    return {**record, "vanished": [{**one, "since": iso(one["since"])} for one in record["vanished"]]}


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
            since = "" if one["since"] is None else f" since {local(one['since'])}"
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
