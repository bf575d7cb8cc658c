"""The guard: all checks of one claim, cheapest first, and the verdict they come to."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.models.checking import adding, comparing, days, naming, negation, numbers, quantifiers, roles
from assistant.models.checking.verdict import Finding, Meaning, Verdict

_ADDED, _REST = 1.2, 0.25
"""The unmet weight from which a part of a claim is an addition, where all else is met but for so much."""
_STRAYS, _FAR = 0.75, 1.6
"""The share of a claim's words that are not met, and their weight in a row, from which it says something else."""
_UNLIKE, _LIKE = 0.25, 0.5
"""A probability of meaning the same below which a claim is not borne out, and one from which words may differ."""

_LONGEST = 1000
"""Characters of a claim at most; what goes on longer is no sentence, and is not called supported."""
_READ = 3000
"""Characters of a quote that are read."""


def check(claim: str, quotes: Sequence[str], meaning: Meaning | None = None, around: Sequence[str] = ()) -> Verdict:
    """Hold a claim against the sentences it cites.

    :param claim: one sentence, without its markers.
    :param quotes: the sentences that it cites, as they stand in their documents.
    :param meaning: tells how far the claim means what they say; without it only words are compared.
    :param around: what the quotes may lean on: sentences before and after them, headings, the document's title.

    >>> check("The lease ends in 2025.", ["The lease ends in 2024."]).why
    'the date 2025 is not in what is cited'
    """
    return check_all([(claim, quotes, around)], meaning)[0]


def check_all(
    claims: Sequence[tuple[str, Sequence[str], Sequence[str]]], meaning: Meaning | None = None
) -> list[Verdict]:
    """Hold claims, each with its quotes and what stands around them, against these: quicker than one by one."""
    claims = [(claim, [quote[:_READ] for quote in quotes], around) for claim, quotes, around in claims]
    found = [_words(*one) for one in claims]
    means = _means(claims, found, meaning) if meaning is not None else {}
    return [
        _verdict([*findings, *_sense(*one, means.get(place))])
        for place, (one, findings) in enumerate(zip(claims, found, strict=True))
    ]


def _words(claim: str, quotes: Sequence[str], around: Sequence[str]) -> list[Finding]:
    """What the checks of single words find, those first that are surest."""
    if not any(quote.strip() for quote in quotes):
        return [Finding("meaning", "nothing is cited")]
    if _verbatim(claim, quotes):
        return []
    if len(claim) > _LONGEST:
        return [Finding("meaning", "it is too long to be checked")]
    return [
        *numbers.found(claim, quotes),
        *days.found(claim, quotes, around),
        *naming.found(claim, quotes, around),
        *negation.found(claim, quotes),
        *quantifiers.found(claim, quotes),
        *comparing.found(claim, quotes),
        *roles.found(claim, quotes),
    ]


def _verbatim(claim: str, quotes: Sequence[str]) -> bool:
    """Whether a claim is a whole quote, word for word."""
    return any(claim.split() == quote.split() for quote in quotes)


def _means(
    claims: Sequence[tuple[str, Sequence[str], Sequence[str]]], found: Sequence[Sequence[Finding]], meaning: Meaning
) -> dict[int, float]:
    """How far claims mean what their quotes say, for those that are not plainly right or wrong."""
    sure = [
        _verbatim(claim, quotes) or any(one.grave for one in found[at]) for at, (claim, quotes, _) in enumerate(claims)
    ]
    open_ = [place for place, one in enumerate(sure) if not one]
    if not open_:
        return {}
    scores = meaning.scores([(claims[place][0], " ".join(claims[place][1])) for place in open_])
    return dict(zip(open_, scores, strict=True))


def _sense(claim: str, quotes: Sequence[str], around: Sequence[str], meant: float | None) -> list[Finding]:
    """Whether a claim says something of its own, by its words and, where that is known, by its meaning."""
    if len(claim) > _LONGEST or _verbatim(claim, quotes) or not any(quote.strip() for quote in quotes):
        return []
    rest = adding.unmet(claim, quotes, around)
    if rest.share >= _STRAYS and rest.longest >= _FAR and (meant is None or meant < _LIKE):
        return [Finding("meaning", "what is cited says something else")]
    if meant is not None and meant < _UNLIKE:
        return [Finding("meaning", "what is cited may say something else", grave=False)]
    if rest.part >= _ADDED and rest.rest <= _REST:
        return [Finding("added", f"“{' '.join(rest.words)}” is not in what is cited", grave=False)]
    return []


def _verdict(findings: Sequence[Finding]) -> Verdict:
    if not findings:
        return Verdict("supported")
    first = next((one for one in findings if one.grave), findings[0])
    return Verdict("unsupported" if first.grave else "weak", first.why, tuple(findings))
