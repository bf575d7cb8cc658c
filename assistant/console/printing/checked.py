"""What a chat model wrote, in words: how far the documents bear each sentence out, and who wrote it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from assistant.service import Record
from assistant.terminal import printable

WORDS = {"supported": "supported", "weak": "weakly supported", "unsupported": "not supported"}
"""What each label is called."""
LABEL = r"\((?:weakly supported|not supported)(?:: [^\n]*?)?\)"
"""A label as it stands in a text."""
_MARKERS = re.compile(r"\s*(?:\[\d+\])+")


def labelled(record: Record) -> str:
    """The answer's text, with what is not wholly supported marked so behind its sentence."""
    text, written, place = str(record["answer"]), "", 0
    for claim in record.get("claims") or ():
        if claim["support"] not in ("weak", "unsupported"):
            continue
        markers = _MARKERS.match(text, claim["end"])
        end = markers.end() if markers else claim["end"]
        why = f": {claim['why']}" if claim["why"] else ""
        written += f"{text[place:end]} ({WORDS[claim['support']]}{why})"
        place = end
    return written + text[place:]


def replaced(record: Record) -> Iterator[str]:
    """Why the documents' own words stand in the place of the model's."""
    if record.get("fallback"):
        yield f"{printable(record['fallback'])} This is the answer in the documents' own words:"


def written(record: Record) -> Iterator[str]:
    """Who wrote the answer, how its sentences were found, and what it took."""
    if record.get("answerer") != "generative":
        return
    counts = Counter(claim["support"] for claim in record.get("claims") or ())
    found = ", ".join(f"{counts[support]} {words}" for support, words in WORDS.items() if counts[support])
    sentences = f" Its sentences: {found}." if found else ""
    usage = record.get("usage") or {}
    cost = f", at a cost of {usage['cost']:.4f}" if usage.get("cost") is not None else ""
    took = f" It read {usage['input_tokens']:,} tokens and wrote {usage['output_tokens']:,}{cost}." if usage else ""
    yield f"Written by {printable(record['model'])}, checked against the documents.{sentences}{took}"
