"""The learned reader: what it reads with, how it divides passages, and what the weights that come with it know."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch

from assistant.reader import Context, Reader
from assistant.reader.network import Network, shared
from assistant.reader.reader import ADAPTER, _best, reader_for
from assistant.reader.windows import cut
from index.embedding.encoders import read_tokenizer
from index.embedding.models import DEFAULT_WEIGHTS, Model, find
from index.text.sentences import split
from tests.assistant.reader import tiny
from training.adapter import Adapter, of_folder
from training.reader import save

TEXT = "The bridge was closed on Monday by the mayor. It is old. The bridge was opened in 1931."


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Model, Path, Adapter]:
    """A small model, an adapter's file and the adapter that was trained (here: filled with chance)."""
    folder = tmp_path_factory.mktemp("tiny")
    model = tiny.model(folder)
    adapter = of_folder(folder, {"num_attention_heads": tiny.HEADS, "layer_norm_eps": 1e-12}, 3, 40)
    torch.manual_seed(8)
    with torch.no_grad():
        for value in adapter.learned.values():
            value.add_(torch.randn_like(value) * 0.2)
            value.copy_(value.bfloat16().float())  # as its file has it
    file = folder / "adapter.safetensors"
    save(adapter, file, {"base": "tiny"})
    return model, file, adapter


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """Small sums in one thread."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def context(text: str, title: str = "") -> Context:
    """A text with its sentences."""
    return Context(text, tuple((span.start, span.end) for span in split(text, 0, len(text))), title)


def test_reads_with_what_was_trained(made: tuple[Model, Path, Adapter]) -> None:
    model, file, adapter = made
    network = Network(model, file, "cpu", torch.float32)
    rows = [((2, 5, 6, 3, 7, 8, 9, 3), 4), ((2, 5, 3, 10, 3), 3)]
    spans, answered = network.run(rows)
    for (ids, second), span, sure in zip(rows, spans, answered, strict=True):
        kinds = torch.tensor([[int(place >= second) for place in range(len(ids))]])
        expected, expected_sure = adapter(torch.tensor([ids]), kinds, torch.ones_like(kinds, dtype=torch.bool))
        # The adapter computes in bfloat16, of eight bits.
        np.testing.assert_allclose(span, expected[0].detach().numpy(), atol=0.15)
        assert abs(float(sure) - float(expected_sure[0])) < 0.15


def test_padding_changes_nothing(made: tuple[Model, Path, Adapter]) -> None:
    network = Network(made[0], made[1], "cpu", torch.float32)
    short, long = ((2, 5, 3, 10, 3), 3), ((2, 5, 6, 3, 7, 8, 9, 3), 4)
    alone, together = network.run([short])[0][0], network.run([long, short])[0][1]
    np.testing.assert_allclose(alone, together, atol=1e-4)


def test_cores_share_the_passages(made: tuple[Model, Path, Adapter]) -> None:
    rows = [((2, 5, 3, *range(4, length), 3), 3) for length in (9, 20, 12, 6)]
    alone = Network(made[0], made[1], "cpu", torch.float32)
    torch.set_num_threads(2)
    both = Network(made[0], made[1], "cpu", torch.float32)
    for one, other in zip(alone.run(rows)[0], both.run(rows)[0], strict=True):
        np.testing.assert_allclose(one, other, atol=1e-4)
    np.testing.assert_allclose(alone.run(rows)[1], both.run(rows)[1], atol=1e-4)
    assert torch.get_num_threads() == 2


def test_shares_are_even() -> None:
    assert shared([100, 210, 150, 40], 2) == [[1, 3], [2, 0]]
    assert shared([7], 4) == [[0]]


def test_spots_lie_in_their_sentences(made: tuple[Model, Path, Adapter]) -> None:
    reader = Reader(made[0], made[1])
    one, other = context(TEXT, "The bridge"), context("The mayor was old. A storm closed the bridge.")
    looks = reader.read("Who closed the bridge?", [one, other])
    for passage, look in zip((one, other), looks, strict=True):
        assert look is not None
        assert set(look.spots) == set(range(len(passage.sentences)))
        for index, spot in look.spots.items():
            start, end = passage.sentences[index]
            assert start <= spot.start < spot.end <= end


def test_stops_when_the_time_is_used_up(made: tuple[Model, Path, Adapter], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.reader.reader.BUDGET", {True: 60, False: 60})
    looks = Reader(made[0], made[1]).read("Who?", [context(TEXT)] * 4)
    assert looks[0] is not None
    assert looks[-1] is None


def test_a_passage_without_sentences_is_not_read(made: tuple[Model, Path, Adapter]) -> None:
    assert Reader(made[0], made[1]).read("Who?", [Context("", ())]) == [None]


def test_long_passages_are_cut_between_sentences(made: tuple[Model, Path, Adapter]) -> None:
    tokenizer = read_tokenizer(made[0])
    assert tokenizer is not None
    text = " ".join(["The bridge was closed on Monday."] * 5)
    passage = context(text)
    windows = cut(0, tokenizer.encode(text, add_special_tokens=False), passage.sentences, 15)
    assert [index for window in windows for index, _, _ in window.sentences] == list(range(5))
    assert all(len(window.ids) <= 15 for window in windows)
    assert len(windows) == 3
    whole = cut(0, tokenizer.encode(text, add_special_tokens=False), passage.sentences, 4)
    assert len(whole) == 5
    assert all(len(window.ids) == 4 for window in whole)


def test_the_best_span_begins_before_it_ends() -> None:
    logits = np.array([[0.0, 9.0], [5.0, 0.0], [1.0, 2.0]], dtype=np.float32)
    assert _best(logits) == (0, 0, 9.0)
    logits = np.array([[1.0, 0.0], [5.0, 0.0], [1.0, 2.0]], dtype=np.float32)
    assert _best(logits) == (1, 2, 7.0)
    long = np.zeros((80, 2), dtype=np.float32)
    long[0, 0], long[79, 1], long[79, 0] = 5.0, 5.0, 1.0
    assert _best(long) == (79, 79, 6.0)


def test_other_models_have_no_reader() -> None:
    class Other:
        name, identity = "other", "other sha256:abc 8d 16t"

    assert reader_for(Other()) is None  # type: ignore[arg-type]


READ = [
    (
        "The old mill at Harrow Beck was restored by Ida Grell in 1987. The work took three years and "
        "cost 40,000 pounds. "
        "Its wheel is turned by water from the upper pond.",
        [
            ("Who restored the mill at Harrow Beck?", 0, "Ida Grell"),
            ("When was the mill restored?", 0, "1987"),
            ("How long did the work take?", 1, "three years"),
            ("What turns the wheel of the mill?", 2, "water"),
        ],
    ),
    (
        "Marsh frogs were first seen in the valley in 1935. The council fears that they eat the smaller newts. "
        "Professor Lund of Trent College counted 212 frogs last spring.",
        [
            ("Who counted the frogs?", 2, "Professor Lund"),
            ("How many frogs were counted?", 2, "212"),
            ("Which animals do the frogs eat?", 1, "newts"),
        ],
    ),
]


def test_the_weights_that_come_with_it_read() -> None:
    model = find()
    assert model.weights == DEFAULT_WEIGHTS
    assert ADAPTER.stat().st_size < 5_000_000
    reader = Reader(model)
    for text, asked in READ:
        for question, sentence, said in asked:
            look = reader.read(question, [context(text)])[0]
            assert look is not None
            index, spot = max(look.spots.items(), key=lambda pair: pair[1].score)
            assert (index, said in text[spot.start : spot.end]) == (sentence, True), (
                question,
                text[spot.start : spot.end],
            )
            assert spot.score > look.null
            assert spot.end - spot.start < len(said) + 25
    other = reader.read("Who won the cup final in Lisbon?", [context(READ[0][0])])[0]
    assert other is not None
    assert max(spot.score for spot in other.spots.values()) < other.null
