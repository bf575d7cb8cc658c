"""The JSON face of an answer: exactly what scripts and checks may rely on."""

from __future__ import annotations

from typing import Any

from assistant.answers import Answer, Citation, Claim, Passage, Usage


def to_json(answer: Answer) -> dict[str, Any]:
    """Give an answer as plain values: the contract of ``quoth ask --json``.

    Scores are rounded to 4 places, milliseconds to 1; nothing else is changed.
    """
    timings = answer.timings
    return {
        "question": answer.question,
        "standalone_question": answer.standalone_question,
        "answered": answer.answered,
        "answer": answer.text,
        "short_answer": answer.short_answer,
        "confidence": round(answer.confidence, 4),
        "answerer": answer.answerer,
        "model": answer.model,
        "citations": [_citation(citation) for citation in answer.citations],
        "passages": [_passage(passage) for passage in answer.passages],
        "timings_ms": {
            "condense": round(timings.condense, 1),
            "retrieve": round(timings.retrieve, 1),
            "answer": round(timings.answer, 1),
            "total": round(timings.total, 1),
        },
        "outcome": answer.outcome,
        "parts": list(answer.parts),
        "claims": [_claim(claim) for claim in answer.claims],
        "fallback": answer.fallback,
        "usage": None if answer.usage is None else _usage(answer.usage),
        "dropped": answer.dropped,
    }


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "text": claim.text,
        "start": claim.start,
        "end": claim.end,
        "citations": list(claim.citations),
        "support": claim.support,
        "why": claim.why,
    }


def _usage(usage: Usage) -> dict[str, Any]:
    return {
        "input_tokens": usage.input_tokens,
        "output_tokens": usage.output_tokens,
        "calls": usage.calls,
        "cost": usage.cost,
    }


def _citation(citation: Citation) -> dict[str, Any]:
    return {
        "number": citation.number,
        "document": citation.document,
        "version": citation.version,
        "title": citation.title,
        "page": citation.page,
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
        "score": round(citation.score, 4),
    }


def _passage(passage: Passage) -> dict[str, Any]:
    return {
        "rank": passage.rank,
        "document": passage.document,
        "page": passage.page,
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
        "score": round(passage.score, 4),
        "scores": {name: round(float(score), 4) for name, score in passage.scores.items()},
    }
