"""Questions as the product reads them, answerable and not: what the weights of reading and of doubt are fitted on."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.honesty.premises import Broken, broken
from assistant.reading.extractive import COMPARED, Scored, weigh
from assistant.reading.reading import cosines, hear_all
from assistant.retrieval.retriever import Hit
from assistant.text.question import Question, analyse
from index.documents import Span
from training.posed import Posed, Source
from training.swaps import names, swapped

if TYPE_CHECKING:
    from assistant import Assistant
    from index.embedding.embedding import Embedder

KINDS = ("answerable", "off-subject", "taken away", "unsaid", "exchanged", "look-alike")
"""Answered by the library; asked of one that has nothing on the subject, or not the passages that answer, or not the
sentences; with a name, number or word exchanged; or written to look answerable.
"""
_HITS = 10
_MANY = 40
_WEIGHED = 12
"""Sentences of an answerable question that are weighed in full, so that there is a choice to learn from."""
_WHOLE = 4
"""Words from which on a sentence may be a part of an answer that is a whole sentence."""


@dataclass(frozen=True, slots=True)
class Case:
    """One question with what was found for it, and whether that answers it."""

    source: str
    kind: str
    """One of `KINDS`: only the first is answered by what was found."""
    question: Question
    ranked: tuple[Scored, ...]
    """The sentences as the product ranks them."""
    weighed: tuple[Scored, ...]
    """The same, and more of them where the question is answerable."""
    hits: tuple[Hit, ...]
    said: tuple[str, ...]
    """The answers, as people gave them."""

    def right(self, text: str) -> bool:
        """Whether a text holds an answer."""
        return holds(text, self.said)

    @property
    def broken(self) -> list[Broken]:
        """What of the question its best sentence does not bear out."""
        return broken(self.question, self.ranked[0])


def plain(text: str) -> str:
    """A text in small letters on one line."""
    return re.sub(r"\s+", " ", text).lower().strip()


def holds(text: str, said: Sequence[str]) -> bool:
    """Whether a text holds an answer, or is a part of one that is a whole sentence."""
    whole = plain(text)
    return any(plain(one) in whole or (len(whole.split()) >= _WHOLE and whole in plain(one)) for one in said)


def gather(assistant: Assistant, source: Source, posed: Sequence[Posed], most: int) -> list[Case]:
    """Ask questions of a library that has their answers, of what is left of it without them, and exchanged ones.

    :param most: answerable questions at most, and as many that only look so.
    """
    asked = list(posed)
    random.Random(7).shuffle(asked)
    good = [one for one in asked if one.said][:most]
    bad = [one for one in asked if not one.said][:most]
    others = sorted({name for text in source.documents.values() for name in names(text)})
    found: list[Case] = []
    for place, one in enumerate([*good, *bad]):
        hits = assistant._retriever.hits(one.text, _HITS)
        if one.said and not any(hit.passage.document.startswith(one.home) for hit in hits):
            continue  # it does not tell what it is about
        found += _cases(source.name, "answerable" if one.said else "look-alike", one, hits, assistant)
        if place % 2 == 0 or one.said:
            many = assistant._retriever.hits(one.text, _MANY)
            for kind, kept in _left(one, many, place, assistant.library.embedder):
                found += _cases(source.name, kind, one, kept, assistant)
        if place % 3 == 0 and (other := exchanged(one, hits, others, place)) is not None:
            found += _cases(source.name, "exchanged", other, assistant._retriever.hits(other.text, _HITS), assistant)
    return found


def exchanged(asked: Posed, hits: Sequence[Hit], others: Sequence[str], place: int) -> Posed | None:
    """An answerable question with a part of it exchanged, so that nothing that was found for it answers; or None."""
    if not asked.said:
        return None
    found = " ".join(hit.passage.text for hit in hits)
    text = swapped(asked.text, found, others, random.Random(place))
    return None if text is None else Posed(text, asked.home, ())


def _left(asked: Posed, hits: Sequence[Hit], place: int, embedder: Embedder) -> Iterator[tuple[str, list[Hit]]]:
    """What a library would give that lacks the subject (every second question), the passages or the sentences."""
    if place % 2 == 0:
        yield "off-subject", [hit for hit in hits if not hit.passage.document.startswith(asked.home)]
    elif place % 4 == 1:
        yield "unsaid", [rest for hit in hits[:_HITS] if (rest := without(hit, asked, embedder)) is not None]
    else:
        yield "taken away", [hit for hit in hits if not holds(hit.passage.text, asked.said)]


def without(hit: Hit, asked: Posed, embedder: Embedder) -> Hit | None:
    """A passage without the sentences that hold an answer, as if they had never been written; None if nothing is left.

    Its likeness to the question is that of what is left.
    """
    passage = hit.passage
    ends = [*(span.start for span in hit.sentences[1:]), passage.end]
    pieces = [
        (span, passage.text[span.start - passage.start : end - passage.start])
        for span, end in zip(hit.sentences, ends, strict=True)
    ]
    kept = [(span, piece) for span, piece in pieces if not holds(piece, asked.said)]
    if len(kept) == len(pieces):
        return hit
    text, spans = "", []
    for span, piece in kept:
        start = passage.start + len(text)
        spans.append(Span(start, start + span.end - span.start))
        text += piece
    if not spans:
        return None
    dense = float(cosines(asked.text, embedder)([text])[0])
    scores = {**passage.scores, "dense": min(dense, passage.scores.get("dense", dense))}
    left = replace(passage, text=text, end=passage.start + len(text), scores=scores)
    return replace(hit, passage=left, sentences=tuple(spans))


def _cases(source: str, kind: str, asked: Posed, hits: Sequence[Hit], assistant: Assistant) -> Iterator[Case]:
    """The case of a question with its hits; none where nothing was found."""
    question, hits = analyse(asked.text), hits[:_HITS]
    if not question.words or not hits:
        return
    embedder = assistant.library.embedder
    heard = hear_all(question, hits, embedder)
    most = _WEIGHED if kind == "answerable" else COMPARED
    weighed = weigh(question, hits, cosines(asked.text, embedder), heard, most)
    if weighed:
        ranked = sorted(weighed[:COMPARED], key=lambda one: -one.score)
        yield Case(source, kind, question, tuple(ranked), tuple(weighed), tuple(hits), asked.said)
