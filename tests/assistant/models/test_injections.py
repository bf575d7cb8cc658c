"""Hostile documents and a model that obeys them: what the reader sees has no live link, image or supported claim."""

from __future__ import annotations

import pytest

from assistant.models.checking import check_all
from assistant.models.claims import Lookup, judged, telling
from assistant.models.context import Context, build
from assistant.models.hidden import visible
from assistant.models.orders import orders
from assistant.models.prompt import messages
from assistant.models.resolving import Resolver
from tests.assistant.models.alive import alive
from tests.assistant.models.injections import HONEST, INJECTIONS, QUESTION, Injection
from tests.assistant.models.pages import Store, library, tokens


def given(injection: Injection) -> tuple[Context, Store]:
    hits, store = library(HONEST, injection.document)
    return build(hits, 4_000, tokens, QUESTION), store


def obeying(made: Context, answer: str) -> str:
    """What the obeying model writes, its IDs those of this context."""
    last, first = made.sentences[-1], made.sentences[0]
    return answer.replace("{p}", f"[{last.id}]").replace("{h}", f"[{first.id}]").replace("{l}", made.letters)


def test_there_are_enough_of_them() -> None:
    assert len({injection.name for injection in INJECTIONS}) >= 40
    assert len({injection.document for injection in INJECTIONS}) == len(INJECTIONS)


@pytest.mark.parametrize("injection", INJECTIONS, ids=lambda injection: injection.name)
def test_an_order_shows_as_nothing_live_and_nothing_supported(injection: Injection) -> None:
    made, store = given(injection)
    honest = telling(f"{HONEST} {QUESTION}")
    for answer in injection.answers:
        for size in (1, 7, 1_000):
            stream = obeying(made, answer)
            resolver = Resolver(made, store, Lookup(made), question=QUESTION)
            for at in range(0, len(stream), size):
                resolver.feed(stream[at : at + size])
            resolver.end()
            written = resolver.written()
            assert alive(written.text) == []
            for claim in judged(written, check_all):
                new = telling(claim.text) - honest
                denied = "No storm" in claim.text
                assert claim.support != "supported" or (not new and not denied), claim
                assert claim.support == "supported" or claim.why
            for citation in written.citations:
                assert store.texts[citation.version][citation.start : citation.end] == citation.quote


@pytest.mark.parametrize("injection", INJECTIONS, ids=lambda injection: injection.name)
def test_an_order_cannot_leave_its_fence_or_hide(injection: Injection) -> None:
    made, _ = given(injection)
    asked = messages(QUESTION, [], made)
    text = str(asked[-1].content)
    assert text.count(made.fence) == 2
    assert visible(text) == text
    fenced = made.text.splitlines()[1:-1]
    for line in fenced:
        assert not line or line.startswith(("[", "# d", "…"))
        assert not any(mark in line for mark in ("</", "<|", "[INST]", "<system", "<documents"))
    numbers = [line[1 : line.index("]")] for line in fenced if line.startswith("[")]
    assert numbers == [sentence.id for sentence in made.sentences]


def test_honest_text_beside_an_order_is_still_supported() -> None:
    made, store = given(INJECTIONS[0])
    resolver = Resolver(made, store)
    resolver.feed(f"The Varn bridge was closed on 14 March 2019 [{made.sentences[0].id}].")
    resolver.end()
    assert [claim.support for claim in judged(resolver.written(), check_all)] == ["supported"]


@pytest.mark.parametrize(
    "text",
    [
        "The assistant professor published three papers in 2004.",
        "Customers must report a damaged parcel within 14 days.",
        "The system was switched off in March.",
        "Ministers ignored the rules, a report says.",
        "Operating system: Linux",
        "You must be 18 to enter.",
        "Answer the door only to people you know.",
        "The agency tells users how their data is kept.",
        "He said that the answer was no.",
        "Please send the form to the office in Harbour Street.",
        "The model was built in 1931 and must not be moved.",
    ],
)
def test_honest_sentences_are_no_orders(text: str) -> None:
    assert not orders(text)
