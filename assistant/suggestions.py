"""Suggested first questions, made from sentences and headings of the documents by patterns that keep them right.

Each comes from a sentence that answers it. Fewer is better than silly: what is not surely well-formed is left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.grounding import claim_text
from assistant.reading.evidence import matches, read, share
from assistant.text.mentions import looks_like_person
from assistant.text.question import analyse
from assistant.text.spans import dates, names
from assistant.text.words import STOP, base_form, fold, rarity
from index.documents import State

if TYPE_CHECKING:
    from index.catalog.catalog import Catalog
    from index.documents import Document, StoredChunk

DOCUMENTS = 24
"""Documents that are looked at, newest first."""
CHUNKS = 6
"""Chunks of each that are looked at: beginnings tell what a document is about."""
LONGEST = 75
"""Characters of a suggested question at most."""

_PAST = re.compile(
    r"^(?P<verb>[a-z]+ed|won|bought|sold|left|began|chose|built|wrote|found|lost|met|paid|fell|rose|took|led)\b"
)
_TO_VERB = frozenset(
    (
        "announced",
        "launched",
        "bought",
        "won",
        "unveiled",
        "signed",
        "ordered",
        "proposed",
        "published",
        "discovered",
        "founded",
        "rejected",
        "invented",
        "acquired",
        "lost",
        "sold",
        "built",
        "wrote",
        "promised",
        "approved",
        "demanded",
        "developed",
        "banned",
    )
)
_OFFICE = re.compile(
    r"\b(?P<owner>[A-Z][\w-]+(?: [A-Z][\w-]+)?)['’]s (?P<office>(?:[A-Z]?[a-z]+ ){0,2}(?:[Mm]inister"
    r"|[Pp]resident|[Cc]hancellor|[Ss]ecretary|[Cc]hairman|[Dd]irector|[Cc]aptain|[Cc]oach|[Ee]xecutive"
    r"|[Gg]overnor|[Aa]mbassador))"
    r",? (?P<name>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){1,3})"
)
_ROLE = (
    r"(?:chief executive|executive director|managing director|head coach|finance minister|prime minister"
    r"|foreign secretary"
    r"|home secretary|vice[- ]president|director|spokesman|spokeswoman|president|chancellor|chairman"
    r"|chairwoman|captain"
    r"|coach|manager|founder|economist|analyst|singer|actor|actress|director|producer|author|professor"
    r"|scientist|senator)"
)
_NAME = r"(?P<name>[A-Z][\w'’-]+ (?:[A-Z]\. )?[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?)"
_TITLED = re.compile(rf"\b(?i:{_ROLE}) {_NAME}(?=[, ])")
_APPOSED = re.compile(rf"\b{_NAME}, (?:an?|the|[\w ]{{0,25}}['’]s) (?:[\w-]+ ){{0,4}}{_ROLE}\b")
_DEFINED = re.compile(r"^(?P<name>.{2,40}?) (?P<be>is|are) (?:an?|the|one of the) (?P<rest>\w.+)$")
_DATED = re.compile(r"^(?:In|On) (?P<date>[^,]{3,25}), (?P<rest>.+)$")
_HOW_TO = re.compile(
    r"^(?:[Hh]ow to (?P<to>[a-z].+)|[Hh]ow (?:do|can) (?:I|you) (?P<do>[^?]+)\??"
    r"|(?P<ing>[A-Z][a-z]+ing) (?P<object>(?:an? |the |to |from |in |with )?[a-z]*[\w -]+))$"
)
_CLAUSES = (
    (
        re.compile(
            r"^(?P<ask>Where|When|How|Why) (?P<of>your|the) (?P<thing>[a-z]+) (?P<be>is|are) (?P<done>[a-z ]+)$"
        ),
        "{ask} {be} {of} {thing} {done}?",
    ),
    (
        re.compile(r"^What (?P<of>the|your) (?P<thing>[a-z]+s) (?P<verb>mean|do|show|say)$"),
        "What do {of} {thing} {verb}?",
    ),
    (re.compile(r"^What (?P<name>[A-Z]\w+) (?P<verb>[a-z]+s)(?P<more> [a-z]+)?$"), "What does {name} {plain}{more}?"),
    (
        re.compile(r"^When (?!to |in |not )(?P<rest>(?:the |your |an? )?[a-z]+(?: [a-z]+){1,4})$"),
        "What happens when {rest}?",
    ),
)
"""Headings that are clauses, and the questions that they answer."""


@dataclass(frozen=True, slots=True)
class _Draft:
    question: str
    worth: float


def suggest(catalog: Catalog, n: int) -> list[str]:
    """Give up to ``n`` short questions that the documents answer: newest documents first, one of each in turn."""
    ready = [document for document in catalog.documents() if document.chunks and document.state is not State.QUEUED]
    newest = sorted(ready, key=lambda document: (-(document.indexed or 0.0), -document.modified, document.path))
    drafts = [_drafts(document, catalog.chunks_of_document(document.id)[:CHUNKS]) for document in newest[:DOCUMENTS]]
    return _in_turn(drafts, n)


def _in_turn(drafts: list[list[_Draft]], n: int) -> list[str]:
    """Take the best of each document, then the second best, until there are enough; kinds of questions mixed."""
    chosen: list[str] = []
    openings: Counter[str] = Counter()
    left = [sorted(found, key=lambda draft: -draft.worth) for found in drafts]
    most = max(1, n // 2)
    while len(chosen) < n and any(left):
        before = len(chosen)
        for found in left:
            fresh = [draft for draft in found if openings[_opening(draft.question)] < most]
            if not fresh or len(chosen) >= n:
                continue
            draft = max(fresh, key=lambda draft: draft.worth - 0.7 * openings[_opening(draft.question)])
            found.remove(draft)
            if not any(_alike(draft.question, other) for other in chosen):
                chosen.append(draft.question)
                openings[_opening(draft.question)] += 1
        if len(chosen) == before:
            most += n  # nothing of another kind is left
    return chosen


def _opening(question: str) -> str:
    return question.split(" ", 1)[0]


def _alike(one: str, other: str) -> bool:
    a, b = read(one).stems, read(other).stems
    return len(a & b) > 0.6 * min(len(a), len(b))


def _drafts(document: Document, chunks: Iterable[StoredChunk]) -> list[_Draft]:
    found: dict[str, _Draft] = {}
    for stored in chunks:
        chunk = stored.chunk
        quotes = [chunk.text[span.start - chunk.start : span.end - chunk.start] for span in chunk.sentences]
        sentences = [claim_text(quote) for quote in quotes if "\t" not in quote]  # not the rows of a table
        for heading in chunk.headings:
            _keep(found, (draft for draft in _of_heading(heading) if _taken_up(draft.question, sentences)))
        for place, sentence in enumerate(sentences):
            _keep(found, (draft for draft in _of_sentence(sentence) if _sound(draft.question, sentence)))
            if len(sentence.split()) <= 8 and sentence[-1:] not in ".!:;,":
                below = sentences[place + 1 : place + 6]
                _keep(found, (draft for draft in _of_heading(sentence) if _taken_up(draft.question, below)))
    return list(found.values())


def _keep(found: dict[str, _Draft], drafts: Iterable[_Draft]) -> None:
    for draft in drafts:
        found.setdefault(draft.question, draft)


def _taken_up(question: str, sentences: Iterable[str]) -> bool:
    """Whether a sentence below a heading says most of what the heading's question asks about."""
    taken = analyse(question)
    below = (sentence for sentence in sentences if sentence[-1:] in ".!:")
    return any(share(matches(taken, read(sentence)), taken.weights) > 0.5 for sentence in below)


