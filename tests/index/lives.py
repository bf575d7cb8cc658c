"""What a process that will be killed does with a folder, and what must hold when the next one has started.

Every text ends with the hash of all before it, so that half a version can be told from a whole one.
"""

from __future__ import annotations

import hashlib
import io
import logging
import os
import random
import resource
import shutil
import time
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from index import doctor, edition
from index import library as library_module
from index.catalog.catalog import Catalog
from index.documents import State, Vectors32
from index.embedding.embedding import DEFAULT, Embedder, Progress
from index.keeping import salvage
from index.library import Damaged, Library
from index.switching import building
from index.syncing import window
from index.vectors.vectors import HNSW, Vectors

if TYPE_CHECKING:
    from tests.index.killing import Stage

STAGES = (
    "opening",
    "looking",
    "storing embeddings",
    "writing vectors",
    "making live",
    "moving",
    "removing",
    "removing vectors",
    "forgetting embeddings",
    "building vectors anew",
    "beginning to switch",
    "switching",
    "closing",
)
"""What can be hit on purpose."""

_STEPS: tuple[tuple[type, str, str], ...] = (
    (Catalog, "store_embeddings", "storing embeddings"),
    (Catalog, "make_live", "making live"),
    (Catalog, "move", "moving"),
    (Catalog, "remove", "removing"),
    (Catalog, "forget_embeddings", "forgetting embeddings"),
    (Vectors, "add", "writing vectors"),
    (Vectors, "remove", "removing vectors"),
    (Vectors, "reset", "building vectors anew"),
)

_MOST_FILES = 24
_WORDS = ("arch", "bridge", "canal", "dyke", "ferry", "harbour", "island", "jetty", "lock", "mill", "quay", "river")


class Drawn(Embedder):
    """The default model's tokens, with vectors drawn from a text's hash: what they mean plays no part here.

    Under each of ``MODELS`` it is another model.
    """

    embedded = 0
    """Texts embedded in this process, by all of them."""

    def __init__(self, model: str = "", *, identity: str | None = None) -> None:
        super().__init__(model or MODELS[0])

    @property
    def identity(self) -> str:
        """The default model's, and the name."""
        return f"{super().identity} drawn for {self.name}"

    @property
    def loaded(self) -> bool:
        """Always: there is nothing to load."""
        return True

    def load(self) -> None:
        """Nothing."""

    def embed_query(self, text: str) -> npt.NDArray[np.float32]:
        """The vector of a text."""
        return self._draw(text)

    def embed_documents(
        self, texts: Sequence[str], *, progress: Progress | None = None, urgent: bool = False
    ) -> Vectors32:
        """The vectors of texts."""
        Drawn.embedded += len(texts)
        rows = [self._draw(text) for text in texts]
        return np.stack(rows) if rows else np.zeros((0, self.dimension), dtype=np.float32)

    def _draw(self, text: str) -> npt.NDArray[np.float32]:
        seed = int.from_bytes(hashlib.sha256(f"{self.identity} {text}".encode()).digest()[:8], "little")
        row = np.random.default_rng(seed).standard_normal(self.dimension)
        return np.asarray(row / np.linalg.norm(row), dtype=np.float32)


MODELS = (DEFAULT, f"sentence-transformers/{DEFAULT}")
"""Names that the default model's files are found by."""

_CHUNK_TOKENS = (0, 48, 96)

EMBEDDER = Drawn()
for _model in MODELS:  # what is read of them is shared by all processes that are forked
    Drawn(_model).count(["a text"])
EMBEDDER.count(["a text"])


def opened(place: Path) -> Library:
    """The library of a place; whatever model it was made with is one of these."""
    for module in (edition, library_module, building):
        vars(module)["Embedder"] = Drawn
    return Library.open(place / "data", embedder=EMBEDDER)


