"""Retrieval from a real library: real model, real Chroma, real SQLite."""

from __future__ import annotations

import asyncio
import os
import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.answers import Passage
from assistant.retrieval import dense
from assistant.retrieval.dense import DenseSearch
from assistant.retrieval.filters import allowed
from assistant.retrieval.retriever import Hit, LibraryRetriever, Retriever
from index.documents import Filter
from index.embedding.embedding import Embedder
from index.library import Library

TOWNS = ["Arlow", "Benning", "Corvale", "Dunmere", "Eastwick", "Fenholt", "Garston", "Harlow", "Ilmar", "Jarrow"]
CRAFTS = ["pottery", "boat building", "beekeeping", "weaving", "clock making", "glass blowing"]
LEASE = (
    "The tenant pays the rent on the first day of each month. The landlord keeps the roof and the walls in repair. "
    "Either party may end this lease by giving notice of ninety days in writing. Pets need the landlord's consent."
)


def write(folder: Path, name: str, text: str, modified: float = 1_000.0) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    os.utime(path, (modified, modified))


@pytest.fixture(scope="module")
def town_library(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Library]:
    """Sixty towns with a craft each, a lease in four places, a report, and a page in Japanese."""
    folder = tmp_path_factory.mktemp("towns")
    for number, town in enumerate(TOWNS):
        for place, craft in enumerate(CRAFTS):
            year = 1500 + 37 * number + place
            suffix = "md" if place % 2 else "txt"
            text = f"The guild of {craft} in {town} was founded in {year}. Its members meet by the river in spring."
            write(folder, f"guilds/{town.lower()}-{place}.{suffix}", text, modified=10_000.0 * number + place)
    write(folder, "contracts/lease.txt", LEASE)
    write(folder, "contracts/copy.txt", LEASE)
    write(folder, "archive/old.md", LEASE.replace("in repair", "in good repair"))
    write(folder, "archive/other.txt", LEASE.replace("ninety days", "30 days"))
    long = " ".join(f"In year {year} the mill made {year * 7} sacks of flour." for year in range(1, 60))
    write(folder, "mill.txt", long)
    write(folder, "tokyo.txt", "東京の人口は約1400万人である。")
    library = Library.open(tmp_path_factory.mktemp("data"), embedder=embedder)
    library.add_folder(folder)
    library.sync()
    yield library
    library.close()


@pytest.fixture(scope="module")
def towns(town_library: Library) -> Retriever:
    return Retriever(town_library)


def passages(hits: list[Hit]) -> list[Passage]:
    return [hit.passage for hit in hits]


def test_the_passage_that_answers_comes_first(towns: Retriever) -> None:
    first = towns.hits("When was the guild of beekeeping in Dunmere founded?")[0].passage
    assert first.document == "guilds/dunmere-2.txt"
    assert first.rank == 1
    assert "1613" in first.text


def test_other_words_find_it_too(towns: Retriever) -> None:
    best = passages(towns.hits("How can I cancel my tenancy agreement?"))[:3]
    assert any("ninety days" in passage.text for passage in best)


def test_hits_are_whole(town_library: Library, towns: Retriever) -> None:
    hits = towns.hits("How many sacks of flour did the mill make in year 30?", 12)
    assert [passage.rank for passage in passages(hits)] == list(range(1, 13))
    scores = [passage.score for passage in passages(hits)]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    for hit in hits:
        passage = hit.passage
        text = town_library.catalog.text(passage.version)
        assert text[passage.start : passage.end] == passage.text
        assert hit.sentences
        assert all(passage.start <= span.start < span.end <= passage.end for span in hit.sentences)
        assert list(hit.sentences) == sorted(hit.sentences, key=lambda span: span.start)
        assert hit.vector is not None
        assert np.linalg.norm(hit.vector) == pytest.approx(1.0, abs=0.01)
        assert {"dense", "lexical", "fused"} <= set(passage.scores)
        assert passage.scores["fused"] == passage.score


def test_a_paragraph_that_was_cut_is_read_as_one(town_library: Library, towns: Retriever) -> None:
    document = town_library.catalog.document("mill.txt")
    assert document is not None
    assert document.chunks >= 2
    first = towns.hits("sacks of flour that the mill made in every year")[0]
    assert first.passage.document == "mill.txt"
    assert len(first.chunks) >= 2
    assert first.passage.start == first.chunks[0].chunk.start
    assert first.passage.end == first.chunks[-1].chunk.end
    places = [(span.start, span.end) for span in first.sentences]
    assert len(places) == len(set(places)) == sum(len(chunk.chunk.sentences) for chunk in first.chunks)


def test_the_same_text_is_shown_once_with_its_other_places(towns: Retriever) -> None:
    found = passages(towns.hits("How much notice ends the lease?"))
    ninety = [passage for passage in found if "ninety days" in passage.text]
    assert len(ninety) == 1
    places = {ninety[0].document, *ninety[0].also_in}
    assert places == {"contracts/lease.txt", "contracts/copy.txt", "archive/old.md"}
    assert ninety[0].document not in ninety[0].also_in


