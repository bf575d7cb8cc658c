from __future__ import annotations

import re
from dataclasses import dataclass, field

import pytest

from index.syncing.report import Activity
from tests.ui.test_markup import text_of
from ui.header import banner_html, status_html


@dataclass
class Shelf:
    """What the header asks of a shelf."""

    here: int = 0
    readable: int = 0
    queued: bool = False
    looked: bool = True
    ready: bool = True
    activity: Activity = field(default_factory=Activity)

    def documents(self) -> tuple[None, ...]:
        return (None,) * self.here

    def answering(self) -> int:
        return self.readable

    def waiting(self) -> bool:
        return self.queued or not self.looked

    def folders(self) -> list[str]:
        return ["/home/me/notes"]


@pytest.mark.parametrize(
    ("shelf", "problem", "state", "words"),
    [
        (Shelf(), None, "idle", "No documents yet"),
        (Shelf(looked=False), None, "working", "Looking for documents…"),
        (Shelf(), "There is no folder /x.", "failed", "Not up to date"),
        (Shelf(3, 3), "There is no folder /x.", "failed", "Not up to date"),
        (Shelf(3), None, "failed", "None could be read"),
        (Shelf(3, queued=True), None, "working", "Reading…"),
        (Shelf(3, 2, ready=False), None, "working", "Loading the model…"),
        (Shelf(3, 2), None, "ready", "Ready"),
    ],
)
def test_the_status_says_what_matters_most(shelf: Shelf, problem: str | None, state: str, words: str) -> None:
    html = status_html(shelf, problem)  # type: ignore[arg-type]
    assert f'data-state="{state}"' in html
    assert text_of(html).startswith(words)
    assert (f'title="{problem}"' in html) == bool(problem)


def test_only_the_stage_is_read_out() -> None:
    said = set()
    for done in range(40):
        shelf = Shelf(
            40, done, activity=Activity("indexing", done=done, total=40, path="a.txt", seconds_left=40.0 - done)
        )
        html = status_html(shelf) + banner_html(shelf)  # type: ignore[arg-type]
        said.update(re.findall(r'<[^>]*role="(?:status|alert)"[^>]*>(.*?)</', html))
        assert f"Indexing {done + 1} of 40" in html
    assert said == {"Indexing"}
