from __future__ import annotations

from pathlib import Path

import pytest

from assistant.suggestions import suggest
from index.library import Library

GOOD = [
    (
        "The club's history.\n\nIn 2003, Oldhaven Rovers won the Coast Cup.",
        "When did Oldhaven Rovers win the Coast Cup?",
    ),
    (
        "Oldhaven's Mayor Ilse Tarnow spoke.\n\n"
        "France's Foreign Minister Jean-Yves Le Drian says his country will re-organize its presence.",
        "Who is France's foreign minister?",
    ),
    ("Westlife launched a new record in the summer and sold a million copies of it.", "What did Westlife launch?"),
    ("Photosynthesis is a process by which plants turn light into sugar.", "What is Photosynthesis?"),
]
SILLY = [
    "It is a process by which plants turn light into sugar.",
    "He won it in 2003. This was a long time ago.",
    "1 2 3 4 5\n\n6 7 8 9",
    "The the the the the the the the the the the.",
    '<b>Bold</b> is a tag (of HTML) that makes "text" heavy.',
    "",
]


def suggested(library: Library, folder: Path, texts: dict[str, str], n: int = 4) -> list[str]:
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    library.add_folder(folder)
    library.sync()
    return suggest(library.catalog, n)


@pytest.mark.parametrize(("text", "question"), GOOD)
def test_questions_are_made_of_sentences(library: Library, folder: Path, text: str, question: str) -> None:
    assert question in suggested(library, folder, {"a.txt": text})


@pytest.mark.parametrize("text", SILLY)
def test_none_is_better_than_a_silly_one(library: Library, folder: Path, text: str) -> None:
    assert suggested(library, folder, {"a.txt": text}) == []


def test_headings_that_say_how_and_headings_that_ask(library: Library, folder: Path) -> None:
    text = "# Guide\n\n## Removing documents\n\nPress the button to remove documents.\n\n"
    text += (
        "## Where your data is stored\n\nYour data is stored on your disk.\n\n## Who may read it?\n\nYou may read it.\n"
    )
    questions = suggested(library, folder, {"guide.md": text}, 6)
    assert {"How do I remove documents?", "Where is my data stored?", "Who may read it?"} <= set(questions)


def test_documents_take_turns(library: Library, folder: Path) -> None:
    many = "\n\n".join(f"In 20{year}, Oldhaven Rovers won the Coast Cup number {year}." for year in (10, 11, 12))
    one = "France's Foreign Minister Jean-Yves Le Drian says his country will re-organize its presence."
    questions = suggested(library, folder, {"a.txt": many, "b.txt": one}, 2)
    assert "Who is France's foreign minister?" in questions
    assert len(questions) == 2


def test_questions_are_short(library: Library, folder: Path) -> None:
    text = f"# How to put {'very ' * 20}heavy hives on a stand\n\n"
    text += f"In 2003, Oldhaven Rovers won the {'very ' * 30}old Coast Cup."
    assert suggested(library, folder, {"a.md": text}) == ["What did Oldhaven Rovers win?"]
