"""Every format that is read: one file goes all the way from its folder to a quote marked in its place."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from assistant.answers import Answer
from assistant.assistant import Assistant
from index.documents import Filter, State
from index.embedding.embedding import Embedder
from index.library import Library
from index.loaders.registry import FORMATS
from tests.sample_files import SAMPLES, TABLES, Rows, Sample
from ui.conversation import Conversation
from ui.sources import Opened, Viewer

_VISITORS: Rows = [
    ("City", "Month", "Visitors", "Guided tours"),
    ("Bergen", "March", 1730, 12),
    ("Oslo", "February", 3904, 31),
    ("Oslo", "March", 4125, 38),
    ("Oslo", "April", 5210, 44),
    ("Tromsø", "March", 880, 7),
]
_MONTHS: Rows = [
    ("City", "January", "February", "March"),
    ("Bergen", 1502, 1611, 1730),
    ("Oslo", 3777, 3904, 4125),
    ("Tromsø", 690, 745, 880),
]
_BELOW_A_TITLE: Rows = [("Visitors of our museums in 2024",), ("Counted at the doors",), *_VISITORS]


@pytest.fixture(scope="module")
def samples() -> dict[str, Sample]:
    return {name: make() for name, make in SAMPLES.items()}


@pytest.fixture(scope="module")
def assistant(
    tmp_path_factory: pytest.TempPathFactory, embedder: Embedder, samples: dict[str, Sample]
) -> Iterator[Assistant]:
    """The assistant of one library that holds all the files."""
    folder = tmp_path_factory.mktemp("documents")
    for sample in samples.values():
        (folder / sample.name).write_bytes(sample.data)
    with _assistant(folder, tmp_path_factory.mktemp("library"), embedder) as assistant:
        yield assistant


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Assistant]:
    """The assistant of one library that holds the same tables in every format of tables."""
    folder = tmp_path_factory.mktemp("tables")
    for name, make in TABLES.items():
        (folder / f"visitors.{name}").write_bytes(make("Museums", _VISITORS))
        (folder / f"months.{name}").write_bytes(make("Museums", _MONTHS))
        (folder / f"titled.{name}").write_bytes(make("Museums", _BELOW_A_TITLE))
    with _assistant(folder, tmp_path_factory.mktemp("library"), embedder) as assistant:
        yield assistant


def _assistant(folder: Path, data: Path, embedder: Embedder) -> Assistant:
    library = Library.open(data, embedder=embedder)
    library.add_folder(folder)
    report = library.sync()
    assert not report.failed
    assert not report.skipped
    return Assistant(library)


class _Marked(HTMLParser):
    """Reads the viewer: what is marked, and the whole text around it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.marked, self.text, self._inside, self._reading = "", "", 0, False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside += tag == "mark"
        self._reading = self._reading or dict(attrs).get("class") == "text"

    def handle_endtag(self, tag: str) -> None:
        self._inside -= tag == "mark"

    def handle_data(self, data: str) -> None:
        self.text += data if self._reading else ""
        self.marked += data if self._inside else ""


def _shown(library: Library, answer: Answer) -> _Marked:
    """The first source of an answer as the viewer shows it."""
    talk = Conversation()
    talk.ask(answer.question).take(answer)
    event: Any = SimpleNamespace(_data={"turn": 1, "citation": 1})
    return _Marked(Viewer(library).show(event, talk, Opened()))


def test_no_format_is_left_out() -> None:
    assert set(SAMPLES) == set(FORMATS)


def test_every_format_is_described_for_users() -> None:
    page = (Path(__file__).parents[1] / "docs" / "FORMATS.md").read_text(encoding="utf-8")
    for format_ in FORMATS.values():
        assert f"**{format_.label}**" in page
        if len(format_.suffixes) < 20:
            assert [suffix for suffix in format_.suffixes if f"`{suffix}`" not in page] == []


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_is_added_asked_and_cited(assistant: Assistant, samples: dict[str, Sample], name: str) -> None:
    sample, catalog = samples[name], assistant.library.catalog
    [document] = [document for document in catalog.documents() if document.path == sample.name]
    assert (document.state, document.format) == (State.READY, name)
    unit = FORMATS[name].unit
    answer = assistant.ask(sample.question)
    assert answer.answered
    citation = answer.citations[0]
    assert citation.document == sample.document
    text = catalog.text(citation.version, citation.document_id)
    assert text[citation.start : citation.end] == citation.quote
    assert sample.fact in " ".join(citation.quote.split())
    assert (citation.page, citation.unit) == (sample.page, unit)
    assert sample.heading is None or citation.headings[-1:] == (sample.heading,)
    viewer = _shown(assistant.library, answer)
    assert viewer.marked == citation.quote
    assert viewer.text == text


@pytest.mark.parametrize("kind", TABLES)
@pytest.mark.parametrize(
    ("file", "question", "row"),
    [
        ("visitors", "How many visitors did Oslo have in March?", ("Oslo", "March", "4125")),
        ("visitors", "How many guided tours were there in Bergen in March?", ("Bergen", "Guided tours: 12")),
        ("months", "How many visitors did Tromsø have in February?", ("Tromsø", "February: 745")),
        ("titled", "How many visitors did Oslo have in April?", ("Oslo", "April", "Visitors: 5210")),
    ],
)
def test_a_table_answers_with_its_row(tables: Assistant, kind: str, file: str, question: str, row: tuple[str]) -> None:
    path = f"{file}.{kind}"
    answer = tables.ask(question, only=Filter(documents=(path,)))
    assert answer.answered
    citation = answer.citations[0]
    assert citation.document == path
    assert "\n" not in citation.quote
    for part in row:
        assert part in citation.quote
    assert _shown(tables.library, answer).marked == citation.quote
