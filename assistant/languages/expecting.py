"""What a question in another language than English asks for: the kind of answer, its focus, its proper names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.languages.known import language
from assistant.languages.language import Language, plain
from assistant.text.kinds import Kind
from assistant.text.words import Word, fold

_ASIDE = 3
"""Words between "which" and the noun that it asks for, at most: "in welchem der beiden Jahre"."""
_LEAST = 4
"""Letters of a noun that may end a compound."""


def expected(text: str, words: Sequence[Word], code: str) -> tuple[Kind, str | None]:
    """The kind of answer that a question expects, and the stem of the noun that it asks for, if it names one.

    The noun tells more than the question word: "what is the rent" asks for money.
    """
    known = language(code)
    low = plain(text)
    by_word = next((kind for pattern, kind in known.asks if pattern.search(low)), None)
    noun = _noun(low, words, known)
    if noun is not None and (by_word is None or by_word in (Kind.NAME, Kind.AMOUNT, Kind.MANNER, Kind.PERSON)):
        kind = _kind_of(fold(noun.raw), known) or (Kind.THING if by_word is None else by_word)
        return kind, noun.stem
    if by_word is not None:
        return by_word, noun.stem if noun is not None else None
    first = fold(words[0].raw) if words else ""
    if first in known.yes_no and text.rstrip().endswith(("?", "？")):
        return Kind.YES_NO, None
    if text.rstrip().endswith(("?", "？")):
        return Kind.THING, None
    return Kind.OPEN, None


def _noun(low: str, words: Sequence[Word], known: Language) -> Word | None:
    """The noun after "which": one that asks for a kind of answer, else the first that is no grammar."""
    if known.which is None or (asking := known.which.search(low)) is None:
        return None
    following = [word for word in words if len(plain(word.raw)) and not word.stop and _after(low, word, asking.end())]
    near = following[:_ASIDE]
    return next((word for word in near if _kind_of(fold(word.raw), known)), near[0] if near else None)


def _after(low: str, word: Word, place: int) -> bool:
    """Whether a word stands after a place of the plain text, which may be a little longer or shorter than the text."""
    found = low.find(plain(word.raw), max(0, word.start - 3))
    return found >= place


def _kind_of(folded: str, known: Language) -> Kind | None:
    for kind, nouns in known.nouns.items():
        if folded in nouns or (known.compounds and any(len(n) >= _LEAST and folded.endswith(n) for n in nouns)):
            return kind
    return None


@lru_cache(maxsize=4096)
def names(text: str, code: str) -> tuple[tuple[int, int], ...]:
    """Places of proper names: runs of words with a capital, with the small words that join them.

    The first word of a text counts only with another after it. Where common nouns have capitals too, a word after an
    article or an adjective is one of them; a run of two is a name.
    """
    known = language(code)
    found: list[list[re.Match[str]]] = []
    before: re.Match[str] | None = None
    joined: list[re.Match[str]] = []
    for match in re.finditer(r"[^\W_][\w'’&.-]*[\w]|[^\W_]", text):
        capital = match.group()[0].isupper()
        between = "" if before is None else text[before.end() : match.start()].strip(" -\u00a0")
        apart = before is None or not (between == "" or (between == "." and len(before.group()) < 4))
        if capital and found and not apart and (joined or before is found[-1][-1]):
            found[-1] += [*joined, match]
        elif capital:
            found.append([match])
        joined = [*joined, match] if not capital and not apart and _joins(match, found, before, joined, known) else []
        before = match
    runs = (_bare(run, known) for run in found)
    return tuple((run[0].start(), run[-1].end()) for run in runs if run and _named(text, run, known))


def _bare(run: Sequence[re.Match[str]], known: Language) -> Sequence[re.Match[str]]:
    """A run without the grammar words that it begins with, as a sentence may."""
    first = next((place for place, match in enumerate(run) if not _grammar(match, known)), len(run))
    return run[first:]


def _joins(
    match: re.Match[str],
    found: Sequence[Sequence[re.Match[str]]],
    before: re.Match[str] | None,
    joined: Sequence[re.Match[str]],
    known: Language,
) -> bool:
    """Whether a small word may stand inside the last name."""
    word = fold(match.group())
    if joined:  # "Ursula von der Leyen"
        return word in known.particles or word in known.determiners
    return word in known.particles and bool(found) and before is found[-1][-1]


def _grammar(match: re.Match[str], known: Language) -> bool:
    return len(match.group()) > 1 and fold(match.group()) in known.stop  # one letter is an initial: "M. Dupont"


def _named(text: str, run: Sequence[re.Match[str]], known: Language) -> bool:
    first = run[0].group()
    lead = text[: run[0].start()].rstrip(" \"'“„«»‚¿¡(")
    if len(run) == 1 and (not lead or lead[-1] in ".!?:…"):
        return any(character.isdigit() or character.isupper() for character in first[1:])
    if not known.determiners or len(run) > 1 or any(character.isupper() for character in first[1:]):
        return True
    last = re.search(r"([^\W_]+)$", lead)
    if last is None:
        return False
    word = fold(last.group())
    return word in ("in", "aus", "nach", "von", "bei", "herr", "frau", "firma", "familie") or (
        lead[-len(last.group()) :][0].isupper() and word not in known.stop
    )


def names_of(text: str, words: Sequence[Word], code: str) -> tuple[tuple[str, ...], ...]:
    """Proper names of a question, each as the stems of its words."""
    if not language(code).spaced:
        return ()
    found = [
        tuple(word.stem for word in words if start <= word.start and word.end <= end and not word.stop)
        for start, end in names(text, code)
    ]
    return tuple(name for name in found if name)
