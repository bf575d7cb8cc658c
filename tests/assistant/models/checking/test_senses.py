"""Negations, words of quantity, directions and roles."""

from __future__ import annotations

import pytest

from assistant.models.checking import comparing, negation, quantifiers, roles

SAME = [
    ("The firm refused to pay.", "The firm would not pay."),
    ("The firm did not pay.", "The firm refused to pay."),
    ("It is not legal.", "It is illegal."),
    ("He was replaced in 2004.", "He did not resign but was replaced in 2004."),
    ("A separate battery is not needed.", "It does not need a separate battery."),
    ("The engineers are not blamed.", "The supplier is blamed, not the engineers."),
    ("The mayor spoke before the vote.", "The vote came after the mayor spoke."),
    ("Sweden lost to Norway.", "Norway beat Sweden."),
    ("Sweden was beaten by Norway.", "Norway beat Sweden."),
    ("Costs fell.", "Revenue rose while costs fell."),
    ("Scotland was invaded by William in 1072.", "William invaded Scotland in 1072, riding as far as Abernethy."),
    ("All members voted.", "Every member voted."),
    ("Members may vote.", "Members may vote, but few do."),
]
OTHER = [
    ("negation", "He did not resign.", "He resigned in 2004."),
    ("negation", "He resigned.", "He did not resign."),
    ("negation", "The lease isn't transferable.", "The lease is transferable."),
    ("negation", "It covers damage by water.", "It covers parts but does not cover damage by water."),
    ("negation", "It does not cover parts.", "It covers parts but does not cover damage by water."),
    ("quantity", "All employees must sign.", "Some employees must sign."),
    ("quantity", "Most members voted.", "All members voted."),
    ("quantity", "Only members can vote.", "Members can vote."),
    ("quantity", "Employees must sign.", "Employees may sign."),
    ("direction", "Profits rose 5%.", "Profits fell 5%."),
    ("direction", "The meeting is after lunch.", "The meeting is before lunch."),
    ("direction", "The court accepted the plea.", "The court rejected the plea."),
    ("order", "On Saturday Sweden beat Norway.", "On Saturday Norway beat Sweden."),
    ("order", "It was 6.9% in March and 8.1% in April.", "It was 8.1% in March and 6.9% in April."),
]
CHECKS = (negation, quantifiers, comparing, roles)


@pytest.mark.parametrize(("claim", "quote"), SAME)
def test_what_is_said_in_other_words_is_the_same(claim: str, quote: str) -> None:
    assert [one for check in CHECKS for one in check.found(claim, [quote])] == []


@pytest.mark.parametrize(("sort", "claim", "quote"), OTHER)
def test_what_says_something_else_is_found(sort: str, claim: str, quote: str) -> None:
    assert sort in [one.sort for check in CHECKS for one in check.found(claim, [quote])]
