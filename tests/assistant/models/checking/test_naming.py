from __future__ import annotations

import pytest

from assistant.models.checking.naming import found


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("Exports of Italian firms rose.", "Exports of firms in Italy rose."),
        ("In May the EU voted.", "In May the European Union voted."),
        ("In May the European Union voted.", "In May the EU voted."),
        ("Yesterday Smith left.", "Yesterday John Smith left."),
        ("The Dutch were first.", "The Netherlands were first."),
        ("In World War II it burnt.", "In the Second World War it burnt."),
        ("Sales in America rose.", "Sales in the United States rose."),
        ("Yesterday Mr Smith left.", "Yesterday Smith left."),
    ],
)
def test_the_same_name_in_another_form(claim: str, quote: str) -> None:
    assert list(found(claim, [quote], [])) == []


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("Yesterday Austria won.", "Yesterday Australia won."),
        ("Yesterday Peter Smith left.", "Yesterday John Smith left."),
        ("The tests of North Korea failed.", "The tests of South Korea failed."),
        ("The G7 met.", "The G8 met."),
        ("In May the UN voted.", "In May the European Union voted."),
        ("Chelsea bought the player.", "Arsenal bought the player."),
    ],
)
def test_another_name_is_found(claim: str, quote: str) -> None:
    assert [one.sort for one in found(claim, [quote], [])] == ["name"]


def test_a_name_may_stand_before_a_quote_that_leans_on_it_but_not_in_anothers_place() -> None:
    around = ["Clara Voss was minister."]
    assert not list(found("Clara Voss resigned in 2004.", ["She resigned in 2004."], around))
    assert list(found("Clara Voss resigned in 2004.", ["Albert Lindqvist resigned in 2004."], around))


def test_a_plain_first_word_is_no_name() -> None:
    assert not list(found("Applications close in May.", ["They close in May."], []))
