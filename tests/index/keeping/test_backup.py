from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import sqlite3
import stat
import sys
import tarfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from index.doctor import examine
from index.keeping import backup, restoring
from index.keeping.backup import BackupError, Manifest
from index.keeping.backup import write as export
from index.keeping.restoring import restore, settle
from index.library import Library
from index.ownership import LibraryError, Locked, Ownership
from tests.index import tiny_models
from tests.index.keeping.test_scrubbing import Canary, Drawn, found
from tests.index.syncing.test_sync import LOIRE, RHINE, texts, write


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Drawn:
    return Drawn(str(tiny_models.make(tmp_path_factory.mktemp("tiny"))))


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, tiny: Drawn) -> Path:
    """Two libraries with the documents that they follow, made once, and a backup of the first."""
    place = tmp_path_factory.mktemp("backup")
    write(place / "docs" / "loire.txt", LOIRE)
    write(place / "docs" / "east/rhine.txt", RHINE)
    shutil.copytree(place / "docs", place / "kept")
    write(place / "other" / "a.txt", "The ember leaves the fjord.")
    with Library.open(place / "one", embedder=tiny) as library:
        library.add_folder(place / "docs")
        library.upload(write(place / "note.txt", "A note of the harbour. It leaves at noon."))
        library.sync()
        export(library.catalog, library.data, place / "backup.tar")
    with Library.open(place / "two", embedder=tiny) as library:
        library.add_folder(place / "other")
        library.sync()
    return place


@pytest.fixture
def docs(place: Path) -> Path:
    """The documents of the first library, as they were."""
    shutil.rmtree(place / "docs", ignore_errors=True)  # a test may have deleted it
    shutil.copytree(place / "kept", place / "docs")
    return place / "docs"


@pytest.fixture
def library(tmp_path: Path, place: Path, docs: Path, tiny: Drawn) -> Iterator[Library]:
    shutil.copytree(place / "one", tmp_path / "one")
    with Library.open(tmp_path / "one", embedder=tiny) as library:
        yield library


@pytest.fixture
def archive(place: Path, docs: Path) -> Path:
    return place / "backup.tar"


@pytest.fixture
def used(tmp_path: Path, place: Path) -> Path:
    """A data folder that is in use already: the second library's."""
    shutil.copytree(place / "two", tmp_path / "two")
    return tmp_path / "two"


def nearest(library: Library) -> list[tuple[str, float]]:
    _, rows = library.catalog.embeddings(sorted(library.catalog.keys())[:1])
    return [(key, round(cosine, 5)) for key, cosine in library.vectors.search(rows[0], 5)]


def members(archive: Path) -> list[tuple[tarfile.TarInfo, bytes]]:
    with tarfile.open(archive, "r:") as tar:
        return [(info, source.read()) for info in tar if (source := tar.extractfile(info)) is not None]


def rewritten(archive: Path, target: Path, change: Callable[[str, bytes], bytes | None], *, true: bool = True) -> Path:
    """A backup with changed members (None leaves one out), whose list is true of them, or is as it was."""
    with tarfile.open(target, "w") as tar:
        listed: dict[str, Any] = {}
        files = []
        for info, content in members(archive):
            if info.name == backup.MANIFEST:
                listed = json.loads(content)
                continue
            new = change(info.name, content)
            if new is not None:
                info.size = len(new)
                tar.addfile(info, io.BytesIO(new))
                digest = hashlib.sha256(new).hexdigest()
                files.append({"name": info.name, "size": len(new), "sha256": digest, "mtime_ns": 1})
        listed["files"] = files if true else listed["files"]
        content = json.dumps(listed).encode()
        last = tarfile.TarInfo(backup.MANIFEST)
        last.size = len(content)
        tar.addfile(last, io.BytesIO(content))
    return target


def with_sql(content: bytes, *statements: str) -> bytes:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as sql:
        sql.deserialize(content)
        for statement in statements:
            sql.execute(statement)
        return bytes(sql.serialize())


def untouched(archive: Path, data: Path, why: str, **options: Any) -> None:
    """Assert that a backup is refused for a reason, and leaves no trace."""
    with pytest.raises(BackupError, match=why):
        restore(archive, data, **options)
    assert not data.exists()


