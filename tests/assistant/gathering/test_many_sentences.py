"""Lists, digests, differences, dates and questions about the library, over one small library of invented documents."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from assistant.answers import Answer, Turn
from assistant.assistant import Assistant
from assistant.gathering import aboutlibrary
from index.documents import Filter
from index.embedding.embedding import Embedder
from index.library import Library

FARMS = """The farms of the Vale

The Larch farm in the Vale grows apples and has 40 hectares of land along the river.

The farm sells its apples to the Borex company. Its owner, Mara Quill, bought the land in 1988.

The Vale has little rain in summer. Because of this, the farmers dug a canal from the Orne lake in 1994. The canal
brings water to all fields between May and September.

A frost in April 2004 killed half of the blossom. Therefore the harvest of that year was the smallest since the war.

Wool was once the main trade of the Vale. The last flock of sheep was sold in 1971, when the mill at Orne closed.
"""
MILLS = {"news/tarn.txt", "news/borex.txt", "news/velm.txt"}
LEASE = """Lease of the barn

The rent of the barn is {} crowns a month.

The tenant may keep a horse.

The owner mends the roof of the barn."""
DOCUMENTS = {
    "farms.txt": FARMS,
    "news/tarn.txt": "Tarn mill news\n\nThe Tarn company bought the paper mill at Orne in June. It paid 3 crowns.",
    "news/borex.txt": "Borex news\n\nThe Borex company bought the flour mill at Lunden last year. It has a wheel.",
    "news/velm.txt": "Velm news\n\nThe Velm company bought the saw mill at Oldhaven in May.\n\nThe saw mill cuts pine.",
    "prices/2004-03-01.txt": "Prices\n\nThe price of wheat in Oldhaven is 14 crowns a sack, the council says.",
    "prices/2005-06-01.txt": "Prices\n\nThe price of wheat in Oldhaven is 19 crowns a sack, the council says.",
    "lease_v1.txt": LEASE.format(200),
    "lease_v2.txt": LEASE.format(250) + "\n\nThe tenant cleans the yard of the barn.",
    "broken.pdf": "%PDF-1.4 this is no whole file",
}


@pytest.fixture(scope="module")
def vale(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("vale")
    for name, text in DOCUMENTS.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    old = (datetime.now() - timedelta(days=40)).timestamp()
    os.utime(folder / "lease_v1.txt", (old, old))
    library = Library.open(tmp_path_factory.mktemp("data"), embedder=embedder)
    library.add_folder(folder)
    library.sync()
    with Assistant(library) as assistant:
        yield assistant


def check(answer: Answer, assistant: Assistant) -> None:
    for citation in answer.citations:
        text = assistant.library.catalog.text(citation.version)
        assert text[citation.start : citation.end] == citation.quote
    for claim in answer.claims:
        assert answer.text[claim.start : claim.end] == claim.text
        assert re.match(r" \[\d+\]", answer.text[claim.end :])
    assert [citation.number for citation in answer.citations] == list(range(1, len(answer.citations) + 1))


def ask(assistant: Assistant, question: str, *history: Turn, only: Filter | None = None) -> Answer:
    answer = assistant.ask(question, history, only)
    check(answer, assistant)
    return answer


# Lists, parts, causes


@pytest.mark.parametrize("question", ["Which companies bought a mill?", "Name the companies that bought a mill."])
def test_a_list_is_collected_over_documents(vale: Assistant, question: str) -> None:
    answer = ask(vale, question)
    assert {citation.document for citation in answer.citations} == MILLS
    assert len(answer.claims) == 3
    assert answer.text.startswith("- ")


def test_the_parts_of_a_question_are_answered_and_cited_by_themselves(vale: Assistant) -> None:
    answer = ask(vale, "Which company bought the paper mill and who sings in the opera of Vienna?")
    assert len(answer.parts) == 2
    assert answer.citations[0].document == "news/tarn.txt"
    assert "The documents do not say: who sings in the opera of Vienna?" in answer.text
    assert ask(vale, "Who owns the Larch farm?").parts == ()


def test_a_reason_is_given_with_what_says_it(vale: Assistant) -> None:
    said = ask(vale, "Why did the farmers dig a canal?").text
    assert said.index("The Vale has little rain in summer.") < said.index("Because of this, the farmers dug a canal")


# Dates


def test_the_latest_is_told_by_the_dates_of_the_documents(vale: Assistant) -> None:
    assert "19 crowns" in ask(vale, "What is the latest price of wheat in Oldhaven?").claims[0].text
    assert "14 crowns" in ask(vale, "What was the price of wheat in Oldhaven before 2005?").claims[0].text


# Digests


@pytest.mark.parametrize("question", ["Summarise farms.txt", 'What is "The farms of the Vale" about?'])
def test_a_document_is_summarised_in_its_own_order(vale: Assistant, question: str) -> None:
    answer = ask(vale, question)
    assert answer.answered
    assert 3 <= len(answer.claims) <= 8
    places = [citation.start for citation in answer.citations]
    assert places == sorted(places)
    assert places[-1] - places[0] > len(FARMS) / 3
    assert {citation.document for citation in answer.citations} == {"farms.txt"}


def test_this_is_the_document_just_spoken_of(vale: Assistant) -> None:
    history = Turn("Which company bought the saw mill?", "The Velm company bought the saw mill at Oldhaven in May. [1]")
    answer = ask(vale, "Summarise this document", history)
    assert {citation.document for citation in answer.citations} == {"news/velm.txt"}


def test_a_folder_is_summarised_with_the_names_of_its_documents(vale: Assistant) -> None:
    answer = ask(vale, "Summarise the news folder")
    assert {citation.document for citation in answer.citations} == MILLS
    assert "- Tarn mill news: The Tarn company" in answer.text


def test_a_topic_is_summarised_from_what_is_said_of_it(vale: Assistant) -> None:
    answer = ask(vale, "Give me a summary of the mills")
    assert answer.answered
    assert all("mill" in citation.quote for citation in answer.citations[:2])


@pytest.mark.parametrize(
    "question",
    [
        "What changed between the two versions of the lease?",
        "What is the difference between lease_v1.txt and lease_v2.txt?",
        "compare lease_v1 and lease_v2",
    ],
)
def test_what_changed_is_shown_sentence_by_sentence(vale: Assistant, question: str) -> None:
    answer = ask(vale, question)
    assert {(citation.document, citation.quote) for citation in answer.citations} == {
        ("lease_v1.txt", "The rent of the barn is 200 crowns a month."),
        ("lease_v2.txt", "The rent of the barn is 250 crowns a month."),
        ("lease_v2.txt", "The tenant cleans the yard of the barn."),
    }
    assert "Only in lease_v1.txt:\n- The rent" in answer.text


# The library itself


def test_documents_are_counted(vale: Assistant) -> None:
    answer = ask(vale, "How many documents are there?")
    assert (answer.outcome, answer.answered, answer.citations) == ("plain", True, ())
    assert answer.text.startswith("There are 8 documents in the library.")
    assert "1 file could not be read" in answer.text
    assert ask(vale, "How many documents are in the prices folder?").text == "There are 2 documents in prices."
    assert ask(vale, "How many documents are there?", only=Filter(documents=("farms.txt",))).text.startswith(
        "There is 1 "
    )


def test_documents_that_mention_a_word_are_named_and_cited(vale: Assistant) -> None:
    answer = ask(vale, "Which documents mention Orne?")
    assert {citation.document for citation in answer.citations} == {"farms.txt", "news/tarn.txt"}
    assert answer.text.startswith("2 documents mention Orne:\n- farms.txt: ")
    assert all("Orne" in citation.quote for citation in answer.citations)
    assert ask(vale, "Which documents mention Xanadu?").text == "No document mentions Xanadu."
    assert len(ask(vale, "which documents are about mills?").citations) == 4


def test_what_arrived_and_what_failed_is_told(vale: Assistant) -> None:
    assert ask(vale, "What arrived today?").text.startswith("9 documents arrived today:")
    assert "lease_v1.txt" not in ask(vale, "Which documents changed this week?").text
    assert "lease_v1.txt" in ask(vale, "What is the oldest document?").text
    assert ask(vale, "Which documents could not be read?").text.startswith(
        "1 document could not be read:\n- broken.pdf "
    )
    assert ask(vale, "Is broken.pdf indexed?").text.startswith("No: broken.pdf ")
    assert ask(vale, "Is news/tarn.txt indexed?").text.startswith("Yes: ")
    assert ask(vale, "Is missing.pdf indexed?").text.startswith("No, there is no document called missing.pdf")
    assert "8 Plain text" in ask(vale, "What formats are there?").text
    assert "PDF" in ask(vale, "Which formats can you read?").text
    assert "news/velm.txt" in ask(vale, "What is in the library?").text


@pytest.mark.parametrize(
    "question",
    [
        "How many documents did the king sign?",
        "What documents did Luther write?",
        "Which documents were signed in 1215?",
        "What is the book about?",
        "What is new in physics?",
        "What arrived in Phoenix?",
        "Where is Rhaga mentioned?",
        "What changed in 1990?",
        "Which files does the court keep?",
        "What is the main document of the church?",
    ],
)
def test_questions_about_what_documents_say_are_left_to_reading(question: str) -> None:
    assert not aboutlibrary.asks(question)
