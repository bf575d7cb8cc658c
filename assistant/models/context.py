"""The context that a chat model answers from: numbered sentences of the retrieved passages, as plain data.

Every sentence stands on a line of its own behind an ID such as ``[S12]``, by which a model points at it; an ID resolves
to the stored offsets that the sentence came with. The letters of the IDs are chosen so that no document of the context
and no question has a word like them: what looks like an ID is one. Lines, tags and marks with which a document could
pretend to be something else than a document are taken apart before a model sees them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import pairwise
from typing import TYPE_CHECKING

from assistant.answers import Passage
from assistant.grounding import quote_of
from assistant.models.hidden import visible
from assistant.models.orders import orders
from assistant.retrieval.duplicates import says_the_same
from index.documents import Span

if TYPE_CHECKING:
    from assistant.retrieval.retriever import Hit

LETTERS = ("S", "Q", "K", "Z", "SN", "QN", "KZ", "ZQ", "ZQX")
"""Beginnings of IDs, the plainest first."""
MOST_CHARACTERS = 1_500
"""Characters of one sentence that a model sees: some "sentences" are pages of code or of a list."""
_NEAR = 0.8
"""Share of their words that two sentences have in common before they are compared word by word."""
_TAG = re.compile(r"<(?=[\w/|!?<])|(?<=[|>])>")
_TEMPLATE = re.compile(r"\[(/?[A-Z_]{3,})\]")
_PARAGRAPH = re.compile(r"\n[ \t]*\n")


@dataclass(frozen=True, slots=True, eq=False)
class Sentence:
    """A sentence of the context: where it stands, and what a model sees of it."""

    id: str
    hit: Hit
    span: Span
    text: str
    """On one line, cleaned; not its quote."""
    orders: bool = False
    """Whether it tells an assistant what to do, so that it bears out nothing."""
    beside_orders: bool = False
    """Whether its paragraph does."""
    told: bool = False
    """Whether ``text`` tells more than the quote: a table's row with its heads."""

    @property
    def passage(self) -> Passage:
        """The passage that it stands in."""
        return self.hit.passage

    @property
    def quote(self) -> str:
        """Its text as the document has it, ``text[start:end]`` of its version."""
        return quote_of(self.hit.passage, self.span)


@dataclass(frozen=True, slots=True)
class Context:
    """What a model is given to answer from."""

    text: str
    """The documents, fenced, their sentences numbered."""
    sentences: tuple[Sentence, ...]
    """In the order of their IDs."""
    letters: str
    """What every ID begins with; digits follow, from 1."""
    fence: str
    """The name of the tag around the documents."""
    tokens: int = 0
    left_out: int = 0
    """Sentences for which there was no room."""

    def get(self, number: int) -> Sentence | None:
        """The sentence with a number; None where there is none."""
        return self.sentences[number - 1] if 0 < number <= len(self.sentences) else None


@dataclass(frozen=True, slots=True)
class _Taken:
    """A sentence that is to be in the context."""

    rank: int
    hit: Hit
    span: Span
    text: str
    orders: bool
    beside: bool
    told: bool


def build(
    hits: Sequence[Hit],
    budget: int,
    count: Callable[[str], int],
    asked: str = "",
    said: Callable[[Hit, Span], str] | None = None,
) -> Context:
    """Make a context of hits, best first, within a budget of tokens.

    Hits are taken by rank as long as there is room; of the one that does not fit, its first sentences. Sentences that
    say the same are there once. What is taken is shown document by document, in the order of each text, so that
    neighbours stand together again.

    :param count: gives the tokens of a text.
    :param asked: the question and the conversation before it, which IDs must not look like.
    :param said: what a model sees instead of a sentence, where it gives anything: a table's row with its heads.
    """
    taken, left_out, used = _fill(hits, budget, count, said)
    letters = _letters([asked, *(one.text for one in taken), *(one.hit.passage.title for one in taken)])
    ordered = _ordered(taken)
    sentences = tuple(
        Sentence(f"{letters}{number}", one.hit, one.span, one.text, one.orders, one.beside, one.told)
        for number, one in enumerate(ordered, start=1)
    )
    body = _written(sentences)
    fence = f"documents-{blake2b(body.encode(errors='replace'), digest_size=4).hexdigest()}"
    return Context(f"<{fence}>\n{body}\n</{fence}>", sentences, letters, fence, used, left_out)


def plain(text: str) -> str:
    """A text of a document as a model may see it: on one line, nothing hidden, no tag or mark of a chat's template."""
    line = " ".join(visible(text).replace("\t", " | ").split())
    line = _TEMPLATE.sub(r"(\1)", _TAG.sub(lambda match: "< " if match.group() == "<" else " >", line))
    return line if len(line) <= MOST_CHARACTERS else f"{line[:MOST_CHARACTERS]}…"