def live(place: Path, seed: str, stage: Stage, *, repairing: bool = False) -> None:
    """Change a folder and index it, again and again, until the process is killed.

    :param repairing: damage the catalog and build it anew instead.
    """
    from tests.index.killing import LARGEST_FILE

    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))
    window.SIZE = 4  # many small steps, so that a kill falls between any two of them
    HNSW["sync_threshold"] = 16  # and Chroma writes its graph all the time
    HNSW["batch_size"] = 8
    _tell_steps(stage)
    chance = random.Random(seed)
    folder = place / "documents"
    folder.mkdir(exist_ok=True)
    if repairing:
        _damage_and_repair(place, chance, stage)
    while True:
        stage.set("opening")
        library = opened(place)
        library.add_folder(folder)
        library.warm()
        library.switching.resume()
        for _ in range(chance.randint(1, 4)):
            stage.set("changing files")
            change(folder, chance)
            library.sync(progress=lambda activity: stage.set(activity.stage or "syncing"))
            if chance.random() < 0.25:
                _switch(library, chance, stage)
        stage.set("closing")
        library.close()


def _switch(library: Library, chance: random.Random, stage: Stage) -> None:
    """Begin to build for another model or size of chunks; wait for it, give it up, or go on meanwhile."""
    stage.set("beginning to switch")
    library.use_model(chance.choice(MODELS), chance.choice(_CHUNK_TOKENS))
    then = chance.random()
    stage.set("switching")
    if then < 0.6:
        library.switching.wait(every=0.01)
    elif then < 0.7:
        library.switching.cancel()


def _damage_and_repair(place: Path, chance: random.Random, stage: Stage) -> None:
    catalog = place / "data" / salvage.NAME
    while True:
        stage.set("damaging")
        if not catalog.exists():  # not yet, or a kill left it halfway to the new one
            opened(place).close()
        with catalog.open("r+b") as file:
            size = catalog.stat().st_size
            for _ in range(chance.randint(1, 3)):
                file.seek(chance.choice((0, chance.randrange(0, max(size, 1), 4096))))
                file.write(chance.choice((b"\0", b"\xff")) * 4096)
        stage.set("building the catalog anew")
        salvage.rescue(place / "data")
        stage.set("repairing")
        with opened(place) as library:
            doctor.repair(library)


def _tell_steps(stage: Stage) -> None:
    def told(step: Callable[..., Any], name: str) -> Callable[..., Any]:
        def run(*arguments: Any, **named: Any) -> Any:
            before = stage.get()
            stage.set(name)
            try:
                return step(*arguments, **named)
            finally:
                stage.set(before)

        return run

    for owner, method, name in _STEPS:
        setattr(owner, method, told(getattr(owner, method), name))


def change(folder: Path, chance: random.Random) -> None:
    """Add, change, copy, touch, move and delete some files and folders."""
    for _ in range(chance.randint(2, 6)):
        files = sorted(path for path in folder.rglob("*.txt") if path.is_file())
        if len(files) < 4:
            _add(folder, chance)
        elif len(files) > _MOST_FILES:
            chance.choice(files).unlink()
        else:
            chance.choice(_CHANGES)(folder, chance)


def _one(folder: Path, chance: random.Random) -> Path:
    # None that a process left half written when it was killed, under a name that no library reads.
    return chance.choice(sorted(path for path in folder.rglob("*.txt") if not path.name.startswith(".")))


def _name(folder: Path, chance: random.Random) -> Path:
    return folder / chance.choice(("", "east", "west/far")) / f"{chance.choice(_WORDS)}-{chance.randrange(10**6)}.txt"


def _add(folder: Path, chance: random.Random) -> None:
    paragraphs = chance.choice((1, 1, 2, 6))
    _write(_name(folder, chance), "\n\n".join(_paragraph(chance) for _ in range(paragraphs)))


def write(path: Path, chance: random.Random) -> None:
    """Write a document of three paragraphs."""
    _write(path, "\n\n".join(_paragraph(chance) for _ in range(3)))


