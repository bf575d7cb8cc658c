"""One of several: "the second one", "the latter", "which of the two", after a question or answer that lists them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.followups.salience import in_a_row, is_person, row_from
from assistant.text.mentions import Mention, mentions, names_in
from assistant.text.words import STOP, fold
from index.text.sentences import split

_PLACES = {"former": 0, "first": 0, "second": 1, "third": 2, "fourth": 3, "fifth": 4, "latter": -1, "last": -1}
_ONE = re.compile(
    r"\bthe (?P<place>former|latter|first|second|third|fourth|fifth|last|other)"
    r"(?P<one> (?:ones?|steps?|points?|items?|options?|reasons?|ways?))?\b"
    r"(?P<next>(?: [\w'’-]+)?)",
    re.IGNORECASE,
)
_DEED = re.compile(r"\w+ (?:the|an?|your|all|it|its|any|on|off|up|to|for)\b")
_TWO = re.compile(r"\bof the two(?P<noun> [a-z]+)?\b", re.IGNORECASE)
_BULLET = re.compile(r"^\s*(?:[-•*]|\d{1,2}[.)])\s+(?P<item>.+)$", re.MULTILINE)
_PLAIN = re.compile(r"(?P<row>(?:[a-z]+(?: [a-z]+)?, )+[a-z]+(?: [a-z]+)?,? (?:and|or) [a-z]+(?: [a-z]+)?)\b")


def lists(question: str, answer: str) -> list[tuple[str, ...]]:
    """Give what an exchange lists, the answer's lists first: its items as names, in their order."""
    found = [_bullets(answer)]
    for span in split(answer, 0, len(answer)):
        found += _rows(answer[span.start : span.end])
    found += _rows(question)
    return [items for items in dict.fromkeys(found) if len(items) > 1]


def choose(question: str, known: Sequence[Sequence[str]]) -> tuple[str, Sequence[str]]:
    """Put in the item that a question picks out of a list by its place; as it is where no list fits.

    >>> choose("When was the second one built?", [("Blue Hall", "Moor Hall")])
    ('When was Moor Hall built?', ('Blue Hall', 'Moor Hall'))

    :return: the question, and the list that was picked from: empty where none was.
    """
    if (match := _TWO.search(question)) and (pair := next((items for items in known if len(items) == 2), None)):
        return f"{question[: match.start()]}of {in_a_row(pair)}{question[match.end() :]}", pair
    for match in _ONE.finditer(question):
        if not _picks(question, match):
            continue
        picked = _item(match["place"].lower(), known)
        if picked is not None:
            item, items = picked
            return f"{question[: match.start()]}{item}{match['next']}{question[match.end() :]}", items
    return question, ()


def _picks(question: str, match: re.Match[str]) -> bool:
    """Whether "the second" stands alone, and is no part of "the second world war" or "the first to climb"."""
    if match["one"]:
        return True
    after = match["next"].strip()
    if match["place"].lower() == "other" or fold(after) in ("to", "of", "that", "who", "in"):
        return False
    if match["place"].lower() in ("former", "latter"):
        return (not is_person(after) and after.islower()) or not after
    return not after or fold(after) in STOP


def _item(place: str, known: Sequence[Sequence[str]]) -> tuple[str, Sequence[str]] | None:
    for items in known:
        at = -1 if place == "other" else _PLACES[place]
        if (place not in ("former", "latter", "other") or len(items) == 2) and at < len(items):
            return items[at], items
    return None


def _bullets(answer: str) -> tuple[str, ...]:
    items: list[str] = []
    for match in _BULLET.finditer(answer):
        named = names_in(mentions(match["item"]))
        plain = not named or named[0].start > 3 or bool(_DEED.match(match["item"]))
        first = named[0].text if not plain else match["item"].strip(" .;,")[:80]
        if first not in items:
            items.append(first)
    return tuple(items)


def _rows(sentence: str) -> list[tuple[str, ...]]:
    """Rows of names, and rows of plain words: "by card, bank transfer or cheque"."""
    named = [part for one in mentions(sentence) for part in _two(one)]
    rows: list[tuple[str, ...]] = []
    taken = -1
    for place, first in enumerate(named):
        if first.start < taken:
            continue
        row = row_from(sentence, first, named[place + 1 :])
        if len(row) > 1:
            taken = row[-1].end
            rows.append(tuple(one.text for one in row))
    for match in _PLAIN.finditer(sentence):
        items = [part.strip() for part in re.split(r",| and | or ", match["row"]) if part.strip()]
        items[0] = _after_grammar(items[0])
        if all(item and not set(item.split()) & STOP for item in items):
            rows.append(tuple(items))
    return rows


def _two(one: Mention) -> list[Mention]:
    """The two names in "the Orsa and the Vell"."""
    left, joint, right = one.text.partition(" and the ")
    if not joint or not right[:1].isupper():
        return [one]
    start = one.end - len(right)
    return [
        Mention(left, one.start, one.start + len(left), one.sort),
        Mention(right, start, one.end, one.sort),
    ]


def _after_grammar(item: str) -> str:
    """The last words of "pay by card" that can be an item."""
    kept: list[str] = []
    for word in reversed(item.split()):
        if fold(word) in STOP:
            break
        kept.insert(0, word)
    return " ".join(kept)
