from __future__ import annotations

import json as library
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.loaders import json, jsonl
from index.loaders.loaded import LoadError, Unsupported
from tests.index.loaders.invariants import check, generated, kinds


def text(source: str) -> str:
    loaded = json.load(source.encode())
    check(loaded)
    assert loaded.notes == ()
    return loaded.text


def test_plain_values_stand_behind_their_keys() -> None:
    assert text('{"name": "Quoth", "tags": ["a", "b"], "on": true, "none": null}') == (
        "name: Quoth\ntags: a, b\non: true\nnone: null"
    )


def test_numbers_are_as_written() -> None:
    assert text('{"a": 12345678901234567890123, "b": 1.50, "c": 1e400, "d": NaN}') == (
        "a: 12345678901234567890123\nb: 1.50\nc: 1e400\nd: NaN"
    )


def test_a_key_that_comes_twice_keeps_both_values() -> None:
    assert text('{"a": 1, "a": 2}') == "a: 1\na: 2"


def test_records_are_rows_under_their_key() -> None:
    source = '{"people": [{"name": "Anna", "home": {"city": "Paris"}}, {"name": "Bert", "age": 51}]}'
    assert text(source) == "people\n\nname: Anna\thome city: Paris\nname: Bert\tage: 51"


def test_what_is_large_is_a_section_after_the_plain_values() -> None:
    long = "A long sentence about rivers. " * 20
    source = library.dumps({"first": {"story": long}, "second": 2})
    assert kinds(json.load(source.encode())) == [
        ("item", "second: 2"),
        ("heading", "first"),
        ("paragraph", f"story: {long.strip()}"),
    ]


def test_coordinates_are_kept_but_not_searched() -> None:
    ring = [[n, n + 0.5] for n in range(40)]
    source = {"type": "Feature", "properties": {"name": "Lake"}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    found = kinds(json.load(library.dumps(source).encode()))
    assert ("item", "properties name: Lake") in found
    assert found[-1][0] == "furniture"
    assert "39 39.5" in found[-1][1]


@pytest.mark.parametrize("source", ["[" * 10_000 + '"deep"' + "]" * 10_000, '{"a":' * 10_000 + '"deep"' + "}" * 10_000])
def test_deep_nesting_ends_in_text(source: str) -> None:
    assert "deep" in text(source)


@pytest.mark.parametrize(
    "source", ['[{"a": 1}, {"b": "word"', '{"a": 1, // note\n "b": "word"}', "{a: 1, 'b': 'word',}"]
)
def test_what_is_damaged_is_read_with_a_note(source: str) -> None:
    loaded = json.load(source.encode())
    check(loaded)
    assert "word" in loaded.text
    assert "not valid JSON" in loaded.notes[0]


def test_nothing_is_unsupported() -> None:
    with pytest.raises(Unsupported):
        json.load(b"{}")


def test_json_lines_are_records_and_bad_ones_text() -> None:
    loaded = jsonl.load(b'{"a": 1, "b": "x"}\nnot json\n\n{"a": 2}\n')
    check(loaded)
    assert loaded.text == "a: 1\tb: x\n\n- not json\n\na: 2"
    assert loaded.notes == ("has a line that is not JSON (the first is line 2), kept as text",)


words = st.from_regex(r"[a-z]{3,8}", fullmatch=True)
documents = st.recursive(
    words | st.integers() | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4),
    max_leaves=25,
)


@generated
@given(documents)
def test_every_key_and_value_arrives(value: object) -> None:
    source = library.dumps(value)
    told = sorted(found for found in _words(value) if found)
    if not told:
        return
    loaded = json.load(source.encode())
    check(loaded)
    assert all(word in loaded.text for word in told)


def _words(value: object) -> list[str]:
    if isinstance(value, dict):
        return [word for key, inner in value.items() for word in (*((key,) if _words(inner) else ()), *_words(inner))]
    if isinstance(value, list):
        return [word for inner in value for word in _words(inner)]
    return [value] if isinstance(value, str) else [str(value)] if type(value) is int else []


@generated
@given(st.text(alphabet="{}[]\",:\\'a1 \n/*", max_size=120))
def test_any_text_ends_in_text_or_a_reason(source: str) -> None:
    for loader in (json, jsonl):
        with suppress(LoadError):
            check(loader.load(source.encode()))


def test_short_values_of_a_record_with_larger_ones_are_a_row() -> None:
    users = [{"id": n, "user": {"name": name}, "visits": [{"at": "May", "to": ["Rome", "Bari"]}, {"at": "June"}]}
             for n, name in ((0, "Ann"), (1, "Bo"))]  # fmt: skip
    found = kinds(json.load(library.dumps(users).encode()))
    assert ("row", "id: 0\tuser name: Ann") in found
    assert ("row", "id: 1\tuser name: Bo") in found
    assert ("row", "visits at: May\tvisits to: Rome, Bari") in found
    assert [text for kind, text in found if kind == "heading"] == ["Record 1", "Record 2"]
