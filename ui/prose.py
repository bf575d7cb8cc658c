"""The prose of an answer as HTML: claims with their citations, our own words between them, paragraphs and lists."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from assistant.answers import Answer, Claim, Support
from ui.icons import icon
from ui.markup import Html, element, join, text

Chips = Callable[[Sequence[int]], Html]
"""Makes the buttons of citations from their numbers."""

_SUPPORT: dict[Support, tuple[str, str]] = {
    "supported": ("done", "Supported"),
    "weak": ("doubt", "Weakly supported"),
    "unsupported": ("warning", "Not supported"),
}
"""The sign and the words of each label."""
_MARKERS = re.compile(r"\s*((?:\[\d+\])+)")
_NUMBER = re.compile(r"\d+")
_ITEM = "- "
"""What begins an item of a list."""


@dataclass(slots=True)
class _Line:
    """One line of an answer."""

    parts: list[Html] = field(default_factory=list)
    item: bool = False

    def add(self, words: str, *, ours: bool) -> None:
        """Add words that are no claim; ``ours`` are those that Quoth says itself."""
        if not self.parts and words.startswith(_ITEM):
            self.item, words = True, words.removeprefix(_ITEM)
        if not words or (not self.parts and not words.strip()):
            return
        self.parts.append(element("span", words, class_="lead") if ours and words.strip() else text(words))


def whole(answer: Answer, chips: Chips) -> list[Html]:
    """A finished answer: each claim with its chips, what stands between them as words of ours."""
    lines = [_Line()]
    place = 0
    for claim in answer.claims:
        _write(lines, answer.text[place : claim.start], ours=True)
        lines[-1].parts.append(_claim(claim, chips))
        place = claim.end
        while markers := _MARKERS.match(answer.text, place):
            place = markers.end()
    _write(lines, answer.text[place:], ours=bool(answer.claims))
    return list(_blocks(lines))


def growing(arrived: str, known: Iterable[int], chips: Chips) -> list[Html]:
    """The part of an answer that has arrived; markers that name no known citation are shown as they are."""
    numbers = set(known)
    lines = [_Line()]
    place = 0
    for match in _MARKERS.finditer(arrived):
        named = [int(number) for number in _NUMBER.findall(match[1])]
        if numbers.issuperset(named):
            _write(lines, arrived[place : match.start()], ours=False)
            lines[-1].parts.append(chips(named))
            place = match.end()
    _write(lines, arrived[place:], ours=False)
    return list(_blocks(lines))


def _claim(claim: Claim, chips: Chips) -> Html:
    words = text(claim.text)
    if claim.bold:
        start, end = claim.bold
        words = join([claim.text[:start], element("strong", claim.text[start:end]), claim.text[end:]])
    return element("span", words, chips(claim.citations), _support(claim), class_="claim")


def _support(claim: Claim) -> Html | None:
    """How well the documents bear out a claim that a chat model wrote, by a sign and in words."""
    if claim.support is None:
        return None
    sign, words = _SUPPORT[claim.support]
    said = element("span", words, class_="unseen") if claim.support == "supported" else element("span", words)
    why = element("span", f": {claim.why}", class_="why") if claim.why else None
    return join(["\u202f", element("span", icon(sign), said, why, class_=f"support {claim.support}", title=words)])


def _write(lines: list[_Line], words: str, *, ours: bool) -> None:
    first, *more = words.split("\n")
    lines[-1].add(first, ours=ours)
    for line in more:
        lines.append(_Line())
        lines[-1].add(line, ours=ours)


def _blocks(lines: Iterable[_Line]) -> Iterator[Html]:
    """Paragraphs, and lists of the items that follow each other."""
    items: list[Html] = []
    for line in lines:
        if not line.parts:
            continue
        if line.item:
            items.append(element("li", *line.parts))
            continue
        if items:
            yield element("ul", *items)
            items = []
        yield element("p", *line.parts)
    if items:
        yield element("ul", *items)
