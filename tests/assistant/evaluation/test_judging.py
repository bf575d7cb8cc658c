"""Marking answers: what was found, cited and said."""

from __future__ import annotations

import pytest

from assistant.evaluation.asking import Question, QuestionsError
from assistant.evaluation.judging import Judged
from assistant.evaluation.running import run
from assistant.service import Record
from tests.assistant.evaluation.library import TEXTS, Table, answer, cited, service

OPENED = cited("town/bridge.txt", "The Varn bridge was opened in 1931.")
DESIGNED = cited("town/bridge.txt", "Tomas Reuel designed it.")
COPIED = cited("town/copy.txt", "The Varn bridge was opened in 1931.")
NOON = cited("ferry.txt", "The ferry leaves at noon.")
WHEN = Question("1", "When?", parts=(("1931",),), documents=("bridge.txt",), answerable=True)


def marked(question: Question, record: Record) -> Judged:
    return run([question], service(record), "a").judged[0]


def test_a_right_answer() -> None:
    one = marked(WHEN, answer("When?", [OPENED], [NOON, DESIGNED, OPENED], short_answer="in 1931"))
    assert (one.first_holds, one.said, one.right, one.found_document) == (True, 1.0, True, True)
    assert (one.passage_ranks, one.document_ranks) == ([3], [2])
    assert (one.exact, one.differing, one.sentences) == (0.0, 0, 1)
    assert one.f1 == pytest.approx(2 / 3)


def test_a_document_of_the_same_content_is_as_good() -> None:
    assert marked(WHEN, answer("When?", [COPIED])).right


def test_the_right_words_of_a_wrong_document() -> None:
    question = Question("1", "When?", parts=(("noon",),), documents=("bridge.txt",), answerable=True)
    one = marked(question, answer("When?", [NOON]))
    assert (one.right, one.first_holds, one.found_document) == (False, False, False)
    assert marked(Question("1", "When?", parts=(("noon",),), answerable=True), answer("When?", [NOON])).right


def test_all_parts_are_to_be_said() -> None:
    parts = (("1931",), ("Reuel", "Tomas Reuel"))
    question = Question("1", "When?", parts=parts, documents=("town/bridge.txt",), answerable=True)
    half = marked(question, answer("When?", [OPENED], [OPENED, DESIGNED], short_answer="1931"))
    assert (half.said, half.right, half.first_holds, half.passage_ranks) == (0.5, False, True, [1, 2])
    assert half.f1 is None, "a short answer says one thing"
    assert marked(question, answer("When?", [OPENED, DESIGNED])).right


def test_refusals() -> None:
    refused = marked(WHEN, answer("When?"))
    assert (refused.said, refused.first_holds, refused.found_document) == (0.0, False, None)
    odd = Question("2", "Why?", answerable=False)
    assert marked(odd, answer("Why?")).right
    assert marked(odd, answer("Why?", [NOON])).right is False


def test_what_is_not_known_is_not_marked() -> None:
    one = marked(Question("1", "What?"), answer("What?", [OPENED], short_answer="1931"))
    assert (one.said, one.right, one.first_holds, one.exact, one.passage_ranks) == (None, None, None, None, [])


def test_a_document_alone_may_be_known() -> None:
    question = Question("1", "What?", documents=("*bridge*",), answerable=True)
    one = marked(question, answer("What?", [NOON], [NOON, OPENED]))
    assert (one.passage_ranks, one.document_ranks, one.said, one.found_document) == ([2], [2], None, False)


def test_paragraphs_are_found_by_their_text_and_offsets() -> None:
    paragraph = TEXTS["ferry.txt"]
    at = paragraph.index("forty")
    question = Question(
        "1", "How many?", parts=(("forty",),), answerable=True, paragraph=paragraph, offsets=((at, at + 5),)
    )
    cars = cited("ferry.txt", "It takes forty cars and 90 people.")
    one = marked(question, answer("How many?", [cars], [NOON, cars]))
    assert (one.passage_ranks, one.document_ranks, one.documents, one.right) == ([2], [1], ["ferry.txt"], True)


def test_a_quote_that_is_not_in_the_document_is_counted() -> None:
    wrong = {**NOON, "start": NOON["start"] + 1, "end": NOON["end"] + 1}
    other = {**NOON, "version": "of another version"}
    assert marked(WHEN, answer("When?", [wrong, other, OPENED])).differing == 2


def test_another_library_is_refused() -> None:
    with pytest.raises(QuestionsError, match=r"the first is lease\.pdf"):
        run([Question("1", "When?", documents=("lease.pdf",), answerable=True)], service(), "a")


def test_earlier_turns_are_given_and_the_first_question_is_asked_once_before() -> None:
    from assistant.answers import Turn

    table = Table()
    run([Question("1", "And then?", history=(Turn("When?"),)), Question("2", "Why?")], table, "a")  # type: ignore[arg-type]
    assert table.asked == [("And then?", ("When?",)), ("And then?", ("When?",)), ("Why?", ())]
