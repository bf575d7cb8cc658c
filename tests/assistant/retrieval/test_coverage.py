"""How much of a question a passage says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.retrieval.coverage import Coverage, Yardstick, stems
from assistant.retrieval.lexical import telling_words
from index.documents import Span

QUESTION = "When did the French army leave Mali?"


def measure(question: str, *sentences: str, counts: dict[str, int] | None = None) -> Coverage:
    text, spans = "", []
    for sentence in sentences:
        spans.append(Span(len(text), len(text) + len(sentence)))
        text += sentence + " "
    return Yardstick(telling_words(question), counts or {}, 1_000).measure(text, spans)


def test_all_words_in_one_sentence_are_worth_most() -> None:
    together = measure(QUESTION, "The French army left Mali in 2022.", "It rained.")
    apart = measure(QUESTION, "The French army met.", "They left.", "Mali was hot.")
    other = measure(QUESTION, "A recipe for soup.")
    assert together.passage == pytest.approx(1.0)
    assert together.sentence == pytest.approx(1.0)
    assert apart.passage == pytest.approx(1.0)
    assert apart.sentence < together.sentence
    assert other == Coverage(0.0, 0.0, 0.0)


def test_words_side_by_side_count_over_grammar_between_them() -> None:
    assert measure("King of France?", "The king of France.").pairs == pytest.approx(1.0)
    assert measure("King of France?", "France has no king.").pairs == 0.0
    assert measure("King of France?", "A king.", "France.").pairs == 0.0


def test_a_rare_word_counts_more_than_a_frequent_one() -> None:
    counts = {"army": 500, "mali": 3}
    rare = measure("army Mali", "Mali is large.", counts=counts)
    frequent = measure("army Mali", "An army is large.", counts=counts)
    assert rare.passage > frequent.passage


def test_forms_of_a_word_count_as_the_word() -> None:
    assert measure("armies withdrawing", "The army's withdrawal.").passage > 0.8


def test_offsets_are_those_of_the_whole_text() -> None:
    yardstick = Yardstick(["mali"], {}, 10)
    assert yardstick.measure("Mali is hot.", [Span(100, 112)], offset=100).sentence == pytest.approx(1.0)


def test_the_title_stands_in_for_what_the_passage_leaves_out() -> None:
    yardstick = Yardstick(["rent", "lease"], {}, 10)
    text = "The rent is due."
    spans = [Span(0, len(text))]
    bare = yardstick.measure(text, spans)
    titled = yardstick.measure(text, spans, around="contracts/Lease_2024.pdf")
    whole = yardstick.measure("The lease's rent.", [Span(0, 17)])
    assert bare.passage < titled.passage < whole.passage
    assert bare.sentence == titled.sentence


def test_scripts_without_spaces_are_compared_by_pairs_of_characters() -> None:
    assert stems("東京の人口") == ["東京", "京の", "の人", "人口"]
    assert measure("東京の人口は?", "東京の人口は多い。").passage > 0.9
    assert measure("東京の人口は?", "大阪に行く。").passage == 0.0


@given(st.text(max_size=60), st.text(max_size=200), st.integers(0, 1_000))
def test_shares_are_shares(question: str, text: str, count: int) -> None:
    words = telling_words(question)
    found = Yardstick(words, dict.fromkeys(words, count), 1_000).measure(text, [Span(0, len(text))])
    assert 0 <= found.sentence <= found.passage <= 1
    assert 0 <= found.pairs <= 1 + 1e-9
