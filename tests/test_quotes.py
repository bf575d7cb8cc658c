"""Invariant 1 over generated documents in every format: a quote is the text between its offsets, to the letter."""

from __future__ import annotations

import html
import io
import random
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answers import Answer, Citation, Passage
from assistant.assistant import Assistant
from index.library import Library
from index.loaders import load
from index.text import chunking
from index.text.layout import Kind
from tests.index.loaders.drawing import Canvas
from tests.index.loaders.invariants import check, generated

Section = tuple[str, Sequence[str]]
"""A heading and its paragraphs."""


def as_text(sections: Sequence[Section]) -> bytes:
    return "\r\n\r\n".join("\r\n\r\n".join((head, *paragraphs)) for head, paragraphs in sections).encode("utf-16")


def as_markdown(sections: Sequence[Section]) -> bytes:
    return "\n\n".join("\n\n".join((f"## {head}", *paragraphs)) for head, paragraphs in sections).encode()


def as_html(sections: Sequence[Section]) -> bytes:
    def paragraph(text: str) -> str:
        first, *rest = html.escape(text).split(" ")
        return f"<p><b>{first}</b> {' '.join(rest)}</p>"

    body = "".join(
        f"<h2>{html.escape(head)}</h2>{''.join(map(paragraph, paragraphs))}" for head, paragraphs in sections
    )
    return f"<!doctype html><meta charset=utf-8><nav>Menu</nav><main>{body}</main>".encode()


def as_docx(sections: Sequence[Section]) -> bytes:
    document, out = docx.Document(), io.BytesIO()
    for head, paragraphs in sections:
        document.add_heading(head, 2)
        for text in paragraphs:
            document.add_paragraph(text)
    document.save(out)
    return out.getvalue()


def as_pdf(sections: Sequence[Section]) -> bytes:
    canvas, y = Canvas(), 72.0
    for head, paragraphs in sections:
        for size, text in ((18.0, head), *((11.0, paragraph) for paragraph in paragraphs)):
            words = text.split(" ")
            for start in range(0, len(words), 12):
                if y > 740:
                    canvas.page()
                    y = 72.0
                canvas.line(72, y, " ".join(words[start : start + 12]), size=size)
                y += size * 1.3
            y += size
    return canvas.saved()


WRITERS: dict[str, tuple[str, Callable[[Sequence[Section]], bytes]]] = {
    "text": (".txt", as_text),
    "markdown": (".md", as_markdown),
    "html": (".html", as_html),
    "docx": (".docx", as_docx),
    "pdf": (".pdf", as_pdf),
}

letters = st.sampled_from("abcdefghijklmnopqrstuvwxyz")
words = st.text(letters, min_size=1, max_size=9) | st.sampled_from(
    ["Dr.", "3.5", "e.g.", "“so”", "Zoë", "(and", "it)", "naïve"]
)
sentences = st.builds(
    lambda first, rest, mark: " ".join((first.capitalize(), *rest)) + mark,
    st.text(letters, min_size=2, max_size=8),
    st.lists(words, min_size=2, max_size=14),
    st.sampled_from([".", "!", "?", ".”"]),
)
paragraphs = st.lists(sentences, min_size=1, max_size=6).map(" ".join)
headings = st.lists(st.text(letters, min_size=3, max_size=8), min_size=1, max_size=3).map(lambda w: " ".join(w).title())
documents = st.lists(st.tuples(headings, st.lists(paragraphs, min_size=1, max_size=4)), min_size=1, max_size=4)


@pytest.mark.parametrize("format_", WRITERS)
@given(sections=documents)
@generated
def test_chunks_and_sentences_are_the_text_between_their_offsets(format_: str, sections: Sequence[Section]) -> None:
    suffix, write = WRITERS[format_]
    loaded = load(write(sections), "generated" + suffix)
    assert loaded.format == format_
    check(loaded)
    found = chunking.chunks(loaded.text, loaded.layout, limit=60, count=lambda texts: [len(t.split()) for t in texts])
    covered = [False] * len(loaded.text)
    for chunk in found:
        assert chunk.text == loaded.text[chunk.start : chunk.end]
        assert len(chunk.text.split()) <= 60
        for span in chunk.sentences:
            quote = loaded.text[span.start : span.end]
            assert chunk.start <= span.start < span.end <= chunk.end
            assert quote == quote.strip() != ""
            covered[span.start : span.end] = [True] * len(quote)
    for block in loaded.layout.blocks:
        if block.kind is not Kind.FURNITURE:
            part = zip(loaded.text[block.start : block.end], covered[block.start : block.end], strict=True)
            assert all(done or character.isspace() for character, done in part)


NAMES = ["Oldhaven", "Lunden", "Norvik", "Marrow Hill", "Quay Park", "Tarn", "Sollum", "Brask", "Fennick", "Orrin"]
FACTS = [
    "The lighthouse of {} was built in {} by Ada Brenn.",
    "In {1} the mill of {0} burned down during a storm.",
    "The school of {} has had {} pupils since the spring, the teacher said.",
    "Dr. J. Holm measured the tower of {}: it is {} feet high, i.e. higher than the church.",
    "“The bridge of {} carries {} carts a day,” said the keeper.",
]


def invented(chance: random.Random) -> list[Section]:
    """A document of facts about places, no two alike."""
    return [
        (f"About {name}", [" ".join(fact.format(name, chance.randint(1200, 1999)) for fact in chance.sample(FACTS, 3))])
        for name in chance.sample(NAMES, 6)
    ]


def test_citations_are_the_text_that_the_catalog_holds(library: Library, folder: Path) -> None:
    for format_, (suffix, write) in WRITERS.items():
        chance = random.Random(format_)
        for number in range(3):
            (folder / f"{format_}-{number}{suffix}").write_bytes(write(invented(chance)))
    library.add_folder(folder)
    assert len(library.sync().added) == 3 * len(WRITERS)
    assistant = Assistant(library)
    cited: Counter[str] = Counter()
    for name in NAMES:
        for question in (f"When was the lighthouse of {name} built?", f"How high is the tower of {name}?"):
            answer = assistant.ask(question)
            cited.update(citation.document.partition("-")[0] for citation in answer.citations)
            exact(answer, library)
    assert cited.keys() == WRITERS.keys(), "every format is cited"
    assert cited.total() > 20


def exact(answer: Answer, library: Library) -> None:
    """Every quote and passage of an answer is the text of its document's version between its offsets."""
    quoted: list[tuple[Citation | Passage, str]] = [(one, one.quote) for one in answer.citations]
    quoted += [(one, one.text) for one in answer.passages]
    for one, quote in quoted:
        document = library.catalog.document(one.document_id)
        assert document is not None
        assert (document.path, document.version) == (one.document, one.version)
        text = library.catalog.text(one.version, one.document_id)
        assert text[one.start : one.end] == quote
