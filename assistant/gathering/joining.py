"""Joining the answers to the parts of a question into one: no sentence twice, citations numbered through."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answers import Citation, Claim, Outcome, Passage, Turn
from assistant.followups.conversation import standalone
from assistant.reading.reading import Found
from assistant.text.kinds import Kind
from assistant.text.mentions import mentions, names_in
from assistant.text.question import analyse

_IT = re.compile(r"\b(?:it|its)\b", re.IGNORECASE)
_ASKED_FOR = re.compile(r"^(?P<before>\S.*?\b(?:did|was|were) )(?:they|he|she)\b(?P<after>.*)$", re.IGNORECASE)
_WHO = re.compile(r"^(?:who|(?:which|what) [a-z-]+ (?!is |are |was |were |do |does |did ))", re.IGNORECASE)


def follow(part: str, questions: Sequence[str], found: Sequence[Found]) -> str:
    """A later part of a question standing alone: "when did they sell it?" after "who founded the Blue Line company?".

    :param questions: the earlier parts, standing alone; ``found`` their answers.
    """
    if not questions:
        return part
    first, answer = questions[-1], found[-1]
    short = answer.short_answer if answer.answered else None
    if short and _WHO.match(first) and (match := _ASKED_FOR.match(part)):
        return f"{match['before']}{short}{match['after']}"
    # "Who directed the film and which prize did it win?": what no person is stands in the question.
    if analyse(first).kind is Kind.PERSON and _IT.search(part) and (named := names_in(mentions(first))):
        name = named[-1].text
        return _IT.sub(lambda match: f"{name}'s" if match.group().lower() == "its" else name, part)
    return standalone(part, [Turn(one, done.text) for one, done in zip(questions, found, strict=True)])


def join(questions: Sequence[str], found: Sequence[Found]) -> Found:
    """Join the answers to the parts of a question, in their order; what no document answers is said part by part."""
    text = ""
    claims: list[Claim] = []
    citations: list[Citation] = []
    for question, one in zip(questions, found, strict=True):
        if not one.answered:
            said, new, cited = _unanswered(question), list[Claim](), list[Citation]()
        else:
            said, new, cited = _renumbered(one, citations)
            if all(any(claim.text == other.text for other in claims) for claim in new):
                continue  # one sentence may answer both parts
        start = len(text) + (2 if text else 0)
        text = f"{text}\n\n{said}" if text else said
        claims += [replace(claim, start=claim.start + start, end=claim.end + start) for claim in new]
        citations += [citation for citation in cited if citation.number > len(citations)]
    short = list(dict.fromkeys(one.short_answer for one in found if one.answered and one.short_answer))
    return Found(
        outcome=_outcome(found),
        text=text,
        claims=tuple(claims),
        citations=tuple(citations),
        passages=_passages(found),
        short_answer="; ".join(short) or None,
        confidence=min((one.confidence for one in found if one.answered), default=0.0),
        parts=tuple(questions),
    )


def _unanswered(question: str) -> str:
    return (
        f"The documents do not say: {question[:1].lower() if question[1:2].islower() else question[:1]}{question[1:]}"
    )


def _outcome(found: Sequence[Found]) -> Outcome:
    outcomes = {one.outcome for one in found}
    return "answered" if "answered" in outcomes else "perhaps" if "perhaps" in outcomes else "not said"


def _renumbered(one: Found, before: Sequence[Citation]) -> tuple[str, list[Claim], list[Citation]]:
    """An answer's text, claims and citations with the numbers that they have after ``before``."""
    known = {_place(citation): citation.number for citation in before}
    numbers: dict[int, int] = {}
    cited: list[Citation] = []
    for citation in one.citations:
        number = known.setdefault(_place(citation), len(known) + 1)
        numbers[citation.number] = number
        cited.append(replace(citation, number=number))
    text, claims, at = "", list[Claim](), 0
    for claim in one.claims:
        markers = re.match(r"(?: ?\[\d+\])*", one.text[claim.end :])
        length = markers.end() if markers else 0
        text += one.text[at : claim.start]
        start = len(text)
        own = tuple(dict.fromkeys(numbers[number] for number in claim.citations))
        text += claim.text + " " + "".join(f"[{number}]" for number in own)
        claims.append(replace(claim, citations=own, start=start, end=start + len(claim.text)))
        at = claim.end + length
    return text + one.text[at:], claims, cited


def _place(citation: Citation) -> tuple[str, int, int, int]:
    return citation.version, citation.document_id, citation.start, citation.end


def _passages(found: Sequence[Found]) -> tuple[Passage, ...]:
    """The passages of all parts, each once, the best of each part first, ranked anew from 1."""
    kept: dict[tuple[str, int, int, int], Passage] = {}
    depth = max((len(one.passages) for one in found), default=0)
    for place in range(depth):
        for one in found:
            if place < len(one.passages):
                passage = one.passages[place]
                kept.setdefault((passage.version, passage.document_id, passage.start, passage.end), passage)
    return tuple(replace(passage, rank=rank) for rank, passage in enumerate(kept.values(), start=1))
