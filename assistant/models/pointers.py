"""From a chat model's stream to plain words and pointers, whatever way it is cut.

A model points at a sentence by its ID in brackets. What comes out here is prose that holds no bracket, tag, link,
target or address that anything could bring to life, and apart from it the pointers, by their numbers. The output does
not depend on how the stream is cut: what may still become something else is held back until it cannot.

It works in two steps. `Lexer` takes apart what has brackets and tags, over as many words as they reach. `plainwords`
then looks at one whole word at a time: schemes of addresses, IDs without brackets, marks of emphasis.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import regex

from assistant.models.hidden import visible


@dataclass(frozen=True, slots=True)
class Pointer:
    """Sentences that the model points at, by number, and how many pointers of it were no IDs."""

    numbers: tuple[int, ...] = ()
    malformed: int = 0


Token = str | Pointer
"""A word, white space, or a pointer."""

MOST_IN_A_RANGE = 12
"""Sentences that a range such as ``[S3-S9]`` may name."""
_OPEN, _CLOSE = "[［【〔", "]］】〕"
_AT_ONCE = 256
"""Characters that are looked at together: an answer that comes in one piece takes no quadratic time."""
_O, _C = r"\[［【〔", r"\]］】〕"
_BRACKET = regex.compile(rf"!?\\?[{_O}]{{1,2}}(?P<inside>[^{_O}{_C}\n]{{0,200}})[{_C}]{{1,2}}")
_TARGET = regex.compile(
    r"\(\s{0,3}(?:<[^<>\n]{0,2000}>|[^\s()<>]{0,2000}(?:\([^\s()<>]{0,200}\)[^\s()<>]{0,2000}){0,3})"
    r"(?:\s{1,3}(?:\"[^\"\n]{0,200}\"|'[^'\n]{0,200}'))?\s{0,3}\)"
)
_TAG = regex.compile(
    r"</?[A-Za-z][^<>\n]{0,1000}>|<![A-Za-z\[-][^<>\n]{0,1000}>|<\?[^<>\n]{0,1000}>|<\|[^<>\n]{0,60}\|?>"
)
_THOUGHT = regex.compile(r"<(?P<name>think|thinking|thought|reasoning|reflection|scratchpad)>", regex.IGNORECASE)
_SPECIAL = frozenset(f"<(!\\{_OPEN}{_CLOSE}")


class Lexer:
    """Takes a stream apart into text and pointers.

    :param letters: what every ID begins with.
    """

    def __init__(self, letters: str) -> None:
        self._letters = letters
        self._rest = ""
        self._thought = ""
        """The name of the tag within which the model thinks aloud, while it does."""
        self._closed = False
        """Whether a bracket has just been closed, so that a target may follow."""
        self._round = regex.compile(
            rf"\((?:\s?(?:and\s|see\s)?{letters}[0-9]{{1,6}}\s?[,;–-]?){{1,20}}\)", regex.IGNORECASE
        )

    def feed(self, chunk: str) -> list[Token]:
        """Take the next part of the stream; give what is certain."""
        found: list[Token] = []
        for at in range(0, len(chunk), _AT_ONCE):
            self._rest += chunk[at : at + _AT_ONCE]
            found.extend(self._tokens(final=False))
        return found

    def end(self) -> list[Token]:
        """The stream has ended: give the rest."""
        return list(self._tokens(final=True))

    def _tokens(self, final: bool) -> Iterator[Token]:
        while self._rest:
            if self._thought:
                if not self._think(final):
                    return
                continue
            character = self._rest[0]
            if character not in _SPECIAL:
                end = next((i for i, other in enumerate(self._rest) if other in _SPECIAL), len(self._rest))
                yield self._take(end)
                self._closed = False
                continue
            found = list(self._special(character, final))
            if not found:
                return
            yield from (token for token in found if token)

    def _take(self, end: int) -> str:
        taken, self._rest = self._rest[:end], self._rest[end:]
        return taken

    def _match(self, pattern: regex.Pattern[str], final: bool) -> regex.Match[str] | bool:
        """A match at the beginning that more text cannot change; True where one may still come; else False."""
        match = pattern.match(self._rest, partial=not final)
        if match is None:
            return False
        if not final and (match.partial or match.end() == len(self._rest)):
            return True
        return match

    def _special(self, character: str, final: bool) -> Iterator[Token]:
        """What begins with a special character; nothing at all where that is not certain yet."""
        closed, patterns = self._closed, self._patterns(character)
        for pattern in patterns:
            match = self._match(pattern, final)
            if match is True:
                return
            if match is False or isinstance(match, bool):
                continue
            self._take(match.end())
            self._closed = pattern is _BRACKET
            if pattern is _THOUGHT:
                self._thought = match["name"].lower()
                yield ""
            elif pattern is _TAG:
                yield " " if match[0].lower().startswith(("<br", "<p", "<li", "</p", "<tr", "<td")) else ""
            elif pattern is _TARGET or pattern is self._round:
                yield self._pointed(match[0][1:-1]) or ""
            else:
                yield from self._bracketed(match)
            return
        self._closed = character in _CLOSE
        yield from self._lone(self._take(1), closed)

    def _patterns(self, character: str) -> tuple[regex.Pattern[str], ...]:
        if character == "<":
            return _THOUGHT, _TAG
        if character == "(":
            return (_TARGET, self._round) if self._closed else (self._round,)
        return (_BRACKET,) if character in f"!\\{_OPEN}" else ()

    def _lone(self, character: str, closed: bool) -> Iterator[Token]:
        """A special character that begins nothing."""
        if character in _OPEN:
            yield "("
        elif character in _CLOSE:
            yield ")"
        elif character == "(" and closed:
            yield " ("
        else:
            yield "" if character == "\\" else character

    def _bracketed(self, match: regex.Match[str]) -> Iterator[Token]:
        """A pair of brackets with what is in it: pointers, or words."""
        inside = visible(match["inside"]).rstrip("\\")
        if (pointer := self._pointed(inside)) is not None:
            yield from ("!", pointer) if match[0][0] == "!" else (pointer,)
        elif inside.strip() in ("", "x", "X"):
            yield ""
        else:
            yield f"({inside})"

    def _pointed(self, inside: str) -> Pointer | None:
        """What a bracket's inside points at; None where it is no pointer at all."""
        return pointed(inside, self._letters)

    def _think(self, final: bool) -> bool:
        """Pass over what the model thinks aloud; whether there is more to read after it."""
        close = f"</{self._thought}>"
        at = self._rest.lower().find(close)
        if at >= 0:
            self._rest, self._thought = self._rest[at + len(close) :], ""
            return True
        self._rest = "" if final else self._rest[-len(close) :]
        return False


