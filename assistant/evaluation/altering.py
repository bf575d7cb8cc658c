"""False claims made of true ones: one number, date, name, "not", amount, direction or order changed, or words added.

The kinds are those in which the sentences of language models most often leave their source (Kryscinski and others,
"Evaluating the Factual Consistency of Abstractive Text Summarization", 2020). What is made is decided by the texts
alone, so that two runs make the same.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

from assistant.models.checking.clauses import read, telling
from assistant.models.checking.days import masked, whens
from assistant.models.checking.naming import Name, named
from assistant.models.checking.peoples import same
from assistant.models.checking.wordlists import in_order
from assistant.text.verbs import is_verb
from assistant.text.words import base_form, fold

MONTHS = in_order("January February March April May June July August September October November December")
_WEEKDAYS = in_order("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")
_SMALL = in_order("two three four five six seven eight nine ten eleven twelve")
_FIGURE = re.compile(r"(?<![\w.,])\d[\d,]*(?:\.\d+)?(?![\w]*\d)")
_AUXILIARY = re.compile(r"\b(is|are|was|were|will|would|can|could|should|may|might|must|has|have|had)\b(?! not|n['’]t)")
_NOT = re.compile(r"\b(is|are|was|were|will|would|can|could|should|must|has|have|had|did|does|do) not (?!only)", re.I)
_PAST = re.compile(r"\b([a-z]{3,}ed|went|said|came|took|made|won|began|grew|fell|rose|became|wrote|gave|found|left)\b")
_AMOUNTS = {
    "all": "some",
    "some": "all",
    "most": "all",
    "many": "few",
    "several": "all",
    "every": "hardly any",
    "always": "sometimes",
    "often": "rarely",
    "usually": "never",
    "sometimes": "always",
    "few": "most",
    "never": "often",
    "both": "neither of",
    "mostly": "rarely",
    "may": "must",
}
_DIRECTIONS = (
    "rose:fell|rise:fall|rises:falls|rising:falling|risen:fallen|increase:decrease|increased:decreased"
    "|increases:decreases|increasing:decreasing|more:less|higher:lower|larger:smaller|greater:lesser|before:after"
    "|won:lost|win:lose|highest:lowest|largest:smallest|first:last|above:below|earlier:later|grew:shrank"
    "|growth:decline|gained:lost|began:ended|opened:closed|north:south|east:west|northern:southern|eastern:western"
    "|success:failure|successful:unsuccessful|stronger:weaker|strong:weak|better:worse|best:worst|major:minor"
    "|early:late|old:new|accepted:rejected|supported:opposed|agreed:refused|bought:sold|legal:illegal|high:low"
    "|large:small|long:short|faster:slower|oldest:youngest|up:down|profit:loss|allowed:forbade|include:exclude"
    "|includes:excludes|included:excluded|upper:lower|positive:negative|internal:external|public:private"
)
_PAIRS = [pair.split(":") for pair in _DIRECTIONS.split("|")]
_TURNED = {a: b for pair in _PAIRS for a, b in (pair, pair[::-1])}


@dataclass(frozen=True, slots=True)
class Altered:
    """A claim that was made false, and how."""

    text: str
    kind: str
    """``number``, ``date``, ``name``, ``negation``, ``quantity``, ``direction``, ``order`` or ``added``."""


Way = Callable[[str, Random, Sequence[str]], Iterator[str]]


def altered(claim: str, others: Sequence[str], cited: Sequence[str] = ()) -> list[Altered]:
    """All that can be made false of a claim, at most one of each kind.

    :param others: further sentences, of the same document first: names and words that are put in are theirs.
    :param cited: what the claim cites: a name that it has is not put in the place of another.
    """
    found: list[Altered] = []
    for kind, way in WAYS.items():
        random = Random(zlib.crc32(f"{kind} {claim}".encode()))
        text = next(
            (text for text in way(claim, random, others) if text != claim and _new(kind, text, claim, cited)), None
        )
        if text is not None:
            found.append(Altered(text, kind))
    return found


def _new(kind: str, text: str, claim: str, cited: Sequence[str]) -> bool:
    """Whether a name that was put in is none that the cited sentences have: those would change roles."""
    if kind != "name":
        return True
    before = {word for one in named(claim) for word in one.words}
    fresh = [word for one in named(text) for word in one.words if word not in before]
    return not any(
        same(word, other) for word in fresh for quote in cited for one in named(quote) for other in one.words
    )


def _put(text: str, start: int, end: int, other: str) -> str:
    return text[:start] + other + text[end:]


def _number(claim: str, random: Random, others: Sequence[str]) -> Iterator[str]:
    text = masked(claim)
    places = list(_FIGURE.finditer(text))
    random.shuffle(places)
    for match in places:
        raw = match.group()
        whole, _, decimals = raw.replace(",", "").partition(".")
        value = int(whole)
        new = max(value + random.choice((-1, 1)) * max(1, round(value * random.uniform(0.15, 0.6))), 0)
        if new == value:
            new = value + 2
        if value > 12 and str(new)[-1] == "0" and whole[-1] != "0":
            new += random.randint(1, 9)
        written = f"{new:,}" if "," in raw else str(new)
        yield _put(claim, *match.span(), written + (f".{decimals}" if decimals else ""))
    for match in re.finditer(rf"\b({'|'.join(_SMALL)})\b", text):
        yield _put(claim, *match.span(), random.choice([word for word in _SMALL if word != match.group()]))


def _date(claim: str, random: Random, others: Sequence[str]) -> Iterator[str]:
    places = list(whens(claim))
    random.shuffle(places)
    for one in places:
        raw = claim[one.start : one.end]
        ways = [name for name, _ in one.parts if name in ("year", "month", "day", "weekday")]
        random.shuffle(ways)
        for part in ways:
            new = _other_date(raw, part, random)
            if new != raw:
                yield _put(claim, one.start, one.end, new)


def _other_date(raw: str, part: str, random: Random) -> str:
    if part == "year":
        return re.sub(
            r"\d{4}", lambda m: str(int(m.group()) + random.choice((-9, -4, -2, -1, 1, 2, 3, 7))), raw, count=1
        )
    if part == "day":
        return re.sub(
            r"(?<!\d)\d{1,2}(?!\d)", lambda m: str((int(m.group()) + random.randint(2, 20)) % 28 + 1), raw, count=1
        )
    names = MONTHS if part == "month" else _WEEKDAYS
    return re.sub(
        rf"\b(?:{'|'.join(names)})\b", lambda m: random.choice([n for n in names if n != m.group()]), raw, count=1
    )


def _name(claim: str, random: Random, others: Sequence[str]) -> Iterator[str]:
    mine = list(named(claim))
    pool = [" ".join(one.words) for text in others for one in named(text)]
    known = {word for one in mine for word in one.words}
    pool = [name for name in dict.fromkeys(pool) if not any(same(a, b) for a in name.split() for b in known)]
    random.shuffle(mine)
    for one in mine:
        shaped = [name for name in pool if len(name.split()) == len(one.words) and name.isupper() == _upper(one)]
        if shaped:
            raw = claim[one.start : one.end]
            owner = re.search(r"['’]s?$", raw)
            random.shuffle(shaped)
            for name in shaped[:12]:
                yield _put(claim, one.start, one.end, name + (owner.group() if owner else ""))


def _upper(one: Name) -> bool:
    return " ".join(one.words).isupper()


def _negation(claim: str, random: Random, others: Sequence[str]) -> Iterator[str]:
    if match := _NOT.search(claim):
        yield _put(claim, match.end(1), match.end(), " ")
        return
    if re.search(r"n['’]t\b|\bnever\b|\bno\b|\bnot\b", claim):
        return
    if match := _AUXILIARY.search(claim):
        yield _put(claim, match.end(), match.end(), " not")
        return
    for match in _PAST.finditer(claim):
        base = base_form(match.group())
        before = claim[: match.start()].rstrip()
        if base != match.group() and is_verb(base) and re.search(r"[\w)]$", before) and len(before.split()) > 1:
            yield _put(claim, *match.span(), f"did not {base}")


def _quantity(claim: str, random: Random, others: Sequence[str]) -> Iterator[str]:
    for match in re.finditer(r"\b(?:not |at |the |how |as |so |too |a )?([A-Za-z]+)\b", claim):
        word = match[1].lower()
        if word in _AMOUNTS and (match.group().lower() == word or match.group().lower().startswith("the ")):
            new = _AMOUNTS[word]
            new = new.capitalize() if match[1][0].isupper() else new
            plain = word != "most" or re.match(r"\s(?:of|\w+s)\b", claim[match.end() :])
            if (word != "may" or match[1] == "may") and plain:
                yield _put(claim, match.start(1), match.end(1), new)


def _direction(claim: str, random: Random, others: Sequence[str]) -> Iterator[str]:
    for match in re.finditer(r"\b[a-z]+\b", claim):
        if match.group() in _TURNED and not re.search(
            r"(?:at|the)$",
            claim[: match.start()].strip()[-3:] if match.group() in ("first", "last", "up", "down") else "",
        ):
            yield _put(claim, *match.span(), _TURNED[match.group()])


def _deed(raw: str) -> bool:
    return raw.islower() and (is_verb(raw) or raw.endswith("ed"))


_LINK = re.compile(r"^(?:[^,;:]|, (?=\d))*$")


def _order(claim: str, random: Random, others: Sequence[str]) -> Iterator[str]:
    mine = list(named(claim))
    for place, one in enumerate(mine):
        for other in mine[place + 1 :]:
            between = claim[one.end : other.start]
            told = [word for word in read(between).words if telling(word)]
            if not told or not any(_deed(word.raw) for word in told):
                continue
            if set(map(fold, one.words)) & set(map(fold, other.words)) or not _LINK.match(between):
                continue
            a, b = claim[one.start : one.end], claim[other.start : other.end]
            if "'" in a + b or "’" in a + b:
                continue
            yield claim[: one.start] + b + between + a + claim[other.end :]


def _added(claim: str, random: Random, others: Sequence[str]) -> Iterator[str]:
    known = read(claim).stems
    for other in others:
        parts = re.split(
            r"(?<=\w), (?:and|but|who|which|while|because) |(?<=\w) (?:because|after|so that|in order) ", other
        )
        for part in parts[1:]:
            words = part.rstrip(".!?\"”' ").split()[:9]
            fresh = read(" ".join(words)).stems - known
            if len(words) >= 4 and len(fresh) >= 3:
                yield f"{claim.rstrip('.!? ')}, and {' '.join(words)}."


WAYS: dict[str, Way] = {
    "number": _number,
    "date": _date,
    "name": _name,
    "negation": _negation,
    "quantity": _quantity,
    "direction": _direction,
    "order": _order,
    "added": _added,
}
