"""Which documents inside a file belong to the library."""

from __future__ import annotations

from index.catalog.catalog import Catalog, Folder
from index.following.patterns import Patterns, ignored, rules_in


class Admission:
    """What decides over the documents inside one file: its owner, the folder's patterns and files of patterns.

    :param file: the file's path inside the folder.
    """

    def __init__(self, catalog: Catalog, folder: Folder, file: str) -> None:
        self._file = file
        self._dismissed = catalog.dismissed(folder)
        self._patterns = Patterns.of(folder.include, folder.exclude)
        # Of files that are followed singly nothing is left out by such a file, as of themselves.
        self._rules = () if folder.only is not None else rules_in(str(folder.path), file.rpartition("/")[0])

    def lets_in(self, path: str) -> bool:
        """Whether a document inside the file, by its path in the folder, is left in by all of these."""
        inside = path[len(self._file) + 1 :].split("/")
        if any(part.startswith((".", "~$")) for part in inside) or path in self._dismissed:
            return False
        return not ignored(path, self._rules) and self._patterns.lets_in(path)


def lets_all_in(catalog: Catalog, document_id: int, reading: int) -> bool:
    """Whether all that is inside a document is known to be in the library: nothing may have been left out of it.

    So it is where no patterns hold and nothing was taken out, and its file is not about to be gone through again.

    :param reading: the file that is being gone through; a document inside it may be whole before it.
    """
    document = catalog.document(document_id)
    files = [catalog.seen_one(id_) for id_ in catalog.files_of([document_id])]
    if document is None or not all(
        file is not None and (file.sha256 is not None or file.id == reading) for file in files
    ):
        return False
    folder = next((folder for folder in catalog.folders() if str(folder.path) == document.folder), None)
    if folder is None or folder.include or folder.exclude:
        return False
    if folder.only is None and any(
        rules_in(str(folder.path), file.path.rpartition("/")[0]) for file in files if file is not None
    ):
        return False
    return not any(path.startswith(document.path + "/") for path in catalog.dismissed(folder))
