"""Titles that are a document's own, and those that programs leave."""

from __future__ import annotations

import pytest

from index.loaders.titles import own_title


@pytest.mark.parametrize(
    "title",
    [
        *("", " ", "...", "Untitled", "Untitled 1", "untitled document", "Slide 1", "Folie 1", "Diapositive 3"),
        *("PowerPoint Presentation", "PowerPoint-Präsentation", "Presentation1", "Microsoft Word - x.doc", "Book1"),
        *("Document 2", "Word Document", "Sheet1", "Microsoft Office Excel Worksheet", "?????????"),
    ],
)
def test_what_programs_leave_is_no_title(title: str) -> None:
    assert own_title(title) is None


@pytest.mark.parametrize(
    "title", ["Rivers", "Book of Kells", "Slide rules", "Documents of 1848", "Unknown Soldiers", "Titles", "Why?"]
)
def test_others_are(title: str) -> None:
    assert own_title(f" {title}\n") == title
