"""What a question asks for: the kind of answer it expects, its content words, its names and quoted words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from assistant.languages import asked_in
from assistant.languages.expecting import expected, names_of
from assistant.text.kinds import GENERAL, Kind, kind_of
from assistant.text.words import STOP, Word, base_form, fold, listed, rarity, words


@dataclass(frozen=True, slots=True)
class Question:
    """A question taken apart.

    ``terms`` are its content words, each stem once, with weights of 0 to 1 in ``weights`` (how much the word
    tells); ``focus`` is the noun after "what" or "which" ("country" in "which country ..."), as a stem.
    """

    text: str
    kind: Kind
    words: tuple[Word, ...]
    terms: tuple[str, ...]
    weights: tuple[float, ...]
    focus: str | None
    names: tuple[tuple[str, ...], ...]
    """Proper names in it, each as the stems of its words."""
    quoted: tuple[str, ...]
    """Parts in double quotation marks."""
    language: str = "en"
    """ISO 639-1; its stems and grammar words are this language's."""

    @property
    def deeds(self) -> tuple[float, ...]:
        """Weights of its terms with those of names at 0: what is asked about whatever it names."""
        named = {stem for name in self.names for stem in name}
        rest = tuple(0.0 if term in named else w for term, w in zip(self.terms, self.weights, strict=True))
        return rest if any(rest) else self.weights

    @property
    def subject(self) -> str | None:
        """Stem of what a sentence that answers should speak of.

        It is the focus where that is no mere sort of answer, or the first content word after "how many".
        """
        if self.focus in GENERAL:
            return None
        if self.focus is not None or self.kind not in (Kind.COUNT, Kind.AMOUNT, Kind.PERCENT):
            return self.focus
        after = False
        for word in self.words:
            if after and not word.stop:
                return word.stem
            after = after or fold(word.raw) in ("many", "much", "percent", "percentage")
        return None

    @property
    def stems(self) -> frozenset[str]:
        """Stems of all its words, grammar too."""
        return frozenset(word.stem for word in self.words)


_HOW = {
    "many": Kind.COUNT,
    "much": Kind.AMOUNT,
    "long": Kind.DURATION,
    "old": Kind.AGE,
    "often": Kind.MEASURE,
    "frequently": Kind.MEASURE,
} | dict.fromkeys(
    listed("far tall high deep wide heavy fast big large hot cold thick broad quickly close hard"), Kind.MEASURE
)
_MONEY = listed(
    "cost costs price worth pay paid spend spent charge charged earn earned owe owed money invest invested "
    "raise raised dollars pounds euros sold sell fine fined"
)
_MOVES = listed("fall fell fallen rise rose risen drop dropped grow grew climb slump plunge decline jump tumble")
_AUXILIARY = listed(
    "is are was were do does did has have had can could will would should may might must am "
    "isnt arent wasnt werent dont doesnt didnt hasnt havent hadnt cant couldnt wont wouldnt shouldnt"
)
_TERMS = listed(
    "notice trial warranty guarantee probation probationary grace cooling off waiting retention payment rental loan "
    "holding repayment qualifying incubation"
)
"""What has a period that is a duration: "the notice period"; other periods are times in history."""
_CONDITIONS = listed("when if after once while whenever unless as during")
_QUOTED = re.compile(r'["“”„«]([^"“”„«»]{2,80})["“”»]')
_DEFINITION = re.compile(
    r"^what(?:'s| is| are| was| were)\s+(?:an?\s+|the\s+)?[\w'’.-]+(?:\s+[\w'’.-]+){0,3}\s*\??$", re.IGNORECASE
)
_WHO_IS = re.compile(r"^[Ww]ho(?:'s| is| was)(?:\s+[A-Z][\w.-]*){1,4}\s*\??$")
_RELATIONS = listed("of in for to by from with between on at about")
_QUESTION_WORDS = listed("who whom whose when where why how what which")


def analyse(text: str, language: str | None = None) -> Question:
    """Take a question apart; any text will do.

    :param language: ISO 639-1; None tells it from the question's words.
    """
    language = asked_in(text) if language is None else language
    tokens = tuple(words(text, language))
    kind, focus = _kind(text, tokens) if language == "en" else expected(text, tokens, language)
    weights: dict[str, float] = {}
    for token in tokens:
        if not token.stop:
            weights[token.stem] = max(weights.get(token.stem, 0.0), _weight(token))
    if not weights:
        weights = {token.stem: 0.2 for token in tokens}
    return Question(
        text=text,
        kind=kind,
        words=tokens,
        terms=tuple(weights),
        weights=tuple(weights.values()),
        focus=focus,
        names=_names(text, tokens) if language == "en" else names_of(text, tokens, language),
        quoted=tuple(match.group(1).strip() for match in _QUOTED.finditer(text)),
        language=language,
    )


def _weight(token: Word) -> float:
    """How much a word of a question tells; names and numbers more than their general rarity."""
    known = 0.15 + 0.85 * rarity(token.raw)
    return max(known, 0.75) if token.raw[0].isdigit() or token.raw[:1].isupper() else known


def _kind(text: str, tokens: tuple[Word, ...]) -> tuple[Kind, str | None]:
    folded = [fold(token.raw) for token in tokens]
    if not folded:
        return Kind.OPEN, None
    at = next((i for i, word in enumerate(folded) if word in _QUESTION_WORDS), None)
    if at is None or (folded[0] in _AUXILIARY and at > 0):
        return (Kind.YES_NO if folded[0] in _AUXILIARY else Kind.OPEN), None
    at = _after_clause(text, tokens, folded, at)
    asked, rest = folded[at], folded[at + 1 :]
    if asked in ("who", "whom", "whose"):
        return (Kind.DEFINITION if _WHO_IS.match(text) else Kind.PERSON), None
    if asked == "when":
        return Kind.DATE, None
    if asked == "where":
        return Kind.PLACE, None
    if asked == "why":
        return Kind.REASON, None
    if asked == "how":
        return _how(rest), None
    return _what(text, tokens[at + 1 :], rest)


