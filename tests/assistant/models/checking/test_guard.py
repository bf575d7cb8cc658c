from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.evaluation import claims
from assistant.models.checking import check, check_all
from assistant.models.checking.crossencoder import ByCrossEncoder, CheckerError, entailing
from assistant.models.checking.meaning import ByEmbedding
from index.embedding.embedding import Embedder

LEASE = "The lease begins on 1 March 2021 and ends on 28 February 2026."


class Certain:
    """Says one probability of all, and keeps what it was asked."""

    def __init__(self, probability: float) -> None:
        self._probability = probability
        self.asked: list[tuple[str, str]] = []

    def scores(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        self.asked += pairs
        return [self._probability] * len(pairs)


def test_what_the_quote_says_is_supported() -> None:
    verdict = check("The lease ends in February 2026.", [LEASE])
    assert (verdict.support, verdict.why, verdict.findings) == ("supported", "", ())


def test_a_quote_bears_itself_out() -> None:
    for quote in (LEASE, "Nobody said that 5 of 12 (42 %) weren't there, not even U.S. Gen. Smith.", "- a\n- b", "42"):
        assert check(quote, [quote]).support == "supported"


def test_another_date_is_unsupported_and_says_why() -> None:
    verdict = check("The lease ends on 28 February 2025.", [LEASE])
    assert verdict.support == "unsupported"
    assert verdict.why == "the date 28 February 2025 is not in what is cited"


def test_several_quotes_bear_a_claim_out_together() -> None:
    claim = "The lease ends in 2026 and the rent is €1,250."
    assert check(claim, [LEASE]).support == "unsupported"
    assert check(claim, [LEASE, "The rent is €1,250 a month."]).support == "supported"


def test_something_added_is_weak() -> None:
    verdict = check("The lease ends in February 2026, and hens are kept by neighbours in the garden.", [LEASE])
    assert verdict.support == "weak"
    assert "hens" in verdict.why


def test_a_claim_about_something_else_is_unsupported() -> None:
    assert check("Penguins hatch their eggs on antarctic ice.", [LEASE]).support == "unsupported"


@pytest.mark.parametrize("quotes", [[], [""], ["  \n"]])
def test_nothing_cited_supports_nothing(quotes: list[str]) -> None:
    assert check("The lease ends in 2026.", quotes).support == "unsupported"


@pytest.mark.parametrize("claim", ["", " ", "…", "\u200b", "?" * 3000, "not " * 400, "1 " * 1500, "A" * 5000])
def test_odd_claims_are_judged_without_failing(claim: str) -> None:
    assert check(claim, [LEASE]).support in ("supported", "weak", "unsupported")
    assert check(LEASE, [claim]).support in ("supported", "weak", "unsupported")


def test_meaning_is_asked_only_of_what_words_leave_open() -> None:
    meaning = Certain(0.9)
    wrong, right = "The lease ends in 2025.", "The lease ends in 2026."
    verdicts = check_all([(wrong, [LEASE], []), (right, [LEASE], [])], meaning)
    assert [one.support for one in verdicts] == ["unsupported", "supported"]
    assert meaning.asked == [(right, LEASE)]


def test_a_claim_that_means_something_else_is_weak() -> None:
    assert check("The lease ends in 2026.", [LEASE], Certain(0.05)).support == "weak"


def test_the_embedding_tells_the_near_from_the_far() -> None:
    near, far = ByEmbedding(Embedder()).scores([("The lease ends in 2026.", LEASE), ("Penguins swim.", LEASE)])
    assert near > 0.5 > far


def test_the_claims_that_come_with_quoth() -> None:
    """The goals for the guard, held on the bundled set as a floor: what is measured elsewhere is in the documents."""
    found = claims.bundled()
    assert len(found) >= 300
    figures = claims.measure(claims.run(found)[0])
    assert figures["wrongly_flagged"] <= 0.05
    assert all(figures["kinds"][kind]["flagged"] >= 0.95 for kind in ("number", "date"))
    assert all(figures["kinds"][kind]["flagged"] >= 0.90 for kind in ("name", "negation"))
    assert all(figures["kinds"][kind]["flagged"] >= 0.70 for kind in ("added", "direction", "order", "quantity"))


def test_a_cross_encoder_gives_the_probability_of_entailment(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch")
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizer

    letters = "abcdefghijklmnopqrstuvwxyz0123456789."
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters, *(f"##{letter}" for letter in letters)]
    (tmp_path / "vocab.txt").write_text("\n".join(vocabulary), encoding="utf-8")
    torch.manual_seed(1)
    labels = {0: "contradiction", 1: "entailment", 2: "neutral"}
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        id2label=labels,
        label2id={label: place for place, label in labels.items()},
    )
    BertForSequenceClassification(config).save_pretrained(tmp_path)
    BertTokenizer(str(tmp_path / "vocab.txt")).save_pretrained(tmp_path)
    first, second = ByCrossEncoder(tmp_path).scores([("a lease ends.", LEASE), ("it", "hens " * 900)])
    assert 0 < first < 1
    assert 0 < second < 1
    assert check("The lease ends in 2026.", [LEASE], ByCrossEncoder(tmp_path)).support in ("supported", "weak")


def test_a_folder_without_a_model_says_so(tmp_path: Path) -> None:
    with pytest.raises(CheckerError, match=r"no config\.json"):
        ByCrossEncoder(tmp_path).scores([("a", "b")])


def test_the_label_that_bears_out() -> None:
    assert entailing({0: "hallucinated", 1: "consistent"}) == 1
    assert entailing({0: "ENTAILMENT", 1: "NEUTRAL", 2: "CONTRADICTION"}) == 0
    with pytest.raises(CheckerError):
        entailing({0: "a", 1: "b", 2: "c"})
