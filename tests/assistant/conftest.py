"""A small library of invented documents, indexed once, and its assistant."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from index.embedding.embedding import Embedder
from index.library import Library

BRIDGE = """Storm closes the Varn bridge

The Varn bridge in Oldhaven was closed on 14 March 2019 because a storm had cracked two of its pillars, the harbour
office said.

Mayor Ilse Tarnow told reporters that repairs would cost 3.4 million crowns. "We will reopen it before winter," she
said.

The bridge, which was opened in 1931, is 212 metres long and carries 8,000 cars a day. It was designed by the engineer
Tomas Reuel.

Ferries run by the Blue Line company will cross the river every 20 minutes until the work is done. Fishermen fear that
the ferries will drive the herring away.
"""

BEES = """# Keeping bees on Morrow Hill

## Adding a hive

Put the hive on a stand that faces south. Feed a new colony with sugar water, because it has no stores of its own yet.

## When to harvest

Honey is taken in August. A strong colony of the Morrow strain gives 25 kilograms a year. Leave at least 12 kilograms
in the hive for the winter.

## Who keeps them

The society was founded by Agnes Lind in 1987 and has 43 members. Its chairman is Peter Falk.
"""

TEAM = """<html><head><title>Oldhaven Rovers</title></head><body><h1>Oldhaven Rovers</h1>
<p>Oldhaven Rovers won the Coast Cup in 2003 after beating Lunden Athletic 2-1.</p>
<p>Lunden Athletic won the Coast Cup in 2004.</p>
<p>The club plays in green shirts at Quay Park, which holds 4,200 people.</p></body></html>
"""


def write_documents(folder: Path) -> None:
    """Write the documents into a folder."""
    (folder / "bridge.txt").write_text(BRIDGE, encoding="utf-8")
    (folder / "bees.md").write_text(BEES, encoding="utf-8")
    (folder / "rovers.html").write_text(TEAM, encoding="utf-8")


@pytest.fixture(scope="session")
def assistant(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Assistant]:
    """The assistant of a library that no test changes."""
    folder = tmp_path_factory.mktemp("documents")
    write_documents(folder)
    library = Library.open(tmp_path_factory.mktemp("library"), embedder=embedder)
    library.add_folder(folder)
    report = library.sync()
    assert len(report.added) == 3
    with Assistant(library) as assistant:
        yield assistant
