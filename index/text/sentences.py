"""Sentences of a text, with exact offsets.

One pass finds every place where a sentence may end (a mark, closing quotes or brackets, white space) and decides by the
words before and after it. Blank lines always end a sentence; a single line break never does, because text is often
wrapped in the middle of a sentence.

It is our own because the libraries are slower or less right. F1 of the boundaries of 3,000 sentences of Wikipedia and
Wikinews, joined by sixes (measured before any was looked at), and the texts of tests/index/sentence_cases.py divided
rightly (149 of 157 before the rules were mended by them); speed on news, one core. See benchmarks/sentences.py.

    this module    .991   158/158    9.1 MB/s
    segtok         .989    97/158    0.6 MB/s
    blingfire      .988   108/158   11.4 MB/s   (changes the text: 94 % of the sentences are verbatim)
    nltk punkt     .982    65/158    1.6 MB/s   (untrained; its model is a download)
    syntok         .981   112/158    0.5 MB/s
    sentencex      .963   125/158   31.5 MB/s   (joins all sentences of a quotation)
    pysbd          .938   116/158    0.1 MB/s
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from index.documents import Span
from index.text import abbreviations as known

_END = re.compile(
    r"(?P<mark>\.(?:[ \u00a0]\.){2,}|[.!?…‼⁇⁈⁉]+|(?P<wide>[。！？｡।॥؟۔։።။]+))"
    r"(?P<closed>(?:[\"'”’»«›‹)\]}」』）】》〉*_]|\[[^\[\]\n]{1,40}\]|:\d+(?:[–,-]\d+)*(?=[\s:])"
    r"|[ \u00a0\u202f]»(?=[\s.,;:]|$))*)"
    r"(?P<gap>\s*)"
)
_NEXT = re.compile(
    r"(?P<open>[\s\"'“‘«(\[{¿¡„‚»›‹*_–—•+#$€£~\-]*(?:\[(?:\.{3}|…)\]\s*)?\.?)(?P<word>[^\W_][\w'’]*)?(?P<dot>\.?)"
)
_BREAK = re.compile(r"\n[ \t]*\n\s*|\n(?=[ \t]*(?:[•▪‣◦●■□✓✔➢] ?\S|[-*–—+][ \t]+[^\W_a-z]))")
_INITIALS = re.compile(r"[^\W\d_](?:\.-?[^\W\d_])*\Z")
_ROMAN = re.compile(r"[IVXLC]{1,6}\Z|[ivx]{1,5}\Z")
_ORDINARY = re.compile(r"[^\W\d_]*[aeiouyäöüáéíóúàèêâôîAEIOUY][^\W\d_]*(?:['’-][^\W\d_]+)*\Z")
_ELIDED = re.compile(r"(?:[lds]|dell|all|nell|sull)['’](?P<word>\w+)\Z")
_GLUED = re.compile(r"[A-ZÀ-ÖØ-Þ][^\W\d_A-Z]*(?:['’]\w+)?(?=[\s,;:]|$)")
_NOTE = re.compile(r"\d{1,3}(?=\s+[\"“‘(]?[A-ZÀ-Þ])")
_SPEAKER = re.compile(r"(?:[A-Z][\w'’-]*\.?\s+){1,3}(?P<verb>\w+)|(?P<first>\w+)\s+[A-Z]")
_SPOKEN_CJK = re.compile(r"[^。！？，、]{0,6}[说說道问問喊叫]|と|って|、|，")
_OPENERS = "\"'“‘«([{¿¡„‚»›‹*_"


def split(text: str, start: int, end: int) -> list[Span]:
    """Split ``text[start:end]`` into sentences.

    The spans are in order, do not overlap, have no white space at either end, and together cover every
    character of the range that is not white space. Offsets count code points of the whole text.
    """
    parts: list[tuple[int, int]] = []
    for first, limit in _parts(text, start, end):
        begin = first
        for match in _END.finditer(text, first, limit):
            if match.end() >= limit:
                break
            stop = _stop(text, match, begin, limit)
            if stop:
                stop = _quoted(text, stop, first, limit)
                parts.append((begin, stop))
                begin = stop
        parts.append((begin, limit))
    return stripped(text, parts)


def _parts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The stretches of a range between blank lines, or between lines that begin with a bullet."""
    parts = []
    for match in _BREAK.finditer(text, start, end):
        parts.append((start, match.start()))
        start = match.end()
    parts.append((start, end))
    return parts


