from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.answers import Answer, Piece, Step, Turn
from assistant.assistant import Assistant
from index.documents import Filter
from index.library import Library
from tests.assistant.conftest import write_documents

ANSWERED = [
    ("Who designed the Varn bridge?", "Tomas Reuel"),
    ("When was the Varn bridge closed?", "14 March 2019"),
    ("Why was the bridge closed?", "because a storm had cracked two of its pillars"),
    ("How long is the Varn bridge?", "212 metres"),
    ("How many cars use the bridge a day?", "8,000"),
    ("How much will the repairs cost?", "3.4 million crowns"),
    ("Who is the mayor?", "Ilse Tarnow"),
    ("Who founded the bee society?", "Agnes Lind"),
    ("How much honey does a colony give in a year?", "25 kilograms"),
    ("When is honey harvested?", "August"),
    ("Who won the Coast Cup in 2003?", "Oldhaven Rovers"),
    ("What colour are the shirts of Oldhaven Rovers?", "green"),
    ("Where do Oldhaven Rovers play?", "Quay Park"),
]
UNANSWERED = [
    "How do I bake a chocolate cake?",
    "Who won the football match between Arsenal and Chelsea?",
    "How old is the mayor?",
    "What is the capital of Australia?",
    "What is the population of Oldhaven?",
    "Who is the king of Spain?",
    "What is the phone number of the harbour office?",
    "When was the Eiffel Tower built?",
    "zxqv blorptang",
]


def check(answer: Answer, assistant: Assistant) -> None:
    """What holds for every answer: quotes are the text, claims stand in the answer, numbers count from 1."""
    for citation in answer.citations:
        text = assistant.library.catalog.text(citation.version)
        assert text[citation.start : citation.end] == citation.quote
        assert 0.0 <= citation.score <= 1.0
    for claim in answer.claims:
        assert answer.text[claim.start : claim.end] == claim.text
        assert claim.text == " ".join(claim.text.split())
        assert set(claim.citations) <= {citation.number for citation in answer.citations}
    assert [citation.number for citation in answer.citations] == list(range(1, len(answer.citations) + 1))
    assert answer.answered == bool(answer.citations)
    for passage in answer.passages:
        text = assistant.library.catalog.text(passage.version)
        assert text[passage.start : passage.end] == passage.text


@pytest.mark.parametrize(("question", "part"), ANSWERED)
def test_answers_with_the_sentence_that_says_it(assistant: Assistant, question: str, part: str) -> None:
    answer = assistant.ask(question)
    check(answer, assistant)
    assert answer.answered
    assert part in " ".join(answer.citations[0].quote.split())
    assert answer.text.count("[1]") == 1
    assert len(answer.claims) <= 3


