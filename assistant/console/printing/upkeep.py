"""The model that answers, and what the doctor found."""

from __future__ import annotations

import sys
from typing import TextIO

from assistant.service import Record
from assistant.terminal import printable


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
