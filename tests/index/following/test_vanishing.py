"""A folder that is not there, or a disk that is not mounted, is no deletion of its documents."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.catalog.folders import Folder
from index.following.places import identity
from index.following.presence import Presence
from index.library import Library
from index.ownership import LibraryError
from tests.index.syncing.test_sync import LOIRE, RHINE, follow, names, texts, write

Mount = Callable[[Path], None]


@pytest.fixture
def mounting() -> Iterator[tuple[Mount, Mount]]:
    """Mounts and unmounts a small file system in memory; only where this user may."""
    mounted: list[Path] = []

    def mount(place: Path) -> None:
        place.mkdir(exist_ok=True)
        command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)]
        if os.name != "posix" or subprocess.run(command, capture_output=True, check=False).returncode:
            pytest.skip("file systems cannot be mounted here")
        mounted.append(place)

    def unmount(place: Path) -> None:
        subprocess.run(["umount", str(place)], check=True)
        mounted.remove(place)

    yield mount, unmount
    for place in mounted:
        subprocess.run(["umount", "-l", str(place)], check=False)


def vanished(library: Library) -> list[bool]:
    return [folder.vanished is not None for folder in library.folders()]


def test_a_folder_that_is_not_there_keeps_its_documents_until_it_is_back(
    library: Library, folder: Path, tmp_path: Path
) -> None:
    write(folder / "loire.txt", LOIRE)
    write(folder / "rhine.txt", RHINE)
    follow(library, folder)
    folder.rename(tmp_path / "elsewhere")
    report = library.sync()
    assert [entry.path for entry in report.vanished] == [str(folder)]
    assert "is not there: its 2 documents are kept and still answer" in (report.failed[0].reason or "")
    assert (report.removed, report.unchanged) == ((), 2)
    assert vanished(library) == [True]
    assert len(texts(library)) == 2
    (tmp_path / "elsewhere").rename(folder)
    assert library.sync().unchanged == 2
    assert vanished(library) == [False]


def test_a_folder_that_is_gone_for_good_is_given_up_by_a_person(library: Library, folder: Path, tmp_path: Path) -> None:
    write(folder / "loire.txt", LOIRE)
    follow(library, folder)
    with pytest.raises(LibraryError, match="has not vanished"):
        library.confirm_gone(folder)
    folder.rename(tmp_path / "elsewhere")
    library.sync()
    assert library.confirm_gone(folder) == 1
    assert (texts(library), library.folders(), library.vectors.count()) == ({}, [], 0)
    assert library.sync().failed == ()


def test_a_folder_that_was_emptied_was_emptied(library: Library, folder: Path) -> None:
    path = write(folder / "loire.txt", LOIRE)
    follow(library, folder)
    path.unlink()
    assert names(library.sync(), "removed") == ["loire.txt"]
    assert vanished(library) == [False]


def test_the_number_of_a_file_system_may_change(library: Library, folder: Path) -> None:
    write(folder / "loire.txt", LOIRE)
    write(folder / "rhine.txt", RHINE)
    follow(library, folder)
    (followed,) = library.folders()
    library.catalog.set_devices(followed, {"": 1})  # as after a restart of the machine
    (folder / "rhine.txt").unlink()
    report = library.sync()
    assert (report.unchanged, names(report, "removed"), report.failed) == (1, ["rhine.txt"], ())
    assert library.folders()[0].devices == {"": identity(folder.stat())}


def test_an_empty_folder_on_another_file_system_keeps_its_documents(library: Library, folder: Path) -> None:
    path = write(folder / "loire.txt", LOIRE)
    follow(library, folder)
    (followed,) = library.folders()
    library.catalog.set_devices(followed, {"": 1})
    path.unlink()
    report = library.sync([folder])
    assert "is on another disk than before" in (report.failed[0].reason or "")
    assert texts(library) == {"loire.txt": LOIRE}
    assert vanished(library) == [True]
    assert library.confirm_gone(folder) == 1
    assert vanished(library) == [False]
    write(folder / "rhine.txt", RHINE)
    assert names(library.sync(), "added") == ["rhine.txt"]


@pytest.mark.parametrize("look_first", [False, True])
def test_what_is_written_where_a_disk_was_mounted_does_not_make_its_documents_go(
    library: Library, folder: Path, look_first: bool
) -> None:
    paths = [write(folder / f"{n}.txt", f"{LOIRE} It has {n} bridges.") for n in range(4)]
    follow(library, folder)
    (followed,) = library.folders()
    library.catalog.set_devices(followed, {"": 1})
    for path in paths:
        path.unlink()
    if look_first:
        assert library.sync().removed == ()
    new = write(folder / "new.txt", RHINE)
    assert names(library.sync([new]), "added") == ["new.txt"]  # as when a change is told of, before all is looked at
    for _ in range(2):
        report = library.sync()
        assert (report.removed, len(report.vanished)) == ((), 1)
    assert len(texts(library)) == 5
    assert library.confirm_gone(folder) == 4
    assert texts(library) == {"new.txt": RHINE}
    assert library.sync().unchanged == 1


def test_a_folder_that_is_made_anew_and_empty_keeps_its_documents(library: Library, folder: Path) -> None:
    path = write(folder / "loire.txt", LOIRE)
    follow(library, folder)
    folder.rename(folder.with_name("old"))  # as when the other place that a folder is bound to goes
    folder.mkdir()
    assert library.sync().removed == ()
    assert texts(library) == {"loire.txt": LOIRE}
    write(path, LOIRE)
    assert library.sync().failed == ()
    path.unlink()
    assert names(library.sync(), "removed") == ["loire.txt"]


def test_documents_from_before_it_was_remembered_where_a_folder_lies_are_kept(library: Library, folder: Path) -> None:
    path = write(folder / "loire.txt", LOIRE)
    follow(library, folder)
    (followed,) = library.folders()
    library.catalog.set_devices(followed, {})
    path.unlink()
    assert library.sync().removed == ()
    assert vanished(library) == [True]


def test_a_folder_that_is_bound_inside_may_be_unbound(
    library: Library, folder: Path, tmp_path: Path, mounting: tuple[Mount, Mount]
) -> None:
    mount, unmount = mounting
    mount(folder / "probe")  # skips the test where nothing can be mounted
    unmount(folder / "probe")
    (folder / "probe").rmdir()
    bound = folder / "a place"
    bound.mkdir()
    write(tmp_path / "elsewhere/loire.txt", LOIRE)
    write(folder / "rhine.txt", RHINE)
    subprocess.run(["mount", "--bind", str(tmp_path / "elsewhere"), str(bound)], check=True)
    try:
        follow(library, folder)
    finally:
        subprocess.run(["umount", str(bound)], check=True)
    assert (library.sync().removed, len(texts(library))) == ((), 2)
    assert library.confirm_gone(bound) == 1


def test_a_folder_whose_place_a_link_took_is_followed_there(library: Library, folder: Path, tmp_path: Path) -> None:
    write(folder / "loire.txt", LOIRE)
    follow(library, folder)
    folder.rename(tmp_path / "larger")
    folder.symlink_to(tmp_path / "larger")
    assert library.sync().unchanged == 1
    new = write(folder / "rhine.txt", RHINE)
    assert names(library.sync([new]), "added") == ["rhine.txt"]


def test_a_disk_that_is_unmounted_keeps_its_documents(
    library: Library, folder: Path, mounting: tuple[Mount, Mount]
) -> None:
    mount, unmount = mounting
    mount(folder)
    write(folder / "loire.txt", LOIRE)
    follow(library, folder)
    unmount(folder)
    assert [entry.path for entry in library.sync().vanished] == [str(folder)]
    assert texts(library) == {"loire.txt": LOIRE}
    mount(folder)
    write(folder / "loire.txt", LOIRE)
    assert (library.sync().failed, vanished(library)) == ((), [False])


def test_a_disk_that_is_mounted_inside_a_folder_may_be_unmounted(
    library: Library, folder: Path, mounting: tuple[Mount, Mount]
) -> None:
    mount, unmount = mounting
    inside = folder / "disk"
    write(folder / "rhine.txt", RHINE)
    mount(inside)
    write(inside / "loire.txt", LOIRE)
    follow(library, folder)
    unmount(inside)
    for look in (None, [inside / "loire.txt"], [inside]):
        report = library.sync(look)
        assert (report.removed, names(report, "failed")) == ((), ["disk"])
    inside.rmdir()
    assert library.sync().removed == ()
    assert len(texts(library)) == 2
    assert library.confirm_gone(inside) == 1
    assert (texts(library), library.sync().failed) == ({"rhine.txt": RHINE}, ())


def test_of_a_place_inside_that_is_away_other_documents_may_go(tmp_path: Path) -> None:
    (tmp_path / "here.txt").write_text("x")
    folder = Folder(1, tmp_path, False, None, devices={"": identity(tmp_path.stat()), "disk": 99})
    presence = Presence.of(folder, ["here.txt", "gone.txt", "disk/a.txt"])
    assert [path for path in ("here.txt", "gone.txt", "disk/a.txt") if presence.keeps(path)] == ["disk/a.txt"]
