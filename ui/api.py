"""The owner's API: lets other commands work through the server that holds the data folder open.

Every request carries the token that the server wrote into the data folder, so that only processes of the same
user can ask. ``assistant.owner`` is the other side.
"""

from __future__ import annotations

import itertools
import logging
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, HTTPException
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict

from assistant.answers import Turn
from assistant.owner import PREFIX
from assistant.service import LocalService, Record, RequestError, explanation
from index.documents import Filter
from index.syncing.report import Activity

log = logging.getLogger(__name__)

KEPT_JOBS = 16
"""Finished syncs whose reports are kept for those that asked for them."""


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Ask(_Request):
    question: str
    history: list[Turn] = []
    only: Filter | None = None


class _Sync(_Request):
    paths: list[Path] = []


class _Folder(_Request):
    path: Path


class _Follow(_Request):
    paths: list[Path]
    include: list[str] = []
    exclude: list[str] = []


class _Patterns(_Folder):
    include: list[str] | None
    exclude: list[str] | None


class _Model(_Request):
    name: str | None = None
    chunk_tokens: int | None = None


class _Job(_Request):
    job: int


class _Names(_Request):
    names: list[str]


class _Kinds(_Request):
    kinds: list[str]


class _Export(_Request):
    target: str
    replace: bool = False


class _Doctor(_Request):
    deep: float | None = None


@dataclass(slots=True)
class _Running:
    """A sync that was asked for, and what has become of it."""

    activity: Activity = field(default_factory=lambda: Activity("waiting"))
    report: Record | None = None
    error: str | None = None
    expected: bool = True
    """Whether the error is one of use rather than a fault."""

    def watch(self, activity: Activity) -> None:
        self.activity = activity


def router(service: LocalService, token: str) -> APIRouter:
    """Routes that do what is asked of ``service`` for whoever holds the token."""

    def check(authorization: Annotated[str, Header()] = "") -> None:
        if not secrets.compare_digest(authorization.encode(), f"Bearer {token}".encode()):
            raise HTTPException(401, "This needs the token of the data folder's owner.")

    routes = APIRouter(prefix=PREFIX, dependencies=[Depends(check)], include_in_schema=False)
    jobs = _Jobs(service)

    @routes.post("/ask")
    def ask(request: _Ask) -> JSONResponse:
        return _answer(lambda: service.ask(request.question, request.history, request.only))

    @routes.post("/sync")
    def sync(request: _Sync) -> JSONResponse:
        return _answer(lambda: {"job": jobs.start(request.paths)})

    @routes.post("/progress")
    def progress(request: _Job) -> JSONResponse:
        return _answer(lambda: jobs.state(request.job))

    @routes.post("/documents")
    def documents() -> JSONResponse:
        return _answer(service.documents)

    @routes.post("/problems")
    def problems() -> JSONResponse:
        return _answer(service.problems)

    @routes.post("/folders")
    def folders() -> JSONResponse:
        return _answer(service.folders)

    @routes.post("/folders/follow")
    def follow(request: _Follow) -> JSONResponse:
        return _answer(lambda: service.follow(request.paths, request.include, request.exclude))

    @routes.post("/folders/patterns")
    def set_patterns(request: _Patterns) -> JSONResponse:
        return _answer(lambda: service.set_patterns(request.path, request.include, request.exclude))

    @routes.post("/folders/unfollow")
    def unfollow(request: _Folder) -> JSONResponse:
        return _answer(lambda: service.unfollow(request.path))

    @routes.post("/folders/confirm")
    def confirm_gone(request: _Folder) -> JSONResponse:
        return _answer(lambda: {"documents": service.confirm_gone(request.path)})

    @routes.post("/document")
    def document(request: _Names) -> JSONResponse:
        return _answer(lambda: service.document(request.names))

    @routes.post("/text")
    def text(request: _Names) -> JSONResponse:
        return _answer(lambda: {"text": service.text(request.names)})

    @routes.post("/remove")
    def remove(request: _Names) -> JSONResponse:
        return _answer(lambda: service.remove(request.names))

    @routes.post("/kept")
    def kept() -> JSONResponse:
        return _answer(service.kept)

    @routes.post("/purge")
    def purge(request: _Kinds) -> JSONResponse:
        return _answer(lambda: service.purge(request.kinds))

    @routes.post("/export")
    def export(request: _Export) -> JSONResponse:
        return _answer(lambda: service.export(request.target, request.replace))

    @routes.post("/examine")
    def examine(request: _Doctor) -> JSONResponse:
        return _answer(lambda: service.examine(request.deep))

    @routes.post("/repair")
    def repair(request: _Doctor) -> JSONResponse:
        return _answer(lambda: service.repair(request.deep))

    @routes.post("/model")
    def model() -> JSONResponse:
        return _answer(service.model)

    @routes.post("/model/use")
    def use_model(request: _Model) -> JSONResponse:
        return _answer(lambda: service.start_model(request.name, request.chunk_tokens))

    @routes.post("/model/cancel")
    def cancel_model() -> JSONResponse:
        return _answer(lambda: {"cancelled": service.cancel_model()})

    return routes


class _Jobs:
    """The syncs that were asked for, each in a thread of its own; the library lets them in one by one."""

    def __init__(self, service: LocalService) -> None:
        self._service = service
        self._numbers = itertools.count(1)
        self._jobs: OrderedDict[int, _Running] = OrderedDict()
        self._lock = threading.Lock()

    def start(self, paths: list[Path]) -> int:
        """Begin a sync; the number to ask for it by."""
        job = _Running()
        with self._lock:
            number = next(self._numbers)
            self._jobs[number] = job
            done = [n for n, one in self._jobs.items() if one.report is not None or one.error is not None]
            for old in done[:-KEPT_JOBS]:
                del self._jobs[old]
        threading.Thread(target=self._run, args=(job, paths), name=f"sync-{number}", daemon=True).start()
        return number

    def state(self, number: int) -> Record:
        """How a sync goes."""
        job = self._jobs.get(number)
        if job is None:
            raise RequestError("The server does not know this sync any more. Run the command again.")
        return {"activity": asdict(job.activity), "report": job.report, "error": job.error, "expected": job.expected}

    def _run(self, job: _Running, paths: list[Path]) -> None:
        try:
            job.report = self._service.sync(paths, job.watch)
        except Exception as error:
            job.expected = explanation(error) is not None
            job.error = _reason(error)


def _answer(work: Callable[[], Any]) -> JSONResponse:
    try:
        return JSONResponse(work())
    except Exception as error:
        return JSONResponse({"error": _reason(error)}, 500 if explanation(error) is None else 400)


def _reason(error: Exception) -> str:
    if (said := explanation(error)) is not None:
        return said
    log.error("a command's request failed", exc_info=error)
    return f"The server failed ({type(error).__name__}: {error}). Its log in the data folder says more."