def stripped(text: str, parts: Iterable[tuple[int, int]]) -> list[Span]:
    """Spans of parts of a text, without white space at their ends; parts of white space alone are left out."""
    spans = []
    for start, end in parts:
        piece = text[start:end]
        bare = piece.strip()
        if bare:
            first = start + len(piece) - len(piece.lstrip())
            spans.append(Span(first, first + len(bare)))
    return spans


def _stop(text: str, match: re.Match[str], begin: int, end: int) -> int:
    """Offset at which the sentence that began at ``begin`` ends, or 0 if ``match`` is no end."""
    stop: int = match.end("closed")
    if match["wide"]:
        return 0 if match["closed"] and _SPOKEN_CJK.match(text, stop, end) else stop
    if not match["gap"]:
        return _glued(text, match, begin, end)
    following = _NEXT.match(text, match.end(), end)
    if following is None or following["word"] is None:
        return 0
    if _inside_brackets(text, match, begin, end):
        return 0
    mark: str = match["mark"]
    if len(mark) > 1 and _since(text, begin, match.start()) in ("", "[", "("):
        return 0  # an omission that begins the sentence
    first = following["word"][0]
    if mark == ".":
        return stop if _full_stop(text, match, following, begin) else 0
    if first.islower():
        return stop if _camel(following["word"]) else 0
    if (len(mark) > 1 or mark == "…") and mark[-1] in ".…" and _stem(following["word"]) == "I":
        return 0  # "I" is written with a capital inside a sentence too
    if match["closed"] and "." not in mark and _speaker(text, following, end):
        return 0
    return stop


def _since(text: str, begin: int, stop: int) -> str:
    """What stands in ``text[begin:stop]``, bare; "…" where that is long, so that no text takes quadratic time."""
    return text[begin:stop].strip() if stop - begin <= 200 else "…"


def _quoted(text: str, stop: int, first: int, end: int) -> int:
    """``stop``, or the place after a quotation mark that stands alone behind it and closes a quotation."""
    if text[stop : stop + 3] != ' " ' or stop + 3 >= end or stop - first > 20_000:
        return stop
    return stop + 2 if text.count('"', first, stop) % 2 else stop


def _full_stop(text: str, match: re.Match[str], following: re.Match[str], begin: int) -> bool:
    """Whether a single full stop with white space after it ends the sentence."""
    before = text[max(begin, match.start() - 60) : match.start()].split()
    if not before or text[match.start() - 1].isspace():
        return not following["word"][0].islower()
    raw = before[-1]
    word = raw.lstrip(_OPENERS)
    previous = before[-2] if len(before) > 1 else ""
    after: str = following["word"]
    starts = _stem(after) in known.STARTERS and not following["dot"]
    number = after[0].isdigit()
    closed = bool(match["closed"].strip("*_"))
    if f"{word}.{after}".lower() in known.SPACED and following["dot"]:
        return False
    if f"{previous}{word}".lower() in known.SPACED:
        return starts
    if word[-1:].isdigit():
        return _after_number(word, previous, after, text, begin, match.start())
    if _ROMAN.match(word) and _since(text, begin, match.start()) == word:
        return False  # the number of an item
    if _INITIALS.match(word):
        return _after_initials(word, previous, following, starts, match, text, begin)
    tail = re.split(r"[-–—/(]", word)[-1] or word
    low = tail.lower()
    elided = _ELIDED.match(low)
    if number and (
        (low == "art" and previous.lower() in known.ARTICLES) or (elided and elided["word"] in known.COUNTED)
    ):
        return closed
    if tail in known.TITLES or (low in known.INNER and not tail.isupper()):
        return closed
    if (low in known.COUNTED or low.endswith("str")) and number and tail not in known.WORDS:
        return closed
    if after[0].islower():
        known_word = low in known.FINAL or low in known.COUNTED or not _ORDINARY.match(word) or len(word) < 3
        return not known_word and (_camel(after) or _since(text, begin, begin + 40)[:1].islower())
    if low in ("etc", "usw"):
        return not following["open"].strip().startswith("(")
    if low in known.FINAL or (tail in known.STATES and previous.endswith(",")):
        return starts or closed
    return True


