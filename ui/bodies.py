"""What the owner's API is asked, as it comes in JSON."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from assistant.answers import Turn
from index.documents import Filter


class Body(BaseModel):
    """A body with nothing else in it than what is asked for."""

    model_config = ConfigDict(extra="forbid")


class Ask(Body):
    """A question."""

    question: str
    history: list[Turn] = []
    only: Filter | None = None
    model: str | None = None


class Sync(Body):
    """What to take in; all that is followed where no path is named."""

    paths: list[Path] = []


class Folder(Body):
    """A followed folder."""

    path: Path


class Follow(Body):
    """Folders or files to follow."""

    paths: list[Path]
    include: list[str] = []
    exclude: list[str] = []


class Patterns(Folder):
    """Which files of a folder are read; None for as before."""

    include: list[str] | None
    exclude: list[str] | None


class Model(Body):
    """What to build."""

    name: str | None = None
    chunk_tokens: int | None = None


class Job(Body):
    """A sync that was asked for."""

    job: int


class Names(Body):
    """What a document may be known by."""

    names: list[str]


class Kinds(Body):
    """What is to be removed."""

    kinds: list[str]


class Export(Body):
    """A backup to write."""

    target: str
    replace: bool = False


class Doctor(Body):
    """How deep to look."""

    deep: float | None = None
