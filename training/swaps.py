"""Questions that look answerable and are not: a name, a number or a telling word exchanged for another."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

_NAME = re.compile(r"(?<=[a-z,] )(?:[A-Z][\w'’-]+)(?: [A-Z][\w'’-]+)*")
_NUMBER = re.compile(r"\b\d[\d,.]*\d\b|\b\d\b")
OPPOSITES = (
    ("first", "last"), ("largest", "smallest"), ("highest", "lowest"), ("most", "least"), ("before", "after"),
    ("increase", "decrease"), ("increased", "decreased"), ("north", "south"), ("east", "west"), ("best", "worst"),
    ("northern", "southern"), ("eastern", "western"), ("oldest", "youngest"), ("began", "ended"), ("start", "end"),
    ("more", "fewer"), ("higher", "lower"), ("larger", "smaller"), ("win", "lose"), ("won", "lost"), ("early", "late"),
    ("many", "few"), ("allow", "forbid"), ("allowed", "forbidden"), ("support", "oppose"), ("supported", "opposed"),
    ("accept", "reject"), ("accepted", "rejected"), ("enter", "leave"), ("entered", "left"), ("above", "below"),
    ("positive", "negative"), ("strong", "weak"), ("easy", "difficult"), ("include", "exclude"), ("join", "leave"),
    ("joined", "left"), ("male", "female"), ("open", "closed"), ("public", "private"), ("common", "rare"),
)  # fmt: skip
_OTHER = {a: b for pair in OPPOSITES for a, b in (pair, pair[::-1])} | {
    word: f"{word} not" for word in ("is", "was", "did", "can", "are", "were")
}


def names(text: str) -> list[str]:
    """Names in a text, those that begin it left out."""
    return _NAME.findall(text)


def swapped(question: str, text: str, others: Sequence[str], choice: random.Random) -> str | None:
    """Exchange one part of a question, so that ``text`` does not answer it any more; None where nothing fits.

    :param others: names from elsewhere, of which one may be put in.
    """
    ways = [_name, _number, _opposite]
    choice.shuffle(ways)
    for way in ways:
        other = way(question, text, others, choice)
        if other is not None and other != question:
            return other
    return None


def _name(question: str, text: str, others: Sequence[str], choice: random.Random) -> str | None:
    found = list(_NAME.finditer(question))
    new = [name for name in others if name not in text and name not in question]
    if not found or not new:
        return None
    match, name = choice.choice(found), choice.choice(new)
    return question[: match.start()] + name + question[match.end() :]


def _number(question: str, text: str, others: Sequence[str], choice: random.Random) -> str | None:
    found = list(_NUMBER.finditer(question))
    if not found:
        return None
    match = choice.choice(found)
    digits = match.group().replace(",", "").replace(".", "")
    new = str(max(1, int(digits) + choice.choice((-30, -12, -7, -3, -2, -1, 1, 2, 3, 5, 11, 40))))
    return None if new in text else question[: match.start()] + new + question[match.end() :]


def _opposite(question: str, text: str, others: Sequence[str], choice: random.Random) -> str | None:
    words = question.split(" ")
    places = [place for place, word in enumerate(words) if word in _OTHER]
    if not places:
        return None
    place = choice.choice(places)
    return " ".join([*words[:place], _OTHER[words[place]], *words[place + 1 :]])
