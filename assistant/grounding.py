"""Grounding: citations made from stored offsets, and checked against the stored text before they are shown."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Protocol

from assistant.answers import Citation, Claim, Passage
from index.documents import Span

log = logging.getLogger(__name__)


class Texts(Protocol):
    """Where stored texts are read: a catalog."""

    def excerpt(self, version: str, start: int, end: int, document: int | None = None) -> str:
        """Give ``text[start:end]`` of a live version; KeyError where it is not live any more."""
        ...


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence chosen for an answer: a span of its passage's version, and how well it answers (0 to 1)."""

    passage: Passage
    span: Span
    score: float
    page: int | None = None
    """The page that the sentence stands on, from 1."""
    bold: tuple[int, int] | None = None
    """The part of the claim's text (see `claim_text`) that answers directly."""
    lead: str = ""
    """Words of ours put before the claim ("- ", "The documents differ. "); never a fact, which only a quote bears.

    One that begins with a line break begins a new line of the answer.
    """
    said: str = ""
    """What the claim says instead of the quote's own words: a row's figure with the heads that it stands under."""


def quote_of(passage: Passage, span: Span) -> str:
    """Give the text of a span that lies inside a passage."""
    return passage.text[span.start - passage.start : span.end - passage.start]


def claim_text(quote: str) -> str:
    """Give a quote as it reads in an answer: on one line, single spaces."""
    return " ".join(quote.split())


def cite(passage: Passage, span: Span, number: int, score: float, page: int | None = None) -> Citation:
    """Make a citation of a span of a passage, from offsets alone."""
    return Citation(
        number=number,
        document=passage.document,
        version=passage.version,
        title=passage.title,
        page=passage.page if page is None else page,
        start=span.start,
        end=span.end,
        quote=quote_of(passage, span),
        score=max(0.0, min(1.0, score)),
        headings=passage.headings,
        document_id=passage.document_id,
        also_in=passage.also_in,
        unit=passage.unit,
    )


def holds(citation: Citation, texts: Texts) -> bool:
    """Whether a citation's quote is what the stored text of its version says at its offsets."""
    if not 0 <= citation.start < citation.end:
        return False
    try:
        stored = texts.excerpt(citation.version, citation.start, citation.end, citation.document_id or None)
    except KeyError:
        return False
    return stored == citation.quote


def ground(evidence: Iterable[Evidence], texts: Texts) -> tuple[str, tuple[Claim, ...], tuple[Citation, ...]]:
    """Write an answer from chosen sentences: its text with markers, its claims, its citations.

    A citation that the stored text does not confirm is dropped with its claim and logged: the document has
    changed since it was read, or the index is damaged.
    """
    text = ""
    claims: list[Claim] = []
    citations: list[Citation] = []
    for item in evidence:
        citation = cite(item.passage, item.span, len(citations) + 1, item.score, item.page)
        if not holds(citation, texts):
            log.warning(
                "Dropped a citation of %s [%d:%d]: the stored text differs.",
                citation.document,
                citation.start,
                citation.end,
            )
            continue
        said = item.said or claim_text(citation.quote)
        lead = item.lead if text else item.lead.lstrip("\n")
        text += lead if not text or lead.startswith("\n") else f" {lead}"
        start = len(text)
        text += f"{said} [{citation.number}]"
        claims.append(Claim(said, (citation.number,), start, start + len(said), item.bold))
        citations.append(citation)
    return text, tuple(claims), tuple(citations)


def confirmed(passages: Iterable[Passage], texts: Texts) -> tuple[Passage, ...]:
    """Passages that the stored texts still hold at their offsets, ranked anew from 1."""
    kept: list[Passage] = []
    for passage in passages:
        try:
            stored = texts.excerpt(passage.version, passage.start, passage.end, passage.document_id or None)
        except KeyError:
            continue
        if stored == passage.text:
            kept.append(replace(passage, rank=len(kept) + 1))
        else:
            log.warning(
                "Dropped a passage of %s [%d:%d]: the stored text differs.",
                passage.document,
                passage.start,
                passage.end,
            )
    return tuple(kept)
