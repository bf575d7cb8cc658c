"""What one answer is worth: what was found, cited and said, against what is known to be right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.evaluation.asking import Part, Question
from assistant.evaluation.matching import exact, f1, holds
from assistant.evaluation.places import Shelf, Target, right_documents
from assistant.service import Record


@dataclass(frozen=True, slots=True)
class Judged:
    """One question's answer with its marks. What cannot be marked, since too little is known of what is right, is None.

    It is made of plain values alone, so that it can be kept as JSON.
    """

    id: str
    question: str
    standalone: str
    kind: str
    split: str
    answerable: bool | None
    wanted: list[list[str]]
    """The parts of the right answer, each in the wordings that are right."""
    documents: list[str]
    """The right documents."""
    answered: bool
    outcome: str
    confidence: float
    answer: str
    short_answer: str | None
    cited: list[dict[str, str]]
    """Documents and quotes."""
    passage_ranks: list[int | None]
    """For each part (or once, where documents alone are known): the rank from 1 of the first right passage, or None."""
    document_ranks: list[int | None]
    """The same among the documents, each counted once."""
    found_document: bool | None
    """Whether the first citation is of a right document."""
    first_holds: bool | None
    """Whether the first citation, of a right document, says a part of the answer."""
    said: float | None
    """The share of the answer's parts that the citations say; for a question that cannot be answered 1 if it was
    refused, else 0."""
    exact: float | None
    f1: float | None
    differing: int
    """Citations whose quote is not what stands in the document: there must be none."""
    sentences: int
    milliseconds: float

    @property
    def right(self) -> bool | None:
        """Whether all was said, or what cannot be answered was refused."""
        return None if self.said is None else self.said == 1.0


def judge(question: Question, target: Target, record: Record, shelf: Shelf) -> Judged:
    """Mark an answer, given as the contract's JSON object."""
    parts = question.parts
    units: Sequence[Part] = parts or ((),) if target.documents and question.answerable else ()
    right = [right_documents(target, part, shelf) if part else target.documents for part in units]
    cited, found = record["citations"], record["passages"]
    short = record["short_answer"]
    compared = bool(short) and question.answerable and len(parts) == 1 and question.phrase
    return Judged(
        id=question.id,
        question=question.text,
        standalone=record["standalone_question"],
        kind=question.kind,
        split=question.split,
        answerable=question.answerable,
        wanted=[list(part) for part in parts],
        documents=sorted(target.documents)[:10],
        answered=bool(record["answered"]),
        outcome=record.get("outcome") or ("answered" if record["answered"] else "not said"),
        confidence=float(record["confidence"]),
        answer=record["answer"],
        short_answer=short,
        cited=[{"document": one["document"], "quote": one["quote"]} for one in cited],
        passage_ranks=[_passage_rank(found, part, of, target) for part, of in zip(units, right, strict=True)],
        document_ranks=[_document_rank(found, of) for of in right],
        found_document=bool(cited) and cited[0]["document"] in target.documents
        if units and record["answered"]
        else None,
        first_holds=_first_holds(question, target, record),
        said=_said(question, target, record),
        exact=exact(short, parts[0]) if compared else None,
        f1=f1(short, parts[0]) if compared else None,
        differing=sum(_differs(one, shelf) for one in cited),
        sentences=len(cited),
        milliseconds=float(record["timings_ms"]["total"]),
    )


def _passage_rank(found: Sequence[Record], part: Part, right: frozenset[str], target: Target) -> int | None:
    for rank, passage in enumerate(found, 1):
        if passage["document"] not in right:
            continue
        if target.stretches:
            if any(
                path == passage["document"] and start < passage["end"] and passage["start"] < end
                for path, start, end in target.stretches
            ):
                return rank
        elif not part or holds(passage["text"], part):
            return rank
    return None


def _document_rank(found: Sequence[Record], right: frozenset[str]) -> int | None:
    order = list(dict.fromkeys(passage["document"] for passage in found))
    return next((rank for rank, path in enumerate(order, 1) if path in right), None)


def _first_holds(question: Question, target: Target, record: Record) -> bool | None:
    """The first citation is what a reader sees first; a refusal says nothing and holds nothing."""
    if not question.answerable or not question.parts:
        return None
    first = record["citations"][:1]
    return bool(first) and _says(first[0], target, [wording for part in question.parts for wording in part])


def _said(question: Question, target: Target, record: Record) -> float | None:
    if question.answerable is False:
        return float(not record["answered"])
    if not question.answerable or not question.parts:
        return None
    cited = record["citations"] if record["answered"] else []
    return sum(any(_says(one, target, part) for one in cited) for part in question.parts) / len(question.parts)


def _says(citation: Record, target: Target, wordings: Sequence[str]) -> bool:
    right = not target.documents or citation["document"] in target.documents
    return right and holds(citation["quote"], wordings)


def _differs(citation: Record, shelf: Shelf) -> bool:
    text = shelf.text(citation["document"], citation["version"])
    return text is None or text[citation["start"] : citation["end"]] != citation["quote"]
