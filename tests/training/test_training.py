"""What the reader is trained on: texts from tokens, examples in tokens, questions that are not answered, the fits."""

from __future__ import annotations

import json
import random
from pathlib import Path

import numpy as np
import pytest

from index.embedding.encoders import read_tokenizer
from tests.assistant.reader import tiny
from training import mixture, qamr, selqa, squad
from training.batches import batches, rows, tensors
from training.examples import Example
from training.fits import calibration_error, choice, logistic
from training.swaps import swapped
from training.treebank import join


@pytest.mark.parametrize(
    ("tokens", "text"),
    [
        ("For example , the archaean lives within -LRB- is a guest of -RRB- the sponge .", None),
        (
            "Liam `` had his life in front of him '' , said Andy Logan .",
            'Liam "had his life in front of him", said Andy Logan.',
        ),
        ("It 's $ 5 -- he did n't pay .", "It's $5 – he didn't pay."),
    ],
)
def test_tokens_become_a_text(tokens: str, text: str | None) -> None:
    joined, places = join(tokens.split())
    assert text is None or joined == text
    assert " ," not in joined
    assert "( " not in joined
    kept = [joined[start:end] for start, end in places]
    assert [one for one in kept if one.isalpha()] == [one for one in tokens.split() if one.isalpha()]


def test_qamr_spans_are_the_words_that_were_marked(tmp_path: Path) -> None:
    (tmp_path / "wiki-sentences.tsv").write_text("Wiki1k:wikipedia:5:1:0\tThe mill , built by Ida Grell , is old .\n")
    row = "Wiki1k:wikipedia:5:1:0\t1\t7\t0\t0\tWho built the mill ?\t5 6\t1:5 6\t2:6\n"
    alone = "Wiki1k:wikipedia:5:1:0\t1\t7\t0\t0\tWho is old ?\t1\t1:invalid\t2:\n"
    (tmp_path / "dev.tsv").write_text(row + alone)
    line = qamr.load(tmp_path, ["dev.tsv"])["wikipedia:5"][0]
    assert line.text == "The mill, built by Ida Grell, is old."
    [(question, spans)] = line.questions
    assert question == "Who built the mill ?"
    assert {line.text[start:end] for start, end in spans} == {"Ida Grell", "Grell"}


def test_selqa_groups_sentences_by_question(tmp_path: Path) -> None:
    file = tmp_path / "dev.tsv"
    file.write_text("Who ?\tIda did .\t1\nWho ?\tIt is old .\t0\nWhen ?\tIn 1931 .\t1\n")
    first, second = selqa.load(file)
    assert (first.sentences, first.right) == (("Ida did.", "It is old."), (True, False))
    assert second.question == "When?"


def test_one_pass_holds_answers_and_none_of_the_articles_kept_back(tmp_path: Path) -> None:
    text = "The mill at Beck was built by Ida Grell in 1931. It is made of stone. Water turns its wheel."
    asked = {"question": "Who built the mill?", "is_impossible": False}
    asked["answers"] = [{"text": "Ida Grell", "answer_start": text.index("Ida")}]
    never = {"question": "Who broke the mill?", "is_impossible": True, "answers": []}
    other = {"context": "Another paragraph speaks of the wheel of the mill.", "qas": []}
    articles = [
        {"title": title, "paragraphs": [{"context": text, "qas": [asked, never]}, other]}
        for title in ("Mills", "Warsaw")
    ]
    file = tmp_path / "dev.json"
    file.write_text(json.dumps({"data": articles}))
    known = mixture.sources(squad.load(file), {}, [])
    assert list(known.paragraphs) == ["Mills"]
    examples = [one for number in range(12) for one in mixture.one_pass(known, number)]
    said = {one.text[start:end] for one in examples for start, end in one.answers}
    assert said == {"Ida Grell"}
    unanswered = [one for one in examples if not one.answers]
    assert any("Another paragraph" in one.text for one in unanswered)
    assert any(one.question == "Who broke the mill?" for one in unanswered)
    assert any("Ida" not in one.text and "stone" in one.text for one in unanswered)


def test_examples_in_tokens_mark_their_answers(tmp_path: Path) -> None:
    tokenizer = read_tokenizer(tiny.model(tmp_path))
    assert tokenizer is not None
    text = "the bridge was closed on monday ."
    start = text.index("on monday")
    example = Example("when was it closed ?", text, ((start, start + 9),), title="the storm")
    empty = Example("why ?", text, ())
    one, none = rows([example, empty], tokenizer)
    assert one is not None
    assert none is not None
    assert [tokenizer.decode([one.ids[place]]) for place in (*one.starts, *one.ends)] == ["on", "monday"]
    assert none.starts == none.ends == (0,)
    batch = tensors([one, none])
    opened = [tokenizer.decode([token]) for token in batch.ids[0][batch.open[0]].tolist()[1:]]
    assert " ".join(opened) == text
    assert batch.kinds[0].sum() == len(one.ids) - one.ids.index(3) - 1
    assert sorted(len(row.ids) for group in batches([one, none], 10, random.Random(1)) for row in group) == sorted(
        [len(one.ids), len(none.ids)]
    )


def test_swapped_questions_are_other_questions() -> None:
    text = "The first bridge at Beck was closed in 1931."
    found = {
        swapped(question, text, ["Lisbon"], random.Random(seed))
        for question in ("When was the first bridge at Beck closed?", "What closed in 1931?")
        for seed in range(20)
    }
    assert "When was the first bridge at Lisbon closed?" in found
    assert "When was the last bridge at Beck closed?" in found
    assert not {"When was the first bridge at Beck closed?", "What closed in 1931?"} & found
    assert swapped("Why?", text, [], random.Random(1)) is None


def test_fits_find_what_was_put_in() -> None:
    chance = np.random.default_rng(3)
    tables = [chance.normal(size=(4, 2)) for _ in range(400)]
    right = [table[:, 0] == table[:, 0].max() for table in tables]
    weights = choice(tables, right)
    assert weights[0] > 3 * abs(weights[1])
    table = chance.normal(size=(4000, 2))
    true = (chance.random(4000) < 1 / (1 + np.exp(-(0.5 + 2 * table[:, 0])))).astype(float)
    found = logistic(table, true, np.ones(4000))
    np.testing.assert_allclose(found, [0.5, 2.0, 0.0], atol=0.25)


def test_calibration_error_is_that_of_the_bins() -> None:
    assert calibration_error(np.array([0.95, 0.95]), np.array([1.0, 1.0])) == pytest.approx(0.05)
    assert calibration_error(np.array([0.25, 0.75]), np.array([1.0, 0.0])) == pytest.approx(0.75)