def _sound(question: str, sentence: str) -> bool:
    """Whether a question is short, says what it is about, and is met by its sentence."""
    if not 12 <= len(question) <= LONGEST or question.count("?") != 1 or re.search(r"[\"“”()\[\];:<>|]", question):
        return False
    taken = analyse(question)
    named = bool(taken.names) or max((w for w in taken.weights), default=0.0) > 0.6
    return named and share(matches(taken, read(sentence)), taken.weights) > 0.7


def _of_heading(heading: str) -> Iterator[_Draft]:
    """A heading that asks, or that says how to do something."""
    text = " ".join(heading.split()).strip()
    if text.endswith("?") and len(text.split()) >= 3 and len(text) <= LONGEST:
        yield _Draft(text, 3.0)
    for pattern, form in _CLAUSES:
        if (clause := pattern.match(text)) and len(text) <= 50:
            parts = {name: value or "" for name, value in clause.groupdict().items()}
            parts["of"] = {"your": "my"}.get(parts.get("of", ""), parts.get("of", ""))
            parts["plain"] = base_form(parts.get("verb", ""))
            yield _Draft(" ".join(form.format(**parts).split()).replace(" ?", "?"), 2.3)
            return
    match = _HOW_TO.match(text.rstrip("?"))
    if match is None or len(text) > 50:
        return
    deed = match["to"] or match["do"]
    if deed is None:
        verb = _of_gerund(match["ing"])
        deed = f"{verb} {match['object']}" if verb else None
    if deed and len(deed.split()) >= 2:
        yield _Draft(f"How do I {deed[0].lower()}{deed[1:]}?", 2.5)


