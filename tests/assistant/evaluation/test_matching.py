"""Whether a text holds an answer."""

from __future__ import annotations

import pytest

from assistant.evaluation.matching import exact, f1, figures, holds


@pytest.mark.parametrize(
    ("text", "wording", "held"),
    [
        ("It was opened in 1931.", "1931", True),
        ("The US army", "us", True),
        ("A virus spreads", "us", False),
        ("Sales of 82,959 million", "82,959", True),
        ("Sales of 182,959 million", "82,959", False),
        ("by 34.9%", "4.9", False),
        ("worth 3.", "3", True),
        ("worth 3.5", "3", False),
        ("for $9.3bn in a sale", "$9.3bn", True),
        ("the band’s  “best” song", 'the band\'s "best" song', True),
        ("2003–2005", "2003-2005", True),
    ],
)
def test_holding(text: str, wording: str, held: bool) -> None:
    assert holds(text, [wording]) is held


def test_any_wording_will_do() -> None:
    assert holds("by the early thirties", ["1931", "thirties"])
    assert not holds("by the early thirties", [])


def test_figures_are_no_dates() -> None:
    text = "1. On May 3, 2005 it was 12; in 2022 Q3 it was $1,234.5, then 12 and 7.1% of 3D parts"
    assert figures(text) == ("12", "1,234.5", "7.1")


def test_overlap_of_words() -> None:
    assert f1("the old stone bridge", ["stone bridge"]) == pytest.approx(0.8)
    assert f1("a bridge", ["ferry", "The bridge!"]) == 1.0
    assert f1("ferry", ["bridge"]) == 0.0
    assert exact("The Bridge.", ["bridge"]) == 1.0
    assert exact("stone bridge", ["bridge"]) == 0.0