def test_all_comes_back_and_nothing_is_embedded(library: Library, tmp_path: Path, tiny: Drawn) -> None:
    before, near = texts(library), nearest(library)
    manifest = export(library.catalog, library.data, tmp_path / "backup.tar")
    library.close()
    restored = restore(tmp_path / "backup.tar", tmp_path / "two")
    assert restored.manifest == manifest
    assert (manifest.documents, restored.uploads, manifest.model) == (3, 1, tiny.name)
    assert [(one.there, one.documents) for one in restored.folders] == [(True, 2)]
    with Library.open(tmp_path / "two", embedder=tiny) as again:
        assert texts(again) == before
        assert nearest(again) == near
        report = again.sync()
        assert (report.embedded, report.unchanged, report.failed) == (0, 3, ())
        assert examine(again) == []
        assert again.vectors.count() == len(set(again.catalog.keys()))
        (uploaded,) = [one for one in again.catalog.documents() if one.uploaded]
        assert uploaded.folder == str(tmp_path / "two" / "uploads")


def test_the_file_is_private_and_lists_its_contents(archive: Path) -> None:
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    *files, (last, content) = members(archive)
    assert [info.name for info, _ in files] == ["catalog.sqlite", "uploads/note.txt"]
    assert last.name == "manifest.json"
    listed = Manifest.from_json(content)
    assert [(one.name, one.size) for one in listed.files] == [(info.name, info.size) for info, _ in files]
    assert [path.name for path in archive.parent.iterdir() if path.name.endswith(".part")] == []


