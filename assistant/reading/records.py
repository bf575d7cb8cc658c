"""Records: whether a row of named cells answers a question, and which of its cells does.

A question about a row names a column (by its head, or by a word that asks for it) and the row (by what stands in
other cells). A row answers where both are there and the question names nothing that neither the row nor its titles say.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from itertools import pairwise, takewhile

from assistant.reading.evidence import Read, matches
from assistant.text.cells import Cell, labelled
from assistant.text.headwords import (
    AGGREGATES,
    CARRIERS,
    FRAMING,
    VERBS,
    akin,
    asks,
    expected,
    label_stems,
    label_words,
    same,
    unit_stems,
)
from assistant.text.kinds import VALUES, Kind, kind_of
from assistant.text.question import Question
from assistant.text.spans import candidates, dates
from assistant.text.words import Word, fold, listed


class Verdict(Enum):
    """What a row is to a question."""

    ANSWERS = "answers"
    LACKS = "lacks"
    """It has no cell for what is asked, or is about something else."""
    UNSURE = "unsure"
    """The question asks for no cell, or the line is no row: it is read like any sentence."""


@dataclass(frozen=True, slots=True)
class Column:
    """How a label stands to a question."""

    score: float
    """How well it is asked for; 0 not at all."""
    kind: float
    """How well it holds what the question's kind asks for."""
    named: bool
    """Whether the question's words ask for it, and not its kind alone."""
    stems: tuple[str, ...]
    met: frozenset[str]
    """Words of the question that speak of this column, as stems."""
    direct: bool
    """Whether the question says all its words."""
    whole: bool
    """Whether the question says all its words, or a word that asks for it."""


_NUMBERS = VALUES - {Kind.DATE, Kind.COLOUR}
_ASKED = VALUES | {Kind.PERSON, Kind.PLACE, Kind.NAME}
_MONTHS = listed("january february march april may june july august september october november december")
_AFTER_VERBS = listed("in on at from to for with by of during per")
_PROSE = 10
"""Words of a value that is a text to be read, and no value."""
_SENTENCE = 5
"""Words of one that ends as a sentence does."""
_UNMET = 0.5
"""Share of the question's words that a row may leave unsaid where it has what is asked."""


