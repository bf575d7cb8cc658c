"""Writing: a chat model answers from what was retrieved, and the documents decide what of it stands.

A question takes one request of the model, or two where a conversation comes before it. What the model writes is
resolved while it arrives, and checked when it is whole. Whatever goes wrong, the answer in the documents' own words
takes its place, and says why.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from assistant.answers import NOT_SAID, Answer, Claim, Event, Outcome, Piece, Step, Turn
from assistant.clock import Clock
from assistant.followups.conversation import standalone
from assistant.gathering import digest
from assistant.grounding import Evidence, confirmed
from assistant.honesty.refusal import refuse
from assistant.models import condensing, prompt
from assistant.models.calling import Asking
from assistant.models.checking import check_all
from assistant.models.checking.meaning import ByEmbedding
from assistant.models.claims import Lookup, Written, judged
from assistant.models.context import Context, Sentence, build
from assistant.models.keeping import kept
from assistant.models.resolving import Resolver
from assistant.models.trouble import Trouble, Troubled
from assistant.models.writer import Writer, tokens
from assistant.reach import Reach
from assistant.reading.pieces import answer_of, pieces
from assistant.reading.reading import Found, read
from assistant.retrieval.lexical import clean
from assistant.retrieval.retriever import Hit
from assistant.tables.rows import with_heads
from assistant.text.pages import page_of
from index.documents import Span

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage
    from langchain_core.runnables import RunnableConfig

    from assistant.models.checking import Meaning
    from index.library import Library

HITS = 10
"""Passages that are retrieved for a question."""
_WORTH = {"supported": 1.0, "weak": 0.5, "unsupported": 0.0, None: 0.0}
"""What a claim adds to how sure an answer is, by its support."""
_SUREST = 0.95
"""How sure an answer is whose claims are all supported: the guard lets some through that should not be."""
_FULL = ("length", "max_tokens", "MAX_TOKENS")
_BEARABLE = ("empty", "filtered", "looping", "too long")
"""Troubles with a standalone question after which the answer can still be asked for."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it comes to the writer."""

    question: str
    history: tuple[Turn, ...] = ()
    config: RunnableConfig | None = None
    """LangChain's: callbacks, tags, metadata; handed on to the model."""
    stop: threading.Event = field(default_factory=threading.Event)
    """Set to end it at once."""


@dataclass(frozen=True, slots=True)
class House:
    """What the writer works in."""

    library: Library
    reach: Callable[[], Reach]
    """What the question may reach, of this instant."""
    extractive: Callable[[str, Clock], Found]
    """Answers a standalone question in the documents' own words."""


