"""An answer as LangChain messages, with its citations as LangChain's standard annotations."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator
from typing import Any

from langchain_core.messages import AIMessage, AIMessageChunk
from langchain_core.messages.content import Citation as CitationAnnotation

from assistant.answers import Answer, Citation, Claim, Event, Piece

_METADATA: dict[str, Any] = {"output_version": "v1"}
# Without it, a message passed on to a chat model's integration loses its citations to non-standard annotations.


def to_message(answer: Answer) -> AIMessage:
    """Turn an answer into a message whose one text block carries a citation annotation for each claim's citation.

    ``start_index`` and ``end_index`` are the claim's place in the message's text, ``cited_text`` is the quote;
    document, version, page and the quote's own offsets are in ``extras``.
    """
    block = {"type": "text", "text": answer.text, "annotations": citations_of(answer)}
    return AIMessage(content=[block], response_metadata=dict(_METADATA), additional_kwargs=_facts(answer))


def citations_of(answer: Answer) -> list[CitationAnnotation]:
    """Citation annotations of an answer, in the order of its claims."""
    by_number = {citation.number: citation for citation in answer.citations}
    return [
        _annotation(claim, by_number[number])
        for claim in answer.claims
        for number in claim.citations
        if number in by_number
    ]


def _annotation(claim: Claim, citation: Citation) -> CitationAnnotation:
    return {
        "type": "citation",
        "id": f"{citation.number}",
        "title": citation.title,
        "start_index": claim.start,
        "end_index": claim.end,
        "cited_text": citation.quote,
        "extras": {
            "number": citation.number,
            "document": citation.document,
            "version": citation.version,
            "page": citation.page,
            "start": citation.start,
            "end": citation.end,
            "score": citation.score,
            "also_in": list(citation.also_in),
        },
    }


def _facts(answer: Answer) -> dict[str, Any]:
    """What else a program may want to know of an answer, kept beside the message's text."""
    return {
        "quoth": {
            "question": answer.question,
            "standalone_question": answer.standalone_question,
            "answered": answer.answered,
            "outcome": answer.outcome,
            "parts": list(answer.parts),
            "short_answer": answer.short_answer,
            "confidence": answer.confidence,
        }
    }


def to_chunks(events: Iterable[Event]) -> Iterator[AIMessageChunk]:
    """Turn an answer's events into chunks that add up to what `to_message` gives for the whole answer.

    Text goes out as it comes; annotations and facts come with the last chunk.
    """
    builder = _Chunks()
    for event in events:
        yield from builder.chunks(event)


async def to_chunks_async(events: AsyncIterator[Event]) -> AsyncIterator[AIMessageChunk]:
    """Do what `to_chunks` does for an asynchronous stream."""
    builder = _Chunks()
    async for event in events:
        for chunk in builder.chunks(event):
            yield chunk


class _Chunks:
    """Makes chunks of events; remembers what has gone out."""

    def __init__(self) -> None:
        self._sent = ""
        self._begun = False

    def chunks(self, event: Event) -> Iterator[AIMessageChunk]:
        if isinstance(event, Piece) and event.text:
            yield self._text(event.text)
        elif isinstance(event, Answer):
            if rest := event.text[len(self._sent) :]:
                yield self._text(rest)
            yield AIMessageChunk(
                content=[{"type": "text", "text": "", "index": 0, "annotations": citations_of(event)}],
                additional_kwargs=_facts(event),
                response_metadata={} if self._begun else dict(_METADATA),
                chunk_position="last",
            )

    def _text(self, text: str) -> AIMessageChunk:
        self._sent += text
        metadata = {} if self._begun else dict(_METADATA)
        self._begun = True
        return AIMessageChunk(content=[{"type": "text", "text": text, "index": 0}], response_metadata=metadata)
