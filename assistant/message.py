"""An answer as LangChain messages, with its citations as LangChain's standard annotations."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator
from typing import Any

from langchain_core.messages import AIMessage, AIMessageChunk
from langchain_core.messages.ai import UsageMetadata
from langchain_core.messages.content import Citation as CitationAnnotation

from assistant.answers import Answer, Citation, Claim, Event, Piece

_METADATA: dict[str, Any] = {"output_version": "v1"}
# Without it, a message passed on to a chat model's integration loses its citations to non-standard annotations.


def to_message(answer: Answer) -> AIMessage:
    """Turn an answer into a message whose one text block carries a citation annotation for each claim's citation.

    ``start_index`` and ``end_index`` are the claim's place in the message's text, ``cited_text`` is the quote;
    document, version, page and the quote's own offsets are in ``extras``, and where a chat model wrote the claim, how
    well the documents support it and why not better. A claim that nothing supports may have no citation: all claims
    are listed in ``additional_kwargs``.
    """
    block = {"type": "text", "text": answer.text, "annotations": citations_of(answer)}
    return AIMessage(
        content=[block],
        response_metadata=_metadata(answer),
        additional_kwargs=_facts(answer),
        usage_metadata=_usage(answer),
    )


def citations_of(answer: Answer, at: int = 0) -> list[CitationAnnotation]:
    """Citation annotations of an answer, in the order of its claims.

    :param at: where in the message the answer's text begins.
    """
    by_number = {citation.number: citation for citation in answer.citations}
    return [
        _annotation(claim, by_number[number], at)
        for claim in answer.claims
        for number in claim.citations
        if number in by_number
    ]


def _annotation(claim: Claim, citation: Citation, at: int) -> CitationAnnotation:
    return {
        "type": "citation",
        "id": f"{citation.number}",
        "title": citation.title,
        "start_index": at + claim.start,
        "end_index": at + claim.end,
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
            **({} if claim.support is None else {"support": claim.support, "why": claim.why}),
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
            "answerer": answer.answerer,
            "model": answer.model,
            "claims": [
                {"text": one.text, "citations": list(one.citations), "support": one.support, "why": one.why}
                for one in answer.claims
            ],
            "fallback": answer.fallback,
            "dropped": answer.dropped,
        }
    }


def _metadata(answer: Answer) -> dict[str, Any]:
    return {**_METADATA, **_model(answer)}


def _model(answer: Answer) -> dict[str, Any]:
    return {"model_name": answer.model} if answer.model else {}


def _usage(answer: Answer) -> UsageMetadata | None:
    """What the model told of tokens, all its requests together; None where it was not asked."""
    if answer.usage is None:
        return None
    read, wrote = answer.usage.input_tokens, answer.usage.output_tokens
    return {"input_tokens": read, "output_tokens": wrote, "total_tokens": read + wrote}


def to_chunks(events: Iterable[Event]) -> Iterator[AIMessageChunk]:
    """Turn an answer's events into chunks that add up to what `to_message` gives for the whole answer.

    Text goes out as it comes; annotations and facts come with the last chunk. Where a chat model broke off after its
    first words, the answer that takes their place follows them as a paragraph of its own, and its annotations count
    from there.
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
        self._length = 0
        self._begun = False

    def chunks(self, event: Event) -> Iterator[AIMessageChunk]:
        if isinstance(event, Piece) and event.text:
            yield self._text(event.text)
        elif isinstance(event, Answer):
            at = 0
            if not event.text.startswith(self._sent):
                yield self._text(f"\n\n{event.fallback}\n\n" if event.fallback else "\n\n")
                at, self._sent = self._length, ""
            if rest := event.text[len(self._sent) :]:
                yield self._text(rest)
            yield AIMessageChunk(
                content=[{"type": "text", "text": "", "index": 0, "annotations": citations_of(event, at)}],
                additional_kwargs=_facts(event),
                response_metadata=_model(event) if self._begun else _metadata(event),
                usage_metadata=_usage(event),
                chunk_position="last",
            )

    def _text(self, text: str) -> AIMessageChunk:
        self._sent += text
        self._length += len(text)
        metadata = {} if self._begun else dict(_METADATA)
        self._begun = True
        return AIMessageChunk(content=[{"type": "text", "text": text, "index": 0}], response_metadata=metadata)
