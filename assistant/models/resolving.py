"""Resolving: a chat model's stream becomes plain prose with numbered citations while it arrives.

The model writes IDs where it likes; the reader sees a number behind the sentence. Pointers are therefore gathered until
their sentence ends, and a sentence ends when the next word shows that it does. Words go out as they come; what is held
back is at most the word after a full stop. What has gone out never changes.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Sequence

from assistant.answers import Citation, Claim, Piece
from assistant.grounding import Texts, cite, holds
from assistant.models.claims import NOTHING, Written, frames, refuses, telling
from assistant.models.context import Context, Sentence
from assistant.models.plainwords import Words
from assistant.models.pointers import Lexer, Pointer, Token
from index.text.sentences import split

log = logging.getLogger(__name__)

MOST_POINTERS = 8
"""Sentences that one claim may point at: what cites everything cites nothing."""
MOST_OF_A_CLAIM = 2_000
"""Characters of one claim; what goes on beyond them is another."""
_LOOKED_AT = 120
"""Characters before a full stop that tell whether it ends a sentence."""
_ENDS = re.compile(r"[.!?…‼⁇⁈⁉。！？｡।॥؟۔][\"'”’»›)\]）」』*_]*\Z")
_BULLET = re.compile(r"[-*+•–—▪‣◦●]\Z")
_COUNTED = re.compile(r"\d{1,2}[.)]\Z")
_HEADING = re.compile(r"#{1,6}\Z")


class Resolver:
    """Takes a model's stream, cut anywhere, and gives pieces of an answer; one for each answer."""

    def __init__(
        self,
        context: Context,
        texts: Texts,
        lookup: Callable[[str], Sequence[Sentence]] | None = None,
        page: Callable[[Sentence], int | None] | None = None,
        question: str = "",
    ) -> None:
        """Resolve pointers to the sentences of a context.

        :param texts: where the stored texts are read, which every citation must agree with.
        :param lookup: gives the sentences that a claim without a pointer stands on.
        :param page: gives the page of a sentence.
        :param question: what was asked: an introduction that repeats it claims nothing.
        """
        self._context, self._texts, self._lookup, self._page = context, texts, lookup, page
        self._asked = telling(question)
        self._lexer, self._words = Lexer(context.letters), Words(context.letters)
        self._parts: list[str] = []
        self._length = 0
        self._out: list[str] = []
        self._new: list[Citation] = []
        self._claim = ""
        self._start = 0
        self._gap = ""
        self._line = True
        """Whether nothing but marks of a list stands on the line so far."""
        self._heading = False
        self._counted = ""
        """The number of an item that has no words yet."""
        self._pointers: list[Sentence] = []
        self._next: list[Sentence] = []
        self._leading: bool | None = None
        """Whether the model puts pointers before its sentences; None until it has written a word or a pointer."""
        self._claims: list[Claim] = []
        self._citations: list[Citation] = []
        self._cited: list[Sentence] = []
        self._refused = False
        self._dropped = 0

    def feed(self, chunk: str) -> list[Piece]:
        """Take the next part of the stream; give what can be shown of it."""
        return self._take(self._words.feed(self._lexer.feed(chunk)))

    def end(self) -> list[Piece]:
        """The stream has ended, or was cut off: give what was held back."""
        pieces = self._take([*self._words.feed(self._lexer.end()), *self._words.end()])
        if not self._claim and self._counted:  # an answer that is a number with a full stop, and no item
            self._claim, self._start = self._counted, self._length - len(self._counted) - 1
        self._close()
        return [*pieces, *self._pieces()]

    def written(self) -> Written:
        """All that has gone out so far; claims are those whose sentences have ended."""
        return Written(
            "".join(self._parts),
            tuple(self._claims),
            tuple(self._citations),
            tuple(self._cited),
            self._dropped,
            self._refused and not self._claims,
            self._context,
        )

    def _take(self, tokens: Sequence[Token]) -> list[Piece]:
        for token in tokens:
            if isinstance(token, Pointer):
                self._point(token)
            elif token.isspace():
                self._gap = "\n" if "\n" in token or self._gap == "\n" else " "
            else:
                self._word(token)
        return self._pieces()

    def _pieces(self) -> list[Piece]:
        text, new = "".join(self._out), tuple(self._new)
        self._out, self._new = [], []
        return [Piece(text, new)] if text else []

    def _emit(self, text: str) -> None:
        if text:
            self._out.append(text)
            self._parts.append(text)
            self._length += len(text)

    def _point(self, pointer: Pointer) -> None:
        self._dropped += pointer.malformed
        if self._leading is None:
            self._leading = True
        ended = self._leading and _ENDS.search(self._claim) is not None
        into = self._next if ended else self._pointers
        for number in pointer.numbers:
            sentence = self._context.get(number)
            if sentence is None or (sentence not in into and len(into) == MOST_POINTERS):
                self._dropped += 1
            elif sentence not in into:
                into.append(sentence)

    def _word(self, word: str) -> None:
        self._leading = bool(self._leading)
        if self._claim and self._ended(word):
            self._close()
        gap, self._gap = self._gap, ""
        if not gap and self._parts and self._parts[-1].endswith("]"):
            gap = " "  # "[1](" would be a link
        if self._length and not (self._line and gap == " "):
            self._emit(gap)
        if gap == "\n" or not self._length:
            self._line, self._heading, self._counted = True, False, ""
        if self._line and not self._claim and self._marks(word):
            return
        self._line, self._counted = False, ""
        if not self._claim:
            self._start = self._length
        elif gap:
            self._claim += gap
        self._emit(word)
        self._claim += word

    def _marks(self, word: str) -> bool:
        """Whether a word at a line's beginning marks an item or a heading, which is then written as Quoth does."""
        if _HEADING.match(word):
            self._heading = True
        elif _BULLET.match(word):
            self._emit("- ")
        elif _COUNTED.match(word):
            self._emit(f"{word} ")
            self._counted = word
        else:
            return False
        return True

    def _ended(self, word: str) -> bool:
        """Whether the claim ended before a word."""
        if self._gap == "\n":
            return True
        if len(self._claim) >= MOST_OF_A_CLAIM:
            return True
        if not _ENDS.search(self._claim):
            return False
        before = f"{self._claim[-_LOOKED_AT:]}{self._gap}"
        return split(f"{before}{word}", 0, len(before) + len(word))[-1].start == len(before)

    def _close(self) -> None:
        """End the claim: its citations are made, and its markers written."""
        text, start, pointers = self._claim, self._start, self._pointers
        self._claim, self._pointers, self._next = "", self._next, []
        if not any(character.isalnum() for character in text):
            self._pointers = [*pointers, *self._pointers][:MOST_POINTERS]
            return
        numbers = self._numbers(pointers)
        if not numbers and refuses(text, self._asked):
            self._refused = True
            return
        if not numbers and frames(text, self._heading, self._asked):
            return
        if not numbers and self._lookup is not None:
            numbers = self._numbers(self._lookup(text))
        if numbers:
            self._emit(" " + "".join(f"[{number}]" for number in numbers))
        self._claims.append(
            Claim(
                text,
                numbers,
                start,
                start + len(text),
                support=None if numbers else "unsupported",
                why="" if numbers else NOTHING,
            )
        )

    def _numbers(self, sentences: Sequence[Sentence]) -> tuple[int, ...]:
        """The numbers of the citations of sentences, in ascending order; a new citation for each that has none yet."""
        numbers = (self._number(sentence) for sentence in sentences)
        return tuple(sorted({number for number in numbers if number is not None}))

    def _number(self, sentence: Sentence) -> int | None:
        if sentence in self._cited:
            return self._cited.index(sentence) + 1
        page = self._page(sentence) if self._page else None
        passage = sentence.passage
        citation = cite(passage, sentence.span, len(self._cited) + 1, passage.score, page)
        if not holds(citation, self._texts):
            log.warning(
                "Dropped a citation of %s [%d:%d]: the stored text differs.",
                citation.document,
                citation.start,
                citation.end,
            )
            return None
        self._cited.append(sentence)
        self._citations.append(citation)
        self._new.append(citation)
        return citation.number
