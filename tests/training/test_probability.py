"""What the probability is fitted on: questions with and without their answers, what each counts for, the bounds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant.answers import Passage
from assistant.assistant import Assistant
from assistant.reading import signs
from assistant.retrieval.retriever import Hit
from assistant.text.question import analyse
from index.documents import Span
from index.embedding.embedding import Embedder
from training import posed, probability
from training.cases import Case, exchanged, gather, holds, without
from training.fits import logistic
from training.posed import Posed, Source

TEXT = "The mill at Beck was built by Ida Grell. It is made of stone. Water turns its wheel."


def hit(text: str = TEXT, start: int = 100) -> Hit:
    places = [at for at in range(len(text)) if at == 0 or text[at - 2 : at] == ". "]
    ends = [*(place - 1 for place in places[1:]), len(text)]
    spans = tuple(Span(start + a, start + b) for a, b in zip(places, ends, strict=True))
    return Hit(Passage(1, "a.txt", None, start, start + len(text), text, 0.9, {"dense": 0.9}), (), spans)


def test_an_answer_is_held_by_its_words_or_as_a_part_of_its_sentence() -> None:
    assert holds("It was built by Ida\nGrell.", ["Ida Grell"])
    assert holds("It was built by Ida", ["It was built by Ida Grell in 1931."])
    assert not holds("It was", ["It was built by Ida Grell in 1931."])
    assert not holds("It is old.", [])


def test_a_passage_without_an_answer_is_whole_again(embedder: Embedder) -> None:
    asked = Posed("What is the mill made of?", "a", ("stone",))
    left = without(hit(), asked, embedder)
    assert left is not None
    passage = left.passage
    assert passage.text == "The mill at Beck was built by Ida Grell. Water turns its wheel."
    said = [passage.text[span.start - passage.start : span.end - passage.start] for span in left.sentences]
    assert said == ["The mill at Beck was built by Ida Grell.", "Water turns its wheel."]
    assert passage.end - passage.start == len(passage.text)
    assert passage.scores["dense"] < 0.9
    assert without(hit("It is made of stone."), asked, embedder) is None
    assert without(hit("Water turns its wheel."), asked, embedder) == hit("Water turns its wheel.")


def test_an_exchanged_question_has_no_answer_and_one_without_is_not_exchanged() -> None:
    other = exchanged(Posed("Who built the mill at Beck?", "a", ("Ida Grell",)), [hit()], ["Lisbon"], 3)
    assert other is not None
    assert other.text != "Who built the mill at Beck?"
    assert not other.said
    assert exchanged(Posed("Who built the mill at Beck?", "a", ()), [hit()], ["Lisbon"], 3) is None


def test_questions_are_asked_with_and_without_what_answers_them(assistant: Assistant) -> None:
    asked = [
        Posed("When was the Varn bridge in Oldhaven closed?", "bridge", ("14 March 2019",)),
        Posed("Who designed the Varn bridge?", "bridge", ("Tomas Reuel",)),
        Posed("Who is the chairman of the bees?", "bees", ("Peter Falk",)),
        Posed("Which club lost the Coast Cup?", "rovers", ()),
    ]
    source = Source("own", {"bridge.txt": "The bridge in Lunden."}, asked)
    with assistant.library.question():
        cases = gather(assistant, source, asked, 3)
    kinds = {case.kind for case in cases}
    assert {"answerable", "off-subject", "look-alike"} <= kinds
    assert kinds & {"unsaid", "taken away"}
    for case in cases:
        if case.kind == "answerable":
            assert case.right(case.ranked[0].text)
            assert len(case.weighed) >= len(case.ranked)
        elif case.kind != "exchanged":
            assert not any(case.right(one.text) for one in case.ranked)
        assert len(probability.heard(case)) == len(signs.NAMES)
        assert len(probability.unheard(case)) == len(signs.NAMES) - len(signs.HEARD)


def made(source: str, kind: str) -> Case:
    """A case of which only source and kind matter."""
    return Case(source, kind, analyse("Who built it?"), (), (), (), ())


def test_every_source_and_every_kind_without_an_answer_counts_the_same() -> None:
    kinds = ["answerable"] * 3 + ["unsaid"] + ["off-subject"] * 2
    cases = [made("one", kind) for kind in kinds] + [made("two", kind) for kind in kinds[2:4]]
    counts = probability.counts(cases)
    assert counts.sum() == pytest.approx(len(cases))
    assert counts[:6].sum() == pytest.approx(counts[6:].sum())
    assert counts[:3].sum() / counts[:6].sum() == pytest.approx(probability.ANSWERED)
    assert counts[3] == pytest.approx(counts[4:6].sum())


def test_bounds_show_enough_and_are_right_often_enough() -> None:
    cases = [made("one", kind) for kind in ["answerable"] * 100 + ["unsaid"] * 100]
    likely = np.concatenate([np.linspace(0.01, 1.0, 100), np.linspace(0.0, 0.6, 100)])
    shown, sure = probability.bounds(cases, likely)
    assert np.mean(likely[:100] >= shown) >= probability.SHOWN > np.mean(likely[:100] >= shown + 0.05)
    assert shown < sure <= 0.6


def test_a_weight_goes_only_the_way_that_it_may() -> None:
    chance = np.random.default_rng(3)
    table = chance.normal(size=(2000, 2))
    true = (chance.random(2000) < 1 / (1 + np.exp(-(table[:, 0] - table[:, 1])))).astype(float)
    free = logistic(table, true, np.ones(2000), 1.0, [1, 0])
    held = logistic(table, true, np.ones(2000), 1.0, [-1, 1])
    assert free[1] > 0.8
    assert free[2] < -0.8
    assert held[1] == held[2] == 0.0


def test_sources_are_questions_with_their_documents(tmp_path: Path) -> None:
    (tmp_path / "dev.tsv").write_text("Who ?\tIda did .\t1\nWho ?\tIt is old .\t0\nWhen ?\tIt is new .\t0\n")
    source = posed._selqa(tmp_path / "dev.tsv")
    assert source.documents == {"0000.txt": "Ida did. It is old.", "0001.txt": "It is new."}
    assert source.asked == [Posed("Who?", "0000.txt", ("Ida did.",))]
