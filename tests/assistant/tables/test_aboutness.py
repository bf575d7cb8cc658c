"""Which documents a question is about, by their names, titles and first pages."""

from __future__ import annotations

from assistant.tables import aboutness
from assistant.tables.aboutness import Scope, identity
from assistant.text.periods import Period
from index.catalog.openings import Opening


def _opening(path: str, text: str = "", title: str = "") -> Opening:
    return Opening(1, "/library", path, title, "f" * 64, text)


def test_an_identity_is_read_from_name_title_and_beginning() -> None:
    found = identity(
        _opening("reports/2031 Q2 ACME.pdf", "For the quarter ended June 30, 2031. Orlo Works Inc.", "Form 7")
    )
    assert {"acme", "form", "reports"} <= found.named
    assert {"orlo", "works"} <= found.said
    assert found.periods == (Period(2031, 2),)
    assert found.ended == Period(2031, 0, 6, 30)


def test_the_name_of_a_file_says_its_quarter_before_the_calendar_does() -> None:
    fiscal = identity(_opening("2031 Q2 ACME.pdf", "For the quarter ended December 31, 2030"))
    assert fiscal.is_of(Period(2031, 2))
    assert not fiscal.is_of(Period(2030, 4))
    plain = identity(_opening("acme.pdf", "For the quarter ended July 1, 2031"))
    assert plain.is_of(Period(2031, 2))  # the first of July ends the second quarter
    assert plain.is_of(Period(2031, 0, 7))
    assert plain.is_of(Period(2031))
    assert not plain.is_of(Period(2030))


def test_inside_a_document_its_name_and_period_say_nothing() -> None:
    scope = Scope((), several=False, sure=True, names=frozenset({"acme"}))
    assert aboutness.inside("What was Acme's net income in its Q2 2031 report?", scope) == "What was its net income?"
    assert aboutness.inside("In the latest report, how did Acme grow?", scope) == "How did it grow?"
    assert aboutness.inside("Why did Acme close the mill?", scope) == "Why did it close the mill?"
