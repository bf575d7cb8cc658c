"""Where in a library the right answers stand: the documents and stretches of text that a question is answered from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import PurePosixPath

from assistant.evaluation.asking import Question, QuestionsError
from assistant.evaluation.matching import holds
from assistant.service import Record, RequestError, Service

BEGINNING = 80
"""Characters of a paragraph that are looked for first, before it is compared whole."""


@dataclass(frozen=True, slots=True)
class Target:
    """What would be right to find for one question: documents, by path, and stretches of their texts."""

    documents: frozenset[str] = frozenset()
    stretches: tuple[tuple[str, int, int], ...] = ()
    """Document, start and end of the answer; none where only its wording is known."""


class Shelf:
    """A library's documents and texts, asked of its service once each.

    :param service: of the data folder, in this process or another.
    """

    def __init__(self, service: Service) -> None:
        self._service = service
        self._texts: dict[int, str] = {}
        self.documents: list[Record] = [one for one in service.documents() if one["version"] is not None]
        self._by_path: dict[str, list[Record]] = {}
        self._same: dict[str, set[str]] = {}
        for one in self.documents:
            self._by_path.setdefault(one["path"], []).append(one)
            self._same.setdefault(one["version"], set()).add(one["path"])

    def text(self, path: str, version: str | None = None) -> str | None:
        """The text of a document, by its path and version; None if there is none such."""
        alike = self._by_path.get(path, [])
        found = next((one for one in alike if version in (None, one["version"])), None)
        return None if found is None else self.text_of(found)

    def text_of(self, document: Record) -> str | None:
        """The text of a document, by its record; None if it is gone meanwhile."""
        number = int(document["id"])
        if number not in self._texts:
            try:
                self._texts[number] = self._service.text([str(number)])
            except RequestError:
                return None
        return self._texts[number]

    def named(self, name: str) -> set[str]:
        """The paths of the documents that a question's file means by a name, with those of the same content."""
        if any(sign in name for sign in "*?"):
            found = {path for path in self._by_path if fnmatchcase(path, name) or fnmatchcase(path, f"{name}.*")}
        elif name in self._by_path:
            found = {name}
        else:
            wanted = PurePosixPath(name).parts
            found = {path for path in self._by_path if PurePosixPath(path).parts[-len(wanted) :] == wanted}
            found = found or {path for path in self._by_path if name.endswith("/" + path)}
        versions = {one["version"] for path in found for one in self._by_path[path]}
        return found.union(*(self._same[version] for version in versions))


def targets(questions: Sequence[Question], shelf: Shelf) -> list[Target]:
    """What would be right for each question, in their order.

    :raises QuestionsError: a question names a document, or was asked of a paragraph, and none of all of these is in
        the library: it is not the library that the questions are about.
    """
    paragraphs = _paragraphs({one.paragraph for one in questions if one.paragraph}, shelf)
    named = {name: frozenset(shelf.named(name)) for one in questions for name in one.documents}
    found = [_target(one, paragraphs, named) for one in questions]
    placed = [one for one in questions if one.paragraph or one.documents]
    if placed and not any(target.documents for target in found):
        name = placed[0].documents[0] if placed[0].documents else placed[0].id
        raise QuestionsError(
            f"None of the documents that the questions are about is in the library (the first is {name}). "
            "Index them first: quoth index FOLDER"
        )
    return found


def _target(
    question: Question, paragraphs: dict[str, list[tuple[str, int]]], named: dict[str, frozenset[str]]
) -> Target:
    if question.paragraph is not None:
        places = paragraphs.get(question.paragraph, [])
        stretches = ((path, at + start, at + end) for path, at in places for start, end in question.offsets)
        return Target(frozenset(path for path, _ in places), tuple(stretches))
    return Target(frozenset().union(*(named[name] for name in question.documents)))


def _paragraphs(wanted: Iterable[str], shelf: Shelf) -> dict[str, list[tuple[str, int]]]:
    """Where each paragraph stands: documents, and where in their texts it begins."""
    found: dict[str, list[tuple[str, int]]] = {}
    beginnings = [
        (paragraph, paragraph.strip()[:BEGINNING], len(paragraph) - len(paragraph.lstrip())) for paragraph in wanted
    ]
    if not beginnings:
        return found
    for document in shelf.documents:
        text = shelf.text_of(document) or ""
        for paragraph, beginning, indent in beginnings:
            at = text.find(beginning)
            if at >= 0 and text.startswith(paragraph.strip(), at):
                found.setdefault(paragraph, []).append((document["path"], at - indent))
    return found


def right_documents(target: Target, part: Sequence[str], shelf: Shelf) -> frozenset[str]:
    """The documents of a target that say one part of its answer; all of them where none holds its wording."""
    saying = frozenset(path for path in target.documents if holds(shelf.text(path) or "", part))
    return saying or target.documents