def _rewrite(folder: Path, chance: random.Random) -> None:
    write(_one(folder, chance), chance)


def _edit(folder: Path, chance: random.Random) -> None:
    path = _one(folder, chance)
    body = path.read_text().rpartition("\n\n")[0]
    place = chance.randrange(len(body) + 1)
    place = body.find(". ", place) + 2 if ". " in body[place:] else 0
    _write(path, body[:place] + _sentence(chance) + " " + body[place:])


def _copy(folder: Path, chance: random.Random) -> None:
    source, target = _one(folder, chance), _name(folder, chance)
    _write(target, source.read_text().rpartition("\n\n")[0])


def _touch(folder: Path, chance: random.Random) -> None:
    os.utime(_one(folder, chance))


def _move(folder: Path, chance: random.Random) -> None:
    target = _name(folder, chance)
    target.parent.mkdir(parents=True, exist_ok=True)
    _one(folder, chance).replace(target)


def _move_folder(folder: Path, chance: random.Random) -> None:
    here, there = chance.sample([folder / "east", folder / "west", folder / "north"], 2)
    if here.is_dir() and not there.exists():
        here.rename(there)


def _delete(folder: Path, chance: random.Random) -> None:
    path = _one(folder, chance)
    if path.parent != folder and chance.random() < 0.2:
        shutil.rmtree(path.parent)
    else:
        path.unlink()


def _archive(folder: Path, chance: random.Random) -> None:
    """Make an archive, or add, change and drop members of one; or change its name, or take it away."""
    archives = sorted(folder.rglob("*.zip"))
    path = chance.choice([*archives, folder / f"{chance.choice(_WORDS)}.zip"])
    held = _members(path) if path.exists() else {}
    if held and chance.random() < 0.2:
        path.unlink()
        return
    if held and chance.random() < 0.2:
        path.replace(path.with_name(f"{chance.choice(_WORDS)}.zip"))
        return
    for name in chance.sample(sorted(held), min(len(held), chance.randrange(2))):
        del held[name]
    for _ in range(chance.randint(1, 3)):
        body = _paragraph(chance)
        held[f"{chance.choice(('', 'in/'))}{chance.choice(_WORDS)}.txt"] = _marked(body)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in held.items():
            archive.writestr(name, text)
    _put(path, content.getvalue())


