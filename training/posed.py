"""Questions of several public sources that stand on their own, each with the documents that it is about.

SQuAD's were written about a paragraph, half of them so that it does not answer; SelQA's about a section, without
looking at its sentences; QAMR's about a sentence of Wikipedia or of Wikinews. So no style of asking is leaned on.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.text.question import analyse
from training import qamr, selqa, squad
from training.examples import FITTING, REPORTED

_TERMS = 3
"""Content words that a question about a sentence has at least, to stand without it."""


@dataclass(frozen=True, slots=True)
class Posed:
    """A question of a source."""

    text: str
    home: str
    """What the names of the documents begin with that are about its subject."""
    said: tuple[str, ...]
    """Answers: words, or whole sentences that hold them; none where it only looks answerable."""


@dataclass(frozen=True, slots=True)
class Source:
    """A library's documents by name, and what is asked of it; nothing of it was the reader trained on."""

    name: str
    documents: Mapping[str, str]
    asked: Sequence[Posed]
    reported: Sequence[Posed] = ()
    """Questions that nothing is fitted on."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what names the sources' files."""
    parser.add_argument("--squad", type=Path, required=True, help="SQuAD 2.0's first development half")
    parser.add_argument("--selqa", type=Path, required=True, help="SelQA's development set")
    parser.add_argument("--qamr", type=Path, required=True, help="the folder of QAMR")


def sources(told: argparse.Namespace) -> list[Source]:
    """Read the sources that arguments name."""
    return [_squad(told.squad), _selqa(told.selqa), _qamr(told.qamr)]


def _squad(file: Path) -> Source:
    documents: dict[str, str] = {}
    asked: dict[str, list[Posed]] = {}
    for paragraph in squad.load(file):
        own = asked.setdefault(paragraph.title, [])
        number = sum(name.startswith(f"{paragraph.title}-") for name in documents)
        documents[f"{paragraph.title}-{number:03}.txt"] = paragraph.text
        own += [Posed(one.text, f"{paragraph.title}-", one.said) for one in paragraph.questions]
    fitting, reported = ([one for title in titles for one in asked[title]] for titles in (FITTING, REPORTED))
    return Source("squad", documents, fitting, reported)


def _selqa(file: Path) -> Source:
    names: dict[str, str] = {}
    asked: list[Posed] = []
    for section in selqa.load(file):
        name = names.setdefault(" ".join(section.sentences), f"{len(names):04}.txt")
        right = tuple(text for text, good in zip(section.sentences, section.right, strict=True) if good)
        if right:
            asked.append(Posed(section.question, name, right))
    return Source("selqa", {name: text for text, name in names.items()}, asked)


def _qamr(folder: Path) -> Source:
    documents: dict[str, str] = {}
    asked: list[Posed] = []
    for page, lines in qamr.load(folder).items():
        name = f"{page.replace(':', '-')}.txt"
        documents[name] = " ".join(line.text for line in lines)
        if not qamr.kept_back(page):
            continue
        for line in lines:
            for question, spans in line.questions:
                if _stands_alone(question):
                    asked.append(Posed(question, name, tuple(dict.fromkeys(line.text[a:b] for a, b in spans))))
    return Source("qamr", documents, asked)


def _stands_alone(text: str) -> bool:
    question = analyse(text, "en")
    return bool(question.names) and len(question.terms) >= _TERMS
