from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from index.catalog import vocabulary
from index.catalog.catalog import Catalog
from index.catalog.vocabulary import spellings

TEXT = """Der Mietvertrag in der Straße des Kanals. Die Verträge enden. Die Kündigungsfrist beträgt zwei Monate.
Muenchen und Zürich. Frist, Kündigung. Les locataires paient le loyer. Los contratos terminan en Cádiz."""


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalog]:
    with closing(Catalog(tmp_path_factory.mktemp("words") / "catalog.sqlite")) as catalog:
        with catalog.transaction() as sql:
            sql.execute("INSERT INTO versions VALUES (1, 'f', 'text', 'r', NULL, NULL, '', x'')")
            sql.execute(
                'INSERT INTO chunks (version_id, ordinal, start, "end", text, context, sentences, headings, key) '
                "VALUES (1, 0, 0, 9, ?, '', '[]', '[]', 'k')",
                [TEXT],
            )
        yield catalog


@pytest.mark.parametrize(
    ("language", "word", "form"),
    [
        ("de", "Vertrag", "vertrag"),
        ("de", "Vertrags", "mietvertrag"),
        ("de", "Strasse", "straß"),
        ("de", "München", "muenchen"),
        ("de", "Fristen", "kundigungsfrist"),
        ("fr", "locataire", "locatair"),
        ("es", "contrato", "contrato"),
    ],
)
def test_a_word_is_widened_to_those_of_the_index(catalog: Catalog, language: str, word: str, form: str) -> None:
    found = catalog.forms([word], language)[word]
    assert form in (*found, word.casefold())
    assert any(catalog.match(f'"{one}"', 1) for one in (*found, word))


def test_a_compound_that_is_not_there_gives_its_parts(catalog: Catalog) -> None:
    assert {"frist", "monat"} <= set(catalog.forms(["Monatsfrist"], "de")["Monatsfrist"])


def test_words_of_no_kin_stay_alone(catalog: Catalog) -> None:
    assert catalog.forms(["Fahrrad", "1990", "x"], "de") == {"Fahrrad": [], "1990": [], "x": []}
    assert catalog.forms(["loyer"], "es") == {"loyer": []}


def test_spellings_without_accents() -> None:
    assert "strasse" in spellings("Straße", "de")
    assert "straße" in spellings("Strasse", "de")
    assert {"munchen", "muenchen"} <= set(spellings("München", "de"))
    assert spellings("café", "fr") == ["cafe"]


def test_the_languages_of_a_library_are_counted(catalog: Catalog) -> None:
    assert catalog.languages() == {}


def add(catalog: Catalog, ordinal: int, text: str) -> None:
    with catalog.transaction() as sql:
        sql.execute(
            'INSERT INTO chunks (version_id, ordinal, start, "end", text, context, sentences, headings, key) '
            "VALUES (1, ?, 0, 9, ?, '', '[]', '[]', 'k')",
            [ordinal, text],
        )


def test_words_of_new_chunks_are_known_at_once(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not catalog.forms(["Steuer"], "de")["Steuer"]
    read: list[int] = []
    whole = vocabulary.every_word

    def counted(*given: Any) -> vocabulary.EveryWord:
        found = whole(*given)
        read.append(found.added)
        return found

    monkeypatch.setattr(vocabulary, "every_word", counted)
    add(catalog, 1, "Die Hundesteuer ist fällig.")
    assert "hundesteu" in catalog.forms(["Steuer"], "de")["Steuer"]
    monkeypatch.setattr(vocabulary, "_READ_SINGLY", 1)
    add(catalog, 2, "Auch die Kirchensteuer.")
    assert {"hundesteu", "kirchensteu"} <= set(catalog.forms(["Steuer"], "de")["Steuer"])
    assert read == [1, 0]  # the second time all was read anew


def test_of_many_documents_some_are_looked_at(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    with catalog.transaction() as sql:
        sql.execute("INSERT INTO folders (id, path, added) VALUES (1, '/f', 0)")
        sql.execute("""INSERT INTO reports VALUES (1, '{"language": "de"}', x'', 1)""")
        sql.executemany(
            "INSERT INTO documents (folder_id, path, state, version_id, size, mtime_ns, checked_ns, added) "
            "VALUES (1, ?, 'ready', 1, 0, 0, 0, 0)",
            [(str(number),) for number in range(12)],
        )
    assert catalog.languages() == {"de": 12}
    monkeypatch.setattr("index.catalog.lookup._LOOKED_AT", 4)
    assert catalog.languages() == {"de": 4}