def _after_clause(text: str, tokens: tuple[Word, ...], folded: list[str], at: int) -> int:
    """Place of the word that asks, behind a clause: "When a court rules, *who* decides?"."""
    if at > 0 or folded[0] not in ("when", "where") or (len(folded) > 1 and folded[1] in _AUXILIARY):
        return at
    later = (i for i in range(2, len(folded)) if folded[i] in _QUESTION_WORDS)
    return next((i for i in later if "," in text[tokens[i - 1].end : tokens[i].start + 1] or i > 3), at)


def _how(rest: list[str]) -> Kind:
    kind = _HOW.get(rest[0], Kind.MANNER) if rest else Kind.OPEN
    if rest[:2] == ["come", "to"] or rest[:1] == ["come"]:
        return Kind.REASON
    if kind is Kind.AMOUNT and (_MONEY.intersection(rest) or _asks_price(rest)):
        return Kind.MONEY
    if rest[:1] == ["far"] and _MOVES.intersection(rest):
        return Kind.AMOUNT  # "how far did the shares fall": in money, or by a share
    if rest[:1] == ["long"] and rest[1:2] and rest[1] in ("is", "are", "was", "were"):
        return Kind.LENGTH
    return kind


def _asks_price(rest: list[str]) -> bool:
    """Whether "how much is" asks what a thing costs: "how much is the new single", not "how much is known"."""
    if rest[1:2] not in (["is"], ["are"], ["was"], ["were"]) or len(rest) < 4 or "of" in rest:
        return False
    return not rest[2].endswith(("ed", "en", "wn", "ght")) and rest[2] not in ("left", "it", "there")


def _what(text: str, tokens: tuple[Word, ...], rest: list[str]) -> tuple[Kind, str | None]:
    """Kind and focus of a what or which question, from the noun that it asks for."""
    if _DEFINITION.match(text) and not any(kind_of(word) or word in _RELATIONS for word in rest):
        return Kind.DEFINITION, None
    if any(verb.startswith("happen") and word in _CONDITIONS for verb, word in pairwise(rest)):
        return Kind.OUTCOME, None
    if "called" in rest or "named" in rest[-2:] or "known" in rest[-3:]:
        return Kind.NAME, None
    if rest[-1:] == ["worth"]:
        return Kind.MONEY, None
    head = _head(rest)
    if head is None:
        verbs = {"cause", "caused", "causes", "led", "lead", "prompted"}
        return (Kind.REASON if rest and rest[0] in verbs and len(rest) > 1 else Kind.THING), None
    kind = kind_of(rest[head]) or Kind.THING
    if kind is Kind.MONEY or (kind is Kind.COUNT and _MONEY.intersection(rest)):
        kind = Kind.MONEY
    if kind is Kind.MEASURE and head == 0 and rest[0] in ("area", "areas"):
        kind = Kind.PLACE  # "which area has most trees", not "what is the area"
    if rest[head] == "period" and head and rest[head - 1] in _TERMS:
        kind = Kind.DURATION
    if rest[head] == "name" and rest[head + 1 : head + 2] == ["of"]:
        of = [token for token in tokens[head + 2 :] if not token.stop and token.raw.islower()]
        if of and (sort := kind_of(of[0].raw)) in (Kind.PERSON, Kind.PLACE):
            kind = sort
        return kind, of[0].stem if of else None
    if rest[head] == "name" and {"person", "man", "woman", "king", "leader"}.intersection(rest):
        kind = Kind.PERSON
    return kind, tokens[head].stem


def _head(rest: list[str]) -> int | None:
    """Place of the noun that the question asks for: "what *year* did", "what was the *name* of"."""
    if not rest:
        return None
    if rest[0] in ("do", "does", "did"):
        return None
    if rest[0] in _AUXILIARY or rest[0] == "s":
        start = 2 if rest[1:2] and rest[1] in ("the", "a", "an", "s") else 1
        if start == 1:
            return None
        for place in range(start, min(start + 4, len(rest))):
            if rest[place] in STOP:
                return place - 1 if place > start else None
        return min(start + 3, len(rest)) - 1
    end = next((place for place, word in enumerate(rest[:4]) if word in STOP or word in _AUXILIARY), min(4, len(rest)))
    known = [place for place, word in enumerate(rest[:end]) if kind_of(word)]
    if known:
        return known[-1]
    while end > 1 and (rest[end - 1].endswith("ed") or base_form(rest[end - 1]) != rest[end - 1].removesuffix("s")):
        end -= 1  # the verb after the noun: "which treaty *ended* the war"
    return end - 1 if end else None


def _names(text: str, tokens: tuple[Word, ...]) -> tuple[tuple[str, ...], ...]:
    """Runs of capitalised words, the first word of the text only where it cannot be a plain one."""
    runs: list[list[str]] = []
    end = -2
    for place, token in enumerate(tokens):
        capital = token.raw[0].isupper() and (place > 0 or (not token.stop and rarity(token.raw) > 0.6))
        if not capital or (token.stop and place == 0):
            continue
        if runs and end >= 0 and text[end : token.start] in (" ", "-", " of ", " the ", " of the ", ". "):
            runs[-1].append(token.stem)
        elif token.raw == "I":  # who asks; a number only after a name: "World War I"
            continue
        else:
            runs.append([token.stem])
        end = token.end
    return tuple(tuple(run) for run in runs)
