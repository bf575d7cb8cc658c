"""Answers with their numbered sources."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TextIO

from assistant.console.printing import checked
from assistant.service import Record
from assistant.terminal import console, is_terminal, printable
from assistant.text.pages import unit_named

PASSAGE = 240
"""Characters of a passage that are shown where the documents do not say."""


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
    for line in checked.replaced(record):
        out.print(Text(line, style="yellow"))
    paragraphs = [Text(printable(part)) for part in checked.labelled(record).split("\n") if part.strip()]
    for place, text in enumerate(paragraphs):
        if place == 0 and record.get("outcome") == "perhaps":
            text.stylize("yellow")
        if record["short_answer"]:
            text.highlight_words([printable(record["short_answer"])], style="bold", case_sensitive=True)
        text.highlight_regex(r"\[\d+\]", style="cyan")
        text.highlight_regex(checked.LABEL, style="yellow")
        out.print(text)
    for line in checked.written(record):
        out.print(Text(line, style="dim"))
    title, sources = _sources(record)
    if sources:
        out.print()
        out.print(Text(title, style="bold"))
    for label, where, quote in sources:
        out.print(Text.assemble((f"{label} ", "cyan"), where))
        out.print(Padding(Text(quote, style="dim"), (0, 0, 0, 4)))


def _answer_lines(record: Record) -> Iterator[str]:
    yield from _understood(record)
    yield from checked.replaced(record)
    yield from (printable(part) for part in checked.labelled(record).split("\n") if part.strip())
    yield from checked.written(record)
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
