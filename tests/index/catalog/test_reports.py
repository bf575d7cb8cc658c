"""Reports and near-duplicates as the catalog keeps them."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from index.catalog import reports
from index.library import Library
from index.loaders import ocr
from index.text import resemblance
from tests.index.text.test_resemblance import changed, text


def write(path: Path, words: list[str], when: int) -> None:
    path.write_text(". ".join(" ".join(words[at : at + 9]).capitalize() for at in range(0, len(words), 9)) + ".")
    os.utime(path, (when, when))


def alike(library: Library, name: str) -> list[str]:
    document = library.catalog.document(name)
    assert document is not None
    return [one.path for one in reports.resembling(library.catalog, document.id)]


def test_every_document_has_a_report(library: Library, folder: Path) -> None:
    (folder / "sure.txt").write_text("The lease of the mill ends on the last day of the year, unless it is renewed.")
    (folder / "broken.txt").write_bytes("Ein schöner \ufffd\ufffd\ufffd\ufffd Text über die Mühle am Bach.".encode())
    library.add_folder(folder)
    library.sync()
    sure, broken = (library.catalog.document(name) for name in ("sure.txt", "broken.txt"))
    assert sure is not None
    assert broken is not None
    quality = reports.quality(library.catalog, sure.id)
    assert quality is not None
    assert (quality.language, quality.encoding) == ("en", "utf-8")
    assert quality.peak_bytes > 0
    assert reports.qualities(library.catalog)[broken.id].broken_characters == 4


def test_near_duplicates_are_found_both_ways_and_the_newest_comes_first(library: Library, folder: Path) -> None:
    words = text(1)
    write(folder / "draft.txt", words, 1_000)
    write(folder / "other.txt", text(2), 5_000)
    library.add_folder(folder)
    library.sync()
    assert alike(library, "draft.txt") == []
    write(folder / "final.txt", changed(words, 0.04), 3_000)
    (folder / "copy.txt").write_bytes((folder / "draft.txt").read_bytes())
    os.utime(folder / "copy.txt", (2_000, 2_000))
    library.sync()
    assert alike(library, "draft.txt") == ["final.txt", "copy.txt"]
    assert alike(library, "copy.txt") == ["final.txt", "draft.txt"]
    assert alike(library, "final.txt") == ["copy.txt", "draft.txt"]
    assert alike(library, "other.txt") == []
    assert len(reports.all_resembling(library.catalog)) == 3


def test_what_goes_is_a_near_duplicate_no_more(open_library: Callable[..., Library], folder: Path) -> None:
    library = open_library()
    words = text(3)
    write(folder / "one.txt", words, 1_000)
    write(folder / "two.txt", changed(words, 0.02), 2_000)
    library.add_folder(folder)
    library.sync()
    assert alike(library, "one.txt") == ["two.txt"]
    write(folder / "two.txt", text(4), 3_000)
    library.sync()
    assert alike(library, "one.txt") == []
    (folder / "two.txt").unlink()
    library.sync()
    count = (
        "SELECT (SELECT count(*) FROM reports), (SELECT count(*) FROM resemblances), (SELECT count(*) FROM sketches)"
    )
    assert library.catalog.connection.execute(count).fetchone() == (1, 0, 8)


def test_short_texts_and_parts_of_texts_are_no_near_duplicates(library: Library, folder: Path) -> None:
    random.seed(5)
    words = text(5, 600)
    write(folder / "whole.txt", words, 1_000)
    write(folder / "part.txt", words[:400], 2_000)
    (folder / "a.txt").write_text("Call the office.")
    (folder / "b.txt").write_text("Call the office!")
    library.add_folder(folder)
    library.sync()
    assert reports.all_resembling(library.catalog) == {}


def test_pictures_are_tried_again_once_they_can_be_read(
    open_library: Callable[..., Library], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "scan.txt").write_text("Stands for a picture, which takes the engine seconds to read.")
    (folder / "other.txt").write_text("Nothing to do with pictures.")
    for path in folder.iterdir():
        os.utime(path, (1_000, 1_000))
    library = open_library()
    library.add_folder(folder)
    library.sync()
    failed = "UPDATE documents SET state = 'failed', reason = ?, version_id = NULL WHERE path = 'scan.txt'"
    with library.catalog.transaction() as sql:
        sql.execute(failed, [ocr.NEEDED])
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    library.close()
    library = open_library()
    assert [entry.path for entry in library.sync().failed] == ["scan.txt"]
    monkeypatch.setattr(ocr, "is_installed", lambda: True)
    library.close()
    library = open_library()
    report = library.sync()
    assert [entry.path for entry in report.updated] == ["scan.txt"]
    assert report.unchanged == 1


def test_very_many_documents_that_are_alike_are_not_each_compared_with_all(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports, "_MOST", 3)
    words = text(6)
    for number in range(12):
        write(folder / f"{number}.txt", [*words, f"number{number}"], 1_000 + number)
    read: list[str] = []
    runs = resemblance.runs
    library.add_folder(folder)

    def noted(text: str) -> resemblance.Hashes:
        read.append(text)
        return runs(text)

    monkeypatch.setattr(resemblance, "runs", noted)
    library.sync()
    alike = reports.all_resembling(library.catalog)
    assert len(alike) == 12  # each is known to be like some
    assert sum(map(len, alike.values())) <= 2 * 12 * 3
    assert len(read) == 12  # and each was looked through once


def test_looking_for_near_duplicates_can_be_left_and_gone_on_with(library: Library, folder: Path) -> None:
    words = text(7)
    for number in range(3):
        write(folder / f"{number}.txt", changed(words, 0.02), 1_000 + number)
    library.add_folder(folder)
    library.sync()
    with library.catalog.transaction() as sql:
        sql.execute("DELETE FROM resemblances")
        sql.execute("UPDATE reports SET compared = 0")
    assert reports.compare(library.catalog, lambda: False) == 1
    library.sync()  # finds nothing new in the folder
    assert len(reports.all_resembling(library.catalog)) == 3
