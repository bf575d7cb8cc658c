"""Claims of a chat model: what it says beside them, what a claim without a pointer stands on, and their checking."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING

from assistant.answers import NOT_SAID, Citation, Claim
from assistant.grounding import claim_text
from assistant.models.context import Context, Sentence
from assistant.models.orders import orders
from assistant.text.words import listed, rarity, stem, words

if TYPE_CHECKING:
    from assistant.models.checking import Meaning, Verdict

    CheckAll = Callable[[Sequence[tuple[str, Sequence[str], Sequence[str]]], Meaning | None], list[Verdict]]

NOTHING = "nothing in the documents was found that says it"
"""Why a claim without a citation is unsupported."""
ORDERED = "it stands only on words that tell an assistant what to say"
BESIDE = "it stands beside words that tell an assistant what to do"
_BY_WORDS = 0.75
"""Share of a claim's words, by weight, that a sentence has where words alone are enough to look it up."""
_BY_BOTH, _MEANT = 0.45, 0.5
"""The same where the meaning is near enough too, and how near that is."""
_COMPARED = 5
"""Sentences whose meaning is compared: the best by words."""
_FRAME_WORDS = 14
_FRAMING = frozenset(
    stem(word)
    for word in listed(
        "according answer brief documents following key list overview points question say summary here main results"
        " sources text"
    )
)
"""Stems of words that an introduction is made of."""
_REFUSAL = NOT_SAID.rstrip(".").casefold()
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True)
class Written:
    """What a chat model wrote, resolved: plain text with markers, its claims, its citations."""

    text: str
    claims: tuple[Claim, ...]
    citations: tuple[Citation, ...]
    cited: tuple[Sentence, ...]
    """The sentence of each citation, in the order of their numbers."""
    dropped: int
    """Pointers that named no sentence of the context."""
    refused: bool
    """Whether it says nothing but that the documents do not say."""
    context: Context | None = None
    """What the model was given."""


def telling(text: str) -> frozenset[str]:
    """Stems of the words of a text that are more than grammar."""
    return frozenset(word.stem for word in words(text) if not word.stop)


def frames(text: str, heading: bool, question: frozenset[str]) -> bool:
    """Whether a line only introduces what follows, so that it claims nothing: no word in it is new.

    :param heading: whether it was marked as a heading.
    :param question: stems of the question's words.
    """
    if not heading and not text.endswith((":", "：")):
        return False
    return len(text.split()) <= _FRAME_WORDS and telling(text) <= question | _FRAMING


def refuses(text: str, question: frozenset[str]) -> bool:
    """Whether a sentence says that the documents do not say what was asked, and nothing else."""
    folded = text.casefold()
    return folded.startswith(_REFUSAL) and telling(text[len(_REFUSAL) :]) <= question | _FRAMING


