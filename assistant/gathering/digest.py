"""Digests: the sentences that cover a document, a folder or a topic, cited, or what changed between two documents."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant.answers import Passage
from assistant.gathering import differences
from assistant.gathering.covering import cover, standing, whole
from assistant.gathering.subjects import Subject, points, subject_of
from assistant.grounding import Evidence, claim_text, ground, quote_of
from assistant.reach import Reach
from assistant.reading.reading import Found
from assistant.retrieval.passages import passage_of
from assistant.retrieval.retriever import Hit
from assistant.text.pages import page_of
from index.documents import Document, Span, StoredChunk, Vectors32

LEAST, MOST = 3, 8
"""Sentences of a digest."""
_READ = 80
"""Sentences that are embedded for one digest at most, under a second's work."""
_CHUNKS = 20
"""Chunks of a long document whose sentences are read."""
_COMPARED = 400
"""Documents of a folder that are compared with each other."""
_TOPIC = 12
"""Passages that a digest of a topic is made of."""
_LONGEST = 300
"""Characters of a question that may ask for a digest."""

_POLITE = (
    r"(?:please,? )?(?:(?:can|could|would|will) you )?(?:please )?"
    r"(?:give me|show me|write|make|create|tell me|i want|i need|provide)? ?"
)
_SUMMARY = (
    r"(?:an? |the )?(?:short |brief |quick |concise |one[- ]paragraph )?"
    r"(?:summary|digest|overview|outline|synopsis|abstract|tl;?dr|gist|recap)"
)
_POINTS = (
    r"(?:the )?(?:main|key|most important|central|principal|chief) (?:points?|ideas?|findings?|messages?|takeaways?|"
    r"topics?|themes?|facts|arguments?|conclusions?)|(?:the )?(?:highlights|takeaways|gist|essence)"
)
_DOCUMENT = r"(?:document|file|article|report|paper|pdf|text|letter|email|contract|page)s?"
_ASKS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_POLITE}(?:summari[sz]e|sum up|recap) (?P<what>.+?)"
        r"(?: (?:for me|briefly|in short|in (?:a few|\w+) sentences|please))*",
        rf"{_POLITE}{_SUMMARY} (?:of|for|about|on) (?P<what>.+)",
        r"tl;?dr:? (?P<what>.+)",
    )
)
"""Forms that ask for a digest of whatever they name."""
_OF_DOCUMENT = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:what (?:are|is|were)|{_POLITE}|list) ?(?:{_POINTS}|{_SUMMARY})"
        r"(?: (?:of|in|from|made (?:in|by)))? (?P<what>.+)",
        r"what (?:is|are|was) (?P<what>.+?) (?:all )?about",
        r"what(?:['’]s) (?P<what>.+?) (?:all )?about",
        rf"what do(?:es)? (?P<what>(?:this|the|that|these|those)(?: [\w.-]+)? {_DOCUMENT}) "
        r"(?:say|contain|cover|deal with|discuss)",
        rf"what is (?:in|said in) (?P<what>(?:this|that|these) {_DOCUMENT})",
    )
)
"""Forms that do where what they name is a document."""
_HINT = re.compile(
    r"\b(?:summar|sum up|recap|tl;?dr|digest|overview|outline|synopsis|abstract|gist|points?\b|ideas?\b|"
    r"findings?\b|messages?\b|takeaways?|topics?\b|themes?\b|highlights|essence|about$|facts\b|arguments?\b|conclusions?\b|"
    r"(?:say|contain|cover|discuss|deal with)$|in (?:this|that|these) |chang|differ|compare|versions?\b|new\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Line:
    """A sentence that may be taken into a digest."""

    passage: Passage
    chunk: StoredChunk
    span: Span
    first: bool
    """Whether it is the first of its section."""
    section: int
    place: float
    """Where in its document it stands, 0 to 1."""

    @property
    def text(self) -> str:
        """The sentence on one line."""
        return claim_text(quote_of(self.passage, self.span))


def answer(asked: str, reach: Reach) -> Found | None:
    """The digest of the documents that a question names; None for any other question."""
    for question in dict.fromkeys((reach.said or asked, asked)):
        text = " ".join(question.split()).strip(" ?.!")
        if len(text) > _LONGEST or not _HINT.search(text):
            continue
        if (found := _digest(text, reach, pointing=question != asked)) is not None:
            return found
    return None


def _digest(text: str, reach: Reach, *, pointing: bool) -> Found | None:
    """The digest that a question asks for.

    :param pointing: whether only "this" and "it" count: the question as it was typed, before it was made standalone.
    """
    if not pointing and (changed := differences.answer(text, reach)) is not None:
        return changed
    for forms, loose in ((_ASKS, True), (_OF_DOCUMENT, False)):
        match = next((found for form in forms if (found := form.fullmatch(text))), None)
        if match is None or (pointing and not points(match["what"])):
            continue
        subject = subject_of(match["what"], reach, loose=loose)
        if subject is not None:
            return _of_subject(subject, reach)
    return None


def of_topic(asked: str, reach: Reach) -> Found | None:
    """What the documents say of the topic that a question asks to sum up; None for any other, or where they say little.

    For questions whose topic is no document's name, of which `answer` gives the digest.
    """
    text = " ".join(asked.split()).strip(" ?.!")
    if len(text) > _LONGEST or not _HINT.search(text):
        return None
    match = next((found for form in _ASKS if (found := form.fullmatch(text))), None)
    return _of_topic(match["what"], reach) if match else None


def _of_subject(subject: Subject, reach: Reach) -> Found | None:
    if subject.several:
        return _of_many(subject, reach)
    lines = _lines(reach.catalog.chunks_of_document(subject.documents[0].id), subject.documents[0])
    return _said(_chosen(lines, reach), reach)


def _lines(chunks: Sequence[StoredChunk], document: Document) -> list[_Line]:
    """The whole sentences of a document, once each, in order."""
    if not chunks:
        return []
    source = next((one for one in chunks[0].sources if one.document == document.id), chunks[0].sources[0])
    end = max(chunk.chunk.end for chunk in chunks)
    found: dict[str, _Line] = {}
    sections: dict[tuple[str, ...], int] = {}
    for stored in chunks:
        chunk = stored.chunk
        passage = passage_of(stored, source)
        for span in chunk.sentences:
            quote = quote_of(passage, span)
            if not whole(quote):
                continue
            first = chunk.headings not in sections
            section = sections.setdefault(chunk.headings, len(sections))
            found.setdefault(claim_text(quote), _Line(passage, stored, span, first, section, span.start / end))
    return list(found.values())


def _chosen(lines: Sequence[_Line], reach: Reach) -> list[_Line]:
    """The lines that cover all; of a long document those of the chunks that do."""
    if len(lines) > _READ:
        lines = _thinned(lines, reach)
    if not lines:
        return []
    count = max(LEAST, min(MOST, 2 + len(lines) // 10))
    vectors = reach.embedder.embed_documents([line.text for line in lines], urgent=True)
    own = [standing(line.text, line.place, line.first) for line in lines]
    return [lines[place] for place in cover(vectors, count, [line.section for line in lines], own)]


def _thinned(lines: Sequence[_Line], reach: Reach) -> list[_Line]:
    """At most `_READ` lines, of the chunks that cover the document by their stored embeddings."""
    chunks = list({line.chunk.id: line.chunk for line in lines}.values())
    vectors = _vectors([chunk.key for chunk in chunks], reach)
    sections = [next(line.section for line in lines if line.chunk.id == chunk.id) for chunk in chunks]
    kept = cover(vectors, _CHUNKS, sections, [1.0 - place / len(chunks) for place in range(len(chunks))])
    ids = [chunks[place].id for place in kept]
    each = max(1, _READ // max(1, len(ids)))
    return [line for id_ in ids for line in [one for one in lines if one.chunk.id == id_][:each]]


def _vectors(keys: Sequence[str], reach: Reach) -> Vectors32:
    """Stored embeddings in the order of their keys, zeros where one is missing."""
    found, rows = reach.catalog.embeddings(keys)
    width = rows.shape[1] if len(found) else 1
    by_key = dict(zip(found, rows, strict=True))
    return np.stack([by_key.get(key, np.zeros(width, dtype=np.float32)) for key in keys])


def _of_many(subject: Subject, reach: Reach) -> Found | None:
    """A digest of a folder: of the documents that stand for all, a sentence each."""
    documents = _spread(subject.documents, _COMPARED)
    openings = [(one, chunks) for one in documents if (chunks := _opening(one, reach))]
    if not openings:
        return None
    vectors = _vectors([chunks[0].key for _, chunks in openings], reach)
    folders = {one.path.rpartition("/")[0]: 0 for one, _ in openings}
    sections = [list(folders).index(one.path.rpartition("/")[0]) for one, _ in openings]
    kept = cover(vectors, MOST if len(openings) > MOST else len(openings), sections, [1.0] * len(openings))
    chosen: list[_Line] = []
    for place in kept:
        document, chunks = openings[place]
        lines = _lines(chunks, document)
        if lines:
            own = [standing(line.text, line.place, line.first) for line in lines[:6]]
            chosen.append(lines[int(np.argmax(own))])
    total = len(subject.documents)
    number = "all" if len(chosen) == total else f"{len(chosen)} that cover much of them"
    opening = f"Of the {total:,} documents in {subject.name}, {number}:\n" if total > 1 else ""
    return _said(chosen, reach, opening, named=True)


def _opening(document: Document, reach: Reach) -> list[StoredChunk]:
    return reach.catalog.chunks_of_document(document.id)[:2]


def _spread(documents: Sequence[Document], most: int) -> list[Document]:
    """At most so many of the documents, evenly over their order."""
    if len(documents) <= most:
        return list(documents)
    return [documents[place * len(documents) // most] for place in range(most)]


def _of_topic(topic: str, reach: Reach) -> Found | None:
    """A digest of what the documents say of a topic; None where they say little of it."""
    hits = reach.retriever.hits(topic, _TOPIC, reach.only)
    near = [hit for hit in hits if _near(hit, hits[0])] if hits else []
    lines = [line for place, hit in enumerate(near) for line in _lines_of(hit, place)]
    if not lines:
        return None
    lines = lines[:_READ]
    vectors = reach.embedder.embed_documents([line.text for line in lines], urgent=True)
    asked = reach.embedder.embed_query(topic)
    close = np.clip((vectors @ asked).astype(float), 0.0, 1.0)
    if float(close.max()) < 0.35:
        return None
    best = [place for place in np.argsort(-close, kind="stable")[:40].tolist() if close[place] >= 0.5 * close.max()]
    best.sort()
    count = max(LEAST, min(MOST - 2, 1 + len(best) // 4))
    own = [0.6 * float(close[place]) + 0.4 * standing(lines[place].text, 0.0, lines[place].first) for place in best]
    kept = cover(vectors[best], count, [lines[place].section for place in best], own)
    return _said([lines[best[place]] for place in kept], reach)


def _near(hit: Hit, best: Hit) -> bool:
    return hit.passage.score >= 0.5 * best.passage.score


def _lines_of(hit: Hit, place: int) -> list[_Line]:
    passage = hit.passage
    spans = [span for span in hit.sentences if whole(quote_of(passage, span))]
    return [_Line(passage, hit.chunks[0], span, span == spans[0], place, 0.0) for span in spans]


def _said(lines: Sequence[_Line], reach: Reach, opening: str = "", *, named: bool = False) -> Found | None:
    """The digest as an answer; ``named`` puts each document's name before its sentence."""
    evidence = [
        Evidence(
            line.passage,
            line.span,
            1.0,
            page_of(reach.catalog, [line.chunk], line.span),
            lead=f"\n- {line.passage.title or line.passage.document}: " if named else "",
        )
        for line in lines
    ]
    if not evidence:
        return None
    if opening:
        evidence[0] = replace(evidence[0], lead=opening + evidence[0].lead.lstrip("\n"))
    text, claims, citations = ground(evidence, reach.catalog)
    if not claims:
        return None
    passages: dict[tuple[str, int], Passage] = {}
    for line in lines:
        passages.setdefault((line.passage.version, line.passage.start), line.passage)
    ranked = tuple(replace(one, rank=rank) for rank, one in enumerate(passages.values(), start=1))
    return Found("answered", text, claims, citations, ranked, None, 1.0)
