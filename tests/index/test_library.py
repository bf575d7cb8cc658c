from __future__ import annotations

import json
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from index.doctor import examine
from index.embedding.embedding import Embedder
from index.following.walk import FolderMissing
from index.library import Library, LibraryError, Locked
from tests.index.syncing.test_sync import LOIRE, RHINE, follow, names, texts, write


def test_a_data_folder_is_private(library: Library) -> None:
    assert stat.S_IMODE(library.data.stat().st_mode) == 0o700
    assert stat.S_IMODE((library.data / "owner.json").stat().st_mode) == 0o600


def test_what_was_indexed_is_there_after_reopening(open_library: Callable[..., Library], folder: Path) -> None:
    library = open_library()
    write(folder / "loire.txt", LOIRE)
    follow(library, folder)
    library.close()
    library = open_library()
    assert texts(library) == {"loire.txt": LOIRE}
    report = library.sync()
    assert (report.unchanged, report.embedded) == (1, 0)


def test_one_process_owns_a_data_folder(library: Library) -> None:
    script = (
        "import sys; from pathlib import Path; from index.library import Library, Locked\n"
        "try: Library.open(Path(sys.argv[1]))\n"
        "except Locked as error: print(error); sys.exit(5)"
    )
    library.announce("http://127.0.0.1:7860", "secret")
    run = subprocess.run([sys.executable, "-c", script, str(library.data)], capture_output=True, text=True, check=False)
    assert run.returncode == 5, run.stderr
    assert "is in use by 'quoth'" in run.stdout
    assert json.loads((library.data / "owner.json").read_text())["url"] == "http://127.0.0.1:7860"
    with pytest.raises(Locked) as caught:
        Library.open(library.data)
    assert caught.value.owner is not None
    assert caught.value.owner.token == "secret"
    library.close()
    assert not (library.data / "owner.json").exists()
    Library.open(library.data).close()


def test_another_model_does_not_answer_for_the_one_it_was_made_with(
    open_library: Callable[..., Library], folder: Path
) -> None:
    library = open_library()
    write(folder / "loire.txt", LOIRE)
    follow(library, folder)
    library.close()

    with Library.open(library.data, model="somebody/some-model") as library:
        assert library.model_name == library.embedder.name == "all-MiniLM-L6-v2"


def test_a_file_in_place_of_the_data_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("not a folder")
    with pytest.raises(LibraryError, match="cannot be made"):
        Library.open(tmp_path / "data")


def test_a_damaged_catalog_is_said(tmp_path: Path) -> None:
    (tmp_path / "catalog.sqlite").write_bytes(b"not a database at all" * 100)
    with pytest.raises(LibraryError, match="cannot be read"):
        Library.open(tmp_path)


def test_a_catalog_of_a_newer_program_is_left_alone(open_library: Callable[..., Library]) -> None:
    library = open_library()
    library.catalog.connection.execute("PRAGMA user_version = 999")
    library.close()
    with pytest.raises(LibraryError, match="newer Quoth"):
        open_library()


def test_a_single_file_can_be_followed(library: Library, folder: Path) -> None:
    write(folder / "loire.txt", LOIRE)
    path = write(folder / "rhine.txt", RHINE)
    library.add_folder(folder / "loire.txt")
    assert names(library.sync(), "added") == ["loire.txt"]
    library.add_folder(path)
    assert names(library.sync(), "added") == ["rhine.txt"]
    write(folder / "seine.txt", "The Seine flows through Paris.")
    assert library.sync().unchanged == 2
    before = library.catalog.document("loire.txt")
    library.add_folder(folder)
    assert library.catalog.document("loire.txt") == before
    assert names(library.sync(), "added") == ["seine.txt"]


def test_files_of_one_name_in_a_folder_and_below_it_are_both_followed(library: Library, folder: Path) -> None:
    write(folder / "river.txt", LOIRE)
    write(folder / "deep/river.txt", RHINE)
    library.add_folder(folder / "river.txt")
    library.add_folder(folder / "deep/river.txt")
    library.sync()
    assert [document.state for document in library.catalog.documents()] == ["ready", "ready"]
    library.add_folder(folder)
    assert sorted(texts(library)) == ["deep/river.txt", "river.txt"]  # at once, without reading again
    assert library.sync().unchanged == 2
    assert examine(library) == []


def test_folders_inside_each_other_double_nothing(library: Library, folder: Path) -> None:
    write(folder / "inner/loire.txt", LOIRE)
    write(folder / "rhine.txt", RHINE)
    library.add_folder(folder / "inner")
    library.sync()
    library.add_folder(folder)
    report = library.sync()
    assert names(report, "added") == ["rhine.txt"]
    assert sorted(texts(library)) == ["loire.txt", "rhine.txt"]
    assert examine(library) == []