class Lookup:
    """Finds the sentences of a context that a claim without a pointer stands on."""

    def __init__(self, context: Context, meaning: Meaning | None = None) -> None:
        """Look among the sentences of a context; those that give orders are left out.

        :param meaning: tells how near a sentence is; without it words alone decide.
        """
        self._sentences = [sentence for sentence in context.sentences if not sentence.orders]
        self._meaning = meaning

    @cached_property
    def _stems(self) -> list[frozenset[str]]:
        return [telling(sentence.text) for sentence in self._sentences]

    def __call__(self, claim: str) -> list[Sentence]:
        """The sentence that says what a claim says, or the two that do together; none where none is near."""
        weights = {word.stem: 0.2 + rarity(word.raw) for word in words(claim) if not word.stop}
        numbers = set(_NUMBER.findall(claim))
        if len(weights) < 2:
            return []
        shares = [self._share(weights, stems) for stems in self._stems]
        best = sorted((place for place in range(len(shares)) if shares[place]), key=lambda place: -shares[place])
        best = best[:_COMPARED]
        if best and shares[best[0]] >= _BY_WORDS and numbers <= self._numbers(best[0]):
            return [self._sentences[best[0]]]
        near = [place for place in best if shares[place] >= _BY_BOTH and numbers <= self._numbers(place)]
        first = self._meant(claim, near)
        if first is not None:
            return [self._sentences[first]]
        pair = max(combinations(best, 2), key=lambda two: self._share(weights, self._of(two)), default=())
        if pair and self._share(weights, self._of(pair)) >= _BY_WORDS and numbers <= self._numbers(*pair):
            return [self._sentences[place] for place in sorted(pair)]
        return []

    def _of(self, places: Sequence[int]) -> frozenset[str]:
        return frozenset().union(*(self._stems[place] for place in places))

    @staticmethod
    def _share(weights: Mapping[str, float], stems: frozenset[str]) -> float:
        """The share of a claim's words, by weight, that are among stems."""
        return sum(weight for stem, weight in weights.items() if stem in stems) / sum(weights.values())

    def _numbers(self, *places: int) -> set[str]:
        return {number for place in places for number in _NUMBER.findall(self._sentences[place].text)}

    def _meant(self, claim: str, places: Sequence[int]) -> int | None:
        """Of sentences the one that means a claim; None where none does."""
        if self._meaning is None or not places:
            return None
        scores = self._meaning.scores([(claim, self._sentences[place].text) for place in places])
        score, place = max(zip(scores, places, strict=True))
        return place if score >= _MEANT else None


def judged(written: Written, check_all: CheckAll, meaning: Meaning | None = None) -> tuple[Claim, ...]:
    """The claims of an answer with their support, each held against the sentences that it cites.

    A sentence that gives orders to an assistant bears out nothing: what stands on such alone is weak at best, and so
    is what stands only beside them, or has words that of all the context only they have.

    :param check_all: the guard: takes claims, their quotes and what stands around these.
    """
    cited = [[written.cited[number - 1] for number in claim.citations] for claim in written.claims]
    stating = [[one for one in sentences if not one.orders] for sentences in cited]
    near = [[text for one in kept for text in around(one)] for kept in stating]
    asked = [
        (claim.text, [_quote(one) for one in kept or sentences], beside)
        for claim, sentences, kept, beside in zip(written.claims, cited, stating, near, strict=True)
    ]
    verdicts = iter(check_all([one for one in asked if one[1]], meaning))
    given = written.context.sentences if written.context else ()
    ordered = telling(" ".join(one.text for one in given if one.orders or one.beside_orders))
    found: list[Claim] = []
    for (text, quotes, beside), claim, kept in zip(asked, written.claims, stating, strict=True):
        if not quotes:
            found.append(replace(claim, support="unsupported", why=claim.why or NOTHING))
            continue
        verdict = next(verdicts)
        limit = _limit(kept, (telling(text) & ordered) - telling(" ".join((*quotes, *beside))))
        if verdict.support == "supported" and limit:
            found.append(replace(claim, support="weak", why=limit))
        else:
            found.append(replace(claim, support=verdict.support, why=verdict.why))
    return tuple(found)


def _limit(stating: Sequence[Sentence], echoed: frozenset[str]) -> str:
    """Why a claim is weak at best, by the sentences it cites that give no orders; empty where it may be supported.

    :param echoed: stems that it shares with orders, and not with what it cites.
    """
    if not stating or echoed:
        return ORDERED
    return BESIDE if all(one.beside_orders for one in stating) else ""


def _quote(sentence: Sentence) -> str:
    """What a claim is held against: the quote, or a table's row with its heads as the model saw it."""
    return sentence.text if sentence.told else claim_text(sentence.quote)


def around(sentence: Sentence) -> list[str]:
    """What a sentence may lean on: its neighbours, its headings and its document's title."""
    spans, passage = sentence.hit.sentences, sentence.passage
    place = spans.index(sentence.span)
    beside = [*spans[max(0, place - 2) : place], *spans[place + 1 : place + 2]]
    near = [passage.text[span.start - passage.start : span.end - passage.start] for span in beside]
    return [*passage.headings, passage.title, *(claim_text(text) for text in near if not orders(text))]
