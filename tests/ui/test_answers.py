from __future__ import annotations

import re
from dataclasses import replace

import pytest

from assistant.answers import Answer, Citation, Claim, Passage, Piece, Step
from tests.ui.test_markup import text_of
from ui.answers import exchange_html
from ui.conversation import Conversation, Exchange, Status

EVIL = "<img src=x onerror=alert(1)> [9] **x** $y$"


def citation(number: int, quote: str = "The deposit is two months' rent.") -> Citation:
    return Citation(number, "rental.md", "v" * 64, "Rental", None, 10, 10 + len(quote), quote, 0.9, ("Deposit",), 1)


def answer(*claims: Claim, text: str = "", citations: tuple[Citation, ...] = (), answered: bool = True) -> Answer:
    return Answer("q", "q", answered, text, claims, None, 0.9, "extractive", None, citations, ())


def shown(answer: Answer, question: str = "q") -> str:
    exchange = Exchange(1, question)
    exchange.take(answer)
    return exchange_html(exchange, last=True)


def test_claims_carry_their_chips_and_the_direct_answer_is_bold() -> None:
    claims = (Claim("It is two months.", (1, 2), 0, 17, (6, 16)), Claim("Paid at once.", (2,), 25, 38))
    html = shown(
        answer(*claims, text="It is two months. [1][2] Paid at once. [2]", citations=(citation(1), citation(2)))
    )
    assert "It is <strong>two months</strong>." in html
    prose = html[html.index('class="prose"') : html.index('class="sources"')]
    assert re.findall(r'data-citation="(\d)"', prose) == ["1", "2", "2"]
    assert prose.count("<p>") == 1


def test_a_blank_line_between_claims_begins_a_paragraph() -> None:
    text = "One. [1]\n\nTwo. [1]"
    html = shown(answer(Claim("One.", (1,), 0, 4), Claim("Two.", (1,), 10, 14), text=text, citations=(citation(1),)))
    assert html[html.index('class="prose"') : html.index('class="sources"')].count("<p>") == 2


def test_whatever_documents_and_questions_say_is_text() -> None:
    hostile = replace(citation(1, EVIL), document=EVIL, title=EVIL, headings=(EVIL,), also_in=(EVIL,))
    html = shown(answer(Claim(EVIL, (1,), 0, len(EVIL)), text=EVIL, citations=(hostile,)), question=EVIL)
    assert "<img" not in html
    assert text_of(html).count(EVIL) >= 6


def test_a_question_that_was_understood_otherwise_is_told() -> None:
    told = replace(answer(text="x"), standalone_question="Who built the bridge?")
    assert "Understood as: Who built the bridge?" in text_of(shown(told))
    assert "Understood as" not in text_of(shown(answer(text="x")))


def test_a_refusal_shows_the_nearest_passages() -> None:
    passages = tuple(Passage(rank, "a.md", 4, 0, 5, f"Passage {rank}", 0.1, {}, "A", "v", 7) for rank in range(1, 9))
    html = shown(replace(answer(text="The documents do not say.", answered=False), passages=passages))
    assert "The documents do not say." in html
    assert re.findall(r'data-passage="(\d)"', html) == ["1", "2", "3"]
    assert "a.md, page 4" in html


def test_while_it_arrives_markers_become_chips_only_for_known_citations() -> None:
    exchange = Exchange(3, "q")
    exchange.take(Step("retrieve", "Searching"))
    assert "Searching…" in text_of(exchange_html(exchange))
    exchange.take(Piece("Said [7] here. [1] ", (citation(1),)))
    html = exchange_html(exchange)
    assert "Said [7] here." in text_of(html)
    assert html.count('class="chip"') == 1
    assert 'aria-describedby="quote-3-1"' in html


def test_stopped_and_failed_answers_say_so_and_can_be_tried_again() -> None:
    exchange = Exchange(1, "q")
    exchange.status = "stopped"
    assert "You stopped this answer." in exchange_html(exchange, last=True)
    exchange.status, exchange.problem = "failed", "The <model> is gone."
    html = exchange_html(exchange, last=True)
    assert "The &lt;model&gt; is gone." in html
    assert 'data-do="retry"' in html
    assert 'data-do="retry"' not in exchange_html(exchange)


@pytest.mark.parametrize("status", ["working", "stopped", "failed"])
def test_an_answer_that_is_not_whole_has_its_sources(status: Status) -> None:
    exchange = Exchange(1, "q")
    exchange.take(Piece("The deposit is two months' rent. [1] ", (citation(1),)))
    exchange.status = status
    html = exchange_html(exchange)
    assert 'aria-describedby="quote-1-1"' in html
    assert 'id="quote-1-1"' in html


def test_sources_that_are_called_the_same_are_told_apart() -> None:
    plain = replace(citation(1, '"It opens at nine," she said.'), headings=())
    assert place_of(plain) == ['“It opens at nine," she said.']
    assert place_of(citation(1), replace(citation(2), headings=("Notice",))) == ["Deposit", "Notice"]
    one, two = place_of(citation(1, "It is two months' rent."), citation(2, "It is paid at once."))
    assert one.startswith("Deposit")
    assert "It is two months" in one
    assert "It is paid at once" in two


def place_of(*citations: Citation) -> list[str]:
    """What the sources below an answer say of their places."""
    html = shown(answer(text="x", citations=citations))
    return [text_of(place) for place in re.findall(r'<span class="where">(.*?)</span>', html)]


def test_a_conversation_gives_its_finished_turns_and_can_go_back() -> None:
    conversation = Conversation()
    conversation.ask("one").take(answer(text="First."))
    conversation.ask("two")
    third = conversation.ask("three")
    assert [exchange.status for exchange in conversation.exchanges] == ["done", "stopped", "working"]
    assert [(turn.question, turn.answer) for turn in conversation.history()] == [("one", "First.")]
    assert conversation.rewind(2) == "two"
    assert conversation.rewind(2) is None
    assert conversation.find(third.number) is None
    assert conversation.ask("four").number == 4