def test_writing_goes_on_meanwhile(
    library: Library, docs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive_ = backup._archive

    def meanwhile(*arguments: Any) -> Manifest:
        write(docs / "later.txt", "The lagoon leaves later.")
        library.sync()
        return archive_(*arguments)

    monkeypatch.setattr(backup, "_archive", meanwhile)
    manifest = export(library.catalog, library.data, tmp_path / "backup.tar")
    assert (manifest.documents, len(library.catalog.documents())) == (3, 4)


def test_what_was_deleted_is_not_in_it(library: Library, docs: Path, tmp_path: Path) -> None:
    canary = Canary("backup")
    write(docs / canary.name, canary.text)
    library.sync()
    vectors = canary.vectors(library)
    (docs / canary.name).unlink()
    library.sync()
    (tmp_path / "alone").mkdir()
    export(library.catalog, library.data, tmp_path / "alone" / "backup.tar")
    assert found(tmp_path / "alone", words=canary.words, vectors=vectors, name=canary.name) == []


def test_a_target_that_cannot_be_written(library: Library, tmp_path: Path) -> None:
    there = tmp_path / "there.tar"
    there.write_bytes(b"something else")
    with pytest.raises(BackupError, match="is there already"):
        export(library.catalog, library.data, there)
    assert there.read_bytes() == b"something else"
    export(library.catalog, library.data, there, replace=True)
    assert tarfile.is_tarfile(there)
    for target, why in (
        (tmp_path, "is a folder"),
        (library.data / "backup.tar", "lies in the data folder"),
        (tmp_path / "no" / "backup.tar", "cannot be written"),
    ):
        with pytest.raises(BackupError, match=why):
            export(library.catalog, library.data, target)
    assert not (library.data / "exporting").exists()


def test_a_failing_disk_leaves_nothing(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    target = tmp_path / "sub" / "backup.tar"
    target.parent.mkdir()
    monkeypatch.setattr(backup, "_add", full)
    with pytest.raises(BackupError, match="No space left"):
        export(library.catalog, library.data, target)
    assert list(target.parent.iterdir()) == []


def test_a_folder_that_is_not_here_keeps_its_documents(archive: Path, docs: Path, tmp_path: Path, tiny: Drawn) -> None:
    shutil.rmtree(docs)
    (folder,) = restore(archive, tmp_path / "two").folders
    assert (folder.path, folder.there, folder.documents) == (str(docs), False, 2)
    with Library.open(tmp_path / "two", embedder=tiny) as library:
        assert library.sync().removed == ()
        assert len(texts(library)) == 3
        assert library.folders()[0].vanished is not None


def test_an_empty_folder_in_its_place_deletes_nothing(archive: Path, docs: Path, tmp_path: Path, tiny: Drawn) -> None:
    shutil.rmtree(docs)
    docs.mkdir()
    restore(archive, tmp_path / "two")
    with Library.open(tmp_path / "two", embedder=tiny) as library:
        assert library.sync().removed == ()
        assert len(texts(library)) == 3


def test_a_folder_that_is_elsewhere_now(archive: Path, docs: Path, tmp_path: Path, tiny: Drawn) -> None:
    new = tmp_path / "new place" / "docs"
    shutil.copytree(docs, new)
    shutil.rmtree(docs)
    (folder,) = restore(archive, tmp_path / "two", places=[(str(docs.parent), str(tmp_path / "new place"))]).folders
    assert (folder.path, folder.there) == (str(new), True)
    with Library.open(tmp_path / "two", embedder=tiny) as library:
        assert library.sync().embedded == 0
        assert examine(library) == []
        assert {one.folder for one in library.catalog.documents() if not one.uploaded} == {str(new)}


def test_a_place_that_fits_no_folder(archive: Path, docs: Path, tmp_path: Path) -> None:
    untouched(archive, tmp_path / "two", f"follows no folder /nowhere.*{docs}", places=[("/nowhere", "/here")])


def test_a_used_data_folder_is_kept(archive: Path, used: Path, tmp_path: Path, tiny: Drawn) -> None:
    with Library.open(used, embedder=tiny) as library:
        kept = texts(library)
    with pytest.raises(BackupError, match="holds a library already"):
        restore(archive, used)
    damaged = tmp_path / "damaged.tar"
    damaged.write_bytes(archive.read_bytes()[:-20_000])
    with pytest.raises(BackupError, match="Nothing was changed"):
        restore(damaged, used, replace=True)
    with Library.open(used, embedder=tiny) as library:
        assert texts(library) == kept
        with pytest.raises(Locked):
            restore(archive, used, replace=True)
    restore(archive, used, replace=True)
    with Library.open(used, embedder=tiny) as library:
        assert sorted(texts(library)) == ["east/rhine.txt", "loire.txt", "note.txt"]
        assert library.sync().embedded == 0
        assert examine(library) == []
    assert found(used, words=["ember leaves"]) == []


def test_a_library_without_documents_is_not_used(archive: Path, tmp_path: Path, tiny: Drawn) -> None:
    with Library.open(tmp_path / "two", embedder=tiny):
        pass
    assert restore(archive, tmp_path / "two").manifest.documents == 3


class Killed(BaseException):
    pass


@pytest.mark.parametrize("step", range(8))
def test_killed_at_any_step(step: int, archive: Path, used: Path, tiny: Drawn, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process ends at each renaming or deleting in turn: the library is the old one or the new one, and whole."""
    steps = iter(range(100))

    def at(work: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*arguments: Any, **options: Any) -> Any:
            if next(steps) == step:
                # A killed process cleans nothing up.
                monkeypatch.setattr(shutil, "rmtree", lambda *_, **__: None)
                raise Killed
            return work(*arguments, **options)

        return counted

    with monkeypatch.context() as patch:
        patch.setattr(restoring, "_sync_all", at(restoring._sync_all))
        patch.setattr(restoring, "settle", at(restoring.settle))
        patch.setattr(Path, "replace", at(Path.replace))
        patch.setattr(Path, "touch", at(Path.touch))
        with pytest.raises(Killed):
            restore(archive, used, replace=True)
    monkeypatch.undo()
    with Library.open(used, embedder=tiny) as library:
        assert sorted(texts(library)) in (["a.txt"], ["east/rhine.txt", "loire.txt", "note.txt"])
        assert library.sync().embedded == 0
        assert examine(library) == []
        assert not (used / "importing").exists()


def test_damaged_and_cut_short(archive: Path, tmp_path: Path) -> None:
    content = archive.read_bytes()
    bad = tmp_path / "bad.tar"
    for part in (0, 100, 5_000, len(content) // 2, len(content) - 15_000):
        bad.write_bytes(content[:part])
        untouched(bad, tmp_path / "two", "cannot be used|cannot be unpacked")
    for at in (60_000, len(content) // 2):
        bad.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        untouched(bad, tmp_path / "two", "damaged")
    bad.write_bytes(b"no tar at all " * 1000)
    untouched(bad, tmp_path / "two", "cannot be used")
    untouched(tmp_path / "nothing.tar", tmp_path / "two", "no file")


@pytest.mark.parametrize(
    "name",
    [
        "../evil.txt",
        "/tmp/evil.txt",
        "uploads/../../evil.txt",
        "uploads/./../evil.txt",
        "uploads//../evil.txt",
        "uploads/..",
        "uploads/a\\..\\b.txt",
        "owner.json",
        "vectors/1/chroma.sqlite3",
        "uploads",
    ],
)
def test_names_that_lead_elsewhere(name: str, archive: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.tar"
    with tarfile.open(bad, "w") as tar:
        for info, content in members(archive):
            tar.addfile(info, io.BytesIO(content))
        info = tarfile.TarInfo(name)
        info.size = 4
        tar.addfile(info, io.BytesIO(b"evil"))
    untouched(bad, tmp_path / "inside" / "two", "cannot be (used|unpacked)")
    assert list(tmp_path.rglob("evil*")) == []


@pytest.mark.parametrize(
    "kind",
    [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE, tarfile.GNUTYPE_SPARSE],
)
def test_what_is_no_plain_file(kind: bytes, archive: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.tar"
    with tarfile.open(bad, "w") as tar:
        info = tarfile.TarInfo("uploads/link.txt")
        info.type, info.linkname = kind, "/etc/passwd"
        tar.addfile(info)
        for info, content in members(archive):
            tar.addfile(info, io.BytesIO(content))
    untouched(bad, tmp_path / "two", "no plain file|cannot be used")


def test_a_list_that_is_not_true(archive: Path, tmp_path: Path) -> None:
    def other(name: str, content: bytes) -> bytes | None:
        return content.replace(b"harbour", b"HARBOUR") if name.startswith("uploads/") else content

    untouched(rewritten(archive, tmp_path / "bad.tar", other, true=False), tmp_path / "two", "damaged")
    untouched(
        rewritten(archive, tmp_path / "bad.tar", lambda name, content: None if "up" in name else content, true=False),
        tmp_path / "two",
        "damaged",
    )
    untouched(
        rewritten(archive, tmp_path / "bad.tar", lambda name, content: None if "sql" in name else content),
        tmp_path / "two",
        "damaged",
    )


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("PRAGMA user_version = 99", "newer Quoth"),
        ("CREATE TRIGGER evil AFTER INSERT ON documents BEGIN DELETE FROM documents; END", "not made by Quoth"),
        ("CREATE VIEW evil AS SELECT 1", "not made by Quoth"),
        ("DROP TABLE dismissed", "not made by Quoth"),
        ("INSERT OR REPLACE INTO meta VALUES ('vectors', '../../home')", "names folders"),
        ("INSERT OR REPLACE INTO meta VALUES ('switch', '{\"folder\": \"/\"}')", "names folders"),
        ("UPDATE documents SET path = '../../diary.txt' WHERE path = 'note.txt'", "no path inside a folder"),
        ("UPDATE documents SET path = '/etc/passwd' WHERE path = 'note.txt'", "no path inside a folder"),
        ("UPDATE documents SET path = x'2e' WHERE path = 'note.txt'", "no path inside a folder"),
    ],
)
def test_a_catalog_that_is_not_quoths(statement: str, why: str, archive: Path, tmp_path: Path) -> None:
    def changed(name: str, content: bytes) -> bytes:
        return with_sql(content, statement) if name == "catalog.sqlite" else content

    untouched(rewritten(archive, tmp_path / "bad.tar", changed), tmp_path / "two", why)


def test_a_trigger_under_a_name_of_sqlites_own(archive: Path, tmp_path: Path) -> None:
    def changed(name: str, content: bytes) -> bytes:
        if name != "catalog.sqlite":
            return content
        trigger = "CREATE TRIGGER sqlite_stat9 AFTER INSERT ON documents BEGIN DELETE FROM documents; END"
        return with_sql(
            content,
            "PRAGMA writable_schema = ON",
            f"INSERT INTO sqlite_master VALUES ('trigger', 'sqlite_stat9', 'documents', 0, '{trigger}')",
        )

    untouched(rewritten(archive, tmp_path / "bad.tar", changed), tmp_path / "two", "not made by Quoth")


@pytest.mark.parametrize(
    ("field", "value"),
    [("documents", "\x1b[2J"), ("quoth", 1), ("made", None), ("files", 7), ("schema", True), ("chunks", 1.5)],
)
def test_a_list_with_values_of_other_types(field: str, value: object, archive: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.tar"
    with tarfile.open(bad, "w") as tar:
        for info, content in members(archive):
            if info.name == backup.MANIFEST:
                content = json.dumps({**json.loads(content), field: value}).encode()
                info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    untouched(bad, tmp_path / "two", "the list of its files cannot be read")


def test_a_date_in_the_list_that_is_none(archive: Path, tmp_path: Path) -> None:
    content = members(archive)[-1][1].decode()
    for other in ('"mtime_ns": "1"', '"mtime_ns": 1.5', '"mtime_ns": null'):
        with pytest.raises(ValueError, match="mtime_ns"):
            Manifest.from_json(re.sub(r'"mtime_ns": \d+', other, content).encode())
    with pytest.raises(ValueError, match="cannot be read"):
        Manifest.from_json(b"[" * 100_000)


def test_two_at_once(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second would take the first one's copy of the catalog away."""
    archive_ = backup._archive

    def meanwhile(*arguments: Any) -> Manifest:
        with pytest.raises(BackupError, match="Another backup is being written"):
            export(library.catalog, library.data, tmp_path / "b.tar")
        return archive_(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(backup, "_archive", meanwhile)
        assert export(library.catalog, library.data, tmp_path / "a.tar").documents == 3
    assert export(library.catalog, library.data, tmp_path / "b.tar").documents == 3


@pytest.mark.skipif(sys.platform != "linux", reason="names are text elsewhere")
def test_an_upload_whose_name_is_no_text(library: Library, tmp_path: Path) -> None:
    write(library.uploads_path / os.fsdecode(b"caf\xe9.txt"), "A word.")
    with pytest.raises(BackupError, match="a name that is no text"):
        export(library.catalog, library.data, tmp_path / "a.tar")
    assert not list(tmp_path.glob("*.tar*"))


def test_no_catalog_at_all(archive: Path, tmp_path: Path) -> None:
    bad = rewritten(archive, tmp_path / "bad.tar", lambda name, content: b"x" * 5_000 if "sql" in name else content)
    untouched(bad, tmp_path / "two", "cannot be used")


def test_a_later_format(archive: Path, tmp_path: Path) -> None:
    content = Manifest.from_json(members(archive)[-1][1]).to_json()
    later = content.replace(b'"format": 1', b'"format": 9').replace(b'"files"', b'"filings"')
    bad = tmp_path / "bad.tar"
    with tarfile.open(bad, "w") as tar:
        info = tarfile.TarInfo("manifest.json")
        info.size = len(later)
        tar.addfile(info, io.BytesIO(later))
    untouched(bad, tmp_path / "two", "newer Quoth")


def test_uploads_keep_their_dates(archive: Path, place: Path, tmp_path: Path) -> None:
    restore(archive, tmp_path / "two")
    old, new = (data / "uploads" / "note.txt" for data in (place / "one", tmp_path / "two"))
    assert old.stat().st_mtime_ns == new.stat().st_mtime_ns
    assert stat.S_IMODE(new.stat().st_mode) == 0o600


def test_what_was_cut_off_goes_at_the_next_opening(library: Library, tmp_path: Path, tiny: Drawn) -> None:
    library.close()
    (library.data / "exporting").mkdir()
    (library.data / "exporting" / "catalog.sqlite").write_bytes(b"half")
    (library.data / "uploads" / ".part-x").write_bytes(b"half")
    with Library.open(library.data, embedder=tiny):
        assert not (library.data / "exporting").exists()
        assert [file.name for file in (library.data / "uploads").iterdir()] == ["note.txt"]


def test_settling_where_nothing_is_to_settle(tmp_path: Path) -> None:
    settle(tmp_path)
    (tmp_path / "importing").mkdir()
    (tmp_path / "importing" / "catalog.sqlite").write_bytes(b"half")
    settle(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_data_folder_is_let_go(archive: Path, tmp_path: Path) -> None:
    restore(archive, tmp_path / "two")
    Ownership(tmp_path / "two", "test").release()
    with pytest.raises(LibraryError):
        restore(archive, tmp_path / "two")
    Ownership(tmp_path / "two", "test").release()
    assert not os.path.lexists(tmp_path / "two" / "importing")
