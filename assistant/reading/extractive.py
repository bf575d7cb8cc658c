"""Reading: the sentences of the retrieved passages that answer a question, best first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from assistant.grounding import claim_text, quote_of
from assistant.reading.aptness import Aptness
from assistant.reading.evidence import NAMES, Read, Sentence, read, rows
from assistant.reading.hearing import PASSAGES, Heard, HeardAll
from assistant.reading.records import Records, Verdict
from assistant.reading.weights import BASE, FULL, LEXICAL, READER
from assistant.text import lines
from assistant.text.cells import cells_of, heads_of
from assistant.text.kinds import EXPLAINED
from assistant.text.question import Question
from index.documents import Span

if TYPE_CHECKING:
    from assistant.retrieval.retriever import Hit

COMPARED = 5
"""Sentences whose embeddings are compared with the question's: those that the words alone put first."""
HEADING = 5.0
TITLE = 12.0
"""Taken off the log odds of labels, and of headings over a text: the questions fitted on know neither."""
ROW = {Verdict.ANSWERS: 6.0, Verdict.LACKS: -3.0, Verdict.UNSURE: 0.0}
"""Added to the log odds of rows of named cells, which the questions fitted on know neither."""
MOST = 3
"""Sentences of one answer at most."""

Cosines = Callable[[Sequence[str]], npt.NDArray[np.float32]]
"""Cosine of each text with the question."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A sentence with what speaks for it."""

    hit: Hit
    span: Span
    sentence: Sentence
    row: tuple[float, ...]
    """Numbers in the order of `evidence.NAMES`."""
    score: float
    """Log odds against the other sentences, up to a constant."""
    verdict: Verdict = Verdict.UNSURE
    """What it is to the question where it is a row of named cells."""
    plain: float = 0.0
    """Its score without the reader."""
    heard: Heard | None = None
    """What the reader makes of it; None where it did not read it."""
    apt: float = 0.0
    """What of its score the question's kind adds: see `aptness`."""

    @property
    def text(self) -> str:
        """The sentence on one line."""
        return self.sentence.read.text

    def number(self, name: str) -> float:
        """One number of its row, by name."""
        return self.row[NAMES.index(name)]


def rank(question: Question, hits: Sequence[Hit], cosines: Cosines, heard: HeardAll | None = None) -> list[Scored]:
    """Rank the sentences of the first `PASSAGES` hits as answers to a question, best first.

    All are weighed by their words, and by what the reader makes of them; the best `COMPARED` also by their meaning.
    Only these are returned.

    :param heard: what the reader makes of the sentences; None where there is no reader.
    """
    return sorted(weigh(question, hits, cosines, heard), key=lambda scored: -scored.score)


def weigh(
    question: Question,
    hits: Sequence[Hit],
    cosines: Cosines,
    heard: HeardAll | None = None,
    compared: int = COMPARED,
) -> list[Scored]:
    """Weigh the sentences of hits as `rank` does; gives the best ``compared``, in no order that matters."""
    spans, sentences = _sentences(hits[:PASSAGES], question.language)
    if not sentences:
        return []
    scores = [hit.passage.score for hit in hits[:PASSAGES]]
    table = np.array(rows(question, sentences, scores, [0.0] * len(sentences)), dtype=np.float64)
    records = Records(question)
    verdicts = [records.verdict(sentence.read, sentence.around) for sentence in sentences]
    headings = np.array([_above(sentence) for sentence in sentences]) - np.array([ROW[one] for one in verdicts])
    own = [_own(hits, sentence, span, heard or {}) for sentence, span in zip(sentences, spans, strict=True)]
    aptness = Aptness(question)
    apt = np.array([aptness.of(sentence.read, one) for sentence, one in zip(sentences, own, strict=True)])
    added = apt + np.array([_added(one) if heard else 0.0 for one in own])
    base = BASE if heard else 1.0
    best = np.argsort(headings - base * (table @ LEXICAL) - added, kind="stable")[:compared]
    table[best, NAMES.index("cosine")] = cosines([sentences[i].read.text for i in best])
    plain = table @ FULL - headings
    final = base * (table @ FULL) - headings + added
    return [
        Scored(
            hits[sentences[i].passage],
            spans[i],
            sentences[i],
            tuple(table[i].tolist()),
            float(final[i]),
            verdicts[i],
            float(plain[i]),
            own[i],
            float(apt[i]),
        )
        for i in best
    ]