def _members(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


_CHANGES = (
    *(_add, _add, _edit, _edit, _rewrite, _copy, _touch, _move, _move_folder, _delete, _archive, _archive, _archive),
)


def _write(path: Path, body: str) -> None:
    _put(path, _marked(body).encode())


def _put(path: Path, content: bytes) -> None:
    """Write a file whole, with a date in the past as most files have."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}")
    part.write_bytes(content)
    stamp = time.time_ns() - 3_600_000_000_000
    os.utime(part, ns=(stamp, stamp))
    part.replace(path)


def _marked(body: str) -> str:
    return f"{body}\n\nWhole: {_mark(body)}."


def _mark(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()[:16]


def _sentence(chance: random.Random) -> str:
    return f"The {chance.choice(_WORDS)} of {chance.choice(_WORDS)} {chance.randrange(10**9)} was built by hand."


def _paragraph(chance: random.Random) -> str:
    return " ".join(_sentence(chance) for _ in range(chance.randint(2, 14)))


def check(place: Path, *, deep: bool, repairing: bool = False) -> dict[str, Any]:
    """Start again, sync, and say what is not as it must be (``findings``), with some counts.

    :param repairing: repair first, as the catalog may be damaged.
    """
    (place / "documents").mkdir(exist_ok=True)
    built_anew = _Heard("built anew", "made anew")
    if repairing:
        _repair(place)
    Drawn.embedded = 0
    wrong: list[str] = []
    with opened(place) as library:
        catalog = library.catalog
        stored = _stored(library)
        if missing := set(catalog.keys()) - stored:
            wrong.append(f"{len(missing)} chunks are live without their embedding")
        wrong += [f"{path} was answered from half a version" for path, text in _texts(library) if not _whole(text)]
        library.add_folder(place / "documents")
        report = library.sync()
        fresh = set(catalog.keys()) - stored
        if not Drawn.embedded == report.embedded == len(fresh):
            wrong.append(f"{Drawn.embedded} embeddings were computed, {report.embedded} told, {len(fresh)} lacking")
        wrong += [f"{entry.path} {entry.reason}" for entry in report.failed]
        wrong += _compared(library, place, 30.0 if deep else None)
        switched = library.switching.pending()
        if switched:
            wrong += [f"{line}, after the switch" for line in _switched(library, place)]
        counts = {"documents": len(_texts(library)), "chunks": catalog.count_chunks()}
    return {"findings": wrong, **counts, "built_anew": built_anew.times, "switched": switched}


def _stored(library: Library) -> set[str]:
    return {str(key) for (key,) in library.catalog.connection.execute("SELECT key FROM embeddings")}


def _switched(library: Library, place: Path) -> list[str]:
    """Go on with a switch that was killed, to its end."""
    stored, Drawn.embedded = _stored(library), 0
    library.switching.resume()
    state = library.switching.wait(every=0.01)
    wrong = [] if state is not None and state.stage == "done" else [f"it ended in {state}"]
    fresh = set(library.catalog.keys()) - stored
    if Drawn.embedded != len(fresh):
        wrong.append(f"{Drawn.embedded} embeddings were computed, {len(fresh)} lacking")
    return wrong + _compared(library, place, None)


def _compared(library: Library, place: Path, seconds: float | None) -> list[str]:
    """What is wrong with an index that was just synced."""
    wrong = [f"{one.path} is {one.state}" for one in library.catalog.documents() if one.state is not State.READY]
    wrong += [f"doctor: {finding.subject}: {finding.problem}" for finding in doctor.examine(library, deep=seconds)]
    files, held = _held(place / "documents"), dict(_texts(library))
    wrong += [f"{path} is not what its file holds" for path in files.keys() | held if files.get(path) != held.get(path)]
    again = library.sync()
    if again.embedded or again.added or again.updated or again.removed or again.unchanged != len(files):
        wrong.append(f"a second sync was not without work: {again}")
    return wrong


def _repair(place: Path) -> None:
    """What ``quoth doctor --repair`` does."""
    try:
        with opened(place) as library:
            if not any(finding.rebuild for finding in doctor.repair(library)):
                return
    except Damaged:
        pass
    salvage.rescue(place / "data")
    with opened(place) as library:
        doctor.repair(library)


def _held(folder: Path) -> dict[str, str]:
    """What the index must say: the text of every file, and of what is inside archives, which have none themselves."""
    texts: dict[str, str] = {}
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.suffix == ".zip" and not path.name.startswith("."):
            texts |= {name: "", **{f"{name}/{inside}": text for inside, text in _members(path).items()}}
        elif path.suffix == ".txt" and not path.name.startswith("."):
            texts[name] = path.read_text()
    return texts


def _texts(library: Library) -> list[tuple[str, str]]:
    return [
        (document.path, library.catalog.text(document.version, document.id))
        for document in library.catalog.documents()
        if document.version is not None
    ]


def _whole(text: str) -> bool:
    if not text:  # an archive's own
        return True
    body, _, mark = text.rpartition("\n\nWhole: ")
    return mark == _mark(body) + "."


class _Heard(logging.Handler):
    """Counts the log's lines that hold one of some words."""

    def __init__(self, *words: str) -> None:
        super().__init__()
        self.times = 0
        self._words = words
        logging.getLogger("index").addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        """Count a line."""
        self.times += any(word in record.getMessage() for word in self._words)
