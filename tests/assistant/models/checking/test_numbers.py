from __future__ import annotations

import pytest

from assistant.models.checking.numbers import found
from assistant.models.checking.quantities import quantities, spelled


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("About 5 million people live there.", "4.97m people live there."),
        ("A quarter of them left.", "25% of them left."),
        ("One in four of them left.", "25 per cent of them left."),
        ("It takes two weeks.", "It takes 14 days."),
        ("It is 5 km long.", "It is 5,000 metres long."),
        ("It fell 12%.", "It fell 12.4 percent."),
        ("It cost $2.5 million.", "It cost $2.5m."),
        ("It cost 350,000 pounds.", "It cost £350,000."),
        ("Some 500 came.", "497 people came."),
        ("More than 500 came.", "512 people came."),
        ("There were two hundred and fifty men.", "There were 250 men."),
        ("Half a million men served.", "500,000 men served."),
        ("Between 2,500 and 3,000 troops stayed.", "2,500-3,000 troops stayed."),
        ("It grew 5 to 10 per cent.", "It grew 5-10%."),
        ("The three cities were Rome, Milan and Turin.", "It was held in Rome, Milan and Turin."),
        ("It is the third bridge.", "It is the 3rd bridge."),
    ],
)
def test_what_is_said_otherwise_is_the_same_number(claim: str, quote: str) -> None:
    assert list(found(claim, [quote])) == []


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("6 million people live there.", "4.97m people live there."),
        ("It cost $350,000.", "It cost £350,000."),
        ("7 men and 5 women came.", "5 men and 7 women came."),
        ("It rose from $7 to $5.", "It rose from $5 to $7."),
        ("Fewer than 500 came.", "More than 500 came."),
        ("1,001 people came.", "1,002 people came."),
        ("It is 12 km long.", "It is 12 miles long."),
        ("Two companies bid.", "Three companies bid."),
        ("It is the third bridge.", "It is the fourth bridge."),
        ("It grew 5%.", "It grew by 5 dollars."),
        ("About 800 came.", "About 500 came."),
        ("Just over £8,000 was paid.", "Just over £10,000 was paid."),
    ],
)
def test_another_number_is_found(claim: str, quote: str) -> None:
    assert [one.sort for one in found(claim, [quote])][:1] == ["number"]


@pytest.mark.parametrize(
    ("words", "value"),
    [("two hundred and fifty", 250), ("twenty-five", 25), ("three million", 3e6), ("a dozen", 12), ("nineteen", 19)],
)
def test_numbers_in_words_have_values(words: str, value: float) -> None:
    assert spelled(words)[0] == value


def test_dates_are_no_quantities() -> None:
    assert quantities("On 14 March 2019 and in the 1990s.") == ()


def test_the_reason_names_the_number() -> None:
    (finding,) = found("It has 50 rooms.", ["It has 40 rooms."])
    assert finding.why == "the number 50 is not in what is cited"
