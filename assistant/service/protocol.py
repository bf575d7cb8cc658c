"""What can be asked of a library, and what is said where it cannot be done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from assistant.answers import Turn
    from index.documents import Filter
    from index.syncing.report import Activity

Record = dict[str, Any]
"""An object of JSON."""


class RequestError(Exception):
    """What was asked for cannot be done as asked; the message says why and what to do."""


def is_expected(error: BaseException) -> bool:
    """Whether an error's message is meant for the user: what is wrong with a file, folder, model or request."""
    from assistant.settings import SettingsError
    from index.catalog.database import CatalogError
    from index.embedding.models import EmbeddingError
    from index.following.walk import FolderMissing
    from index.ownership import LibraryError

    known = (RequestError, LibraryError, FolderMissing, EmbeddingError, CatalogError, SettingsError)
    return isinstance(error, known)


def explanation(error: BaseException) -> str | None:
    """What is said of an error to the user; None for a fault in Quoth."""
    from index.catalog.database import words

    return str(error) if is_expected(error) else words(error)


class Service(Protocol):
    """What the commands ask of a library. Every method may raise ``RequestError``."""

    def ask(self, question: str, history: Sequence[Turn], only: Filter | None, model: str | None = None) -> Record:
        """Answer a question: the contract's JSON object.

        :param model: the chat model that is to write, or ``none``; None for the one that is set where the library is.
        """

    def sync(self, paths: Sequence[Path], watch: Callable[[Activity], None]) -> Record:
        """Follow the paths and sync them, or all that is followed where none are given; the report."""

    def folders(self) -> list[Record]:
        """The followed folders: their patterns, how many documents they hold, and whether they are there."""

    def follow(self, paths: Sequence[Path], include: Sequence[str], exclude: Sequence[str]) -> None:
        """Follow folders or single files, with patterns; ``sync`` them after."""

    def set_patterns(self, path: Path, include: Sequence[str] | None, exclude: Sequence[str] | None) -> None:
        """Choose which files of a followed folder are read, None for as before; ``sync`` it after."""

    def unfollow(self, path: Path) -> Record:
        """Stop following a folder; the folder as it was."""

    def confirm_gone(self, path: Path) -> int:
        """Forget the documents of a folder that vanished for good; how many there were."""

    def documents(self) -> list[Record]:
        """All documents."""

    def problems(self) -> list[Record]:
        """The documents that their owner should look at, each with its ``problems`` and where it ``vanished``.

        Problems are predicates of the document's name; ``vanished`` is the folder or disk that is not there, or None.
        """

    def document(self, names: Sequence[str]) -> Record:
        """The document that one of the names (tried in order) is the path or id of, with its ``report``."""

    def text(self, names: Sequence[str]) -> str:
        """A document's canonical text."""

    def remove(self, names: Sequence[str]) -> Record:
        """Take a document out of the library; the document as it was."""

    def kept(self) -> list[Record]:
        """What is still kept of documents that are gone."""

    def purge(self, kinds: Sequence[str]) -> Record:
        """Remove what is kept of these kinds: what was ``removed``, and whether that is ``complete``."""

    def export(self, target: str, replace: bool) -> Record:
        """Write a backup to a file, by its absolute path; what is in it."""

    def examine(self, deep: float | None = None) -> list[Record]:
        """What is wrong with the index; for so many seconds documents are read and embedded again to compare."""

    def repair(self, deep: float | None = None) -> list[Record]:
        """Mend the index; what is still wrong."""

    def model(self) -> Record:
        """The embedding model that answers, and how the building of another goes."""

    def use_model(self, name: str | None, chunk_tokens: int | None, watch: Callable[[Record], None]) -> Record:
        """Have another model, or another size of chunks, built beside what answers, and wait until it answers.

        :param name: the model's name or folder; None for the one that answers.
        :param chunk_tokens: tokens of a chunk at most; 0 for what is usual, None for what it is.
        :param watch: told how it goes, as ``model`` gives it.
        :returns: as ``model``.
        """

    def follow_settings(self, watch: Callable[[Record], None]) -> None:
        """Build what the settings name where something else answers, or what was left half built; wait for it."""

    def cancel_model(self) -> bool:
        """Give up what is being built; whether anything was."""
