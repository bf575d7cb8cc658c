"""Numbers of claims: whether each is said by the quotes, exactly, rounded, in another unit or in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.models.checking.quantities import Quantity, quantities
from assistant.models.checking.verdict import Finding
from assistant.models.checking.wordlists import in_order
from assistant.text.spans import names

_CLOSE = 0.01
"""How far a number said exactly may be from the one it rounds."""
_ROUGHLY = 0.08
"""How far "about" a number goes."""
_BEYOND = 0.5
"""How far "more than" a number goes: "over 500" of 700, not of 1,000."""
_LISTED = re.compile(r",|;|\band\b|\bor\b|•|\n")
_MOST_LISTED = 10
_ROMAN = {float(value): numeral for value, numeral in enumerate(in_order("I II III IV V VI VII VIII IX X XI XII"), 1)}
_MONEY = frozenset("$€£¥")


def found(claim: str, quotes: Sequence[str]) -> Iterator[Finding]:
    """The numbers of a claim that its quotes do not say."""
    said = [one for quote in quotes for one in quantities(quote)]
    for one in quantities(claim):
        raw = claim[one.start : one.end].strip()
        equal = [other for other in said if _comparable(one, other) and _same(one, other)]
        if not equal:
            if not _borne_otherwise(one, said, quotes):
                yield Finding("number", f"the number {raw} is not in what is cited")
        elif _displaced(one, equal, said):
            yield Finding("number", f"what is cited says the number {raw} of something else")
        elif all(_opposed(one, other) for other in equal):
            yield Finding("number", f"what is cited does not say {one.bound} than {raw}")


def _comparable(one: Quantity, other: Quantity) -> bool:
    if one.sort == other.sort:
        return True
    sorts = {one.sort, other.sort}
    if sorts == {"time", "span"}:
        return False
    if "pound" in sorts:
        return bool(sorts & {"£", ""})
    return "" in sorts and not sorts & (_MONEY | {"%", "ordinal", "times"}) and not (one.nouns and other.nouns)


def _same(one: Quantity, other: Quantity) -> bool:
    """Whether what a claim says is what a quote says, or that, rounded."""
    gap, size = abs(one.value - other.value), max(abs(one.value), abs(other.value))
    if gap <= 1e-9 * max(size, 1.0):
        return True
    if one.sort not in ("", "%", "$", "€", "£", "¥", "ordinal", "times") and gap <= 0.005 * size:
        return True  # converted
    if one.sort == "ordinal":
        return False
    if one.bound in ("more", "less") and one.bound == other.bound:
        return False
    if one.bound == "more" and other.value > one.value:
        return gap <= _BEYOND * one.value and other.bound != "less"
    if one.bound == "less" and other.value < one.value:
        return gap <= _BEYOND * one.value and other.bound != "more"
    coarser = one.step > other.step * 1.0001
    if one.word and one.sort == "%" and one.bound:
        return gap <= 5.0
    if one.bound == "about":
        return gap <= _ROUGHLY * size and coarser
    return coarser and gap <= one.step / 2 * 1.0001 and (gap <= _CLOSE * size or abs(one.value) >= 10 * one.step)


def _borne_otherwise(one: Quantity, said: Sequence[Quantity], quotes: Sequence[str]) -> bool:
    """Whether a number that is not said counts what is listed, or is too plain to be checked, as the "first"."""
    rivals = [other for other in said if other.sort == one.sort and _about_one(one, other)]
    if one.value in _ROMAN and not one.sort and any(_ROMAN[one.value] in quote.split() for quote in quotes):
        return True  # "Type 1" of "Type I"
    if one.sort == "ordinal":
        return one.word and one.value == 1 and not rivals
    if not one.word or one.sort or one.value > _MOST_LISTED or rivals:
        return False
    return any(_count_listed(quote) >= one.value for quote in quotes)


def _count_listed(quote: str) -> int:
    return len(_LISTED.findall(quote)) + 1 if len(names(quote)) > 1 or "," in quote else 0


def _about_one(one: Quantity, other: Quantity) -> bool:
    """Whether two numbers count the same, as far as what follows them tells."""
    return bool(set(one.nouns) & set(other.nouns)) if one.nouns and other.nouns else False


def _displaced(one: Quantity, equal: Sequence[Quantity], said: Sequence[Quantity]) -> bool:
    """Whether the quotes say a number of something else, and another one of what the claim counts."""
    if any(_about_one(one, other) or not other.nouns or not one.nouns for other in equal):
        rivals = [o for o in said if o not in equal and o.sort == one.sort and o.role == one.role and o.role]
        moved = one.role in ("from", "to") and all(o.role in ("from", "to") and o.role != one.role for o in equal)
        return moved and bool(rivals)
    return any(other not in equal and other.sort == one.sort and _about_one(one, other) for other in said)


def _opposed(one: Quantity, other: Quantity) -> bool:
    return {one.bound, other.bound} == {"more", "less"}
