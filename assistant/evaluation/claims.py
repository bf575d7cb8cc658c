"""How good the guard is: true and altered claims with the sentences they cite, and how many of each it flags.

A claim is flagged where it is not called supported. What comes with Quoth are quotes with true wordings and false
ones written by hand, to which every alteration that can be made of quotes and wordings is added.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.evaluation.altering import altered
from assistant.evaluation.asking import QuestionsError
from assistant.evaluation.stating import stated
from assistant.models.checking import Meaning, Verdict, check_all
from index.text.sentences import split

BUNDLED = Path(__file__).parent / "claims.jsonl"
TRUE = "true"
"""The kind of a claim that its quotes bear out; any other says what was altered."""
_BEFORE = 2
"""Sentences before a quote that count as standing around it."""
_AT_ONCE = 10
"""Claims that are checked together, as those of one answer are."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A claim with what it cites, and what is known of it."""

    claim: str
    quotes: tuple[str, ...]
    kind: str
    around: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """A claim with the guard's verdict."""

    claimed: Claimed
    verdict: Verdict

    @property
    def flagged(self) -> bool:
        """Whether the guard does not call it supported."""
        return self.verdict.support != "supported"


def bundled() -> list[Claimed]:
    """The claims that come with Quoth."""
    rows = [json.loads(line) for line in BUNDLED.read_text(encoding="utf-8").splitlines()]
    quotes = [row["quote"] for row in rows]
    found: list[Claimed] = []
    for place, row in enumerate(rows):
        cited, around = (row["quote"],), tuple(row["around"])
        found += (Claimed(claim, cited, TRUE, around) for claim in row["true"])
        found += (Claimed(one["claim"], cited, one["kind"], around) for one in row["false"])
        others = [*quotes[place + 1 :], *quotes[:place]]
        for claim in (row["quote"], *row["true"]):
            found += (Claimed(one.text, cited, one.kind, around) for one in altered(claim, others, cited))
    return found


def read(path: Path) -> list[Claimed]:
    """Read claims from a file: JSON Lines of ``claim``, ``quotes``, ``kind`` and ``around``, or SQuAD's JSON.

    Of SQuAD's questions with their answers statements are made, which cite the sentence of the answer; they are true,
    and false when they are altered.

    :raises QuestionsError: the file cannot be read, or holds no claims.
    """
    try:
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".json":
            found = list(_of_squad(json.loads(text)["data"]))
        else:
            found = [_row(json.loads(line)) for line in text.splitlines() if line.strip()]
    except OSError as error:
        raise QuestionsError(f"{path} cannot be read: {error.strerror or error}.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise QuestionsError(
            f'{path} holds no claims: give JSON Lines such as {{"claim": "…", "quotes": ["…"], "kind": "true"}}, where '
            "the kind of a false claim says what is wrong with it, or a file in SQuAD's JSON."
        ) from error
    if not found:
        raise QuestionsError(f"{path} holds no claims.")
    return found


def _row(row: dict[str, Any]) -> Claimed:
    quotes = row["quotes"]
    if isinstance(quotes, str) or not quotes:
        raise ValueError("quotes are a list")
    return Claimed(str(row["claim"]), tuple(map(str, quotes)), str(row["kind"]), tuple(map(str, row.get("around", ()))))


def _of_squad(articles: Iterable[dict[str, Any]]) -> Iterator[Claimed]:
    for article in articles:
        title = article["title"].replace("_", " ")
        for paragraph in article["paragraphs"]:
            yield from _of_paragraph(title, paragraph)


def _of_paragraph(title: str, paragraph: dict[str, Any]) -> Iterator[Claimed]:
    text = paragraph["context"]
    spans = [(span.start, span.end) for span in split(text, 0, len(text))]
    for asked in paragraph["qas"]:
        if asked.get("is_impossible") or not asked["answers"]:
            continue
        answer = asked["answers"][0]
        claim = stated(asked["question"], answer["text"])
        place = next((at for at, span in enumerate(spans) if span[0] <= answer["answer_start"] < span[1]), None)
        if claim is None or place is None:
            continue
        sentences = [text[start:end] for start, end in spans]
        cited, around = (sentences[place],), (title, *sentences[max(0, place - _BEFORE) : place])
        yield Claimed(claim, cited, TRUE, around)
        others = [one for at, one in enumerate(sentences) if at != place]
        yield from (Claimed(one.text, cited, one.kind, around) for one in altered(claim, others, cited))


def run(claims: Sequence[Claimed], meaning: Meaning | None = None) -> tuple[list[Checked], float]:
    """Check claims, ten at a time as an answer has them; the verdicts, and the milliseconds that ten took."""
    found: list[Checked] = []
    spent = 0.0
    for first in range(0, len(claims), _AT_ONCE):
        some = claims[first : first + _AT_ONCE]
        begin = time.perf_counter()
        verdicts = check_all([(one.claim, one.quotes, one.around) for one in some], meaning)
        spent += time.perf_counter() - begin
        found += (Checked(one, verdict) for one, verdict in zip(some, verdicts, strict=True))
    return found, 1000 * spent / max(1, len(claims)) * _AT_ONCE


def measure(checked: Sequence[Checked]) -> dict[str, Any]:
    """How many claims of each kind are flagged, as ``kinds``; of all flagged those that are false, ``precision``.

    A kind's ``precision`` is of what would be flagged if it were as frequent as true claims are.
    """
    kinds = sorted({one.claimed.kind for one in checked}, key=lambda kind: (kind != TRUE, kind))
    shares = {kind: _share([one.flagged for one in checked if one.claimed.kind == kind]) for kind in kinds}
    wrong = shares.get(TRUE, 0.0)
    rows: dict[str, Any] = {}
    for kind in kinds:
        own = [one for one in checked if one.claimed.kind == kind]
        share = shares[kind]
        rows[kind] = {
            "claims": len(own),
            "flagged": share,
            "unsupported": _share([one.verdict.support == "unsupported" for one in own]),
            "precision": None if kind == TRUE or not share else share / (share + wrong),
        }
    flagged = [one for one in checked if one.flagged]
    false = [one for one in checked if one.claimed.kind != TRUE]
    return {
        "claims": len(checked),
        "recall": _share([one.flagged for one in false]),
        "precision": _share([one.claimed.kind != TRUE for one in flagged]),
        "wrongly_flagged": wrong,
        "kinds": rows,
    }


def _share(values: Sequence[bool]) -> float:
    return sum(values) / len(values) if values else 0.0


def lines(figures: dict[str, Any], milliseconds: float) -> list[str]:
    """The figures as a table for people."""
    found = [f"{figures['claims']:,} claims", "", "kind         claims  flagged  unsupported  precision"]
    for kind, row in figures["kinds"].items():
        precision = "" if row["precision"] is None else f"{row['precision']:.3f}"
        found.append(f"{kind:12} {row['claims']:6,}  {row['flagged']:7.3f}  {row['unsupported']:11.3f}  {precision:>9}")
    found += ["", f"False claims caught: {figures['recall']:.3f}. True ones flagged: {figures['wrongly_flagged']:.3f}."]
    return [*found, f"Ten claims took {milliseconds:.0f} ms."]