def _fill(
    hits: Sequence[Hit], budget: int, count: Callable[[str], int], said: Callable[[Hit, Span], str] | None
) -> tuple[list[_Taken], int, int]:
    """What is taken of the hits, how many sentences are left out, and the tokens that are used."""
    taken: list[_Taken] = []
    places: set[tuple[str, int, int]] = set()
    same = _Same()
    used, left_out, headed = 0, 0, set[tuple[str, tuple[str, ...]]]()
    for rank, hit in enumerate(hits):
        beside, full = _paragraphs_with_orders(hit), False
        for span in hit.sentences:
            told = said(hit, span) if said else ""
            text = plain(told or quote_of(hit.passage, span))
            place = (hit.passage.version, span.start, span.end)
            if not any(character.isalnum() for character in text) or place in places or same.has(text):
                continue
            head = (hit.passage.document, hit.passage.headings)
            cost = count(f"[S{len(taken) + 1}] {text}\n") + (0 if head in headed else count(_head(hit.passage)))
            full = full or used + cost > budget
            if full:
                left_out += 1
                continue
            used += cost
            headed.add(head)
            places.add(place)
            same.add(text)
            ordering = orders(quote_of(hit.passage, span))
            taken.append(_Taken(rank, hit, span, text, ordering, not ordering and beside(span), bool(told)))
        if full and taken:
            left_out += sum(len(other.sentences) for other in hits[rank + 1 :])
            break
    return taken, left_out, used


class _Same:
    """Sentences that were taken, to know one that says the same again."""

    def __init__(self) -> None:
        self._exact: set[str] = set()
        self._near: list[tuple[frozenset[str], str]] = []

    def add(self, text: str) -> None:
        self._exact.add(text.casefold())
        self._near.append((frozenset(text.casefold().split()), text))

    def has(self, text: str) -> bool:
        if text.casefold() in self._exact:
            return True
        own = frozenset(text.casefold().split())
        if len(own) < 5:
            return False
        return any(
            len(own & other) >= _NEAR * max(len(own), len(other)) and says_the_same(text, kept)
            for other, kept in self._near
        )


def _paragraphs_with_orders(hit: Hit) -> Callable[[Span], bool]:
    """Whether a sentence of a hit stands in a paragraph with an order."""
    text, begin = hit.passage.text, hit.passage.start
    edges = [0, *(match.end() for match in _PARAGRAPH.finditer(text)), len(text)]
    ordering = [span.start - begin for span in hit.sentences if orders(quote_of(hit.passage, span))]
    tainted = [(first, last) for first, last in pairwise(edges) if any(first <= at < last for at in ordering)]
    return lambda span: any(first <= span.start - begin < last for first, last in tainted)


def _letters(texts: Sequence[str]) -> str:
    """Letters for IDs that no text has before a number."""
    joined = "\n".join(texts)
    free = (one for one in LETTERS if not re.search(rf"(?<![^\W\d_]){one}[ -]?\d", joined, re.IGNORECASE))
    return next(free, LETTERS[-1])


def _ordered(taken: Sequence[_Taken]) -> list[_Taken]:
    """Document by document, the best first, each in the order of its text."""
    best: dict[tuple[str, int], int] = {}
    for one in taken:
        best.setdefault((one.hit.passage.version, one.hit.passage.document_id), one.rank)
    return sorted(taken, key=lambda one: (best[(one.hit.passage.version, one.hit.passage.document_id)], one.span.start))


def _written(sentences: Sequence[Sentence]) -> str:
    """The numbered sentences under the names of their documents; a line of dots where text between them is missing."""
    lines: list[str] = []
    before: Sentence | None = None
    for sentence in sentences:
        passage = sentence.passage
        new = before is None or (before.passage.version, before.passage.document_id) != (
            passage.version,
            passage.document_id,
        )
        if new or (before is not None and before.passage.headings != passage.headings):
            lines.append(("\n" if new and before else "") + _head(passage))
        elif before is not None and before.hit is not sentence.hit and before.passage.end < passage.start - 2:
            lines.append("…")
        lines.append(f"[{sentence.id}] {sentence.text}")
        before = sentence
    return "\n".join(lines)


def _head(passage: Passage) -> str:
    """The line over the sentences of a document's section."""
    names = [passage.title or passage.document, *passage.headings]
    told = dict.fromkeys(plain(name)[:120] for name in names if name.strip())
    return f"# {plain(passage.document)[:200]}: {' > '.join(told)}"
