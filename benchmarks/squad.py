"""SQuAD's paragraphs as a library: writes every paragraph as a document, for ``quoth eval`` to measure answers on.

``python -m benchmarks.squad DEV.json [PASSAGES.jsonl ...] --out DIR`` writes ``DIR/documents``, with further passages
(one JSON object with ``text`` a line) that are only searched among, and indexes them into ``DIR/data``. Then
``quoth eval DEV.json --data DIR/data`` asks and measures: it finds each question's paragraph by its text.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path


def main() -> None:
    """Write and index."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("questions", type=Path, help="a JSON file in SQuAD's format")
    parser.add_argument("passages", type=Path, nargs="*", help="JSON Lines of further passages")
    parser.add_argument("--out", type=Path, required=True, help="folder for the documents and the index")
    arguments = parser.parse_args()
    documents, data = arguments.out / "documents", arguments.out / "data"
    count = write(arguments.questions, arguments.passages, documents)
    index = [sys.executable, "-m", "ui.command", "index", str(documents), "--data", str(data)]
    subprocess.run(index, check=True)
    print(f"{count:,} documents. Now: quoth eval {arguments.questions} --data {data}")


def write(questions: Path, passages: Sequence[Path], folder: Path) -> int:
    """Write every paragraph and passage as a document into a folder; how many there are."""
    folder.mkdir(parents=True, exist_ok=True)
    texts: dict[str, str] = {}
    for article in json.loads(questions.read_text(encoding="utf-8"))["data"]:
        for number, paragraph in enumerate(article["paragraphs"]):
            texts[f"{article['title']}-{number:03}.txt"] = paragraph["context"]
    for path in passages:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
            texts[f"{path.stem}-{number:05}.txt"] = json.loads(line)["text"]
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return len(texts)


if __name__ == "__main__":
    main()