def _of_gerund(word: str) -> str | None:
    """The plain verb of "Adding", where that is sure."""
    stem = fold(word)[:-3]
    for guess in (stem, stem + "e", stem[:-1] if len(stem) > 3 and stem[-1] == stem[-2] else ""):
        if (
            guess
            and len(guess) > 2
            and rarity(guess) < 1.0
            and not (guess == stem and rarity(stem + "e") < rarity(stem))
        ):
            return guess
    return None


def _of_sentence(sentence: str) -> Iterator[_Draft]:
    if not 30 <= len(sentence) <= 320 or sentence[-1:] not in '.!”"' or sentence.count(" ") < 5:
        return
    yield from _who_holds(sentence)
    yield from _who_is(sentence)
    yield from _what_is(sentence)
    yield from _what_did(sentence)


def _who_holds(sentence: str) -> Iterator[_Draft]:
    """Who is France's foreign minister? of "France's Foreign Minister Jean-Yves Le Drian says"."""
    for match in _OFFICE.finditer(sentence):
        if looks_like_person(match["name"]) and not STOP.intersection(fold(w) for w in match["office"].split()):
            yield _Draft(f"Who is {match['owner']}'s {match['office'].lower()}?", 2.2)


def _who_is(sentence: str) -> Iterator[_Draft]:
    """Who is X? of "chief executive X said" and "X, the bank's director,"."""
    for pattern in (_TITLED, _APPOSED):
        for match in pattern.finditer(sentence):
            name = match["name"]
            parts = name.split()
            if looks_like_person(name) and fold(parts[-1]) not in ("von", "van", "de", "al", "said", "says"):
                yield _Draft(f"Who is {name}?", 1.5)


def _what_is(sentence: str) -> Iterator[_Draft]:
    """What is X? of "X is a ..."."""
    match = _DEFINED.match(sentence)
    if match is None or len(match["rest"]) < 20:
        return
    name = match["name"]
    spans = names(sentence)
    if (0, len(name)) not in spans or fold(name) in STOP or name.split()[0] in ("The", "This", "It"):
        return
    if looks_like_person(name):
        yield _Draft(f"Who {match['be']} {name}?", 1.8)
    elif rarity(name.split()[-1]) > 0.35:
        yield _Draft(f"What {match['be']} {name}?", 1.8)


def _what_did(sentence: str) -> Iterator[_Draft]:
    """What did X announce? and When did X buy Y? of "X announced ..." and "In 2004, X bought Y."."""
    dated = _DATED.match(sentence)
    when = bool(dated and dates(dated["date"]))
    main = dated["rest"] if dated and when else sentence
    first = next(iter(names(main)), None)
    if first is None or first[0] != 0:
        return
    subject, rest = main[: first[1]], main[first[1] :].strip()
    match = _PAST.match(rest)
    if match is None or len(subject) < 3:
        return
    verb, after = base_form(match["verb"]), rest[match.end() :].strip(" .")
    if verb == match["verb"]:
        return
    if when and 2 <= len(after.split()) <= 8 and not re.search(r"[,;]| (?:and|but|which|who|after|as|when) ", after):
        yield _Draft(f"When did {subject} {verb} {after}?", 2.4)
    late = None if when else re.match(r"(?P<what>[^,;]{6,45}?) (?:in|on) (?P<date>[\w ]{4,20})$", after)
    if late and dates(late["date"]) and not re.search(r" (?:and|but|which|who|that|after|as) ", late["what"]):
        yield _Draft(f"When did {subject} {verb} {late['what']}?", 2.4)
    why = re.match(r"(?P<what>[^,;]{6,45}?),? because ", after)
    if why and not re.search(r" (?:and|but|which|who) ", why["what"]):
        yield _Draft(f"Why did {subject} {verb} {why['what']}?", 2.6)
    if (
        match["verb"] in _TO_VERB
        and len(after.split()) > 2
        and re.match(r"(?:an?|the|that|its|his|her|plans|[A-Z\d])\b", after)
    ):
        yield _Draft(f"What did {subject} {verb}?", 2.0)