def test_the_data_folder_is_not_part_of_a_folder_around_it(
    open_library: Callable[..., Library], tmp_path: Path
) -> None:
    write(tmp_path / "loire.txt", LOIRE)
    library = open_library("visible")
    write(library.uploads_path / "rhine.txt", RHINE)
    follow(library, tmp_path)
    assert sorted(texts(library)) == ["loire.txt", "rhine.txt"]
    with pytest.raises(LibraryError, match="lies in the data folder"):
        library.add_folder(library.data)


def test_following_what_is_not_there_is_said(library: Library, tmp_path: Path) -> None:
    with pytest.raises(FolderMissing, match="no folder or file"):
        library.add_folder(tmp_path / "nothing")


def test_a_folder_can_be_dropped(library: Library, folder: Path) -> None:
    write(folder / "loire.txt", LOIRE)
    follow(library, folder)
    library.drop_folder(folder)
    assert library.folders() == []
    assert texts(library) == {}
    assert library.vectors.count() == 0
    assert (folder / "loire.txt").exists()
    with pytest.raises(LibraryError, match="is not followed"):
        library.drop_folder(folder)


def test_an_upload_is_indexed_replaced_and_deleted(library: Library, tmp_path: Path) -> None:
    source = write(tmp_path / "river.txt", LOIRE)
    kept = library.upload(source)
    assert names(library.sync([kept]), "added") == ["river.txt"]
    write(source, RHINE)
    library.upload(source)
    assert names(library.sync([kept]), "updated") == ["river.txt"]
    (document,) = library.catalog.documents()
    assert document.uploaded
    library.remove(document.id)
    assert not kept.exists()
    assert source.exists()
    assert texts(library) == {}
    assert examine(library) == []


def test_a_removed_document_stays_away_until_it_is_asked_for(library: Library, folder: Path) -> None:
    path = write(folder / "loire.txt", LOIRE)
    write(folder / "rhine.txt", RHINE)
    follow(library, folder)
    document = library.catalog.document("loire.txt")
    assert document is not None
    library.remove(document.id)
    assert path.exists()
    report = library.sync()
    assert (report.unchanged, names(report, "added")) == (1, [])
    assert sorted(texts(library)) == ["rhine.txt"]
    assert examine(library) == []
    library.add_folder(path)
    assert names(library.sync(), "added") == ["loire.txt"]
    with pytest.raises(KeyError):
        library.remove(document.id)


def test_documents_are_found_by_path_and_by_unique_name(library: Library, folder: Path) -> None:
    write(folder / "a/loire.txt", LOIRE)
    write(folder / "a/rhine_1.txt", RHINE)
    write(folder / "b/rhine_1.txt", RHINE)
    follow(library, folder)
    catalog = library.catalog

    def path(which: str) -> str | None:
        document = catalog.document(which)
        return None if document is None else document.path

    assert path("a/loire.txt") == path("loire.txt") == path(str(folder / "a/loire.txt")) == "a/loire.txt"
    assert path("b/rhine_1.txt") == "b/rhine_1.txt"
    assert path("rhine_1.txt") is None
    assert path("oire.txt") is None
    assert path("%") is None


def test_vectors_that_are_gone_come_back_without_embedding(
    open_library: Callable[..., Library], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = open_library()
    write(folder / "loire.txt", LOIRE)
    write(folder / "rhine.txt", RHINE)
    follow(library, folder)
    query = library.embedder.embed_query("Which river is the longest?")
    nearest = library.vectors.search(query, 2)
    library.close()
    for file in sorted((library.data / "vectors").rglob("*"), reverse=True):
        if file.is_file():
            file.write_bytes(b"damaged" * 50)

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("embedded again")

    monkeypatch.setattr(Embedder, "embed_documents", refuse)
    library = open_library()
    again = library.vectors.search(query, 2)
    assert [key for key, _ in again] == [key for key, _ in nearest]
    assert examine(library) == []


def test_a_sync_cut_off_before_its_document_was_live_embeds_nothing_twice(
    open_library: Callable[..., Library], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = open_library()
    write(folder / "loire.txt", LOIRE)
    library.add_folder(folder)
    with monkeypatch.context() as patch:
        patch.setattr(type(library.catalog), "make_live", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            library.sync()
    library.close()
    library = open_library()
    assert texts(library) == {}
    assert library.vectors.count() == 0  # nothing of a document that is not live is left to be found
    report = library.sync()
    assert (names(report, "added"), report.embedded) == (["loire.txt"], 0)
    assert library.vectors.count() == 1
    assert examine(library) == []


def test_a_data_folder_that_is_moved_has_its_uploads_with_it(
    open_library: Callable[..., Library], tmp_path: Path
) -> None:
    library = open_library()
    (tmp_path / "loire.txt").write_text("The Loire is the longest river in France.")
    library.sync([library.upload(tmp_path / "loire.txt")])
    library.close()
    (tmp_path / "data").rename(tmp_path / "moved")
    library = open_library("moved")
    report = library.sync()
    assert (report.unchanged, report.failed, report.added) == (1, (), ())
    assert [one.folder for one in library.catalog.documents()] == [str(tmp_path / "moved/uploads")]
