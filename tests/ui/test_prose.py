from __future__ import annotations

from dataclasses import replace

from assistant.answers import Answer, Citation, Claim, Outcome
from tests.ui.test_markup import text_of
from ui.answers import exchange_html
from ui.conversation import Conversation, Exchange


def answer(text: str, *said: str, outcome: Outcome = "answered", **changes: object) -> Answer:
    """An answer whose claims are parts of its text, each with the citation of its place among them."""
    claims = tuple(
        Claim(words, (number,), text.index(words), text.index(words) + len(words))
        for number, words in enumerate(said, 1)
    )
    cited = tuple(
        Citation(number, f"{number}.md", "v" * 64, f"Title {number}", None, 0, len(words), words, 0.9)
        for number, words in enumerate(said, 1)
    )
    answered = outcome in ("answered", "perhaps")
    made = Answer("q", "q", answered, text, claims, None, 0.9, "extractive", None, cited, (), outcome=outcome)
    return replace(made, **changes)  # type: ignore[arg-type]


def shown(given: Answer) -> str:
    exchange = Exchange(1, "q")
    exchange.take(given)
    return exchange_html(exchange, last=True)


def test_words_of_ours_stand_apart_from_what_is_cited() -> None:
    html = shown(
        answer(
            "The documents differ.\n- new.md (2021): It is 28. [1]\n- old.md (2019): It is 25. [2]",
            "It is 28.",
            "It is 25.",
        )
    )
    assert '<p><span class="lead">The documents differ.</span></p><ul><li>' in html
    assert '<span class="lead">new.md (2021): </span><span class="claim">It is 28.' in html
    assert html.count("<li><span") == 2
    assert "[1]" not in text_of(html)


def test_an_answer_that_is_not_sure_is_marked() -> None:
    html = shown(answer("Perhaps: the documents come close.\nIt is 28. [1]", "It is 28.", outcome="perhaps"))
    assert 'class="prose perhaps"' in html
    assert 'class="doubt"' in html
    assert 'class="doubt"' not in shown(answer("It is 28. [1]", "It is 28."))


def test_what_says_otherwise_is_cited_though_nothing_is_answered() -> None:
    html = shown(answer("The documents say otherwise: It is 28. [1]", "It is 28.", outcome="not said"))
    assert "The documents say otherwise: " in text_of(html)
    assert 'class="sources"' in html
    assert 'data-citation="1"' in html


def test_a_plain_reply_is_no_refusal() -> None:
    html = shown(answer("You are welcome.", outcome="plain"))
    assert "<p>You are welcome.</p>" in html
    assert 'class="refusal"' not in html
    assert 'class="sources"' not in html


def test_words_after_the_last_claim_are_kept_and_hostile_ones_escaped() -> None:
    html = shown(answer("It is 28. [1]\nThe documents do not say <b>.", "It is 28."))
    assert '<p><span class="lead">The documents do not say &lt;b&gt;.</span></p>' in html


def test_the_parts_of_a_question_are_listed() -> None:
    html = shown(answer("It is 28. [1]", "It is 28.", parts=("Who won?", "Who came <second>?")))
    assert "<li><em>Who won?</em></li><li><em>Who came &lt;second&gt;?</em></li>" in html


def test_a_question_asked_as_it_stands_stays_so_when_it_is_tried_again() -> None:
    conversation = Conversation()
    stated = conversation.ask("Who built the bridge?", stated=True)
    assert stated.stated
    assert not conversation.ask("And when?").stated
