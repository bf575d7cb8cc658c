"""Processes that are killed at chosen steps of a switch, and what the next one finds.

All are forked from one that has imported what is slow to import: ``python -m tests.index.switching.kills FOLDER``
prints what was not as it must be, as a list of JSON.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tests.index.killing import begin, fork, warm_up

BUILDING = (
    ("nextchunks.keep", "after", 7),
    ("nextchunks.store", "before", 2),
    ("NextStore._add", "after", 3),
    ("NextStore.equalise", "after", 1),
    ("nextchunks.take_over", "before", 1),
    ("nextchunks.take_over", "after", 1),
)
"""Steps at which the old model still answers: a function, which side of its call, and the how manyth call."""

SWITCHED = (
    ("takeover.exchange", "after", 1),
    ("Editions.replace", "before", 1),
    ("takeover.tidy", "after", 1),
    ("Editions.retire", "after", 1),
)
"""Steps at which the new one does."""

_DOCUMENTS = 12


def main(place: Path) -> list[str]:
    """Kill a process at each step in turn; what was wrong."""
    warm_up()
    from tests.index.lives import MODELS

    documents = place / "documents"
    documents.mkdir()
    wrong, _ = begin(lambda: _start(place))()
    stored: set[str] = set()
    for step in BUILDING:
        wrong += _killed(place, MODELS[1], step)
        found, facts = begin(lambda: _check(place, MODELS[0], pending=True))()
        before, stored = stored, set(facts.get("stored", ()))
        wrong += [f"{step}: {one}" for one in found]
        if not before <= stored:
            wrong.append(f"{step}: {len(before - stored)} embeddings were not kept")
    for number, step in enumerate(SWITCHED):
        model = MODELS[(number + 1) % 2]
        wrong += _killed(place, model, step)
        found, _ = begin(lambda model=model: _check(place, model, pending=False))()  # type: ignore[misc]
        wrong += [f"{step}: {one}" for one in found]
    return wrong


def _start(place: Path) -> dict[str, Any]:
    from tests.index.lives import opened

    for number in range(_DOCUMENTS):
        text = "\n\n".join(f"The bridge {number}.{place} was built by hand of stone and wood." for place in range(4))
        (place / "documents" / f"{number}.txt").write_text(text)
    with opened(place) as library:
        library.add_folder(place / "documents")
        report = library.sync()
    return {"findings": [] if len(report.added) == _DOCUMENTS else [f"it was not indexed: {report}"]}


def _killed(place: Path, model: str, step: tuple[str, str, int]) -> list[str]:
    process = fork(lambda: _switch(place, model, *step))
    code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    return [] if code == -signal.SIGKILL else [f"{step}: it was not reached ({code})"]


def _switch(place: Path, model: str, name: str, when: str, call: int) -> None:
    from index.catalog import nextchunks
    from index.edition import Editions
    from index.switching import building, takeover
    from index.switching.store import NextStore
    from tests.index.lives import opened

    building.BATCH = 2
    owner = {"nextchunks": nextchunks, "NextStore": NextStore, "takeover": takeover, "Editions": Editions}
    holder, function = owner[name.split(".")[0]], name.split(".")[1]
    setattr(holder, function, _killing(getattr(holder, function), when, call))
    with opened(place) as library:
        library.use_model(model)
        library.switching.wait(every=0.01)


def _killing(function: Callable[..., Any], when: str, call: int) -> Callable[..., Any]:
    left = call

    def killing(*arguments: Any, **named: Any) -> Any:
        nonlocal left
        left -= 1
        if not left and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = function(*arguments, **named)
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    return killing


def _check(place: Path, model: str, *, pending: bool) -> dict[str, Any]:
    from index.doctor import examine
    from tests.index.lives import opened

    with opened(place) as library:
        wrong = [f"{one.subject}: {one.problem}" for one in examine(library)]
        if library.model_name != model or library.switching.pending() != pending:
            wrong.append(f"{library.model_name} answers, building: {library.switching.pending()}")
        live = set(library.catalog.keys())
        stored = {str(key) for (key,) in library.catalog.connection.execute("SELECT key FROM embeddings")}
        with library.question() as edition:
            found = library.vectors.search(edition.embedder.embed_query("Who built the bridge?"), 5)
        if len(found) != 5 or not {key for key, _ in found} <= live:
            wrong.append(f"a question finds {found}")
        if library.vectors.keys() != live or not live <= stored:
            wrong.append("the vectors are not those of the live chunks")
        if not pending and (stored != live or len(list(library.data.glob("vectors*"))) != 1):
            wrong.append("something of the old model is left")
    return {"findings": wrong, "stored": sorted(stored)}


def run(arguments: Sequence[str]) -> None:
    """Print what was wrong."""
    print(json.dumps(main(Path(arguments[0]))))


if __name__ == "__main__":
    run(sys.argv[1:])