class Writing:
    """One question that a model writes the answer to."""

    def __init__(self, writer: Writer, asked: Asked, house: House, clock: Clock) -> None:
        self._writer, self._given, self._house, self._clock = writer, asked, house, clock
        self._asked = asked.question
        self._askings: list[Asking] = []
        self._sent = False
        self._dropped = 0
        settings = writer.settings
        self._live = settings.unsupported == "show" and not settings.strict
        """Whether words are shown as they come: what may have to be left out waits until it is checked."""

    def events(self) -> Iterator[Event]:
        """Steps, pieces as they come, and the answer; nothing more once it is stopped."""
        try:
            yield from self._written()
        except Troubled as error:
            if error.trouble.kind != "stopped":
                yield from self._instead(error.trouble.message)

    def _written(self) -> Iterator[Event]:
        if self._given.history:
            yield Step("condense", "Reading the conversation")
        with self._clock.on("condense"):
            self._asked = self._standalone()
        if changed := self._asked != self._given.question:
            self._house.library.attend(self._asked)
        yield Step("retrieve", f"Searching for: {self._asked}" if changed else "Searching the documents")
        with self._clock.on("retrieve"):
            whole, hits, context, meaning = self._retrieved()
        if whole is not None or not context.sentences:
            yield from self._unasked(whole)
            return
        count = len(hits)
        told = f"Read {count} passage{'' if count == 1 else 's'}, {self._writer.label} writes"
        yield Step("answer", told)
        resolver = self._resolver(context, meaning)
        messages = prompt.messages(self._asked, (), context)
        raw = yield from self._stream(messages, resolver)
        written = resolver.written()
        self._dropped += written.dropped
        if written.refused:
            yield from self._refused(hits)
            return
        with self._clock.on("answer"):
            claims = judged(written, check_all, meaning)
        failed = [claim for claim in claims if claim.support == "unsupported"]
        if failed and self._writer.settings.unsupported == "rewrite":
            yield Step("answer", f"{self._writer.label} corrects what the documents do not bear out")
            with self._clock.on("answer"):
                anew = [*messages, *prompt.again(raw, [(claim.text, claim.why) for claim in failed])]
                written, claims = self._anew(anew, written, claims, self._resolver(context, meaning), meaning)
        yield from self._stands(written, claims, hits)

    def _standalone(self) -> str:
        """The question made to stand alone: by the model where a conversation comes before it, and searchable."""
        given = self._given
        retriever = self._house.reach().retriever
        own = clean(standalone(given.question, given.history))
        if not given.history:
            return retriever.mended(own).question
        self._asked = retriever.mended(own).question
        asking = self._asking(condensing.messages(given.question, given.history))
        try:
            made = condensing.question_of("".join(asking.words()))
        except Troubled as error:
            if error.trouble.kind not in _BEARABLE:
                raise
            made = None
        return retriever.mended(clean(made)).question if made else self._asked

    def _retrieved(self) -> tuple[Found | None, list[Hit], Context, Meaning | None]:
        """An answer that is gathered from whole documents where that is asked for, else what the model is given."""
        with self._house.library.question():
            reach = self._house.reach()
            if (whole := digest.answer(self._asked, reach)) is not None:
                return whole, [], Context("", (), "", ""), None
            hits = reach.retriever.hits(self._asked, HITS, reach.only)
            context = build(
                hits,
                self._writer.budget(self._asked),
                tokens,
                asked=self._asked,
                said=lambda hit, span: self._row(hit, span, reach),
            )
            return None, hits, context, ByEmbedding(reach.embedder)

    def _row(self, hit: Hit, span: Span, reach: Reach) -> str:
        return with_heads(self._asked, Evidence(hit.passage, span, 0.0), reach.catalog).said

    def _resolver(self, context: Context, meaning: Meaning | None) -> Resolver:
        catalog = self._house.library.catalog

        def page(sentence: Sentence) -> int | None:
            return page_of(catalog, sentence.hit.chunks, sentence.span)

        return Resolver(context, catalog, Lookup(context, meaning), page, self._asked)

    def _asking(self, messages: Sequence[BaseMessage]) -> Asking:
        asking = self._writer.asking(messages, self._given.config, self._given.stop)
        self._askings.append(asking)
        return asking

    def _stream(self, messages: Sequence[BaseMessage], resolver: Resolver) -> Generator[Event, None, str]:
        """Have the model write; pieces as they come, and in the end what it wrote, as it came."""
        raw, waiting = "", ""
        held: list[Piece] = []
        with self._clock.on("answer"):
            for text in self._texts(messages):
                raw += text
                for piece in resolver.feed(text) if text else resolver.end():
                    held.append(piece)
                    waiting += piece.text
                # What may become a refusal waits until it is something else.
                if self._live and not NOT_SAID.casefold().startswith(waiting.strip().casefold()):
                    for piece in held:
                        self._sent = True
                        yield piece
                    held.clear()
        if self._live and not resolver.written().refused:
            yield from held
        return raw

    def _texts(self, messages: Sequence[BaseMessage]) -> Iterator[str]:
        """What the model writes, part by part, and an empty text when it has come to its end.

        :raises Troubled: it did not come to one.
        """
        asking = self._asking(messages)
        yield from asking.words()
        told = asking.message.response_metadata if asking.message is not None else {}
        if any(told.get(name) in _FULL for name in ("finish_reason", "stop_reason", "done_reason")):
            raise Troubled(Trouble("cut", f"{self._writer.label} came to the most it may write before its end."))
        yield ""

    def _anew(
        self,
        messages: Sequence[BaseMessage],
        written: Written,
        claims: tuple[Claim, ...],
        resolver: Resolver,
        meaning: Meaning | None,
    ) -> tuple[Written, tuple[Claim, ...]]:
        """The answer written anew where that is the better one, else the first."""
        try:
            for text in self._texts(messages):
                resolver.feed(text) if text else resolver.end()
        except Troubled as error:
            if error.trouble.kind == "stopped":
                raise
            return written, claims
        second = resolver.written()
        self._dropped += second.dropped
        corrected = judged(second, check_all, meaning)
        better = sum(claim.support == "unsupported" for claim in corrected) < sum(
            claim.support == "unsupported" for claim in claims
        )
        borne = any(claim.support in ("supported", "weak") for claim in corrected)
        return (second, corrected) if better and borne else (written, claims)

    def _stands(self, written: Written, claims: Sequence[Claim], hits: Sequence[Hit]) -> Iterator[Event]:
        """The answer with those claims that the settings leave."""
        label, settings = self._writer.label, self._writer.settings
        if not any(claim.citations for claim in claims):
            raise Troubled(Trouble("other", f"{label} pointed at nothing in the documents."))
        if not any(claim.support in ("supported", "weak") for claim in claims):
            raise Troubled(Trouble("other", f"The documents do not bear out what {label} wrote."))

        def keep(claim: Claim) -> bool:
            if settings.strict:
                return claim.support == "supported"
            return settings.unsupported != "hide" or claim.support != "unsupported"

        text, left, citations = kept(written.text, claims, written.citations, keep)
        if not left:
            raise Troubled(Trouble("other", f"The documents bear out nothing of what {label} wrote in full."))
        if not self._sent:
            yield from pieces(text, left, citations)
        outcome: Outcome = "answered" if any(claim.support == "supported" for claim in left) else "perhaps"
        sure = _SUREST * sum(_WORTH[claim.support] for claim in left) / len(left)
        passages = confirmed((hit.passage for hit in hits), self._house.library.catalog)
        found = Found(outcome, text, left, citations, passages, None, sure)
        yield self._answer(found, "generative")

    def _refused(self, hits: Sequence[Hit]) -> Iterator[Event]:
        """That the documents do not say, in our own words, with what is there and what is not."""
        with self._clock.on("answer"), self._house.library.question():
            reach = self._house.reach()
            found = refuse(read(self._asked, hits, reach), reach, 0.0)
        yield from self._finished(found, "generative")

    def _unasked(self, whole: Found | None) -> Iterator[Event]:
        """What the model is not asked for: the digest of a document, or that nothing was found."""
        yield from self._finished(whole or self._house.extractive(self._asked, self._clock), "extractive")

    def _instead(self, why: str) -> Iterator[Event]:
        """The answer in the documents' own words, where the model's cannot stand."""
        yield Step("answer", "Answering in the documents' own words")
        yield from self._finished(self._house.extractive(self._asked, self._clock), "extractive", why)

    def _finished(self, found: Found, answerer: str, why: str = "") -> Iterator[Event]:
        if not self._sent:
            yield from pieces(found.text, found.claims, found.citations)
        yield self._answer(found, answerer, why)

    def _answer(self, found: Found, answerer: str, why: str = "") -> Answer:
        usage = self._writer.usage(self._askings)
        answer = answer_of(self._given.question, self._asked, found, self._clock)
        return replace(
            answer,
            answerer=answerer,
            model=self._writer.label if usage or why else None,
            fallback=why,
            usage=usage,
            dropped=self._dropped,
        )
