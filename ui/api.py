"""The owner's API: lets other commands work through the server that holds the data folder open.

Every request carries the token that the server wrote into the data folder, so that only processes of the same
user can ask. ``assistant.owner`` is the other side.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, HTTPException
from fastapi.responses import JSONResponse

from assistant.owner import PREFIX
from assistant.service import explanation
from assistant.service.local import LocalService
from ui import bodies
from ui.jobs import Jobs, reason


def router(service: LocalService, token: str) -> APIRouter:
    """Routes that do what is asked of ``service`` for whoever holds the token."""

    def check(authorization: Annotated[str, Header()] = "") -> None:
        if not secrets.compare_digest(authorization.encode(), f"Bearer {token}".encode()):
            raise HTTPException(401, "This needs the token of the data folder's owner.")

    routes = APIRouter(prefix=PREFIX, dependencies=[Depends(check)], include_in_schema=False)
    _add_questions(routes, service)
    _add_documents(routes, service)
    _add_folders(routes, service)
    _add_upkeep(routes, service)
    return routes


def _add_questions(routes: APIRouter, service: LocalService) -> None:
    """Questions, and syncs, which go on while they are asked after."""
    jobs = Jobs(service)

    @routes.post("/ask")
    def ask(request: bodies.Ask) -> JSONResponse:
        return _answer(lambda: service.ask(request.question, request.history, request.only, request.model))

    @routes.post("/sync")
    def sync(request: bodies.Sync) -> JSONResponse:
        return _answer(lambda: {"job": jobs.start(request.paths)})

    @routes.post("/progress")
    def progress(request: bodies.Job) -> JSONResponse:
        return _answer(lambda: jobs.state(request.job))


def _add_documents(routes: APIRouter, service: LocalService) -> None:
    @routes.post("/documents")
    def documents() -> JSONResponse:
        return _answer(service.documents)

    @routes.post("/problems")
    def problems() -> JSONResponse:
        return _answer(service.problems)

    @routes.post("/document")
    def document(request: bodies.Names) -> JSONResponse:
        return _answer(lambda: service.document(request.names))

    @routes.post("/text")
    def text(request: bodies.Names) -> JSONResponse:
        return _answer(lambda: {"text": service.text(request.names)})

    @routes.post("/remove")
    def remove(request: bodies.Names) -> JSONResponse:
        return _answer(lambda: service.remove(request.names))


def _add_folders(routes: APIRouter, service: LocalService) -> None:
    @routes.post("/folders")
    def folders() -> JSONResponse:
        return _answer(service.folders)

    @routes.post("/folders/follow")
    def follow(request: bodies.Follow) -> JSONResponse:
        return _answer(lambda: service.follow(request.paths, request.include, request.exclude))

    @routes.post("/folders/patterns")
    def set_patterns(request: bodies.Patterns) -> JSONResponse:
        return _answer(lambda: service.set_patterns(request.path, request.include, request.exclude))

    @routes.post("/folders/unfollow")
    def unfollow(request: bodies.Folder) -> JSONResponse:
        return _answer(lambda: service.unfollow(request.path))

    @routes.post("/folders/confirm")
    def confirm_gone(request: bodies.Folder) -> JSONResponse:
        return _answer(lambda: {"documents": service.confirm_gone(request.path)})


def _add_upkeep(routes: APIRouter, service: LocalService) -> None:
    """What looks after the data folder, and the model that answers."""

    @routes.post("/kept")
    def kept() -> JSONResponse:
        return _answer(service.kept)

    @routes.post("/purge")
    def purge(request: bodies.Kinds) -> JSONResponse:
        return _answer(lambda: service.purge(request.kinds))

    @routes.post("/export")
    def export(request: bodies.Export) -> JSONResponse:
        return _answer(lambda: service.export(request.target, request.replace))

    @routes.post("/examine")
    def examine(request: bodies.Doctor) -> JSONResponse:
        return _answer(lambda: service.examine(request.deep))

    @routes.post("/repair")
    def repair(request: bodies.Doctor) -> JSONResponse:
        return _answer(lambda: service.repair(request.deep))

    @routes.post("/model")
    def model() -> JSONResponse:
        return _answer(service.model)

    @routes.post("/model/use")
    def use_model(request: bodies.Model) -> JSONResponse:
        return _answer(lambda: service.start_model(request.name, request.chunk_tokens))

    @routes.post("/model/cancel")
    def cancel_model() -> JSONResponse:
        return _answer(lambda: {"cancelled": service.cancel_model()})


def _answer(work: Callable[[], Any]) -> JSONResponse:
    try:
        return JSONResponse(work())
    except Exception as error:
        return JSONResponse({"error": reason(error)}, 500 if explanation(error) is None else 400)
