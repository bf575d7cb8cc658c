"""Differences: what one document says that another does not, sentence by sentence, each cited."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import PurePosixPath

from assistant.gathering.inventory import documents_of, named
from assistant.gathering.subjects import by_title, subject_of
from assistant.grounding import Evidence, claim_text, ground, quote_of
from assistant.reach import Reach
from assistant.reading.reading import Found
from assistant.retrieval.passages import passage_of
from assistant.text.pages import page_of
from assistant.text.words import words
from index.documents import Document

MOST = 8
"""Sentences that are given of each document."""
_LONGEST = 20_000
"""Sentences that are compared at most; longer texts take too long."""

_CHANGED = r"(?:what (?:has |have |is |are |was )?(?:changed?|(?:the )?(?:changes?|differences?)|different|new)"
_CHANGED += r"|(?:show|list|give)(?: me)? (?:the )?(?:changes|differences)|compare"
_VERSIONS = re.compile(
    rf"{_CHANGED}|how do) ?(?:between |in |of )?(?:the |both )?(?:two |2 |old and new |different )?"
    r"versions? (?:of )?(?P<what>.+?)(?: (?:differ|change))?",
    re.IGNORECASE,
)
_BETWEEN = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_CHANGED})(?: between| from)? (?P<one>.+?)(?:,)? (?:and|to|with|from|compared (?:to|with)) (?P<two>.+)",
        r"how (?:do|does) (?P<one>.+?) (?:and|from) (?P<two>.+?) differ",
        r"how does (?P<one>.+?) differ from (?P<two>.+)",
        r"what is in (?P<two>.+?) but not in (?P<one>.+)",
    )
)
_HINT = re.compile(r"\b(?:chang|differ|compare|new\b|what is in .* but|versions?\b)", re.IGNORECASE)


def answer(text: str, reach: Reach) -> Found | None:
    """What changed between two documents that a question names; None where it names no two."""
    if not _HINT.search(text):
        return None
    pair = _pair(text, reach)
    return _compared(*pair, reach) if pair else None


def _pair(text: str, reach: Reach) -> tuple[Document, Document] | None:
    """The two documents, the older one first where the question does not put them in order."""
    if match := _VERSIONS.fullmatch(text):
        what = match["what"]
        there = [one for one in documents_of(reach) if one.version is not None]
        found = by_title(there, what) or named(there, what)
        if len(found) >= 2:
            latest = sorted(found, key=lambda one: (one.modified, one.path))[-2:]
            return latest[0], latest[1]
    for match in filter(None, (form.fullmatch(text) for form in _BETWEEN)):
        one, two = (subject_of(match[name], reach, loose=False) for name in ("one", "two"))
        if one and two and not one.several and not two.several and one.documents[0].id != two.documents[0].id:
            return one.documents[0], two.documents[0]
    return None


def _compared(before: Document, after: Document, reach: Reach) -> Found:
    old, new = _sentences(before, reach), _sentences(after, reach)
    gone, come = _unlike(old, new)
    evidence: list[Evidence] = []
    more: list[str] = []
    for document, other, places, sentences in ((after, before, come, new), (before, after, gone, old)):
        name, rest = _name(document, other), len(places) - MOST
        for number, place in enumerate(places[:MOST]):
            lead = f"\n\nOnly in {name}:\n- " if number == 0 else "\n- "
            evidence.append(replace(sentences[place], lead=lead))
        if rest > 0:
            more.append(f"{rest:,} more sentence{'' if rest == 1 else 's'} only in {name}")
    names = f"{_name(before, after)} and {_name(after, before)}"
    if not evidence:
        return Found("plain", f"{names} say the same, sentence by sentence.", confidence=1.0, known=True)
    text, claims, citations = ground(evidence, reach.catalog)
    if more:
        text += f"\n\nAnd {' and '.join(more)}."
    passages = {(item.passage.version, item.passage.start): item.passage for item in evidence}
    ranked = tuple(replace(one, rank=rank) for rank, one in enumerate(passages.values(), start=1))
    return Found("answered", text, claims, citations, ranked, None, 1.0)


def _name(document: Document, other: Document) -> str:
    name = PurePosixPath(document.path).name
    return document.path if name == PurePosixPath(other.path).name else name


def _sentences(document: Document, reach: Reach) -> list[Evidence]:
    """The sentences of a document, in order."""
    found: dict[tuple[int, int], Evidence] = {}
    for stored in reach.catalog.chunks_of_document(document.id):
        chunk = stored.chunk
        source = next((one for one in stored.sources if one.document == document.id), stored.sources[0])
        passage = passage_of(stored, source)
        for span in chunk.sentences:
            if len(found) < _LONGEST and words(quote_of(passage, span)):
                page = page_of(reach.catalog, [stored], span)
                found.setdefault((span.start, span.end), Evidence(passage, span, 1.0, page))
    return [found[place] for place in sorted(found)]


def _unlike(old: Sequence[Evidence], new: Sequence[Evidence]) -> tuple[list[int], list[int]]:
    """Places of the sentences that only the one, and only the other document has, whatever their order."""
    before = [_key(item) for item in old]
    after = [_key(item) for item in new]
    gone: list[int] = []
    come: list[int] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            gone += [place for place in range(a, b) if before[place] not in set(after)]
            come += [place for place in range(c, d) if after[place] not in set(before)]
    return gone, come


def _key(item: Evidence) -> str:
    """A sentence as it is compared: its words, whatever stands between them."""
    return " ".join(word.raw.casefold() for word in words(claim_text(quote_of(item.passage, item.span))))