@pytest.mark.parametrize("question", UNANSWERED)
def test_says_that_the_documents_do_not_say(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    check(answer, assistant)
    assert not answer.answered
    assert answer.text.startswith("The documents do not say")
    assert answer.short_answer is None
    assert answer.claims == ()


def test_a_refusal_shows_the_nearest_passages(assistant: Assistant) -> None:
    answer = assistant.ask("How old is the mayor?")
    assert not answer.answered
    assert any("Ilse Tarnow" in passage.text for passage in answer.passages)


def test_a_refusal_names_what_no_document_mentions(assistant: Assistant) -> None:
    assert "do not mention Australia" in assistant.ask("What is the capital of Australia?").text


def test_short_answers_are_marked_in_the_claim(assistant: Assistant) -> None:
    answer = assistant.ask("When was the Varn bridge closed?")
    assert answer.short_answer == "14 March 2019"
    claim = answer.claims[0]
    assert claim.bold is not None
    assert claim.text[claim.bold[0] : claim.bold[1]] == "14 March 2019"


def test_streams_steps_then_pieces_then_the_answer(assistant: Assistant) -> None:
    events = list(assistant.stream("Why was the bridge closed?"))
    kinds = [type(event) for event in events]
    assert kinds == sorted(kinds, key=[Step, Piece, Answer].index)
    answer = events[-1]
    assert isinstance(answer, Answer)
    pieces = [event for event in events if isinstance(event, Piece)]
    assert "".join(piece.text for piece in pieces) == answer.text
    assert tuple(citation for piece in pieces for citation in piece.citations) == answer.citations
    assert answer.timings.total >= answer.timings.retrieve > 0


def test_follow_ups_are_made_standalone(assistant: Assistant) -> None:
    history = [Turn("Who won the Coast Cup in 2003?", "Oldhaven Rovers won the Coast Cup in 2003.")]
    answer = assistant.ask("And in 2004?", history)
    assert answer.question == "And in 2004?"
    assert answer.standalone_question == "Who won the Coast Cup in 2004?"
    assert answer.citations[0].quote == "Lunden Athletic won the Coast Cup in 2004."


def test_filters_bound_what_is_cited(assistant: Assistant) -> None:
    answer = assistant.ask("When was the Varn bridge closed?", only=Filter(documents=("bees.md",)))
    assert {passage.document for passage in answer.passages} <= {"bees.md"}
    assert all(citation.document == "bees.md" for citation in answer.citations)


def test_greetings_cite_nothing(assistant: Assistant) -> None:
    answer = assistant.ask("Hello!")
    assert not answer.answered
    assert answer.citations == ()
    assert answer.passages == ()


def test_many_threads_get_the_same_answers(assistant: Assistant) -> None:
    expected = {question: assistant.ask(question).text for question, _ in ANSWERED[:4]}
    found: list[tuple[str, str]] = []

    def ask(question: str) -> None:
        found.append((question, assistant.ask(question).text))

    threads = [threading.Thread(target=ask, args=(question,)) for question in list(expected) * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert all(text == expected[question] for question, text in found)


def test_astream_leaves_the_loop_free(assistant: Assistant) -> None:
    async def run() -> tuple[list[object], int]:
        beats = 0

        async def beat() -> None:
            nonlocal beats
            while True:
                beats += 1
                await asyncio.sleep(0)

        beating = asyncio.create_task(beat())
        events: list[object] = [event async for event in assistant.astream("Who designed the Varn bridge?")]
        beating.cancel()
        return events, beats

    events, beats = asyncio.run(run())
    assert isinstance(events[-1], Answer)
    assert beats > len(events)


def test_a_question_is_cleaned_once(assistant: Assistant) -> None:
    """Half a surrogate pair or a control character is no question's, and no store or model takes it."""
    answer = assistant.ask("Who designed\ud800 the\x00 Varn\x9f bridge?", [Turn("Hello \udfff there", "\ud800")])
    check(answer, assistant)
    assert answer.answered
    assert answer.question.split() == ["Who", "designed", "the", "Varn", "bridge?"]
    answer.question.encode()
    answer.standalone_question.encode()


def test_a_line_that_opens_a_list_brings_its_items(
    folder: Path, library: Library, open_library: Callable[..., Library]
) -> None:
    folder.joinpath("kit.md").write_text(
        "# First aid\n\nThe kit contains:\n\n- two bandages\n- scissors\n\nKeep the kit dry.\n", encoding="utf-8"
    )
    folder.joinpath("lease.txt").write_text(
        "Lease of a flat in Harbour Street\n\nTenant: Maria Lopez\nLandlord: Jonas Berg\n\n"
        "The tenant may keep a cat. The landlord mends the roof.\n",
        encoding="utf-8",
    )
    library.add_folder(folder)
    library.sync()
    assistant = Assistant(library)
    answer = assistant.ask("What does the kit contain?")
    check(answer, assistant)
    assert [claim.text for claim in answer.claims] == ["The kit contains:", "two bandages", "scissors"]
    answer = assistant.ask("Who is the tenant?")
    check(answer, assistant)
    assert "Maria Lopez" in answer.claims[0].text


def test_what_happens_is_answered_with_what_follows(folder: Path, library: Library) -> None:
    folder.joinpath("guide.md").write_text(
        "# Files\n\nThe program never changes or deletes your files. When a file changes, the program reads it anew "
        "within a minute.\n\n# Colours\n\nThe page is light or dark.\n",
        encoding="utf-8",
    )
    library.add_folder(folder)
    library.sync()
    answer = Assistant(library).ask("What happens when a file changes?")
    assert answer.answered
    assert answer.claims[0].text.startswith("When a file changes")


def test_an_empty_library_says_so(library: Library) -> None:
    answer = Assistant(library).ask("Who designed the bridge?")
    assert not answer.answered
    assert "no document" in answer.text
    assert Assistant(library).suggestions() == []


def test_a_changed_document_is_answered_from_anew(
    folder: Path, library: Library, open_library: Callable[..., Library]
) -> None:
    write_documents(folder)
    library.add_folder(folder)
    library.sync()
    assistant = Assistant(library)
    assert "Peter Falk" in assistant.ask("Who is the chairman of the society?").text
    text = (folder / "bees.md").read_text(encoding="utf-8").replace("Peter Falk", "Nora Wessel")
    (folder / "bees.md").write_text(text + "\nMore bees.\n", encoding="utf-8")
    library.sync()
    answer = assistant.ask("Who is the chairman of the society?")
    assert "Nora Wessel" in answer.text
    assert "Peter Falk" not in "".join(passage.text for passage in answer.passages)


def test_suggestions_are_answered_and_remembered(assistant: Assistant) -> None:
    questions = assistant.suggestions(4)
    assert questions
    assert questions == assistant.suggestions(4)
    assert assistant.suggestions(1) == questions[:1]
    for question in questions:
        assert assistant.ask(question).answered, question


def test_importing_the_assistant_loads_nothing_heavy() -> None:
    code = (
        "import sys, assistant, assistant.assistant, assistant.contract;"
        "print([m for m in ('torch', 'chromadb', 'sentence_transformers', 'langchain_core') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_vector_store_that_breaks_while_it_is_open_is_made_anew(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A question that meets damage is answered all the same, from vectors that the catalog keeps."""
    from index.vectors.vectors import Vectors, VectorsDamaged

    assistant.ask(ANSWERED[0][0])
    search, broken = Vectors.search, [True]

    def fail_once(self: Vectors, *arguments: object) -> object:
        if broken and broken.pop():
            raise VectorsDamaged("The vectors cannot be read.")
        return search(self, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Vectors, "search", fail_once)
    count = assistant.library.vectors.count()
    answer = assistant.ask("Who is the mayor of Oldhaven?")
    assert not broken
    check(answer, assistant)
    assert answer.answered
    assert assistant.library.vectors.count() == count
