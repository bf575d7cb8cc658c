"""The service of a library that this process holds open."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.models.providers import NONE
from assistant.service.naming import find, placed, unknown
from assistant.service.protocol import Record, RequestError
from assistant.service.records import building_record, document_record, finding_record, report_record

if TYPE_CHECKING:
    from assistant.answers import Turn
    from assistant.assistant import Assistant
    from assistant.settings import Settings
    from index.documents import Filter
    from index.library import Library
    from index.syncing.report import Activity


class LocalService:
    """Does the work itself, on a library that this process holds open.

    :param assistant: an assistant over the same library; made when the first question comes if not given.
    :param settings: what such an assistant is made with; by default those of the environment.
    :param patience: seconds that a question to an empty library waits for indexing to begin.
    """

    def __init__(
        self,
        library: Library,
        assistant: Assistant | None = None,
        *,
        settings: Settings | None = None,
        patience: float = 0.0,
    ) -> None:
        self._library = library
        self._assistant = assistant
        self._settings = settings
        self._patience = patience

    def ask(self, question: str, history: Sequence[Turn], only: Filter | None, model: str | None = None) -> Record:
        """See ``Service``."""
        from assistant.contract import to_json

        assistant = self._answering()
        wanted = assistant.writer is not None and model != NONE
        if wanted and assistant.writer is not None:
            if model is not None and model != assistant.writer.label:
                raise RequestError(_other(model, assistant.writer.label))
            if not assistant.writer.unasked:
                assistant.writer.connect()  # what is missing is said before anything is done
        elif model not in (None, NONE):
            raise RequestError(_other(str(model), None))
        self._wait_for_documents()
        only = placed(only, self._library.catalog)
        return to_json(assistant.ask(question, history, only, model=wanted))

    def _answering(self) -> Assistant:
        from assistant.assistant import Assistant, writer_of
        from assistant.settings import Settings

        if self._assistant is None:
            settings = self._settings or Settings.load()
            self._assistant = Assistant(self._library, settings.reranker, writer_of(settings))
        return self._assistant

    def _wait_for_documents(self) -> None:
        """Wait until the first document of a library that is being indexed can be answered from."""
        began = time.monotonic()
        while not self._library.catalog.count_chunks():
            if not self._library.activity.busy and time.monotonic() - began >= self._patience:
                raise RequestError("The library holds no document to answer from. Index some first: quoth index FOLDER")
            time.sleep(0.1)

    def sync(self, paths: Sequence[Path], watch: Callable[[Activity], None]) -> Record:
        """See ``Service``."""
        library = self._library
        if not paths and not library.catalog.documents() and not library.folders():
            raise RequestError("No folder is followed yet. Name one: quoth index FOLDER")
        followed = [library.add_folder(path) for path in paths]
        return report_record(library.sync(followed or None, watch))

    def folders(self) -> list[Record]:
        """See ``Service``."""
        from assistant.service.folders import folder_records

        return folder_records(self._library)

    def follow(self, paths: Sequence[Path], include: Sequence[str], exclude: Sequence[str]) -> None:
        """See ``Service``."""
        for path in paths:
            self._library.add_folder(path, include, exclude)

    def set_patterns(self, path: Path, include: Sequence[str] | None, exclude: Sequence[str] | None) -> None:
        """See ``Service``."""
        from assistant.service.folders import followed

        folder = followed(self._library, path)
        self._library.set_patterns(
            folder.path,
            folder.include if include is None else include,
            folder.exclude if exclude is None else exclude,
        )

    def unfollow(self, path: Path) -> Record:
        """See ``Service``."""
        from assistant.service.folders import followed

        folder = followed(self._library, path)
        record = next(one for one in self.folders() if one["path"] == str(folder.path))
        self._library.drop_folder(folder.path)
        self._library.scrubbing.now()
        return record

    def confirm_gone(self, path: Path) -> int:
        """See ``Service``."""
        count = self._library.confirm_gone(path)
        self._library.scrubbing.now()
        return count

    def documents(self) -> list[Record]:
        """See ``Service``."""
        return [document_record(document) for document in self._library.catalog.documents()]

    def problems(self) -> list[Record]:
        """See ``Service``."""
        from assistant.service.problems import all_problems

        found, gone = all_problems(self._library.catalog)
        documents = [one for one in self._library.catalog.documents() if one.id in found or one.id in gone]
        return [
            {**document_record(one), "problems": found.get(one.id, []), "vanished": gone.get(one.id)}
            for one in documents
        ]

    def document(self, names: Sequence[str]) -> Record:
        """See ``Service``."""
        from assistant.service.problems import report_of

        document = find(names, self._library.catalog)
        return {**document_record(document), "report": report_of(self._library.catalog, document)}

    def text(self, names: Sequence[str]) -> str:
        """See ``Service``."""
        document = find(names, self._library.catalog)
        if document.version is None:
            reason = document.reason or "It has not been read yet."
            raise RequestError(f"There is no text of {document.path}. {reason}")
        return self._library.catalog.text(document.version, document.id)

    def remove(self, names: Sequence[str]) -> Record:
        """See ``Service``."""
        document = find(names, self._library.catalog)
        try:
            self._library.remove(document.id)
        except KeyError:
            raise unknown(names[0]) from None
        self._library.scrubbing.now()
        return document_record(document)

    def kept(self) -> list[Record]:
        """See ``Service``."""
        from index.keeping import purging

        return [asdict(one) for one in purging.kept(self._library)]

    def purge(self, kinds: Sequence[str]) -> Record:
        """See ``Service``."""
        from index.keeping import purging, scrubbing

        removed = [asdict(one) for one in purging.purge(self._library, kinds)]
        return {"removed": removed, "complete": not scrubbing.is_unclean(self._library.catalog)}

    def export(self, target: str, replace: bool) -> Record:
        """See ``Service``."""
        from index.keeping import backup

        manifest = backup.write(self._library.catalog, self._library.data, Path(target), replace=replace)
        record = asdict(manifest)
        files = record.pop("files")
        return {**record, "uploads": len(files) - 1, "size": Path(target).stat().st_size}

    def examine(self, deep: float | None = None) -> list[Record]:
        """See ``Service``."""
        from index import doctor

        return [finding_record(finding) for finding in doctor.examine(self._library, deep=deep)]

    def repair(self, deep: float | None = None) -> list[Record]:
        """See ``Service``."""
        from index import doctor

        return [finding_record(finding) for finding in doctor.repair(self._library, deep=deep)]

    def model(self) -> Record:
        """See ``Service``."""
        library = self._library
        state = library.switch
        size = library.chunk_tokens
        return {
            "model": library.model_name,
            "chunk_tokens": size,
            "chunks": library.catalog.count_chunks(),
            "building": None if state is None or state.ended else building_record(state),
        }

    def use_model(self, name: str | None, chunk_tokens: int | None, watch: Callable[[Record], None]) -> Record:
        """See ``Service``."""
        if self._library.use_model(name, chunk_tokens):
            self._wait_for_model(watch)
        return self.model()

    def follow_settings(self, watch: Callable[[Record], None]) -> None:
        """See ``Service``."""
        if self._library.follow_settings():
            self._wait_for_model(watch)

    def _wait_for_model(self, watch: Callable[[Record], None]) -> None:
        state = self._library.switching.wait(lambda _: watch(self.model()))
        if state is not None and state.problem is not None:
            raise RequestError(state.problem)

    def start_model(self, name: str | None, chunk_tokens: int | None) -> Record:
        """As ``use_model``, without waiting."""
        self._library.use_model(name, chunk_tokens)
        return self.model()

    def cancel_model(self) -> bool:
        """See ``Service``."""
        return self._library.switching.cancel()


def _other(wanted: str, here: str | None) -> str:
    """What is said where another model is asked for than the one that answers here."""
    answers = f"answers with {here}" if here else "answers without a chat model"
    return (
        f"The server that has the data folder open {answers}. To have {wanted} answer, start it with --model {wanted}, "
        f"or end it."
    )
