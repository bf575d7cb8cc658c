"""Typing mistakes: what is put right, and what stays as it was asked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.retrieval.retriever import Retriever
from assistant.retrieval.spelling import Mended, mended
from index.embedding.embedding import Embedder
from index.library import Library

TEXTS = {
    "castle.txt": "The castle of Schwarzenfels was built by Duke Kasimir Wolanski. Its government moved to Treskow.",
    "bridge.txt": "Engineer Beatrix Ollendorf designed the bridge. The parliament of Brennmark paid for it.",
    "ship.txt": "The ship Halvorsen carried 5,000,000 coins, said the Harbour Safety Office (HSO). "
    "It sank on 3 March 1905.",
    "office.txt": "The HSO counts all ships. In the US a theater burned. The database names every captain who left.",
    "mill.txt": "The mill of Oberlangen ground corn for twenty-five years; five million sacks, its colour was grey.",
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("documents")
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    with Library.open(tmp_path_factory.mktemp("library"), embedder=embedder) as library:
        library.add_folder(folder)
        library.sync()
        yield library


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Who was Wolnaski?", "Wolanski"),
        ("Where is Schwarzenfles?", "Schwarzenfels"),
        ("What did olendorf design?", "Ollendorf"),
        ("Where did the goverment move?", "government"),
        ("Who sank the Havlorsen?", "Halvorsen"),
        ("Who paid, Brennmrk?", "Brennmark"),
        ("Where is the parlaiment?", "parliament"),
    ],
)
def test_a_mistake_in_a_word_of_the_documents_is_put_right(library: Library, typed: str, meant: str) -> None:
    found = mended(typed, library.catalog)
    assert meant in found.question
    assert [right for _, right in found.changes] == [meant]


@pytest.mark.parametrize(
    "question",
    [
        "Who was Wolanski?",
        "Who emulates the plumber?",  # words of English that no document has
        "Who is Quzzlebracht?",  # near nothing
        'Who wrote "Wolansky"?',
        "What is in B12XY9?",
        "Who was Tresk?",
        "What?",
    ],
)
def test_what_may_be_meant_stays(library: Library, question: str) -> None:
    assert mended(question, library.catalog) == Mended(question)


def test_the_passage_is_found_in_spite_of_the_mistake(library: Library) -> None:
    retriever = Retriever(library)
    for question, document in (("Who is Ollendrof?", "bridge.txt"), ("What was built in Oberlangn?", "mill.txt")):
        assert retriever.hits(question)[0].passage.document == document


@pytest.mark.parametrize(
    ("question", "document"),
    [
        ("Who counted 5m?", "ship.txt"),
        ("What happened in the Harbour Safety Office?", "office.txt"),
        ("What did the Harbor Safety Office say?", "ship.txt"),
        ("What happened in the United States?", "office.txt"),
        ("Which theatre?", "office.txt"),
        ("Which data base?", "office.txt"),
        ("Who leaves?", "office.txt"),
        ("What is gray?", "mill.txt"),
        ("What was on 1905-03-03?", "ship.txt"),
        ("What lasted 25 years?", "mill.txt"),
    ],
)
def test_other_wordings_are_found(library: Library, question: str, document: str) -> None:
    best = Retriever(library).hits(question)
    found = next(hit.passage for hit in best if hit.passage.document == document)
    assert found.scores["passage"] > 0.25, "words said otherwise count"
    assert found.rank <= 2


def test_quoted_words_must_occur_whatever_else_is_said_otherwise(library: Library) -> None:
    hits = Retriever(library).hits('Which "captain" saw the harbor, 5m coins and Halvorsn?')
    assert [hit.passage.document for hit in hits] == ["office.txt"]
