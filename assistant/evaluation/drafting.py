"""Drafting questions from the user's own documents, into a table in which a person marks those to keep."""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from assistant.evaluation.places import Shelf
from assistant.evaluation.wordings import Wording, wordings
from assistant.service import Record, RequestError, Service
from index.text.sentences import split

EACH = 3
"""Questions of one document at most."""
SEED = 20
"""Of the order in which documents are looked at: random, and the same each time."""
BEGINNING = 20_000
"""Characters of a document that are looked at."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A row of the table, in the order of its columns."""

    keep: str
    """Empty, for a person to write yes or no."""
    question: str
    answer: str
    document: str
    kind: str
    sentence: str
    """The sentence that it was made of, to judge it by."""


def draft(service: Service, count: int) -> list[Draft]:
    """Draft so many questions at most, from documents in random order, kinds of questions mixed."""
    shelf = Shelf(service)
    documents = [one for one in shelf.documents if one["chunks"]]
    random.Random(SEED).shuffle(documents)
    found: list[Draft] = []
    asked: set[str] = set()
    counts: dict[str, int] = {}
    for document in documents:
        if len(found) >= count:
            break
        drafts = sorted(_of_document(document, shelf), key=lambda one: counts.get(one.kind, 0))
        for one in drafts[:EACH]:
            if one.question not in asked:
                asked.add(one.question)
                counts[one.kind] = counts.get(one.kind, 0) + 1
                found.append(one)
    return found[:count]


def _of_document(document: Record, shelf: Shelf) -> Iterator[Draft]:
    text = (shelf.text_of(document) or "")[:BEGINNING]
    for span in split(text, 0, len(text)):
        raw = text[span.start : span.end]
        if "\t" in raw or "\n\n" in raw:  # rows of a table, headings that ran into what follows them
            continue
        sentence = re.sub(r"\s+", " ", raw).strip()
        yield from (_row(one, document, sentence) for one in wordings(sentence))


def _row(one: Wording, document: Record, sentence: str) -> Draft:
    return Draft("", one.question, one.answer, document["path"], one.kind, sentence)


def write(drafts: Sequence[Draft], target: Path) -> None:
    """Write the table as CSV in UTF-8, with the mark by which spreadsheets know it.

    A cell that a spreadsheet would calculate begins with an apostrophe.

    :raises RequestError: the file cannot be written.
    """
    names = [field.name for field in fields(Draft)]
    try:
        with target.open("x", encoding="utf-8-sig", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(names)
            rows.writerows([_cell(getattr(one, name)) for name in names] for one in drafts)
    except OSError as error:
        raise RequestError(f"The file {target} cannot be written: {error.strerror or error}.") from error


def _cell(text: str) -> str:
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text
