from __future__ import annotations

import logging
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answers import Passage
from assistant.grounding import Evidence, cite, claim_text, confirmed, ground, holds, quote_of
from index.documents import Span


@dataclass(frozen=True)
class Stored:
    """One stored version."""

    text: str
    version: str = "v1"

    def excerpt(self, version: str, start: int, end: int, document: int | None = None) -> str:
        if version != self.version:
            raise KeyError(version)
        return self.text[start:end]


def passage(text: str, start: int, end: int) -> Passage:
    return Passage(1, "a.txt", None, start, end, text[start:end], 0.5, {"dense": 0.5}, title="A", version="v1")


texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=300)


@st.composite
def chosen(draw: st.DrawFn) -> tuple[str, Passage, list[Evidence]]:
    """A text, a passage of it and sentences of the passage, each with a character that is no white space."""
    text = draw(texts)
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    found = passage(text, start, end)
    evidence = []
    for _ in range(draw(st.integers(0, 4))):
        a = draw(st.integers(start, end - 1))
        b = draw(st.integers(a + 1, end))
        if text[a:b].strip():
            evidence.append(Evidence(found, Span(a, b), draw(st.floats(-1, 2))))
    return text, found, evidence


@given(chosen())
def test_every_quote_is_the_stored_text(case: tuple[str, Passage, list[Evidence]]) -> None:
    text, _, evidence = case
    said, claims, citations = ground(evidence, Stored(text))
    assert len(claims) == len(citations) == len(evidence)
    for number, (claim, citation, item) in enumerate(zip(claims, citations, evidence, strict=True), start=1):
        assert text[citation.start : citation.end] == citation.quote == text[item.span.start : item.span.end]
        assert citation.number == number
        assert claim.citations == (number,)
        assert 0 <= citation.score <= 1
        assert said[claim.start : claim.end] == claim.text == " ".join(citation.quote.split())
        assert said[claim.end :].startswith(f" [{number}]")


@given(chosen(), st.data())
def test_nothing_is_cited_from_a_text_that_has_changed(
    case: tuple[str, Passage, list[Evidence]], data: st.DataObject
) -> None:
    text, _, evidence = case
    at = data.draw(st.integers(0, len(text) - 1))
    changed = text[:at] + ("x" if text[at] != "x" else "y") + data.draw(st.sampled_from(["", text[at + 1 :]]))
    _, claims, citations = ground(evidence, Stored(changed))
    for citation in citations:
        assert changed[citation.start : citation.end] == citation.quote
    assert [citation.number for citation in citations] == list(range(1, len(claims) + 1))


@given(chosen())
def test_nothing_is_cited_from_a_version_that_is_gone(case: tuple[str, Passage, list[Evidence]]) -> None:
    text, found, evidence = case
    assert ground(evidence, Stored(text, version="v2")) == ("", (), ())
    assert confirmed([found], Stored(text, version="v2")) == ()


def test_a_dropped_citation_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    text = "One sentence. Another sentence."
    with caplog.at_level(logging.WARNING):
        _, claims, _ = ground(
            [Evidence(passage(text, 0, 31), Span(0, 13), 1.0), Evidence(passage(text, 0, 31), Span(14, 31), 1.0)],
            Stored("One sentence. Other sentences!!"),
        )
    assert [claim.text for claim in claims] == ["One sentence."]
    assert "a.txt" in caplog.text


@pytest.mark.parametrize(("start", "end"), [(-5, 3), (3, 3), (5, 2), (0, 99)])
def test_impossible_offsets_do_not_hold(start: int, end: int) -> None:
    text = "One sentence."
    citation = cite(passage(text, 0, 13), Span(0, 3), 1, 0.5)
    assert holds(citation, Stored(text))
    assert not holds(replace(citation, start=start, end=end), Stored(text))


def test_passages_are_confirmed_and_ranked_anew() -> None:
    text = "One sentence. Another sentence."
    good, bad = passage(text, 14, 31), replace(passage(text, 0, 13), text="One sentencE.")
    assert confirmed([bad, good], Stored(text)) == (replace(good, rank=1),)


def test_a_claim_is_on_one_line() -> None:
    text = "A line\nthat  goes\n\ton."
    assert claim_text(quote_of(passage(text, 0, len(text)), Span(0, len(text)))) == "A line that goes on."
