from __future__ import annotations

import re
from dataclasses import replace
from random import Random

from assistant.answers import Citation, Claim
from assistant.models.keeping import kept
from tests.assistant.samples import citation


def made(parts: list[tuple[str, str, tuple[int, ...]]]) -> tuple[str, list[Claim], list[Citation]]:
    """An answer of what stands before each claim, the claim, and its numbers."""
    text, claims = "", []
    for before, said, numbers in parts:
        text += before
        claims.append(Claim(said, numbers, len(text), len(text) + len(said)))
        text += said + (" " + "".join(f"[{number}]" for number in numbers) if numbers else "")
    cited = sorted({number for _, _, numbers in parts for number in numbers})
    return text, claims, [citation(number, number, number + 5) for number in cited]


def test_numbers_begin_anew_and_citations_that_nothing_has_are_gone() -> None:
    text, claims, citations = made([("", "One.", (1,)), (" ", "Two.", (2, 3)), (" ", "Three.", (2,))])
    found, left, cited = kept(text, claims, citations, lambda claim: claim.text != "One.")
    assert found == "Two. [1][2] Three. [1]"
    assert [claim.citations for claim in left] == [(1, 2), (1,)]
    assert [(one.number, one.start) for one in cited] == [(1, 2), (2, 3)]


def test_items_of_a_list_go_with_their_marks_and_its_introduction_stays() -> None:
    text, claims, citations = made(
        [("They are:\n- ", "One.", (1,)), ("\n- ", "Two.", ()), (" ", "More.", (1,)), ("\n- ", "Three.", (2,))]
    )
    assert kept(text, claims, citations, lambda claim: claim.text not in ("One.", "Two."))[0] == (
        "They are:\n- More. [1]\n- Three. [2]"
    )


def test_an_answer_that_keeps_all_is_the_same() -> None:
    text, claims, citations = made([("", "One.", (2,)), (" ", "Two.", (1,))])
    assert kept(text, claims, citations, lambda _: True) == (text, tuple(claims), tuple(citations))


def test_whatever_is_kept_stands_where_it_says_with_numbers_in_order() -> None:
    draw = Random(5)
    for _ in range(300):
        parts = [
            (
                draw.choice((" ", "\n- ", "\n\nThen:\n- ")),
                f"Claim {place}.",
                tuple(draw.sample(range(1, 6), draw.randint(0, 3))),
            )
            for place in range(draw.randint(1, 6))
        ]
        text, claims, citations = made(parts)
        wanted = {claim.text for claim in claims if draw.random() < 0.5}
        found, left, cited = kept(text, claims, citations, lambda claim, wanted=wanted: claim.text in wanted)  # type: ignore[misc]
        assert [claim.text for claim in left] == [claim.text for claim in claims if claim.text in wanted]
        assert all(found[claim.start : claim.end] == claim.text for claim in left)
        if len(left) < len(claims):
            assert [one.number for one in cited] == list(range(1, len(cited) + 1))
            numbers = [int(number) for number in re.findall(r"\[(\d+)\]", found)]
            assert set(numbers) == {one.number for one in cited}
            assert all(replace(one, number=0) in [replace(other, number=0) for other in citations] for one in cited)