def test_a_text_with_another_number_is_another_passage(towns: Retriever) -> None:
    found = passages(towns.hits("How much notice ends the lease?"))
    other = next(passage for passage in found if passage.document == "archive/other.txt")
    assert other.also_in == ()


FILTERS = [
    Filter(folders=("guilds",)),
    Filter(folders=("archive", "contracts")),
    Filter(formats=("markdown",)),
    Filter(documents=("guilds/jarrow-5.md", "mill.txt")),
    Filter(after=20_000.0, before=50_002.0),
    Filter(folders=("guilds",), formats=("text",), after=70_000.0),
]


@pytest.mark.parametrize("only", FILTERS)
def test_a_filter_bounds_what_is_found_and_named(town_library: Library, towns: Retriever, only: Filter) -> None:
    inside = {
        source.path
        for chunks in town_library.catalog.chunks_of_keys(town_library.catalog.keys(only), only).values()
        for chunk in town_library.catalog.chunks(chunks).values()
        for source in chunk.sources
        if allowed([source], only)
    }
    hits = towns.hits("Who gives notice to the guild of weaving, and when was it founded?", 15, only)
    named = {path for passage in passages(hits) for path in (passage.document, *passage.also_in)}
    assert hits
    assert named <= inside
    assert len(hits) == 15 or named == inside


def test_the_copy_that_passes_is_the_one_cited(towns: Retriever) -> None:
    only = Filter(documents=("contracts/lease.txt",))
    hit, *rest = towns.hits("How much notice ends the lease?", only=only)
    assert rest == []
    assert hit.passage.document == "contracts/lease.txt"
    assert hit.passage.also_in == ()


def test_a_filter_that_nothing_passes_finds_nothing(towns: Retriever) -> None:
    assert towns.hits("guild of weaving", only=Filter(formats=("pdf",))) == []
    assert towns.hits("guild of weaving", only=Filter(folders=("nowhere",))) == []


@pytest.mark.parametrize("only", [None, *FILTERS])
@pytest.mark.parametrize("limit", [3, 40])
def test_dense_search_equals_comparing_everything(
    town_library: Library, embedder: Embedder, only: Filter | None, limit: int
) -> None:
    vector = embedder.embed_query("clocks made by a guild near the sea")
    keys, rows = town_library.catalog.embeddings(town_library.catalog.keys(only))
    cosines = dict(zip(keys, rows @ vector, strict=True))
    expected = sorted(cosines.values(), reverse=True)[:limit]
    search = DenseSearch(town_library)
    for _ in range(2):  # the second time from what was kept
        near = search.nearest(vector, limit, only)
        assert [cosines[key] for key in near] == pytest.approx(expected, abs=2e-3)
        assert all(near.values())


def test_dense_search_in_blocks(town_library: Library, embedder: Embedder, monkeypatch: pytest.MonkeyPatch) -> None:
    vector = embedder.embed_query("boats")
    only = Filter(folders=("guilds",))
    whole = DenseSearch(town_library)._exactly(vector, 7, only)
    monkeypatch.setattr(dense, "_KEPT_ROWS", 10)
    monkeypatch.setattr(dense, "_BLOCK", 8)
    assert DenseSearch(town_library)._exactly(vector, 7, only) == whole


def test_quoted_words_must_occur(towns: Retriever) -> None:
    found = passages(towns.hits('Which guild of "clock making in Fenholt" was founded first?'))
    assert [passage.document for passage in found] == ["guilds/fenholt-4.txt"]
    assert towns.hits('Which guild of "clock making on the moon" was founded first?')


@pytest.mark.parametrize("question", ["", "   ", "?!", "\0", "\ud800", "☃"])
def test_a_question_without_a_word_finds_nothing(towns: Retriever, question: str) -> None:
    assert towns.hits(question) == []
    assert towns.hits("guild", limit=0) == []


def test_odd_questions_are_answered_like_others(towns: Retriever) -> None:
    assert towns.hits("Who was it and what did they do?")
    assert towns.hits("beekeeping in\0Dunmere \ud800founded")[0].passage.document == "guilds/dunmere-2.txt"
    assert towns.hits("東京の人口は?")[0].passage.document == "tokyo.txt"
    assert towns.hits("Quand la guilde a-t-elle été fondée ?")
    page = "guild of weaving in Ilmar founded " + " ".join(f"word{n}" for n in range(1_500))
    assert len(page) > 10_000
    assert towns.hits(page)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60))
def test_no_question_fails(towns: Retriever, question: str) -> None:
    hits = towns.hits(question, 5)
    assert len(hits) <= 5


def test_threads_find_the_same(towns: Retriever) -> None:
    questions = [f"When was the guild of {craft} in {town} founded?" for town in TOWNS[:4] for craft in CRAFTS[:3]]
    alone = [[passage.document for passage in passages(towns.hits(question))] for question in questions]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda question: [p.document for p in passages(towns.hits(question))], questions))
    assert together == alone


