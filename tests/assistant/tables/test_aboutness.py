"""Which documents a question is about, by their names, titles and first pages."""

from __future__ import annotations

import gc
import weakref
from types import SimpleNamespace

import pytest

from assistant.reach import Reach
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


class Shelf:
    """A catalog of a few long documents among others."""

    def __init__(self, *long: Opening, others: int = 0) -> None:
        self.long = long
        self.total = len(long) + others

    def revision(self) -> int:
        return 1


@pytest.fixture
def shelves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aboutness, "openings", lambda catalog, only: list(catalog.long))
    monkeypatch.setattr(aboutness, "count", lambda catalog, only: catalog.total)


def _scope(question: str, shelf: Shelf) -> Scope | None:
    reach: Reach = SimpleNamespace(catalog=shelf, only=None)  # type: ignore[assignment]
    return aboutness.scope(question, reach)


@pytest.mark.usefixtures("shelves")
def test_a_name_at_the_beginning_tells_long_documents_apart_only_where_most_are_long() -> None:
    one = _opening("1.txt", "Orlo Works sold its mill. For the quarter ended June 30, 2031.")
    two = Opening(2, "/library", "2.txt", "", "e" * 64, "Vale Rovers won.")
    among_long = _scope("What did Orlo sell?", Shelf(one, two))
    assert among_long is not None
    assert [found.opening.path for found in among_long.documents] == ["1.txt"]
    assert _scope("What did Orlo sell?", Shelf(one, two, others=50)) is None
    assert _scope("What did Orlo sell in the second quarter of 2031?", Shelf(one, two, others=50)) is not None


@pytest.mark.usefixtures("shelves")
def test_a_name_in_a_file_name_tells_it_from_all() -> None:
    assert _scope("What did Orlo sell?", Shelf(_opening("Orlo.pdf"), _opening("Vale.pdf"), others=50)) is not None


@pytest.mark.usefixtures("shelves")
def test_what_is_known_of_a_library_goes_with_it() -> None:
    shelf = Shelf(_opening("1.txt", "Orlo Works"), _opening("2.txt"))
    _scope("What did Orlo sell?", shelf)
    gone = weakref.ref(shelf)
    del shelf
    gc.collect()
    assert gone() is None
