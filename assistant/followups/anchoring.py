"""Tying a question's loose ends to what was spoken of: "the bridge", "Falk", "the symptoms".

A definite noun, a surname or a noun that is always something of something else ("symptoms", "price") can point back
without any pronoun (bridging: Clark 1975). Each is tied only to what it fits by its own word, or, for such a noun,
where the question itself names nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.followups.salience import Entity, is_relation
from assistant.text.mentions import Sort, mentions, names_in
from assistant.text.nounphrases import Phrase, phrases
from assistant.text.words import STOP, fold, listed, words

_OPEN = listed("other main major key most similar further")
_COMPLEMENT = re.compile(r"^ (?:of|in|for|between|to|from|with|against|on|that|which|who|at)\b", re.IGNORECASE)
_OWNED = re.compile(r"\b[Tt]he (?P<noun>[a-z]+)(?=['’]s\b)")
_CAPITAL = re.compile(r"(?<![\w-])[A-Z][\w'’-]*[a-z](?![\w-])")


def anchored(question: str, known: Sequence[Entity], topic: str | None) -> str | None:
    """Give the question with its loose ends tied; None where it has none.

    :param known: what was spoken of, the heaviest first.
    :param topic: what the conversation is about, if it can be said.
    """
    made = _surnames(_owned(_definite(question, known), known), known)
    if made != question:
        return made
    return _relation_of(question, topic) if topic else None


def _definite(question: str, known: Sequence[Entity]) -> str:
    """Put "the Sarn bridge" where a question says only "the bridge"."""
    for part in reversed(phrases(question)):
        parts = part.text.split()
        if part.attribute or len(parts) != 2 or fold(parts[0]) != "the" or not parts[1].islower():
            continue
        if _COMPLEMENT.match(question[part.end :]) and re.match(r" (?:of|that|which|who)\b", question[part.end :]):
            continue
        full = _headed(parts[1], known)
        if full is not None and full.casefold() not in question.casefold():
            return f"{question[: part.start]}{_article(full, part.text)}{question[part.end :]}"
    return question


def _headed(noun: str, known: Sequence[Entity]) -> str | None:
    """The fuller name of a noun: a name that ends or begins with it, or "the bridge of Sarn"."""
    for one in known:
        head, _, owner = one.text.partition(" of ")
        parts = [fold(word) for word in head.split() if fold(word) not in STOP]
        fuller = (bool(owner) or len(parts) > 1) and any(word[0].isupper() for word in one.text.split())
        if fuller and parts and (parts[-1] == fold(noun) or (parts[0] == fold(noun) and one.name)):
            return one.text
        if one.called == noun:
            return f"{noun} {one.text}"
    return None


def _article(full: str, said: str) -> str:
    """The fuller name with the article that was said: "the Sarn bridge", "the Lake Orm"."""
    return said.split()[0] + (full[3:] if full.casefold().startswith("the ") else f" {full}")


def _owned(question: str, known: Sequence[Entity]) -> str:
    """Put "the Brent Club's" where a question says only "the club's"."""
    match = _OWNED.search(question)
    full = _headed(match["noun"], known) if match else None
    if match is None or full is None or full.casefold() in question.casefold():
        return question
    return f"{question[: match.start()]}{_article(full, match.group())}{question[match.end('noun') :]}"


def _surnames(question: str, known: Sequence[Entity]) -> str:
    """Put the whole name where a question has a part of it: "When was Graf born?" after "Otto Graf"."""
    people = [one for one in known if one.sort is Sort.PERSON and one.person >= 0.5 and len(one.text.split()) > 1]
    for match in reversed(list(_CAPITAL.finditer(question))):
        word = re.sub(r"['’]s$", "", match.group())
        if match.start() == 0 or fold(word) in STOP or _beside(question, match.start(), match.start() + len(word)):
            continue
        whole = [one.text for one in people if word in (one.text.split()[-1], one.text.split()[0])]
        if len(set(whole)) == 1 and whole[0] not in question:
            question = f"{question[: match.start()]}{whole[0]}{question[match.start() + len(word) :]}"
    return question


def _beside(question: str, start: int, end: int) -> bool:
    """Whether the next word is part of the same name."""
    before, after = question[:start].rstrip(" .").split(" ")[-1], question[end:]
    led = bool(before) and before[0].isupper() and question[:start].strip() != before
    return led or bool(re.match(r"[ -][A-Z]", after))


def _relation_of(question: str, topic: str) -> str | None:
    """Say of what "the symptoms" are, where the question names nothing else."""
    inside = phrases(question)
    if names_in(mentions(question)) or any(c.isdigit() for c in question) or not inside:
        return None
    part = next((p for p in inside if _loose(p, question)), None)
    others = [p for p in inside if p is not part]
    if part is None or len(others) > 1 or _content(question, part) > 2 or topic.casefold() in question.casefold():
        return None
    head = question[: part.end]
    return f"{head} of {topic}{question[part.end :]}"


def _loose(part: Phrase, question: str) -> bool:
    """Whether a phrase is such a noun, known or one more of its kind, with nothing said that it is of."""
    parts = [fold(word) for word in part.text.split()]
    before = question[: part.start].split()
    led = fold(before[-1]) if before else ""
    if re.search(r"['’]s?\b", part.text):
        return False
    many = led in ("are", "were") and parts[-1].endswith("s")
    if any(word[0].isupper() for word in part.text.split()[1:]) or part.attribute or not is_relation(parts[-1]):
        return False
    definite = parts[0] in ("the", "any") or bool(_OPEN & set(parts)) or many
    return definite and not _COMPLEMENT.match(question[part.end :])


def _content(question: str, part: Phrase) -> int:
    """Words with a subject of their own outside a phrase."""
    outside = question[: part.start] + " " + question[part.end :]
    return sum(not word.stop for word in words(outside))