def test_the_face_for_langchain(towns: Retriever) -> None:
    face = LibraryRetriever(retriever=towns, limit=3)
    question = "When was the guild of weaving in Garston founded?"
    documents = face.invoke(question)
    assert len(documents) == 3
    first = documents[0]
    assert "weaving in Garston" in first.page_content
    assert first.metadata["document"] == "guilds/garston-3.md"
    assert first.metadata["end"] - first.metadata["start"] == len(first.page_content)
    assert first.metadata["rank"] == 1
    assert first.metadata["format"] == "markdown"
    assert first.id == f"{first.metadata['version']}:{first.metadata['start']}-{first.metadata['end']}"
    assert asyncio.run(face.ainvoke(question)) == documents
    assert face.batch([question, ""]) == [documents, []]
    narrow = LibraryRetriever(retriever=towns, only=Filter(documents=("mill.txt",)))
    assert {document.metadata["document"] for document in narrow.invoke(question)} == {"mill.txt"}


def test_damaged_vectors_are_made_anew(
    town_library: Library, towns: Retriever, monkeypatch: pytest.MonkeyPatch
) -> None:
    from index.vectors.vectors import Vectors, VectorsDamaged

    expected = [hit.passage for hit in towns.hits("When was the guild of beekeeping in Dunmere founded?")]
    search, broken = Vectors.search, [True]

    def fail_once(self: Vectors, *arguments: object) -> object:
        if broken and broken.pop():
            raise VectorsDamaged("The vectors cannot be read.")
        return search(self, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Vectors, "search", fail_once)
    anew = Retriever(town_library)  # which remembers nothing
    assert [hit.passage for hit in anew.hits("When was the guild of beekeeping in Dunmere founded?")] == expected
    assert expected
    assert not broken


def test_hits_are_of_one_instant(town_library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """All that is read for a question is read inside one snapshot of the catalog."""
    catalog = town_library.catalog
    inside: list[bool] = []
    chunks = type(catalog).chunks

    def seen(self: Any, *arguments: Any) -> Any:
        inside.append(self.connection.in_transaction)
        return chunks(self, *arguments)

    monkeypatch.setattr(type(catalog), "chunks", seen)
    Retriever(town_library).hits("When was the guild of beekeeping in Dunmere founded?")
    assert inside
    assert all(inside)


def test_the_same_question_is_searched_once(town_library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """A list asks for more passages of the same search."""
    searched: list[Filter | None] = []
    nearest = DenseSearch.nearest

    def counted(self: DenseSearch, vector: Any, limit: int, only: Filter | None = None) -> Any:
        searched.append(only)
        return nearest(self, vector, limit, only)

    monkeypatch.setattr(DenseSearch, "nearest", counted)
    found = Retriever(town_library)
    question = "Which guilds were founded in Harlow?"
    few, many = found.hits(question, 3), found.hits(question)
    assert [hit.passage for hit in few] == [hit.passage for hit in many[:3]]
    assert searched == [None]
    only = Filter(formats=("markdown",))
    assert found.hits(question, only=only)
    assert searched == [None, only]


def test_an_empty_library_needs_no_model(open_library: Callable[..., Library]) -> None:
    library = open_library()
    library.editions.live.embedder = Embedder("no such model")
    assert Retriever(library).hits("Is there anything?") == []


def test_what_changes_is_seen_at_once(library: Library, folder: Path) -> None:
    write(folder, "a.txt", "The parcel is in the cellar.")
    library.add_folder(folder)
    library.sync()
    found = Retriever(library)
    only = Filter(formats=("text",))
    assert found.hits("Where is the parcel?", only=only)[0].passage.text == "The parcel is in the cellar."
    write(folder, "a.txt", "The parcel is in the attic.", modified=2_000.0)
    write(folder, "b.txt", "The key is in the drawer.")
    library.sync()
    texts = {passage.text for passage in passages(found.hits("Where is the parcel?", only=only))}
    assert texts == {"The parcel is in the attic.", "The key is in the drawer."}
    (folder / "a.txt").unlink()
    library.sync()
    assert [p.text for p in passages(found.hits("Where is the parcel?"))] == ["The key is in the drawer."]


def test_copies_do_not_crowd_out_the_rest(library: Library, folder: Path) -> None:
    shuffled = random.Random(1)
    for number in range(150):
        filler = " ".join(shuffled.choices(["very", "quite", "rather", "so"], k=2))
        write(folder, f"copy{number:03}.txt", f"{LEASE} This page was left {filler} blank on purpose.")
    for number in range(5):
        write(folder, f"note{number}.txt", f"Note {number}: the tenant of flat {number} asked about notice.")
    library.add_folder(folder)
    library.sync()
    found = passages(Retriever(library).hits("How much notice does the tenant give in this lease?", 6))
    assert len(found) == 6
    copies = [passage for passage in found if passage.document.startswith("copy")]
    assert len(copies) == 1
    assert len(copies[0].also_in) == 20
