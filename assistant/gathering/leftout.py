"""What one part of a question leaves to another: "how far did Ash's shares fall, and how far *did Birch's*?"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.followups.ellipsis import replaced

AUX = (
    r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might|must|"
    r"(?:is|are|was|were|do|does|did|has|have|had|ca|wo|would|could|should)n['’]t)"
)
HOW = r"how(?: (?:many|much|long|old|far|tall|high|deep|wide|big|large|fast|often|heavy))?"
_PLACE = re.compile(r" (?:at|in|during) (?:the|their|its|this) [^,]+$", re.IGNORECASE)
_OWNED = re.compile(rf"^(?P<lead>(?:{HOW}|what|which [\w-]+|when|why) {AUX} )\S+(?:['’]s|s['’])$", re.IGNORECASE)
_VERBLESS = re.compile(
    rf"^(?P<wh>{HOW}|what|which|who|where) (?P<rest>(?!.*\b{AUX}\b)(?:the|in|on|at|for|to|from) .+)$", re.IGNORECASE
)
_BESIDE = re.compile(
    r"^(?:in )?the (?:(?P<before>year before|previous year|year earlier|preceding year|prior year)"
    r"|(?:year after|following year|next year|year later))$",
    re.IGNORECASE,
)


def completed(found: Sequence[str]) -> list[str]:
    """The parts of a question with what each leaves to the first, or to the last.

    >>> completed(["How much did it earn in 2004", "how much the year before"])
    ['How much did it earn in 2004', 'How much did it earn in 2003']
    """
    placed = _placed(found)
    return [placed[0], *(_filled(placed[0], _carried(placed[0], part)) for part in placed[1:])]


def bare(text: str) -> str:
    """A question without its mark."""
    return text.rstrip(" ?.!")


def _carried(first: str, part: str) -> str:
    """A later part with the noun that it leaves to the first: "how many *prizes* did they win and how many did we?"."""
    asked = re.match(rf"(?P<wh>how many|how much|which) (?P<noun>[\w' -]{{3,40}}?) {AUX}\b", first, re.IGNORECASE)
    if asked is None or re.match(rf"{AUX}\b", asked["noun"], re.IGNORECASE):
        return part
    short = re.match(rf"{asked['wh']} (?={AUX}\b)", part, re.IGNORECASE)
    return f"{short.group()}{asked['noun']} {part[short.end() :]}" if short else part


def _placed(found: Sequence[str]) -> list[str]:
    """Parts that begin alike with the place that the last names for all: "who won X and who won Y at the fair?"."""
    end = _PLACE.search(bare(found[-1]))
    first = [part.lower().split()[:2] for part in found]
    if end is None or any(one != first[0] for one in first) or any(_PLACE.search(bare(part)) for part in found[:-1]):
        return list(found)
    return [*(f"{bare(part)}{end.group()}" for part in found[:-1]), found[-1]]


def _filled(first: str, part: str) -> str:
    """A later part with what it leaves to the first: "how far did Ash's?", "and how much the year before?"."""
    if match := _OWNED.match(bare(part)):
        owned = re.match(rf"{re.escape(match['lead'])}\S+(?:['’]s|s['’])(?P<rest> .+)$", bare(first), re.IGNORECASE)
        return f"{bare(part)}{owned['rest']}" if owned else part
    short = _VERBLESS.match(bare(part))
    head = re.match(rf"(?P<wh>{HOW}|what|which|who|where) ", first, re.IGNORECASE)
    if not short or not head or head["wh"].lower() != short["wh"].lower() or part == first:
        return part
    beside = _BESIDE.match(short["rest"])
    years = list(re.finditer(r"\b(?:1[5-9]|20)\d\d\b", first))
    if beside and years:  # "the year before" is told by the year of the first part
        year = int(years[-1].group()) + (-1 if beside["before"] else 1)
        return f"{first[: years[-1].start()]}{year}{first[years[-1].end() :]}"
    said = replaced(short["rest"], f"{bare(first)}?")
    return said if not said.startswith("What is ") else part
