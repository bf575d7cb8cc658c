"""Claims that are kept of a chat model's answer, as an answer of their own: its text, numbers and citations anew."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.answers import Citation, Claim

_MARKERS = re.compile(r"\s*(?:\[\d+\])+")


def kept(
    text: str, claims: Sequence[Claim], citations: Sequence[Citation], keep: Callable[[Claim], bool]
) -> tuple[str, tuple[Claim, ...], tuple[Citation, ...]]:
    """An answer with some of its claims; citations that none of these has are gone, the others numbered anew.

    Words that stand between claims, such as an introduction or the mark of a list's item, stay with the claim that
    follows them.
    """
    if all(keep(claim) for claim in claims):
        return text, tuple(claims), tuple(citations)
    known = {citation.number: citation for citation in citations}
    numbers: dict[int, int] = {}
    written, before, place = "", "", 0
    left: list[Claim] = []
    for claim in claims:
        before = _joined(before, text[place : claim.start])
        markers = _MARKERS.match(text, claim.end)
        place = markers.end() if markers else claim.end
        if not keep(claim):
            continue
        written += before if written else before.lstrip()
        before = ""
        for number in claim.citations:
            if number in known:
                numbers.setdefault(number, len(numbers) + 1)
        cited = tuple(sorted(numbers[number] for number in claim.citations if number in known))
        start = len(written)
        written += claim.text + (" " + "".join(f"[{number}]" for number in cited) if cited else "")
        left.append(replace(claim, citations=cited, start=start, end=start + len(claim.text)))
    return written, tuple(left), tuple(replace(known[old], number=new) for old, new in numbers.items())


def _joined(first: str, second: str) -> str:
    """What stands before a claim, where the claim between was left out: lines of words stay, empty items go."""
    if "\n" not in second:
        return first or second
    lines = first.rpartition("\n")[0]
    return lines + second if any(character.isalnum() for character in lines) else second
