"""Many questions from a file of JSON lines, their answers to another, in the same order."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from assistant.answers import Turn

_MARK = b"\xef\xbb\xbf"
"""The byte order mark that some editors put before UTF-8."""


class BatchError(Exception):
    """A batch file cannot be read or written; the message names the file, and the line if there is one."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One line of a batch."""

    id: Any
    """Whatever the line gives, handed back with its answer."""
    question: str
    history: tuple[Turn, ...]


def read(path: Path) -> list[Asked]:
    """The questions of a batch file, in order; empty lines are passed over.

    Read once and whole, since a pipe can be read but once and no question is asked before every line was looked at.

    :raises BatchError: the file cannot be read or a line is not a question.
    """
    found: list[Asked] = []
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                content = line.removeprefix(_MARK) if number == 1 else line
                if content.strip():
                    try:
                        found.append(_asked(content))
                    except ValueError as error:
                        raise BatchError(f"{path}, line {number}: {error}") from None
    except OSError as error:
        raise BatchError(f"The batch file {path} cannot be read: {error.strerror or error}.") from error
    return found


def _asked(line: bytes) -> Asked:
    try:
        given = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        raise ValueError("it is not UTF-8.") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"it is not JSON ({error.msg} at column {error.colno}).") from None
    except RecursionError:
        raise ValueError("it is nested too deeply.") from None
    if not isinstance(given, dict):
        raise ValueError('it is not an object such as {"id": 1, "question": "..."}.')
    if "id" not in given:
        raise ValueError('it has no "id".')
    history = given.get("history") or []
    if not isinstance(history, list):
        raise ValueError('"history" is not a list.')
    return Asked(given["id"], _question(given, '"question"'), tuple(_turn(turn) for turn in history))


def _question(given: dict[str, Any], name: str) -> str:
    question = given.get("question")
    if not isinstance(question, str) or not question.strip():
        raise ValueError(f"{name} is missing, empty or not text.")
    try:
        question.encode()
    except UnicodeEncodeError:
        raise ValueError(f"{name} holds half a surrogate pair, which is no character.") from None
    return question


def _turn(given: Any) -> Turn:
    if not isinstance(given, dict):
        raise ValueError('a turn of "history" is not an object.')
    answer = given.get("answer")
    if answer is not None and not isinstance(answer, str):
        raise ValueError('the "answer" of a turn of "history" is not text.')
    return Turn(_question(given, 'the "question" of a turn of "history"'), answer)


def line_of(record: dict[str, Any]) -> bytes:
    """A record as a line of JSON in UTF-8."""
    text = json.dumps(record, ensure_ascii=False)
    try:
        return text.encode() + b"\n"
    except UnicodeEncodeError:  # an id with half a surrogate pair can only be written escaped
        return json.dumps(record).encode() + b"\n"


@contextmanager
def writing(path: Path | None) -> Iterator[Callable[[dict[str, Any]], None]]:
    """What to call with each record; the file appears under ``path`` when all are written, or not at all.

    :param path: None is standard output.
    :raises BatchError: it cannot be written.
    """
    if path is None:
        yield lambda record: _write(sys.stdout.buffer, record)
        return
    device = path.exists() and not path.is_file()  # such as /dev/stdout, which cannot be replaced
    aside = path if device else path.with_name(f".{path.name}.{os.getpid()}.part")

    def write(record: dict[str, Any]) -> None:
        with _named(path):
            _write(file, record)

    with _named(path):
        file = aside.open("wb")
    try:
        with file:
            yield write
            with _named(path):
                file.flush()
        if aside != path:
            with _named(path):
                aside.replace(path)
    finally:
        if aside != path:
            aside.unlink(missing_ok=True)


def _write(file: BinaryIO, record: dict[str, Any]) -> None:
    file.write(line_of(record))


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Name the file that an error of the system is about."""
    try:
        yield
    except OSError as error:
        raise BatchError(f"The file {path} cannot be written: {error.strerror or error}.") from error