class Records:
    """A question, to be held against many rows."""

    def __init__(self, question: Question) -> None:
        self._question = question
        self._columns: dict[str, Column] = {}
        words = question.words
        folded = [fold(word.raw) for word in words]
        self._said = frozenset(word.stem for word in words)
        self._gathers = self._said & AGGREGATES
        # "May" and "won" are grammar elsewhere.
        self._naming = [
            word
            for place, word in enumerate(words)
            if not word.stop or word.stem in VERBS or (place and word.raw[0].isupper() and fold(word.raw) in _MONTHS)
        ]
        doing = ["do"] if folded[:1] == ["what"] and folded[-1:] == ["do"] else []
        self._asking = {*(word.stem for word in self._naming), *doing}
        self._proper = {
            word.stem for word in self._naming if word.raw[0].isdigit() or (word.start and word.raw[0].isupper())
        }
        self._focus = _focus(question, folded, self._proper)
        sort = kind_of(self._focus) if self._focus is not None and question.kind not in _ASKED else None
        self._kind = sort or question.kind
        self._carried = {
            before.stem
            for before, word in pairwise(words)
            if word.stem == self._focus and word.stem in CARRIERS and not before.stop
        }
        self._verb = _last_verb(words, folded)

    def cell(self, row: Read) -> Cell | None:
        """The cell whose value is asked for, the first of those that are asked for equally; None where none is."""
        best: Cell | None = None
        most = 0.0
        for cell in row.cells:
            column = self._column(cell.label)
            if column.score <= most or not self._fits(row.text[cell.start : cell.end], column):
                continue
            inside = [word for word in row.words if cell.start <= word.start < cell.end]
            if any(word.stem not in self._said for word in inside):  # else the question says it itself
                best, most = cell, column.score
        return best

    def verdict(self, row: Read, around: Read) -> Verdict:
        """What a row is to the question.

        :param around: the title and headings that it stands under.
        """
        question = self._question
        if not labelled(row.cells) or question.kind in (Kind.YES_NO, Kind.OPEN):
            return Verdict.UNSURE
        chosen = self.cell(row)
        if chosen is not None:
            return self._judge(row, around, chosen)
        if any(_is_prose(row.text[cell.start : cell.end]) for cell in row.cells):
            return Verdict.UNSURE  # one of its cells is a text of its own, such as the answer in a list of questions
        asked = self._kind in _ASKED or self._focus is not None
        return Verdict.LACKS if asked else Verdict.UNSURE

    def _judge(self, row: Read, around: Read, chosen: Cell) -> Verdict:
        """What a row with a cell for what is asked is: whether it is the row that is spoken of."""
        question = self._question
        column = self._column(chosen.label)
        keys = [word for word in row.words if not chosen.at <= word.start < chosen.end and _in_value(word, row.cells)]
        by_value = {word.stem for word in self._naming if any(akin(word, key) for key in keys)}
        near = zip(question.terms, matches(question, row), matches(question, around), strict=True)
        met = by_value | column.met | {term for term, own, over in near if max(own, over) >= 0.8}
        unmet = {word.stem for word in self._naming} - met - FRAMING
        if not by_value or unmet & self._proper or not self._gathers <= row.stems:
            return Verdict.LACKS
        if self._modified(unmet, by_value, column.met):
            return Verdict.LACKS
        if not column.named:
            if unmet and (self._kind not in _NUMBERS or (self._kind is Kind.COUNT and question.subject in unmet)):
                return Verdict.LACKS  # another deed: who "produced" it, not who wrote it
            return Verdict.UNSURE if unmet else Verdict.ANSWERS
        if question.subject in unmet and (not column.whole or all(_period(one) for one in column.stems)):
            return Verdict.LACKS  # "March" does not say what is counted
        weights = dict(zip(question.terms, question.weights, strict=True))
        total = sum(weights.get(word, 0.75) for word in {word.stem for word in self._naming})
        missing = sum(weights.get(word, 0.75) for word in unmet)
        return Verdict.ANSWERS if missing <= _UNMET * total else Verdict.UNSURE

    def _modified(self, unmet: set[str], by_value: set[str], by_label: frozenset[str]) -> bool:
        """Whether the question says of what is met that it is another: a "birth" date, an oak "chair"."""
        plain = (by_value | by_label) - self._proper
        for one, other in pairwise(self._question.words):
            if one.stem in unmet and other.stem in plain:
                return True
            if other.stem in unmet and one.stem in by_value - self._proper and other is not self._verb:
                return True
        return False

    def _column(self, label: str) -> Column:
        if label not in self._columns:
            self._columns[label] = self._read(label)
        return self._columns[label]

    def _read(self, label: str) -> Column:
        stems = label_stems(label)
        met: set[str] = set()
        direct = 0
        for one in label_words(label):
            said = {word.stem for word in self._naming if akin(word, one)}
            met |= said
            direct += bool(said)
        share = direct / len(stems) if stems else 0.0
        unit = self._asking & unit_stems(label)
        asking = {term: value for term in self._asking if (value := asks(term, stems))}
        other = max(asking.values(), default=0.0)
        met |= unit | asking.keys()
        kind = expected(self._kind, stems)
        focus = self._focus
        carried = bool(met & self._carried)
        focused = carried or (
            focus is not None and (any(same(focus, one) for one in stems) or focus in {*asking, *unit})
        )
        score = 3.0 if share == 1.0 or unit else max(1.5 * share, 2.0 * other)
        if focus is None:
            score = score or kind
        elif not focused and not kind:  # another noun is asked for, unless that is what the whole table is about
            score = min(score, 1.0) if share == 1.0 else 0.0
        if score:
            score += 1.5 * focused + 2.0 * carried + 1.5 * kind
        whole = share == 1.0 or other > 0 or bool(unit)
        return Column(score, kind, bool(share or other or unit), stems, frozenset(met), share == 1.0, whole)

    def _fits(self, value: str, column: Column) -> bool:
        """Whether a value can be of the kind that is asked for."""
        kind = self._kind
        digits = any(character.isdigit() for character in value)
        if kind in _NUMBERS:
            said = column.direct and value[:1].islower()  # "unlimited", "free"
            return said or digits or bool(candidates(value, kind))
        if kind is Kind.DATE:
            return (digits and column.kind > 0) or bool(candidates(value, kind))
        if kind is Kind.PERSON:
            return column.named or (value[:1].isupper() and not digits)
        if kind is Kind.PLACE:
            return any(character.isalpha() for character in value) and not dates(value)
        return True


def _focus(question: Question, folded: list[str], proper: set[str]) -> str | None:
    """The noun that is asked for: "salary" of "Anna's salary" too, and the one after "which" for a name."""
    words = question.words
    if question.focus is not None and question.focus not in proper:
        return question.focus
    asked = next((place for place, word in enumerate(folded[:-1]) if word in ("what", "which")), None)
    if asked is None:
        return None
    if not words[asked + 1].stop:
        return words[asked + 1].stem
    owner = next((place for place, word in enumerate(words) if place > asked + 1 and _owns(question.text, word)), None)
    if owner is None:
        return None
    owned = list(takewhile(lambda word: not word.stop, words[owner + 1 :]))
    return owned[-1].stem if owned else None


def _owns(text: str, word: Word) -> bool:
    """Whether a word is an owner's: "Anna's", "James'"."""
    after = text[word.end : word.end + 2]
    return after in ("'s", "’s") or (word.raw[-1] == "s" and after[:1] in ("'", "’"))


def _last_verb(words: tuple[Word, ...], folded: list[str]) -> Word | None:
    """The verb that ends a question with "do", where it tells something: "how much sugar do figs *contain*"."""
    if not {"do", "does", "did"}.intersection(folded):
        return None
    end = next((place for place in range(len(words) - 1, 0, -1) if folded[place] in _AFTER_VERBS), len(words))
    for place in (len(words) - 1, end - 1):
        if not words[place].stop and words[place].raw.islower():
            return words[place]
    return None


def _is_prose(value: str) -> bool:
    return len(value.split()) >= (_SENTENCE if value.endswith((".", "!", "?")) else _PROSE)


def _period(stem: str) -> bool:
    return stem[:1].isdigit() or any(month.startswith(stem) and len(stem) >= 3 for month in _MONTHS)


def _in_value(word: Word, cells: tuple[Cell, ...]) -> bool:
    return any(cell.start <= word.start < cell.end for cell in cells)
