"""Which folders a library follows: added with their patterns, dropped, and given up when they are gone for good."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path

from index.catalog.catalog import Catalog, Folder
from index.following.patterns import problems
from index.following.walk import FolderMissing
from index.ownership import LibraryError


class Following:
    """The followed folders of one data folder.

    :param data: the data folder, which is never part of a folder around it.
    :param uploads: the folder inside it that uploads go to, which is.
    :param left: told the vector keys of documents that went with a folder.
    """

    def __init__(self, catalog: Catalog, data: Path, uploads: Path, left: Callable[[Collection[str]], None]) -> None:
        self._catalog = catalog
        self._data = data
        self._uploads = uploads
        self._left = left

    def folders(self) -> list[Folder]:
        """The folders that are followed, without the one for uploads."""
        return [folder for folder in self._catalog.folders() if not folder.uploads]

    def add(self, path: Path | str, include: Sequence[str], exclude: Sequence[str]) -> Path:
        """Follow a folder or a single file: see `Library.add_folder`."""
        path = Path(path).expanduser().resolve()
        if path == self._data or (self._data in path.parents and not path.is_relative_to(self._uploads)):
            raise LibraryError(f"{path} lies in the data folder, which holds the index and not documents.")
        _must_be_patterns((*include, *exclude))
        parent = self.folder_of(path)
        back = set() if parent is None else _below(self._catalog.dismissed(parent), path.relative_to(parent.path))
        if not path.exists() and not back:
            raise FolderMissing(f"There is no folder or file {path}. Check the name.")
        if (include or exclude) and not path.is_dir():
            raise LibraryError(f"{path} is a single file: patterns are for folders.")
        if parent is not None:
            self._catalog.readmit(parent, back)
            if (include or exclude) and parent.path != path:
                raise LibraryError(
                    f"{path} is part of the folder {parent.path}, which is followed already: give it the patterns."
                )
        else:
            self._follow(path)
        if include or exclude:
            self.set_patterns(path, include, exclude)
        return path

    def _follow(self, path: Path) -> None:
        if not path.is_dir():
            folder = self._catalog.add_folder(path.parent, only=path.name)
            self._catalog.readmit(folder, [path.name])
            return
        with self._catalog.transaction():
            whole = self._catalog.add_folder(path)
            for folder in self.folders():
                if folder.only is not None and path in folder.path.parents:
                    self._catalog.adopt(folder, whole)  # its single files are part of the whole folder now
            self._catalog.readmit(whole, self._catalog.dismissed(whole))

    def folder_of(self, path: Path) -> Folder | None:
        """The deepest folder of the library that a path belongs to, if any."""
        holding = [
            folder
            for folder in self._catalog.folders()
            if (path == folder.path or folder.path in path.parents)
            and (folder.only is None or (path.parent == folder.path and path.name in folder.only))
        ]
        return max(holding, key=lambda folder: len(folder.path.parts), default=None)

    def _followed(self, path: Path | str) -> Folder:
        path = Path(path).expanduser().resolve()
        folder = next((folder for folder in self.folders() if folder.path == path), None)
        if folder is None:
            raise LibraryError(f"The folder {path} is not followed.")
        return folder

    def set_patterns(self, path: Path | str, include: Sequence[str], exclude: Sequence[str]) -> None:
        """Which files of a followed folder are read: see `Library.set_patterns`."""
        folder = self._followed(path)
        if folder.only is not None:
            raise LibraryError(f"Of {folder.path} single files are followed: patterns are for whole folders.")
        _must_be_patterns((*include, *exclude))
        self._catalog.set_patterns(folder, include, exclude)

    def drop(self, path: Path | str) -> None:
        """Stop following a folder; its documents are forgotten, its files stay.

        :raises LibraryError: it is not followed.
        """
        self._drop(self._followed(path))

    def _drop(self, folder: Folder) -> None:
        ids = (one.id for one in self._catalog.seen(folder).values())
        keys = self._catalog.keys_of(ids)
        self._catalog.drop_folder(folder)
        self._left(keys)

    def confirm_gone(self, path: Path | str) -> int:
        """Take it that what vanished is gone: see `Library.confirm_gone`."""
        from index.following.presence import Presence

        path = Path(path).expanduser().resolve()
        for folder in self.folders():
            if not path.is_relative_to(folder.path):
                continue
            place = path.relative_to(folder.path).as_posix()
            place = "" if place == "." else place
            seen = self._catalog.seen(folder)
            presence = Presence.of(folder, seen)
            if place not in presence.away:
                continue
            ids = [seen[path].id for path in presence.kept(place, seen)]
            keys, count = self._catalog.keys_of(ids), self._catalog.count_with_members(ids)
            if not place and not folder.path.is_dir():
                self._catalog.drop_folder(folder)
            else:
                self._catalog.remove(ids)
                self._catalog.set_devices(folder, presence.without(place))
                if not place:
                    self._catalog.set_vanished(folder, None)
            self._left(keys)
            return count
        raise LibraryError(f"{path} has not vanished: no documents are kept that it no longer holds.")

    def outside(self, folder: Folder) -> list[Path]:
        """Absolute paths below a folder that are not part of it: the data folder and folders followed by themselves."""
        others = [other.path for other in self._catalog.folders() if folder.path in other.path.parents]
        return [self._data, *others]

    def within(self, folder: Folder, paths: Iterable[Path]) -> list[str]:
        """The paths' places inside a folder, those that lie in it; "." for the folder itself or one above it.

        Of a document inside a file it is the file's.
        """
        inside = []
        root = folder.path.resolve()  # a link may have come to stand where the folder was
        for path in (_resolved(path) for path in paths):
            if path in (root, folder.path) or path in root.parents or path in folder.path.parents:
                inside.append(".")
            elif root in path.parents:
                file = next((above for above in path.parents if root in above.parents and above.is_file()), path)
                inside.append(file.relative_to(root).as_posix())
        return inside


def _resolved(path: Path) -> Path:
    """An absolute path in which links to folders are followed; a link to a file is a file of its own."""
    path = path.expanduser().absolute()
    return path.parent.resolve() / path.name if path.is_symlink() and not path.is_dir() else path.resolve()


def _below(paths: Iterable[str], inside: Path) -> set[str]:
    """Those of some paths that are or lie in one."""
    place = inside.as_posix()
    return {path for path in paths if place in (".", path) or path.startswith(place + "/")}


def _must_be_patterns(patterns: Sequence[str]) -> None:
    for pattern, problem in problems(patterns):
        raise LibraryError(f"The pattern {pattern!r} cannot be read: {problem}. Patterns are written as in .gitignore.")
