from __future__ import annotations

from dataclasses import replace

from assistant.service.problems import alike_words, problems
from index.catalog.reports import Resembling
from index.documents import Document, State
from index.text.quality import Quality

DRAFT = Document(
    id=1, folder="/notes", path="a/draft.txt", state=State.READY, reason=None, version="v", title="draft.txt",
    format="text", pages=None, size=10, chunks=1, modified=1000.0, added=0.0, indexed=0.0, uploaded=False,
)  # fmt: skip
FINAL = Resembling(2, "/notes", "b/final.txt", 0.978, 2000.0)


def test_a_near_duplicate_is_named_with_its_age() -> None:
    assert problems(DRAFT, None, [FINAL]) == ["is 97 % the same as final.txt, which is newer"]
    assert problems(DRAFT, None, [replace(FINAL, share=1.0, modified=1.0)]) == [
        "is the same as final.txt, which is older"
    ]
    twins = [replace(FINAL, path="b/draft.txt", modified=1000.2), FINAL, FINAL]
    assert problems(DRAFT, None, twins) == ["is 97 % the same as b/draft.txt (and 2 more like it), which is as old"]


def test_what_is_nearly_all_the_same_is_not_all_the_same() -> None:
    assert alike_words(0.9999) == "99 % the same as"


def test_a_file_that_failed_says_whether_it_still_answers() -> None:
    failed = replace(DRAFT, state=State.FAILED, reason="is damaged.")
    assert problems(failed, None, []) == ["is damaged; its last good content still answers"]
    assert problems(replace(failed, version=None), None, []) == ["is damaged"]


def test_what_was_noticed_is_told() -> None:
    assert problems(DRAFT, Quality(), []) == []
    assert problems(DRAFT, Quality(pages=3, pages_without_text=(2,)), []) == ["has no text on page 2"]
