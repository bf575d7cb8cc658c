"""Subjects of a digest: which documents "the annual report", "this folder" or "it" mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from assistant.answers import NO_DOCUMENT, NOT_SAID
from assistant.gathering.inventory import documents_of, folded, named
from assistant.reach import Reach
from assistant.text.words import STOP, fold, stem
from index.documents import Document

_WORD = re.compile(r"[^\W_]+")
_SORT = "document|file|article|report|paper|text|page|pdf|story|email|letter|contract|book|presentation"
_MANY = "documents|files|articles|reports|texts|papers"
_SORTS = frozenset(
    [*_SORT.split("|"), *_MANY.split("|"), "note", "notes", "post", "version", "whole", "entire", "full"]
)
"""Words for documents, which tell nothing of which one is meant."""
_THIS = re.compile(rf"(?:this|the|that)(?: (?:whole|entire|same|last))? (?:{_SORT}|one)|this|it|that", re.IGNORECASE)
_ALL = re.compile(
    rf"everything|all(?: (?:of )?(?:the |my |these |those |our )?(?:{_MANY}|it|this|them))?|"
    rf"(?:the|this|my|our|these|those)(?: whole| entire)? (?:library|collection|folder|{_MANY})",
    re.IGNORECASE,
)
_FOLDER = re.compile(
    rf"(?:(?:everything|(?:all )?(?:the )?(?:{_MANY})) (?:in|of|from|under) )?"
    r"(?:the )?(?:folder |directory )?[\"“']?(?P<name>[\w ./-]{1,80}?)[\"”']?(?P<said> (?:folder|directory))?",
    re.IGNORECASE,
)
_MARKER = re.compile(r"\s?\[\d+\]")


@dataclass(frozen=True, slots=True)
class Subject:
    """What is to be summarised: documents, with the words for them."""

    documents: tuple[Document, ...]
    name: str
    several: bool = False
    """Whether it is a folder or the library, and no single document."""


def points(phrase: str) -> bool:
    """Whether a phrase only points at what is being spoken of, or at all there is."""
    return bool(_THIS.fullmatch(phrase.strip()) or _ALL.fullmatch(phrase.strip()))


def subject_of(text: str, reach: Reach, *, loose: bool = True) -> Subject | None:
    """The documents that a phrase means; None where it names none, but a topic perhaps.

    A document is known by its path, file name or title, or, with ``loose``, by words that all stand in its title or
    name; "this" and "it" mean the document of the last answer, or the only one there is.
    """
    phrase = re.sub(r"^(?:the )?(?:contents? of )", "", " ".join(text.split()).strip(" ?.!:,"), flags=re.IGNORECASE)
    there = [one for one in documents_of(reach) if one.version is not None and one.chunks]
    if not there or not phrase:
        return None
    if _ALL.fullmatch(phrase):
        return Subject(tuple(there), "the library", several=len(there) > 1)
    if _THIS.fullmatch(phrase):
        return _spoken_of(there, reach)
    if found := named(there, phrase):
        return Subject((newest(found),), found[0].title)
    bare = " ".join(word for word in phrase.split() if word.lower() not in _SORTS and word.lower() not in ("the", "a"))
    if bare and bare != phrase and (found := named(there, bare)):
        return Subject((newest(found),), found[0].title)
    if folder := _in_folder(there, phrase):
        return folder
    titled = by_title(there, phrase) if loose else []
    return Subject((titled[0],), titled[0].title) if titled else None


def by_title(documents: Sequence[Document], phrase: str) -> list[Document]:
    """Documents whose title or name has every telling word of a phrase, those first that have little else."""
    wanted = _telling(phrase) - {stem(sort) for sort in _SORTS}
    if not wanted:
        return []
    found: list[tuple[float, float, Document]] = []
    for one in documents:
        names = [_telling(one.title), _telling(PurePosixPath(one.path).stem.replace("_", " "))]
        best = max((len(wanted) / len(name) for name in names if wanted <= name), default=0.0)
        if best >= 0.5 or (best and len(wanted) >= 2):
            found.append((-best, -one.modified, one))
    return [one for _, _, one in sorted(found, key=lambda item: item[:2])]


def newest(documents: Sequence[Document]) -> Document:
    """The document that was changed last."""
    return max(documents, key=lambda one: (one.modified, one.id))


def _telling(text: str) -> frozenset[str]:
    words = [fold(word) for word in _WORD.findall(text)]
    return frozenset(stem(word) for word in words if word not in STOP)


def _in_folder(documents: Sequence[Document], phrase: str) -> Subject | None:
    match = _FOLDER.fullmatch(phrase)
    if match is None:
        return None
    name = folded(match["name"])
    inside = [one for one in documents if name and name in _folders(one)]
    if not inside or (not match["said"] and len(inside) == 1 and not phrase.lower().startswith(("everything", "all"))):
        return None
    return Subject(tuple(inside), match["name"], several=len(inside) > 1)


def _folders(document: Document) -> list[str]:
    return [folded(part) for part in (*PurePosixPath(document.path).parts[:-1], PurePosixPath(document.folder).name)]


def _spoken_of(documents: Sequence[Document], reach: Reach) -> Subject | None:
    """The document that the last answer cited first; else the only one there is."""
    if len(documents) == 1:
        return Subject((documents[0],), documents[0].title)
    by_id = {one.id: one for one in documents}
    for turn in reversed(reach.history):
        said = " ".join(_MARKER.sub("", turn.answer or "").split())
        if not said or said.startswith((NOT_SAID, NO_DOCUMENT)):
            continue
        for hit in reach.retriever.hits(said[:300], 5, reach.only):
            passage = hit.passage
            text = " ".join(passage.text.split())
            if said[:40] in text or said[-40:] in text:
                one = by_id.get(passage.document_id)
                return Subject((one,), one.title) if one else None
        return None
    return None
