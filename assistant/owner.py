"""Working through the process that owns a data folder: its service over HTTP on this machine, with its token.

The owner writes the address and the token into the data folder (``index.ownership``), which only its user can
read. ``ui.api`` is the other side.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from assistant.service import Record, RequestError, Service
from assistant.service.local import LocalService
from index.syncing.report import Activity

if TYPE_CHECKING:
    import httpx

    from assistant.answers import Turn
    from assistant.settings import Settings
    from index.documents import Filter
    from index.library import Locked
    from index.ownership import Owner

PREFIX = "/owner"
"""Where the owner's routes lie on its server."""

SERVE = "quoth serve"
"""The command of an owner that has an API, or will have one as soon as its port is open."""

PATIENCE = 20.0
"""Seconds to wait for a server that has just started to say where it listens."""

POLL = 0.2
"""Seconds between looks at how a sync goes."""


class OwnerFailed(Exception):
    """The owner failed in a way that it did not expect; its log says more."""


@contextmanager
def reach(settings: Settings, command: str) -> Iterator[Service]:
    """The service of the settings' data folder: this process's if it can own it, else its owner's.

    :param command: what this process is, to tell others that find the folder in use.
    :raises Locked: the owner has no API.
    :raises LibraryError: the folder cannot be opened.
    """
    from index.library import Library, Locked

    try:
        library = Library.open(
            settings.data, model=settings.embedding, chunk_tokens=settings.chunk_tokens, command=command
        )
    except Locked as locked:
        owner = _announced(locked)
        with connect(owner) as remote:
            yield remote
        return
    with library:
        yield LocalService(library, settings=settings)


def _announced(locked: Locked) -> Owner:
    """The owner, once it has said where it listens; ``locked`` is raised again if it will not."""
    from index.ownership import read_owner

    owner = locked.owner
    until = time.monotonic() + PATIENCE
    while owner is not None and owner.url is None and owner.command == SERVE and time.monotonic() < until:
        time.sleep(POLL)
        owner = read_owner(locked.data)
    if owner is None or owner.url is None or owner.token is None:
        raise locked
    return owner


@contextmanager
def connect(owner: Owner) -> Iterator[RemoteService]:
    """The service of an owner that has announced its API."""
    import httpx

    # The environment's proxies must not see the documents, nor could they reach this machine's own address.
    with httpx.Client(
        base_url=f"{owner.url}{PREFIX}",
        headers={"Authorization": f"Bearer {owner.token}"},
        timeout=httpx.Timeout(None, connect=10.0),
        trust_env=False,
    ) as client:
        yield RemoteService(client, owner)


class RemoteService:
    """Asks the owner of the data folder to do the work."""

    def __init__(self, client: httpx.Client, owner: Owner) -> None:
        self._client = client
        self._owner = owner

    def ask(self, question: str, history: Sequence[Turn], only: Filter | None, model: str | None = None) -> Record:
        """See ``Service``."""
        asked = {
            "question": question,
            "history": [asdict(turn) for turn in history],
            "only": None if only is None else asdict(only),
            "model": model,
        }
        return cast(Record, self._post("/ask", asked))

    def sync(self, paths: Sequence[Path], watch: Callable[[Activity], None]) -> Record:
        """See ``Service``. The owner goes on if this process ends."""
        job = self._post("/sync", {"paths": [str(path) for path in paths]})["job"]
        while True:
            state = self._post("/progress", {"job": job})
            if state["error"] is not None:
                raise RequestError(state["error"]) if state["expected"] else OwnerFailed(state["error"])
            if state["report"] is not None:
                return cast(Record, state["report"])
            watch(Activity(**state["activity"]))
            time.sleep(POLL)

    def folders(self) -> list[Record]:
        """See ``Service``."""
        return cast("list[Record]", self._post("/folders", {}))

    def follow(self, paths: Sequence[Path], include: Sequence[str], exclude: Sequence[str]) -> None:
        """See ``Service``."""
        named = [str(path) for path in paths]
        self._post("/folders/follow", {"paths": named, "include": list(include), "exclude": list(exclude)})

    def set_patterns(self, path: Path, include: Sequence[str] | None, exclude: Sequence[str] | None) -> None:
        """See ``Service``."""
        chosen = {"include": None if include is None else list(include)}
        chosen["exclude"] = None if exclude is None else list(exclude)
        self._post("/folders/patterns", {"path": str(path), **chosen})

    def unfollow(self, path: Path) -> Record:
        """See ``Service``."""
        return cast(Record, self._post("/folders/unfollow", {"path": str(path)}))

    def confirm_gone(self, path: Path) -> int:
        """See ``Service``."""
        return int(self._post("/folders/confirm", {"path": str(path)})["documents"])

    def problems(self) -> list[Record]:
        """See ``Service``."""
        return cast("list[Record]", self._post("/problems", {}))

    def documents(self) -> list[Record]:
        """See ``Service``."""
        return cast("list[Record]", self._post("/documents", {}))

    def document(self, names: Sequence[str]) -> Record:
        """See ``Service``."""
        return cast(Record, self._post("/document", {"names": list(names)}))

    def text(self, names: Sequence[str]) -> str:
        """See ``Service``."""
        return str(self._post("/text", {"names": list(names)})["text"])

    def remove(self, names: Sequence[str]) -> Record:
        """See ``Service``."""
        return cast(Record, self._post("/remove", {"names": list(names)}))

    def kept(self) -> list[Record]:
        """See ``Service``."""
        return cast("list[Record]", self._post("/kept", {}))

    def purge(self, kinds: Sequence[str]) -> Record:
        """See ``Service``."""
        return cast(Record, self._post("/purge", {"kinds": list(kinds)}))

    def export(self, target: str, replace: bool) -> Record:
        """See ``Service``."""
        return cast(Record, self._post("/export", {"target": target, "replace": replace}))

    def examine(self, deep: float | None = None) -> list[Record]:
        """See ``Service``."""
        return cast("list[Record]", self._post("/examine", {"deep": deep}))

    def repair(self, deep: float | None = None) -> list[Record]:
        """See ``Service``."""
        return cast("list[Record]", self._post("/repair", {"deep": deep}))

    def model(self) -> Record:
        """See ``Service``."""
        return cast(Record, self._post("/model", {}))

    def use_model(self, name: str | None, chunk_tokens: int | None, watch: Callable[[Record], None]) -> Record:
        """See ``Service``. The owner goes on if this process ends."""
        state = cast(Record, self._post("/model/use", {"name": name, "chunk_tokens": chunk_tokens}))
        while (building := state["building"]) is not None:
            if building["problem"] is not None:
                raise RequestError(building["problem"])
            watch(state)
            time.sleep(POLL)
            state = self.model()
        return state

    def follow_settings(self, watch: Callable[[Record], None]) -> None:
        """See ``Service``. The owner follows its own settings, and builds by itself."""

    def cancel_model(self) -> bool:
        """See ``Service``."""
        return bool(self._post("/model/cancel", {})["cancelled"])

    def _post(self, path: str, content: Record) -> Any:
        import httpx

        who = f"'{self._owner.command}' (process {self._owner.pid})"
        try:
            response = self._client.post(path, json=content)
            answer = response.json()
        except (httpx.HTTPError, ValueError) as error:
            raise RequestError(
                f"{who} owns the data folder but does not answer at {self._owner.url}: {error}. "
                "Try again, or stop that process."
            ) from error
        if response.is_success:
            return answer
        reason = answer.get("error") if isinstance(answer, dict) else None
        message = str(reason or f"{who} refused the request ({response.status_code}).")
        raise OwnerFailed(message) if response.is_server_error else RequestError(message)