def _own(hits: Sequence[Hit], sentence: Sentence, span: Span, heard: HeardAll) -> Heard | None:
    """What the reader makes of a sentence.

    It reads prose. A line that opens a list answers as well as the best of the list's items, and a row of named cells
    as well as its passage: which row it is, its labels tell.
    """
    own = heard.get((sentence.passage, sentence.place))
    if own is None or not (sentence.read.cells or lines.opens_list(sentence.read.text)):
        return own
    hit = hits[sentence.passage]
    parts = hit.sentences if sentence.read.cells else lines.items(hit.passage, hit.sentences, span)
    others = [
        heard.get((sentence.passage, place))
        for place, one in enumerate(hit.sentences)
        if any(one.start < part.end and one.end > part.start for part in parts)
    ]
    return replace(own, margin=max(one.margin for one in (own, *others) if one))


def _added(heard: Heard | None) -> float:
    """What the reader adds to a sentence's log odds."""
    if heard is None:
        return READER["unread"]
    return READER["margin"] * heard.margin + READER["answered"] * heard.answered


def _sentences(hits: Sequence[Hit], language: str) -> tuple[list[Span], list[Sentence]]:
    """Every sentence of the hits, once each where they say the same, with what stands around it."""
    spans: list[Span] = []
    sentences: list[Sentence] = []
    seen: set[str] = set()
    for place, hit in enumerate(hits):
        passage = hit.passage
        titles = [*_titles(passage.title), *passage.headings]
        around = read(". ".join(titles), language=language)
        quotes = [quote_of(passage, span) for span in hit.sentences]
        reads = [read(claim_text(quote), cells_of(quote), language) for quote in quotes]
        heads = [heads_of(quote, following) for quote, following in pairwise((*quotes, ""))]
        answering = [lines.answers(quote, titles) and not over for quote, over in zip(quotes, heads, strict=True)]
        in_row = [lines.of_row(quote) for quote in quotes]
        for index, (span, this) in enumerate(zip(hit.sentences, reads, strict=True)):
            before = reads[index - 1] if index else None
            if before is not None and _heading(before) and not (answering[index - 1] or heads[index - 1]):
                around = read(". ".join((*titles, before.text)), language=language)
            if not this.words or this.text in seen or heads[index]:
                continue
            seen.add(this.text)
            after = reads[index + 1] if index + 1 < len(reads) else None
            if in_row[index]:
                before = after = None  # each row speaks for itself: what its neighbours say is of something else
            spans.append(span)
            sentences.append(Sentence(place, index, this, before, after, around, answering[index]))
    return spans, sentences


def _heading(sentence: Read) -> bool:
    return lines.heading(sentence.text, len(sentence.words))


def _above(sentence: Sentence) -> float:
    """What is taken off a sentence that reads like a heading: most where it stands over a text that says more."""
    if sentence.answers or not _heading(sentence.read):
        return 0.0
    over = sentence.after is not None and not _heading(sentence.after)
    return TITLE if over and not any(character.isdigit() for character in sentence.read.text) else HEADING


def _titles(title: str) -> tuple[str, ...]:
    return (title.replace("_", " "),) if title else ()


def choose(question: Question, ranked: Sequence[Scored]) -> list[Scored]:
    """As few of the ranked sentences as answer the question: the best, then what clearly adds to it.

    The best stands first; others follow in the order of their text. Where the best only opens a list, the list's
    items follow it.
    """
    best = ranked[0]
    if lines.opens_list(best.text) and (listed := _items(best)):
        return [best, *listed]
    if question.kind not in EXPLAINED:
        return [best]
    more: list[Scored] = []
    for other in ranked[1:]:
        if len(more) == MOST - 1:
            break
        if _adds(question, best, other) and not any(_same(other, kept) for kept in (best, *more)):
            more.append(other)
    return [best, *sorted(more, key=lambda scored: (scored.sentence.passage, scored.span.start))]


def _items(opener: Scored) -> list[Scored]:
    """The items of the list that a sentence opens, each with what speaks for that sentence."""
    passage = opener.hit.passage
    spans = lines.items(passage, opener.hit.sentences, opener.span)
    reads = [read(claim_text(quote_of(passage, span))) for span in spans]
    return [
        replace(opener, span=span, sentence=replace(opener.sentence, read=item))
        for span, item in zip(spans, reads, strict=True)
        if item.words
    ]


def _adds(question: Question, best: Scored, other: Scored) -> bool:
    """Whether a sentence adds to the best one: nearly as good, of the same passage or with words of its own."""
    if other.number("fragment") or other.number("question"):
        return False
    margin = 1.5 if other.sentence.passage == best.sentence.passage else 0.8
    return other.plain > best.plain - margin


def _same(one: Scored, other: Scored) -> bool:
    """Whether two sentences say much the same."""
    a, b = one.sentence.read.stems, other.sentence.read.stems
    return len(a & b) > 0.7 * min(len(a), len(b))
