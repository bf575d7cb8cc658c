"""Lists: questions that ask for several things, and sentences that name several in a row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.text.spans import names
from assistant.text.verbs import is_verb
from assistant.text.words import STOP, fold

_ALL = re.compile(
    r"^(?:please )?(?:(?:can|could) you )?(?:list|name|give(?: me)?|enumerate|show(?: me)?|mention|tell me)"
    r"(?: (?:all|some|the|of|every|each|other|two|three|four|five|any))* "
    r"(?P<noun>(?!about|of|how|why)[a-z-]+(?: [a-z-]+)?)\b",
    re.IGNORECASE,
)
_AUX = frozenset(
    ("are", "were", "do", "did", "have", "had", "can", "could", "will", "would", "should", "must", "may", "might")
)
_SINGULAR = frozenset(("is", "was", "does", "has", "s"))
_WHICH = re.compile(r"^(?:(?:in|at|on|for|by|to|with|from) )?(?P<word>which|what)(?: (?:other|different|of the))* ")
_WHO_ARE = re.compile(
    r"^(?:who|what) (?:are|were) (?:all )?(?:the|some|some of the) (?:[\w-]+ )?"
    r"(?P<noun>[a-z-]+s|people|men|women|children)\b"
)
_PLURAL_ODD = frozenset(("people", "men", "women", "children", "media", "criteria", "countries"))
_NOT_PLURAL = ("ss", "us", "is", "series", "news", "species", "means")
_ARTICLES = frozenset(("the", "a", "an", "his", "her", "its", "their", "it", "them"))
_PARTICIPLES = frozenset(("hit", "made", "sold", "held", "led", "won", "sent"))
_LONGEST = 1_000
"""Characters of a sentence that are looked at."""
_CLAUSES = 4
"""Items from which a row may begin: what stands before it is a clause."""
_ITEM = r"[^,.;:()]{2,70}"
_ROW = re.compile(rf"{_ITEM}(?:, {_ITEM})*,? (?:and|or|&) (?:the )?{_ITEM}")
_DETERMINER = re.compile(r"^(?:the|an?)\b", re.IGNORECASE)
_JOINT = re.compile(r", (?:and |or )?| (?:and|or|&) ")


def as_question(text: str) -> str:
    """An order to name things as the question that it stands for; any other question as it is.

    >>> as_question("Name the towns hit by the storm.")
    'Which towns were hit by the storm?'
    """
    asked = " ".join(text.split())
    match = _ALL.match(asked)
    if match is None or not asks_for_list(asked):
        return text
    noun, *more = match["noun"].split()
    if not _plural(noun) and more and _plural(more[0]):
        noun, more = f"{noun} {more[0]}", []
    rest = " ".join([*more, asked[match.end() :].strip(" .?!")]).strip()
    first = rest.split(" ")[0].lower() if rest else ""
    if first in ("that", "which", "who"):
        return f"Which {noun} {rest.partition(' ')[2]}?"
    if first.endswith(("ed", "en", "wn", "ght", "ng")) or first in _PARTICIPLES:
        return f"Which {noun} were {rest}?"
    return f"What are the {noun} {rest}?" if rest else text


def asks_for_list(text: str) -> bool:
    """Whether a question asks for several things: "which companies", "name the films", "who are the members"."""
    question = " ".join(text.split())
    if match := _ALL.match(question):
        return any(_plural(word) for word in match["noun"].split())
    lowered = question[:1].lower() + question[1:]
    if match := _WHO_ARE.match(lowered):
        return _plural(match["noun"])
    if match := _WHICH.match(lowered):
        return _asks_for_several(match["word"], lowered[match.end() :].strip(" ?.!").split())
    return False


def _asks_for_several(asked: str, rest: Sequence[str]) -> bool:
    """Whether a plural noun follows "which" or "what": "which *companies* made", "what *films* did she make"."""
    for place, word in enumerate(rest[:3]):
        after = rest[place + 1] if place + 1 < len(rest) else ""
        if word in _AUX or word in _SINGULAR or word == "of":
            return False
        if place > 0 and after not in _AUX and (word.endswith("ed") or is_verb(word) or _begins_object(after)):
            return False  # "which brewer *makes* the beer", "which bank *advised* them"
        if _plural(word):  # "what causes it" asks with a verb, "what phone makers use" with a noun
            noun = place > 0 and after and fold(after) not in STOP
            return asked == "which" or after in _AUX or after.endswith("ed") or bool(noun)
    return False


def _begins_object(word: str) -> bool:
    """Whether a word can only follow a verb here: an article, a name."""
    return word in _ARTICLES or word[:1].isupper()


def _plural(word: str) -> bool:
    return word in _PLURAL_ODD or (len(word) > 3 and word.endswith("s") and not word.endswith(_NOT_PLURAL))


def named_in_a_row(text: str) -> list[tuple[tuple[int, int], ...]]:
    """The proper names of each row "A, B and C" in a sentence, as offsets, one of each item that is a name's.

    The first item may say before its name what the row is of, or after it what is told of it; the others are little
    more than their names, so that "the two formats, Red developed by Orm and others, and Blue" is none.
    """
    found = []
    named = names(text)
    for match in _ROW.finditer(text, 0, _LONGEST):
        items = list(_items(match))
        rows = (_row(text, items[first:], named, whole=not first) for first in range(min(_CLAUSES, len(items) - 1)))
        row = max(rows, key=len, default=())
        if len(row) > 1:
            found.append(row)
    return found


def _row(
    text: str, items: Sequence[tuple[int, int]], named: Sequence[tuple[int, int]], *, whole: bool
) -> tuple[tuple[int, int], ...]:
    """The names of a row's items; none where the first item has none.

    :param whole: whether no clause stands before it; behind one, the first item ends with its name.
    """
    found = [_name_of(text, item, place, len(items), named) for place, item in enumerate(items)]
    first = found[0]
    if first is None or not (whole or not text[first[1] : items[0][1]].strip()):
        return ()
    return tuple(one for one in found if one is not None)


def _items(row: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Where the items of a row stand."""
    at = row.start()
    for joint in _JOINT.finditer(row.string, row.start(), row.end()):
        yield at, joint.start()
        at = joint.end()
    yield at, row.end()


def _name_of(
    text: str, item: tuple[int, int], place: int, count: int, named: Sequence[tuple[int, int]]
) -> tuple[int, int] | None:
    """The name that an item of a row is, or begins with; or ends with, where it is the first."""
    start, end = item
    inside = [(a, b) for a, b in named if a >= start and b <= end]
    if not inside:
        return None
    begins = not _DETERMINER.sub("", text[start : inside[0][0]]).strip(" \"'“‘")
    if place == 0:
        ends = not text[inside[-1][1] : end].strip(" .\"'”’")
        return inside[-1] if ends else inside[0] if begins else None
    short = 2 * (inside[0][1] - inside[0][0]) >= end - start
    return inside[0] if begins and (short or place == count - 1) else None
