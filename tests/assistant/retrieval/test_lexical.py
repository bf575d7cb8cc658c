"""From questions to full-text queries."""

import sqlite3
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.retrieval import lexical


@pytest.fixture(scope="module")
def fts() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:")
    connection.execute(
        "CREATE VIRTUAL TABLE f USING fts5 (text, context, tokenize = 'porter unicode61 remove_diacritics 2')"
    )
    connection.executemany(
        "INSERT INTO f (rowid, text, context) VALUES (?, ?, '')",
        [(1, "The left hand of darkness."), (2, "Darkness at noon, in the hand of fate."), (3, "Ça coûte 3.5 euros.")],
    )
    yield connection
    connection.close()


def found(fts: sqlite3.Connection, query: str) -> set[int]:
    return {row[0] for row in fts.execute("SELECT rowid FROM f WHERE f MATCH ?", [query])}


def ask(fts: sqlite3.Connection, question: str) -> set[int]:
    words = lexical.telling_words(lexical.clean(question))
    return found(fts, lexical.expression(words, lexical.quoted(question)))


@given(st.text(max_size=80) | st.text(alphabet="\"'(){}[]*^:+-.,;AND OR NOT NEAR a\0\ud800«»“”é中", max_size=80))
def test_no_question_breaks_the_syntax(fts: sqlite3.Connection, question: str) -> None:
    cleaned = lexical.clean(question)
    words = lexical.telling_words(cleaned)
    phrases = lexical.quoted(cleaned)
    if words:
        found(fts, lexical.expression(words, phrases))
    for phrase in phrases:
        found(fts, lexical.phrase(phrase))


@pytest.mark.parametrize(
    "question",
    [
        'darkness" OR "',
        "darkness AND NOT (",
        "text : darkness *",
        "NEAR(darkness hand, 2)",
        "^darkness",
        "{text context} : darkness",
        "darkness\0",
        "darkness -- '; DROP TABLE f",
    ],
)
def test_what_means_something_to_fts5_is_only_words(fts: sqlite3.Connection, question: str) -> None:
    assert ask(fts, question) == {1, 2}


def test_grammar_is_left_out_unless_there_is_nothing_else() -> None:
    assert lexical.telling_words("What is the left hand of Darkness's author?") == [
        "left",
        "hand",
        "darkness",
        "author",
    ]
    assert lexical.telling_words("Who is it?") == ["who", "is", "it"]
    assert lexical.telling_words("?! …") == []


def test_stems_and_accents_do_not_matter(fts: sqlite3.Connection) -> None:
    assert ask(fts, "hands") == {1, 2}
    assert ask(fts, "cout") == {3}


def test_quoted_words_must_stand_side_by_side(fts: sqlite3.Connection) -> None:
    assert ask(fts, "Which book has darkness and a left hand?") == {1, 2}
    assert ask(fts, 'Which book has darkness and a "left hand"?') == {1}
    assert ask(fts, "Which book has “darkness at noon”?") == {2}
    assert lexical.quoted('the " " sign') == []


def test_the_most_frequent_words_go_while_rarer_ones_remain() -> None:
    counts = {"said": 60_000, "minister": 9_000, "mali": 30, "nowhere": 0}
    assert lexical.chosen(["said", "minister", "mali", "nowhere", "mali"], counts) == ["mali", "minister"]
    assert lexical.chosen(["said"], counts) == ["said"]
    assert lexical.chosen(["nowhere"], counts) == []
    small = {word: count // 100 for word, count in counts.items()}
    assert "said" in lexical.chosen(["said", "minister"], small)


def test_a_pasted_page_is_cut_to_its_rarest_words() -> None:
    words = [f"w{number}" for number in range(2_000)]
    picked = lexical.chosen(words, {word: 1 + number for number, word in enumerate(words)})
    assert picked == words[: lexical.MOST_WORDS]


def test_counts_of_different_instants_do_no_harm() -> None:
    assert lexical.most(["darkness", "noon"], {"darkness": 9, "noon": 1}, 3) >= 1.0


def test_bm25_stays_below_its_bound(fts: sqlite3.Connection) -> None:
    counts = {"darkness": 2, "left": 1, "noon": 1}
    words = list(counts)
    bound = lexical.most(words, counts, 3)
    scores = [row[0] for row in fts.execute("SELECT -bm25(f) FROM f WHERE f MATCH ?", [lexical.expression(words)])]
    assert scores
    assert all(score <= bound for score in scores)
