"""What the learned reader makes of the sentences of retrieved passages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.grounding import claim_text
from assistant.reader import Context, Look, Reader

if TYPE_CHECKING:
    from assistant.retrieval.retriever import Hit

PASSAGES = 8
"""Passages that are read."""
_FARTHEST = 20.0
"""What a score counts for at most, either way."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What the reader makes of one sentence."""

    start: int
    end: int
    """Its likeliest span, in the sentence on one line (see `grounding.claim_text`)."""
    margin: float
    """Log odds of the span against that nothing in the passage answers, up to a constant."""
    answered: float
    """Log odds that the passage answers."""


HeardAll = Mapping[tuple[int, int], Heard]
"""By index of the hit and of its sentence; those that were not read are not there."""


def hear(question: str, hits: Sequence[Hit], reader: Reader) -> HeardAll:
    """Read the first `PASSAGES` hits for a question, as far as the time for one goes."""
    looks = reader.read(question, [context_of(hit) for hit in hits[:PASSAGES]])
    found: dict[tuple[int, int], Heard] = {}
    for place, (hit, look) in enumerate(zip(hits, looks, strict=False)):
        if look is not None:
            found.update({(place, index): one for index, one in _heard(hit, look).items()})
    return found


def context_of(hit: Hit) -> Context:
    """A hit as the reader takes it."""
    shift = hit.passage.start
    sentences = tuple((span.start - shift, span.end - shift) for span in hit.sentences)
    return Context(hit.passage.text, sentences, hit.passage.title.replace("_", " "))


def _heard(hit: Hit, look: Look) -> dict[int, Heard]:
    found = {}
    for index, spot in look.spots.items():
        begin = hit.sentences[index].start - hit.passage.start
        start, end = (_shown(hit.passage.text[begin:place]) for place in (spot.start, spot.end))
        found[index] = Heard(start, end, _bounded(spot.score - look.null), _bounded(look.answered))
    return found


def _bounded(score: float) -> float:
    return max(-_FARTHEST, min(_FARTHEST, score))


def _shown(before: str) -> int:
    """Where something stands in a sentence on one line, from what stands before it."""
    said = claim_text(before)
    return len(said) + bool(said and before[-1].isspace())
