"""What is streamed of an answer: its pieces, claim by claim with the citations they newly name, then the whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.answers import Answer, Citation, Claim, Piece
from assistant.clock import Clock
from assistant.reading.reading import Found


def pieces(text: str, claims: Sequence[Claim], citations: Sequence[Citation]) -> Iterator[Piece]:
    """Give the pieces of an answer; they add up to its text."""
    if not claims:
        yield Piece(text)
        return
    sent, named = 0, set[int]()
    for place, claim in enumerate(claims):
        last = place == len(claims) - 1
        end = len(text) if last else claims[place + 1].start
        new = tuple(c for c in citations if c.number in claim.citations and c.number not in named)
        named.update(citation.number for citation in new)
        yield Piece(text[sent:end], new)
        sent = end


def answer_of(question: str, asked: str, found: Found, clock: Clock) -> Answer:
    """An answer in the documents' own words, of what was found."""
    return Answer(
        question=question,
        standalone_question=asked,
        answered=found.answered,
        text=found.text,
        claims=found.claims,
        short_answer=found.short_answer,
        confidence=found.confidence,
        answerer="extractive",
        model=None,
        citations=found.citations,
        passages=found.passages,
        timings=clock.timings(),
        outcome=found.outcome,
        parts=found.parts,
    )
