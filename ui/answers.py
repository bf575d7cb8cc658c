"""Exchanges as HTML: the question, the steps, the claims with their citation chips, the sources, the refusals."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial

from assistant.answers import Answer, Citation, Passage
from ui import prose
from ui.conversation import Exchange
from ui.icons import icon
from ui.markup import Html, element, join

_BLANKS = re.compile(r"\n{2,}")
BEGINNING = 80
"""Characters of a quote that stand for its place where the document gives it no better name."""
NEAREST = 3
"""Passages shown below an answer that says the documents do not say."""


def exchange_html(exchange: Exchange, *, last: bool = False) -> Html:
    """One exchange; the last of a conversation can be tried again."""
    return element(
        "article",
        element(
            "div",
            element("h2", "You asked", class_="unseen"),
            element("p", exchange.question, class_="question"),
            element(
                "button",
                icon("edit"),
                type="button",
                class_="quiet edit",
                data_do="edit",
                data_turn=exchange.number,
                aria_label="Edit this question",
                title="Put it into the box again",
            ),
            class_="asked",
        ),
        element("div", element("h2", "Answer", class_="unseen"), *_reply(exchange, last), class_="answered"),
        class_="exchange",
        id=f"turn-{exchange.number}",
        data_status=exchange.status,
    )


def _reply(exchange: Exchange, last: bool) -> Iterable[Html | None]:
    answer = exchange.answer
    if answer is not None:
        yield _fallback(answer)
        yield _understood(exchange, answer)
        yield _parts(answer)
        # What says otherwise than the question takes for granted is cited too, though it answers nothing.
        said = answer.answered or answer.claims or answer.outcome == "plain"
        yield _claims(exchange, answer) if said else _refusal(exchange, answer)
        yield _sources(exchange)
        yield _writer(answer)
    elif exchange.text:
        yield element("div", *_streamed(exchange), class_="prose")
        yield _sources(exchange)
    if exchange.status == "working":
        yield _steps(exchange)
    elif exchange.status == "stopped":
        yield element("p", "You stopped this answer.", class_="aside")
    elif exchange.status == "failed":
        yield element(
            "div",
            element("p", element("strong", "This question could not be answered.")),
            element("p", exchange.problem or ""),
            class_="problem",
            role="alert",
        )
    if exchange.status != "working":
        yield _tools(exchange, last)


def _steps(exchange: Exchange) -> Html:
    """What is being done now, in one light line."""
    now = exchange.steps[-1] if exchange.steps else "Reading your question"
    return element(
        "p",
        element("span", class_="pulse", aria_hidden="true"),
        element("span", now, "…"),
        class_="steps",
        role="status",
    )


def _understood(exchange: Exchange, answer: Answer) -> Html | None:
    """The question as it was made to stand alone, which can be changed and asked as it then stands."""
    if answer.standalone_question.strip() in ("", answer.question.strip()):
        return None
    return element(
        "p",
        "Understood as: ",
        element("em", answer.standalone_question),
        element(
            "button",
            icon("edit"),
            type="button",
            class_="quiet restate",
            data_do="restate",
            data_turn=exchange.number,
            aria_label="Change how this was understood",
            title="Change it, and ask it as it stands",
        ),
        class_="aside understood",
    )


def _fallback(answer: Answer) -> Html | None:
    """That the documents' own words stand in the place of the chat model's, and why."""
    if not answer.fallback:
        return None
    return element(
        "p",
        icon("warning"),
        element("span", answer.fallback, " This is the answer in the documents' own words."),
        class_="fallback",
        role="note",
    )


def _writer(answer: Answer) -> Html | None:
    """Which chat model wrote the answer."""
    if answer.answerer != "generative" or answer.model is None:
        return None
    usage = answer.usage
    read = usage is not None and (usage.input_tokens or usage.output_tokens)
    took = f" {usage.input_tokens:,} tokens read, {usage.output_tokens:,} written." if usage and read else ""
    return element("p", f"Written by {answer.model}, each sentence checked here.{took}", class_="aside by")


def _parts(answer: Answer) -> Html | None:
    """The questions that one question was split into."""
    if not answer.parts:
        return None
    questions = (element("li", element("em", question)) for question in answer.parts)
    return element("div", element("p", "Answered in parts:"), element("ol", *questions), class_="aside parts")


def _claims(exchange: Exchange, answer: Answer) -> Html:
    """The answer as prose; one that is not sure is marked as such."""
    blocks = prose.whole(answer, partial(_chips, exchange))
    if answer.outcome != "perhaps":
        return element("div", *blocks, class_="prose")
    return element(
        "div", element("span", icon("doubt"), "Not certain", class_="doubt"), *blocks, class_="prose perhaps"
    )


def _streamed(exchange: Exchange) -> Iterable[Html]:
    """The part of an answer that has arrived."""
    return prose.growing(exchange.text, (citation.number for citation in exchange.cited), partial(_chips, exchange))


def _chips(exchange: Exchange, numbers: Sequence[int]) -> Html:
    chips = [_chip(exchange, citation) for n in numbers if (citation := exchange.citation(n))]
    # A narrow space that does not break keeps the chip on the line of its sentence's last word.
    return join(join(["\u202f", chip]) for chip in chips)


def _chip(exchange: Exchange, citation: Citation) -> Html:
    where = place_name(citation)
    return element(
        "button",
        str(citation.number),
        type="button",
        class_="chip",
        data_do="cite",
        data_turn=exchange.number,
        data_citation=citation.number,
        aria_label=f"Source {citation.number}: {where}",
        aria_describedby=f"quote-{exchange.number}-{citation.number}",
    )


def _sources(exchange: Exchange) -> Html | None:
    """The numbered sources below an answer; each holds the quote that its chips show."""
    if not exchange.cited:
        return None
    names = Counter(_name(citation) for citation in exchange.cited)
    entries = []
    for citation in exchange.cited:
        detail = _detail(citation)
        if not detail or names[_name(citation)] > 1:
            # Something has to tell it from the others; the style sheet cuts it to what there is room for.
            beginning = " ".join(citation.quote.split()).lstrip("\"“”„«‘'")[:BEGINNING]
            detail = f"{detail}: “{beginning}" if detail else f"“{beginning}"
        also = f"Also in {', '.join(citation.also_in)}" if citation.also_in else None
        entries.append(
            element(
                "li",
                element(
                    "button",
                    element("span", str(citation.number), class_="number"),
                    element("span", citation.title or citation.document, class_="name"),
                    element("span", detail, class_="where"),
                    type="button",
                    class_="source",
                    data_do="cite",
                    data_turn=exchange.number,
                    data_citation=citation.number,
                ),
                element(
                    "div",
                    element("blockquote", citation.quote),
                    element("p", place_name(citation)),
                    element("p", also) if also else None,
                    id=f"quote-{exchange.number}-{citation.number}",
                    hidden=True,
                ),
            )
        )
    return element("ol", *entries, class_="sources", aria_label="Sources")


def _name(citation: Citation) -> tuple[str, str]:
    """What a source is shown by."""
    return citation.title or citation.document, _detail(citation)


def _refusal(exchange: Exchange, answer: Answer) -> Html:
    """That the documents do not say it, with the passages that come nearest."""
    nearest = answer.passages[:NEAREST]
    parts: list[Html | None] = [element("p", answer.text, class_="refusal")]
    if nearest:
        parts.append(element("ul", *(_passage(exchange, passage) for passage in nearest), class_="nearest"))
    return element("div", *parts, class_="prose")


def _passage(exchange: Exchange, passage: Passage) -> Html:
    return element(
        "li",
        element(
            "button",
            element("span", _BLANKS.sub("\n", passage.text.strip()), class_="words"),
            element("span", place_name(passage), class_="where"),
            type="button",
            class_="passage",
            data_do="passage",
            data_turn=exchange.number,
            data_passage=passage.rank,
        ),
    )


def _tools(exchange: Exchange, last: bool) -> Html:
    def tool(name: str, do: str, label: str) -> Html:
        return element(
            "button",
            icon(name),
            element("span", label),
            type="button",
            class_="quiet",
            data_do=do,
            data_turn=exchange.number,
        )

    return element(
        "div",
        tool("copy", "copy", "Copy") if exchange.answer else None,
        tool("retry", "retry", "Try again") if last else None,
        class_="tools",
    )


def place_name(place: Citation | Passage) -> str:
    """Where a quote stands, in words: document, page or section."""
    detail = _detail(place)
    return f"{place.document}, {detail}" if detail else place.document


def _detail(place: Citation | Passage) -> str:
    if place.page is not None:
        return f"{place.unit} {place.page}"
    # The document's own title says nothing more about the place.
    return next((title for title in reversed(place.headings) if title != place.title), "")