def pointed(inside: str, letters: str) -> Pointer | None:
    """The pointers written in a bracket: IDs, lists and ranges of them; None for anything that looks like none."""
    one = rf"(?<![^\W_]){letters}\s?([0-9]{{1,6}})(?![^\W_]|[.][0-9])"
    ids = list(re.finditer(one, inside, re.IGNORECASE))
    left = re.sub(one, " ", inside, flags=re.IGNORECASE)
    numbers: list[int] = []
    for place, match in enumerate(ids):
        number = int(match[1])
        between = inside[ids[place - 1].end() : match.start()].strip() if place else ""
        if between in ("-", "–", "—", "to", "..", "...") and 0 < number - numbers[-1] <= MOST_IN_A_RANGE:
            numbers.extend(range(numbers[-1] + 1, number))
        numbers.append(number)
    odd = rf"(?<![^\W_])(?:{letters}[\s.-]?)?-?\d[\w.]*|(?<!\w){letters}(?:[\s.-]?[\w.-]{{0,3}}\d[\w.-]*)?(?!\w)"
    wrong = len(re.findall(odd, left, re.IGNORECASE))
    if ids:
        return Pointer(tuple(dict.fromkeys(numbers)), wrong)
    bare = re.sub(odd, " ", left, flags=re.IGNORECASE)
    return Pointer((), max(1, wrong)) if (wrong and not _FILLER.sub("", bare)) or _FOREIGN.fullmatch(inside) else None


_FILLER = re.compile(
    r"\b(?:sentences?|sources?|ids?|see|refs?|references?|cit(?:e|ation)s?|documents?|docs?|lines?|and|to|note)\b|[\W_]",
    re.IGNORECASE,
)
"""What may stand beside the number of a pointer."""
_FOREIGN = re.compile(
    r"\s*(?:\^.*|\d+(?::\d+)?†.*|citation needed|source|sources|id|ref|cite(?::\s*\d+)?)\s*", re.IGNORECASE
)
"""Pointers as other programs have their models write them."""
