"""Lines that are no sentences: which answer, which are headings, and the items of a list."""

from __future__ import annotations

import pytest

from assistant.answers import Passage
from assistant.text import lines
from index.documents import Span
from index.text.sentences import split


@pytest.mark.parametrize(
    "line",
    [
        "Tenant: Maria Lopez",
        "Notice period: 30 days",
        "Adult\t12 euros",
        "Opening hours\t10 am",
        "租客：李明",
        "Name: Anna\tCity: Oslo\tJob: Nurse",
    ],
)
def test_a_label_with_its_value_answers(line: str) -> None:
    assert lines.answers(line, ())


@pytest.mark.parametrize(
    ("line", "titles"),
    [
        ("Keeping bees", ()),
        ("Chapter 3: The war", ()),
        ("The kit contains:", ()),
        ("Ticket\tPrice\tTax", ()),
        ("Summer: a time of rest", ("Summer: a time of rest",)),
        ("The mayor of the town said to the harbour office: no ship may leave", ()),
    ],
)
def test_a_heading_does_not(line: str, titles: tuple[str, ...]) -> None:
    assert not lines.answers(line, titles)


@pytest.mark.parametrize("text", ["It is long.", "这座桥长212米。", "यह पुल लंबा है।", "هل هو طويل؟", "Il dit « non »"])
def test_a_sentence_of_any_script_is_no_heading(text: str) -> None:
    assert not lines.heading(text, 3)


def test_a_short_line_without_an_end_is_a_heading() -> None:
    assert lines.heading("When to harvest", 3)
    assert not lines.heading("The kit contains:", 3)


def items(text: str, offset: int = 0) -> list[str]:
    spans = [Span(span.start + offset, span.end + offset) for span in split(text, 0, len(text))]
    passage = Passage(1, "a.txt", None, offset, offset + len(text), text, 1.0, {})
    return [text[span.start - offset : span.end - offset] for span in lines.items(passage, spans, spans[0])]


def test_items_follow_the_line_that_opens_their_list() -> None:
    text = "The kit contains:\n\n- Two bandages\n- Scissors. They are small.\n- 3 plasters\n\nKeep it dry."
    assert lines.opens_list("The kit contains:")
    assert items(text) == items(text, 400) == ["Two bandages", "Scissors.", "3 plasters"]


def test_a_long_list_is_cut() -> None:
    text = "All days:\n" + "\n".join(f"- Day {number}." for number in range(30))
    assert len(items(text)) == lines.MOST_ITEMS


def test_nothing_follows_a_line_that_stands_last() -> None:
    assert items("The kit contains:") == []
