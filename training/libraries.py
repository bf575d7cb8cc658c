"""Libraries to ask: ``python -m training.libraries --squad JSON --selqa TSV --qamr FOLDER --out FOLDER``.

Writes the texts of each source as documents and indexes them, so that its questions are asked of the real pipeline:
``OUT/squad``, ``OUT/selqa`` and ``OUT/qamr``, each with ``documents`` and ``data``.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from training import posed


def main() -> None:
    """Write and index what is named."""
    parser = argparse.ArgumentParser(prog="python -m training.libraries", description=__doc__)
    posed.arguments(parser)
    parser.add_argument("--out", type=Path, required=True)
    told = parser.parse_args()
    for source in posed.sources(told):
        write(source.documents, told.out / source.name / "documents")
        folder = told.out / source.name
        index = [sys.executable, "-m", "ui.command", "index", str(folder / "documents"), "--data", str(folder / "data")]
        subprocess.run(index, check=True)


def write(documents: Mapping[str, str], folder: Path) -> None:
    """Write documents by their names into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in documents.items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
