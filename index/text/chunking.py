"""Chunks of a document: whole sentences under their headings, which an edit elsewhere leaves as they are.

A chunk is contiguous text, never holds furniture, and stays inside one section, its heading first. A paragraph that
fits stays whole; a sentence is cut only where it alone is longer than a chunk may be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from index.documents import Chunk, Span
from index.text.cutting import Atom, Rank, cut, halve
from index.text.fragments import fragments
from index.text.layout import Block, Kind, Layout
from index.text.sentences import split, stripped

VERSION = 1
"""Grows whenever the same text and layout would give other chunks."""

LARGEST = 256
"""Tokens of the largest chunk, whatever the model reads: a vector of more text says less about each part."""

REACH = 0.35
"""Share of the limit within which a boundary must be the best to be a cut; a chunk holds half the limit to two
thirds on average where paragraphs are short."""

Count = Callable[[Sequence[str]], Sequence[int]]
"""Gives the number of tokens of each text, special tokens not counted."""

_ROW = 400
"""Characters of a table row from which its cells are sentences of their own."""


@dataclass(slots=True)
class _Run:
    """Blocks that a chunk may span: a section, or a part of one between furniture. Its headings come first."""

    headings: tuple[str, ...]
    blocks: list[Block] = field(default_factory=list)
    sentences: list[list[Span]] = field(default_factory=list)
    """Those of each block."""


def embedded(chunk: Chunk, title: str | None) -> str:
    """What is embedded for a chunk of the document called ``title``.

    It is the chunk's text alone, so that equal chunks share a vector whatever document they stand in.
    """
    return chunk.text


def chunks(text: str, layout: Layout, *, limit: int, count: Count) -> list[Chunk]:
    """Divide a document into chunks, in order.

    Together they hold all text outside furniture. ``limit`` is the number of tokens that the model reads and
    ``count`` counts them: it is called once for all sentences, then once for the chunks near the limit, and
    again only for what proves too long.
    """
    if limit < 1:
        raise ValueError(f"limit must be at least 1, not {limit}")
    limit = min(limit, LARGEST)
    runs = list(_runs(text, layout.blocks))
    for run in runs:
        run.sentences = [_sentences(text, block) for block in run.blocks]
    spans = [span for run in runs for block in run.sentences for span in block]
    tokens = dict(zip(spans, count([text[span.start : span.end] for span in spans]), strict=True))
    reach = max(1, round(limit * REACH))
    found: list[Chunk] = []
    doubtful: list[bool] = []
    for run in runs:
        atoms = _atoms(text, run, tokens, limit, count)
        pieces = cut(text, atoms, limit=limit, reach=reach)
        added = list(_chunks(text, layout, run, pieces))
        found += added
        # A tokenizer may make a little more of a whole than of its parts, such as a token of a line break.
        sizes = [sum(atom.tokens for atom in piece) for piece in pieces]
        doubtful += [size + 2 * len(chunk.sentences) > limit for size, chunk in zip(sizes, added, strict=True)]
    return _fitted(text, found, doubtful, limit, count)


def _runs(text: str, blocks: Sequence[Block]) -> Iterator[_Run]:
    """Group a document's blocks by section and furniture.

    A heading with no text of its own goes with the section below it, unless that belongs higher up.
    """
    path: list[tuple[int, str]] = []
    run = _Run(())
    for block in _whole(text, blocks):
        if block.kind is Kind.FURNITURE:
            if run.blocks:
                yield run
            run = _Run(run.headings)
            continue
        if block.kind is Kind.HEADING:
            last = run.blocks[-1] if run.blocks else None
            while path and path[-1][0] >= block.level:
                path.pop()
            path.append((block.level, " ".join(text[block.start : block.end].split())))
            titles = tuple(title for _, title in path)
            if last and (last.kind is not Kind.HEADING or block.level < last.level):
                yield run
                run = _Run(titles)
            run.headings = titles
        run.blocks.append(block)
    if run.blocks:
        yield run


def _whole(text: str, blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks that are not empty, and as paragraphs any text between them, so that no text is ever lost."""
    at = 0
    for block in [*blocks, Block(len(text), len(text), Kind.FURNITURE)]:
        if not text[at : block.start].isspace() and at < block.start:
            yield Block(at, block.start, Kind.PARAGRAPH)
        if text[block.start : block.end].strip():
            yield block
        at = max(at, block.end)


