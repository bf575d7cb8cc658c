from __future__ import annotations

import pytest

from assistant.models.checking.days import found


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("He died on 14 March 2019.", "On March 14th, 2019 he died."),
        ("He died in March 2019.", "He died on 2019-03-14."),
        ("He died in the 1990s.", "He died in 1995."),
        ("He died in the 20th century.", "He died in 1995."),
        ("The war lasted from 1914 to 1918.", "The 1914-18 war was long."),
        ("It opens at 5 pm.", "It opens at 17:00."),
        ("It happened on 4 March 2019.", "It happened on 04/03/2019."),
        ("It rose in Q3 2020.", "It rose in the third quarter of 2020."),
        ("It was built in the nineteenth century.", "It was built in the 1850s."),
    ],
)
def test_other_spellings_and_parts_are_the_same_date(claim: str, quote: str) -> None:
    assert list(found(claim, [quote], [])) == []


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("He died in April 2019.", "He died on 14 March 2019."),
        ("He died on 15 March 2019.", "He died on 14 March 2019."),
        ("He died in 2003.", "He was born in 1950 and died in 2004."),
        ("It opens on Monday.", "It opens on Tuesday."),
        ("It opens at 9:30.", "It opens at 10:30."),
        ("He died in 1995.", "He died in the 1990s."),
        ("He died in 44 AD.", "He died in 44 BC."),
        ("It was built in the 1980s.", "It was built in 1995."),
    ],
)
def test_another_date_is_found(claim: str, quote: str) -> None:
    assert [one.sort for one in found(claim, [quote], [])] == ["date"]


def test_a_year_may_stand_around_the_quote() -> None:
    assert not list(found("He died on 14 March 2019.", ["He died on 14 March."], ["Report of 2019"]))
    assert list(found("He died on 14 March 2018.", ["He died on 14 March."], ["Report of 2019"]))
