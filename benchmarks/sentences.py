"""Compare the sentence splitter with libraries, as far as they are installed: right texts, boundaries, speed.

Run from the repository's root: ``python -m benchmarks.sentences [FOLDER]``. FOLDER holds ``.txt`` files for the
speed figure; without it the cases are repeated. Libraries: pip install pysbd syntok segtok nltk blingfire sentencex.
"""

from __future__ import annotations

import importlib
import sys
import time
from collections.abc import Callable
from pathlib import Path

from index.text.sentences import split
from tests.index.sentence_cases import CASES, unmarked

Splitter = Callable[[str], list[str]]


def _own() -> Splitter:
    return lambda text: [text[span.start : span.end] for span in split(text, 0, len(text))]


def _pysbd() -> Splitter:
    segmenter = importlib.import_module("pysbd").Segmenter(language="en", clean=False, char_span=True)
    return lambda text: [span.sent for span in segmenter.segment(text)]


def _syntok() -> Splitter:
    segmenter = importlib.import_module("syntok.segmenter")

    def run(text: str) -> list[str]:
        found = []
        for paragraph in segmenter.analyze(text):
            for tokens in paragraph:
                found.append(text[tokens[0].offset : tokens[-1].offset + len(tokens[-1].value)])
        return found

    return run


def _segtok() -> Splitter:
    segmenter = importlib.import_module("segtok.segmenter")
    return lambda text: list(segmenter.split_multi(text))


def _nltk() -> Splitter:
    tokenizer = importlib.import_module("nltk.tokenize.punkt").PunktSentenceTokenizer()
    return lambda text: [text[start:end] for start, end in tokenizer.span_tokenize(text)]


def _blingfire() -> Splitter:
    blingfire = importlib.import_module("blingfire")
    return lambda text: list(blingfire.text_to_sentences(text).split("\n"))


def _sentencex() -> Splitter:
    sentencex = importlib.import_module("sentencex")
    return lambda text: list(sentencex.segment("en", text))


SPLITTERS = {
    "quoth": _own,
    "pysbd": _pysbd,
    "syntok": _syntok,
    "segtok": _segtok,
    "nltk punkt, untrained": _nltk,
    "blingfire": _blingfire,
    "sentencex": _sentencex,
}


def _edges(sentences: list[str]) -> list[int]:
    """Lengths of the text without white space up to each sentence's end: where it was divided, offsets aside."""
    edges, length = [], 0
    for sentence in sentences:
        bare = len("".join(sentence.split()))
        if bare:
            length += bare
            edges.append(length)
    return edges[:-1]


def score(splitter: Splitter) -> tuple[int, int, float, float, list[str]]:
    """Texts divided rightly, texts, precision and recall of the boundaries, and the texts that were not."""
    right = true = found = wanted = texts = 0
    wrong = []
    for marked in (case for cases in CASES.values() for case in cases):
        text, spans = unmarked(marked)
        expected = set(_edges([text[span.start : span.end] for span in spans]))
        actual = set(_edges(splitter(text)))
        texts += 1
        right += expected == actual
        true += len(expected & actual)
        found += len(actual)
        wanted += len(expected)
        if expected != actual:
            wrong.append(" ¦ ".join(splitter(text)))
    return right, texts, true / max(found, 1), true / max(wanted, 1), wrong


def _speed(splitter: Splitter, texts: list[str], seconds: float = 20.0) -> tuple[float, float]:
    """Megabytes a second, over as many texts as fit into ``seconds``, and the share of exact sentences."""
    begun = time.perf_counter()
    size = exact = sentences = 0
    for text in texts:
        for sentence in splitter(text):
            sentences += 1
            exact += sentence.strip() in text
        size += len(text)
        if time.perf_counter() - begun > seconds:
            break
    return size / 1e6 / (time.perf_counter() - begun), exact / max(sentences, 1)


def main(folder: str | None = None) -> None:
    """Print one line a splitter."""
    texts = [unmarked(case)[0] for cases in CASES.values() for case in cases] * 20
    if folder:
        texts = [path.read_text("utf-8", "replace") for path in sorted(Path(folder).rglob("*.txt"))]
    print(f"{'':24}{'right':>12}{'precision':>11}{'recall':>8}{'MB/s':>8}{'verbatim':>10}")
    for name, make in SPLITTERS.items():
        try:
            splitter = make()
        except ImportError:
            print(f"{name:24}not installed")
            continue
        right, cases, precision, recall, wrong = score(splitter)
        speed, exact = _speed(splitter, texts)
        print(f"{name:24}{right:>6}/{cases:<5}{precision:>11.3f}{recall:>8.3f}{speed:>8.2f}{exact:>10.3f}")
        if name == "quoth":
            print(*(f"    {text!r}" for text in wrong), sep="\n")


if __name__ == "__main__":
    main(*sys.argv[1:2])
