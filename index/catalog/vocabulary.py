"""Which words of the full-text index stand for a word of a question, by its language's stems, spelling and compounds.

The index stems as English does, whatever a document is written in; one library may hold several languages. So it is the
question's words that are widened to those words of the index that share their stem in the question's language, which
needs nothing of the index and works for libraries of any age.
"""

from __future__ import annotations

import json
import re
import sqlite3
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from index.text.languages import pairs, stem

Stemmed = Callable[[Sequence[str]], Mapping[str, Sequence[str]]]

_MOST = 16
"""Words of the index that stand for one word of a question, at most; the shortest are nearest to it."""
_LOOKED_AT = 400
"""Words of the index with a beginning in common that are looked at."""
_BEGINNING = 3
"""Letters that words of one stem have in common at least."""
_ENDING = 2
"""Letters of an inflection at the end of a compound at most."""
_PART = 4
"""Letters of a part of a compound at least."""
COMPOUNDING = frozenset({"da", "de", "nl", "no", "sv"})
"""Languages that write compounds as one word."""
_READ_SINGLY = 400
"""New chunks that are read one by one; after more all words are read anew, some of which may be of none by then."""
_JOINTS = ("", "s", "es", "n", "en", "er")
"""What may stand between the parts of a compound, after the first."""


def forms(sql: sqlite3.Connection, word: str, language: str, every: str) -> list[str]:
    """Words of the index that stand for a word of a question, itself not among them; nearest first.

    :param word: in any case, with its accents.
    :param every: for languages that write compounds as one word, all words of the index, each on a line, with a line
        break at both ends; else nothing.
    """
    found: dict[str, None] = {}
    for spelling in spellings(word, language):
        found |= dict.fromkeys(_related(sql, spelling, language))
        if every:
            found |= dict.fromkeys(_compounds(spelling, language, every))
            found |= dict.fromkeys(_parts(spelling, every))
    return [form for form in found if form != word.casefold()][:_MOST]


def spellings(word: str, language: str) -> list[str]:
    """A word as an index without accents may hold it: "strasse" and "straße", "muenchen" and "munchen"."""
    low = word.lower()
    found = [_bare(low)]
    if language == "de":
        spelt = low.translate({ord("ä"): "ae", ord("ö"): "oe", ord("ü"): "ue"})
        found += [_bare(spelt), re.sub("(?<=[aou])e(?!u)", "", found[0]) if re.search("[aou]e", found[0]) else found[0]]
        found += [one.replace("ss", "ß") for one in found if "ss" in one]
        found += [one.replace("ß", "ss") for one in found if "ß" in one]
    return list(dict.fromkeys(found))


def _bare(word: str) -> str:
    parts = unicodedata.normalize("NFKD", word)
    return "".join(character for character in parts if not unicodedata.combining(character))


def _related(sql: sqlite3.Connection, word: str, language: str) -> Iterable[str]:
    """Words of the index with the same stem."""
    own = stem(word, language)
    beginning = word[: max(_BEGINNING, min(len(own), len(word)) - 2)]  # a stem may be spelt otherwise
    if len(beginning) < _BEGINNING or word[0].isdigit():
        return [word]
    near = _between(sql, beginning)
    return sorted((one for one in near if one == word or stem(one, language) == own), key=lambda one: (len(one), one))


def _between(sql: sqlite3.Connection, beginning: str) -> Sequence[str]:
    rows = sql.execute(
        "SELECT term FROM terms WHERE term >= ? AND term < ? LIMIT ?", [beginning, beginning + "\uffff", _LOOKED_AT]
    )
    return [str(term) for (term,) in rows]


def _compounds(word: str, language: str, every: str) -> Iterable[str]:
    """Words of the index that end, or begin, with a word's stem: "mietvertrag" and "vertragsende" for "vertrag"."""
    own = stem(word, language)
    if len(own) < _PART:
        return []
    endings: list[str] = []
    beginnings: list[str] = []
    place = every.find(own)
    while place >= 0:  # a pattern over all words takes thirty times as long
        start, end = every.rfind("\n", 0, place) + 1, every.find("\n", place)
        before, after = place - start, end - place - len(own)
        if before >= _BEGINNING and after <= _ENDING:
            endings.append(every[start:end])
        elif before == 0 and after >= _PART and len(own) > _PART:
            beginnings.append(every[start:end])
        place = every.find(own, end)
    return [*sorted(endings, key=len)[: _MOST // 2], *sorted(beginnings, key=len)[: _MOST // 4]]


def _parts(word: str, every: str) -> Iterable[str]:
    """The two words that a compound is made of, where the index has both but not the compound."""
    if len(word) < 2 * _PART or f"\n{word}\n" in every:
        return []
    for place in range(len(word) - _PART, _PART - 1, -1):
        first, second = word[:place], word[place:]
        if f"\n{second}\n" not in every:
            continue
        for joint in _JOINTS:
            bare = first.removesuffix(joint) if joint else first
            if len(bare) >= _PART and f"\n{bare}\n" in every:
                return [second, bare]
    return []


@dataclass(frozen=True, slots=True)
class EveryWord:
    """All words of the index, as of one revision of the catalog; words that have gone since may be among them."""

    revision: int
    words: str
    """Each on a line, with a line break at both ends."""
    last: int
    """The highest number of a chunk whose words are there."""
    added: int = 0
    """Chunks that were read one by one since the whole index was."""


def every_word(sql: sqlite3.Connection, revision: int, known: EveryWord | None, stemmed: Stemmed) -> EveryWord:
    """All words of the index.

    Reading them takes a microsecond for each, so that after a change only the new chunks are read.

    :param known: those of an earlier revision.
    :param stemmed: gives the words that the index makes of each of some texts.
    """
    if known is not None:
        rows = sql.execute(
            "SELECT id, text, context FROM chunks WHERE id > ? ORDER BY id LIMIT ?", [known.last, _READ_SINGLY + 1]
        ).fetchall()
        if known.added + len(rows) <= _READ_SINGLY:
            found = stemmed([f"{text}\n{context}" for _, text, context in rows]).values()
            new = dict.fromkeys(word for words in found for word in words if f"\n{word}\n" not in known.words)
            words = known.words + "".join(f"{word}\n" for word in new)
            return EveryWord(revision, words, rows[-1][0] if rows else known.last, known.added + len(rows))
    last = sql.execute("SELECT coalesce(max(id), 0) FROM chunks").fetchone()[0]
    every = "\n".join(str(term) for (term,) in sql.execute("SELECT term FROM terms"))
    return EveryWord(revision, f"\n{every}\n", int(last))


def pair_counts(sql: sqlite3.Connection, words: Iterable[str]) -> dict[str, int]:
    """In how many chunks each word of Chinese or Japanese stands, at most: as many as its rarest pair of characters."""
    wanted = {word: pairs(word)[:-1] for word in words if word}
    rows = sql.execute(
        "SELECT term, doc FROM pair_terms WHERE term IN (SELECT value FROM json_each(?))",
        [json.dumps(sorted({pair for parts in wanted.values() for pair in parts}), ensure_ascii=False)],
    )
    counts = {str(term): int(count) for term, count in rows}
    found = {word: min(counts.get(pair, 0) for pair in parts) for word, parts in wanted.items() if parts}
    for word, parts in wanted.items():
        if not parts:  # one character, which begins pairs
            (count,) = sql.execute(
                "SELECT coalesce(sum(doc), 0) FROM pair_terms WHERE term >= ? AND term < ?", [word, word + "\uffff"]
            ).fetchone()
            found[word] = int(count)
    return found
