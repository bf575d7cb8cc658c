"""Which documents mention a word or a phrase, exactly, each with the sentence that does."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.answers import Passage
from assistant.grounding import Evidence, ground, quote_of
from assistant.reach import Reach
from assistant.reading.reading import Found
from assistant.retrieval import lexical
from assistant.retrieval.filters import allowed
from assistant.retrieval.passages import passage_of
from assistant.text.pages import page_of
from assistant.text.words import words
from index.documents import Source, Span, StoredChunk

NAMED = 10
"""Documents that one answer names at most."""
_MOST = 1 << 40
_BATCH = 500
_AROUND = re.compile(r"^(?:the|an?)\s+(?=\w)|\s+(?:in (?:it|them)|anywhere|at all)$", re.IGNORECASE)


@dataclass(slots=True)
class _Mentions:
    """One document, and what of it mentions the term."""

    source: Source
    chunk: StoredChunk
    count: int = 0


def answer(term: str, reach: Reach) -> Found | None:
    """Name the documents that mention a term, those that do most often first; None where the term has no word.

    A term with a capital or a figure must be there as it is written (whatever its case); any other also in its
    other forms ("strike", "strikes").
    """
    term = _AROUND.sub("", term.strip().strip("\"“”'«»„")).strip()
    if not words(term):
        return None
    found = _documents(term, reach)
    if not found:
        return Found("plain", f"No document mentions {term}.", confidence=1.0, known=True)
    shown = sorted(found, key=lambda one: (-one.count, one.source.path))[:NAMED]
    evidence = [_evidence(one, term, reach) for one in shown]
    number = len(found)
    opening = f"{number:,} document{'' if number == 1 else 's'} mention{'s' if number == 1 else ''} {term}:\n"
    evidence[0] = replace(evidence[0], lead=opening + evidence[0].lead.lstrip("\n"))
    text, claims, citations = ground(evidence, reach.catalog)
    if not claims:
        return None
    if number > NAMED:
        text += f"\n- and {number - NAMED:,} more"
    passages = tuple(replace(one.passage, rank=rank) for rank, one in enumerate(evidence, start=1))
    return Found("answered", text, claims, citations, passages, None, 1.0)


def _documents(term: str, reach: Reach) -> list[_Mentions]:
    matches = reach.catalog.match(f"text : {lexical.phrase(term)}", _MOST, reach.only)
    pattern = _pattern(term)
    found: dict[int, _Mentions] = {}
    ids = [id_ for id_, _ in matches]
    for at in range(0, len(ids), _BATCH):
        for chunk in reach.catalog.chunks(ids[at : at + _BATCH]).values():
            count = len(pattern.findall(chunk.chunk.text)) if pattern else 1
            if not count:
                continue
            for source in allowed(chunk.sources, reach.only):
                entry = found.setdefault(source.document, _Mentions(source, chunk))
                entry.count += count
                if chunk.ordinal < entry.chunk.ordinal:
                    entry.chunk = chunk
    return list(found.values())


def _pattern(term: str) -> re.Pattern[str] | None:
    """What must stand in the text; None where the full-text index's own stemming decides."""
    if not any(character.isupper() or character.isdigit() for character in term) or not term.isascii():
        return None
    parts = [re.escape(word.raw) for word in words(term)]
    return re.compile(r"(?<!\w)" + r"[\W_]{0,3}".join(parts) + r"(?!\w)", re.IGNORECASE)


def _evidence(one: _Mentions, term: str, reach: Reach) -> Evidence:
    chunk, source = one.chunk.chunk, one.source
    passage = passage_of(one.chunk, source)
    span = _sentence(passage, chunk.sentences, term)
    return Evidence(passage, span, 1.0, page_of(reach.catalog, [one.chunk], span), lead=f"\n- {source.path}: ")


def _sentence(passage: Passage, sentences: tuple[Span, ...], term: str) -> Span:
    """The first sentence that has the term; else the one with most of its words."""
    pattern = _pattern(term) or re.compile(re.escape(term), re.IGNORECASE)
    wanted = {word.stem for word in words(term)}

    def told(span: Span) -> tuple[bool, int]:
        quote = quote_of(passage, span)
        return bool(pattern.search(quote)), len(wanted.intersection(word.stem for word in words(quote)))

    return max(sentences, key=told) if sentences else Span(passage.start, passage.end)