def _after_number(word: str, previous: str, after: str, text: str, begin: int, stop: int) -> bool:
    """Whether the full stop in "1990. The", "1. First" or "3. Oktober" ends a sentence."""
    if after[0].islower():
        return False
    if len(word) <= 4 and _since(text, begin, stop) == word:
        return False  # the number of an item
    short = word.isdigit() and len(word) <= 3
    ordinal = previous.lower() in known.ORDINAL_BEFORE and after not in known.STARTERS
    return not (short and (ordinal or after in known.ORDINAL_AFTER))


def _after_initials(
    word: str,
    previous: str,
    following: re.Match[str],
    starts: bool,
    match: re.Match[str],
    text: str,
    begin: int,
) -> bool:
    """Whether the full stop after one letter, or letters with full stops between them, ends a sentence."""
    after: str = following["word"]
    low = word.lower()
    if after[0].islower() or low in known.INNER:
        return False
    if match["closed"].strip("*_"):
        return True
    if len(word) == 1 and _since(text, begin, match.start()) == word:
        return False  # the letter of an item, or a first initial
    if low in ("a.m", "p.m"):
        opening = len(_since(text, begin, match.start()).split()) in (1, 2, 3)
        return after not in known.CLOCK and not opening and not after[0].isdigit()
    if len(word) > 1:
        return starts
    if word.islower():
        return starts or word not in "bcdprsuvz"
    bare = previous.strip(_OPENERS + ",;:").lower()
    return bare in known.LABELS or (starts and len(after) > 1) or (word == "I" and previous.islower())


def _glued(text: str, match: re.Match[str], begin: int, end: int) -> int:
    """End of a sentence that no white space follows: "ended.The next", "ended.12 The next"; else 0."""
    at = match.end()
    before = text[max(begin, match.start() - 60) : match.start()].split()
    word = before[-1] if before else ""
    if len(word) < 3 or not word.strip(_OPENERS).isalpha() or not word[-2:].islower():
        return 0
    if word.lower() in known.COUNTED or word in known.TITLES:
        return 0
    if match["mark"] == "." and not match["closed"]:
        note = _NOTE.match(text, at, end)
        if note and word.lower() not in known.FINAL:
            return note.end()
    glued = _GLUED.match(text, at, end)
    if glued is None:
        return 0
    after = glued[0]
    long = len(word) >= 4 and len(after) >= 4 and word.islower()
    return at if after in known.STARTERS or long else 0


def _inside_brackets(text: str, match: re.Match[str], begin: int, end: int) -> bool:
    """Whether the place is inside brackets that opened within the sentence and close soon."""
    stop = match.end("closed")
    done = text[max(begin, stop - 400) : stop]
    if done.count("(") <= done.count(")") or done.lstrip()[:1] == "(":
        return False
    ahead = text[stop : min(end, stop + 160)]
    close = ahead.find(")")
    opening = ahead.find("(")
    return close >= 0 and (opening < 0 or close < opening)


def _stem(word: str) -> str:
    """A word up to its apostrophe: "I" of "I'm"."""
    return word.partition("'")[0].partition("’")[0]


def _camel(word: str) -> bool:
    """Whether a word that begins in lower case is written so anywhere: "iPhone", "eBay", "mRNA"."""
    return len(word) > 2 and word[0].islower() and any(letter.isupper() for letter in word[1:3])


def _speaker(text: str, following: re.Match[str], end: int) -> bool:
    """Whether a name and a verb of speaking follow a quotation that ended with "!" or "?"."""
    if following["open"].strip():
        return False
    name = _SPEAKER.match(text, following.start("word"), end)
    return name is not None and (name["verb"] in known.SPEECH or name["first"] in known.SPEECH)