def _sentences(text: str, block: Block) -> list[Span]:
    """The sentences of a block: a heading, a row of a table and a line of code are one each."""
    if block.kind is Kind.HEADING:
        return stripped(text, [(block.start, block.end)])
    if block.kind is Kind.CODE:
        return stripped(text, _separated(text, block, "\n"))
    if block.kind is Kind.ROW:
        if block.end - block.start <= _ROW:
            return stripped(text, [(block.start, block.end)])
        return [span for start, end in _separated(text, block, "\t") for span in split(text, start, end)]
    return split(text, block.start, block.end)


def _separated(text: str, block: Block, mark: str) -> list[tuple[int, int]]:
    parts = []
    start = block.start
    for part in text[start : block.end].split(mark):
        parts.append((start, start + len(part)))
        start += len(part) + 1
    return parts


def _atoms(text: str, run: _Run, tokens: dict[Span, int], limit: int, count: Count) -> list[Atom]:
    """The parts of a run that are not cut: blocks that fit, else their sentences, else parts of these."""
    atoms: list[Atom] = []
    above = 0  # tokens of the headings that stay with the next block
    for number, (block, spans) in enumerate(zip(run.blocks, run.sentences, strict=True)):
        rank = _rank(text, block, run.blocks[number + 1] if number + 1 < len(run.blocks) else None)
        size = sum(tokens[span] for span in spans)
        if size + above <= limit:
            atoms.append(Atom(spans[0].start, spans[-1].end, size, rank))
        else:
            inner = Rank.ITEM if block.kind is Kind.CODE else Rank.SENTENCE
            parts = [Atom(span.start, span.end, tokens[span], inner) for span in spans]
            parts = fragments(text, parts, limit, count)
            parts[-1] = Atom(parts[-1].start, parts[-1].end, parts[-1].tokens, rank)
            atoms += parts
        above = above + size if block.kind is Kind.HEADING else 0
    return atoms


def _rank(text: str, block: Block, following: Block | None) -> Rank:
    """Rank of the boundary after a block."""
    if block.kind is Kind.HEADING:
        return Rank.HEADING
    if following is None:
        return Rank.BLOCK
    if following.kind is block.kind and block.kind in (Kind.ITEM, Kind.ROW, Kind.CODE):
        return Rank.ITEM
    announces = text[block.start : block.end].rstrip().endswith((":", "："))
    return Rank.ITEM if announces else Rank.BLOCK


def _chunks(text: str, layout: Layout, run: _Run, pieces: Sequence[Sequence[Atom]]) -> Iterator[Chunk]:
    spans = iter([span for block in run.sentences for span in block])
    span = next(spans)
    for piece in pieces:
        start, end = piece[0].start, piece[-1].end
        inside = []
        while True:
            if span.end > start:
                inside.append(Span(max(span.start, start), min(span.end, end)))
            if span.end > end:
                break  # the next chunk has the rest of it
            following = next(spans, None)
            if following is None:
                break
            span = following
            if span.start >= end:
                break
        yield Chunk(start, end, text[start:end], tuple(inside), run.headings, layout.page_at(start))


def _fitted(text: str, found: list[Chunk], doubtful: Sequence[bool], limit: int, count: Count) -> list[Chunk]:
    """The chunks, with those of ``doubtful`` length counted as they are embedded and cut further if too long."""
    while True:
        numbers = [n for n, doubt in enumerate(doubtful) if doubt]
        sizes = count([embedded(found[n], None) for n in numbers]) if numbers else []
        over = {n: size for n, size in zip(numbers, sizes, strict=True) if size > limit}
        if not over:
            return found
        fitted: list[Chunk] = []
        doubts: list[bool] = []
        for number, chunk in enumerate(found):
            parts = _smaller(text, chunk, over[number], limit, count) if number in over else [chunk]
            fitted += parts
            doubts += [len(parts) > 1] * len(parts)
        found, doubtful = fitted, doubts


def _smaller(text: str, chunk: Chunk, size: int, limit: int, count: Count) -> list[Chunk]:
    """Cut a chunk of ``size`` tokens, which is over ``limit``, into two or more."""
    tokens = count([text[span.start : span.end] for span in chunk.sentences])
    atoms = [
        Atom(span.start, span.end, number, Rank.SENTENCE) for span, number in zip(chunk.sentences, tokens, strict=True)
    ]
    room = max(1, limit - max(0, size - sum(tokens)))
    atoms = fragments(text, atoms, room, count)
    parts = []
    for piece in halve(atoms, min(room, sum(atom.tokens for atom in atoms) - 1)):
        start, end = piece[0].start, piece[-1].end
        inside = tuple(
            Span(max(span.start, start), min(span.end, end))
            for span in chunk.sentences
            if span.start < end and span.end > start
        )
        parts.append(replace(chunk, start=start, end=end, text=text[start:end], sentences=inside))
    return parts
