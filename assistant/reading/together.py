"""Sentences that belong together: what one leans on, and what says on with its cause, effect or next step."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.gathering.covering import whole
from assistant.grounding import Evidence, claim_text, quote_of
from assistant.reading.aptness import names_cause
from assistant.reading.evidence import matches, read
from assistant.reading.extractive import Scored
from assistant.text.kinds import Kind
from assistant.text.question import Question
from index.documents import Span

if TYPE_CHECKING:
    from assistant.answers import Passage

MOST = 3
"""Sentences of one answer."""
_LONGEST = 320
"""Characters of a sentence that is taken along."""
_EXPLAINED = frozenset((Kind.REASON, Kind.OUTCOME, Kind.MANNER))
_NEAR = 3
"""Sentences after one, and before it, that may say why it is so."""
_TELLING = 0.5
"""Weight from which a word of the question tells what a sentence is about."""

_LEANS = re.compile(
    r"[\"“'(]*(?:(?:He|She|It|They|His|Her|Its|Their|These|Those|Such)\b|This(?! (?:year|week|month|time|season)\b)|"
    r"The (?:former|latter|same|two|three|pair|couple|group|company|firm|man|woman|result|move|decision)\b)"
)
_GOES_ON = re.compile(
    r"[\"“'(]*(?:(?:Therefore|Thus|Hence|Consequently|Accordingly|As a (?:result|consequence)|For this reason|"
    r"Because of|This (?:(?:is|was) (?:because|why|due)|means?|meant|allow\w*|caus\w*|led|leads|made|makes|forced|"
    r"in turn|would|will|can)|That is (?:why|because)|It (?:is|was) because|The (?:reason|cause|result)|"
    r"To (?:do (?:so|this|that)|this end)|In this way|In turn|By doing so|So)\b)"
)
_STEPS = re.compile(
    r"[\"“'(]*(?:Then|Next|After (?:that|this|which)|Afterwards?|Finally|Once|Second(?:ly)?|Third(?:ly)?|Lastly|Now|"
    r"Do not|Make sure|Repeat|If)\b"
)


def with_what_follows(question: Question, chosen: Sequence[Scored]) -> list[Scored]:
    """An answer to why or how with the sentence after its best one that goes on with cause, effect or steps."""
    found = list(chosen)
    if question.kind is Kind.REASON and (cause := _cause_beside(question, found)) is not None:
        found.append(cause)
    forms = {Kind.REASON: (_GOES_ON,), Kind.OUTCOME: (_GOES_ON,), Kind.MANNER: (_GOES_ON, _STEPS)}.get(
        question.kind, ()
    )
    last = found[0]
    while forms and len(found) < MOST:
        after = _beside(last.hit.passage, last.hit.sentences, last.span, 1)
        if after is None or any(one.span == after for one in found):
            break
        text = claim_text(quote_of(last.hit.passage, after))
        if not whole(text) or len(text) > _LONGEST or not any(form.match(text) for form in forms):
            break
        last = replace(last, span=after, sentence=replace(last.sentence, read=read(text, language=question.language)))
        found.insert(1 + sum(one.hit is last.hit for one in found[1:] if one.span.start < after.start), last)
    return found


def _cause_beside(question: Question, found: Sequence[Scored]) -> Scored | None:
    """The nearest sentence of the same passage that names a cause, where what was chosen only says that it was so."""
    best = found[0]
    if len(found) >= MOST or any(names_cause(one.text) for one in found) or best.span not in best.hit.sentences:
        return None
    spans, place = best.hit.sentences, list(best.hit.sentences).index(best.span)
    for at in (*range(place + 1, place + 1 + _NEAR), *range(place - 1, place - 1 - _NEAR, -1)):
        if not 0 <= at < len(spans) or any(one.span == spans[at] for one in found):
            continue
        text = claim_text(quote_of(best.hit.passage, spans[at]))
        if names_cause(text) and whole(text) and len(text) <= _LONGEST:
            sentence = replace(best.sentence, place=at, read=read(text, language=question.language))
            return replace(best, span=spans[at], sentence=sentence)
    return None


def with_what_it_leans_on(question: Question, scored: Scored, evidence: Evidence) -> Evidence:
    """Evidence whose sentence opens with "it" or "they", with the sentence before where only that says who is meant.

    That is so where it has a telling word of the question that the sentence lacks. What goes on with "therefore" or
    "because of this" takes along what that speaks of, where the question is why or how.
    """
    text = claim_text(quote_of(evidence.passage, evidence.span))
    follows = question.kind in _EXPLAINED and _GOES_ON.match(text) is not None
    if evidence.span != scored.span or not (follows or _LEANS.match(text)):
        return evidence
    before = _beside(evidence.passage, scored.hit.sentences, evidence.span, -1)
    if before is None:
        return evidence
    lead = claim_text(quote_of(evidence.passage, before))
    if not whole(lead) or len(lead) > _LONGEST or not (follows or _names_it(question, scored, lead)):
        return evidence
    shift = len(lead) + 1
    bold = (evidence.bold[0] + shift, evidence.bold[1] + shift) if evidence.bold else None
    return replace(evidence, span=Span(before.start, evidence.span.end), bold=bold)


def _names_it(question: Question, scored: Scored, lead: str) -> bool:
    own, earlier = matches(question, scored.sentence.read), matches(question, read(lead, language=question.language))
    return any(
        weight >= _TELLING and here < 0.5 <= there
        for weight, here, there in zip(question.weights, own, earlier, strict=True)
    )


def _beside(passage: Passage, sentences: Sequence[Span], span: Span, step: int) -> Span | None:
    """The sentence right before (-1) or after (1) one in its paragraph; None where there is none."""
    if span not in sentences:
        return None
    place = list(sentences).index(span) + step
    if not 0 <= place < len(sentences):
        return None
    other = sentences[place]
    first, second = (other, span) if step < 0 else (span, other)
    gap = passage.text[first.end - passage.start : second.start - passage.start]
    return other if not gap.strip() and gap.count("\n") < 2 else None
