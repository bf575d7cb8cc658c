"""Reranking: a cross-encoder made here, a compressor of someone else's, and what is said where none is there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from langchain_core.callbacks import Callbacks
from langchain_core.documents import BaseDocumentCompressor, Document

from assistant.assistant import Assistant
from assistant.retrieval.reranking import SCORE, CrossEncoderReranker, RerankingError, order, reranker
from assistant.retrieval.retriever import Retriever
from assistant.settings import Settings, SettingsError

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "who", "won", "the", "cup", "bridge", "rovers", "honey", "."]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cross-encoder of one small layer, its weights drawn at random."""
    import torch
    from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification

    folder = tmp_path_factory.mktemp("cross-encoder")
    (folder / "vocab.txt").write_text("\n".join(WORDS), encoding="utf-8")
    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=len(WORDS),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=64,
    )
    config.num_labels = 1
    BertForSequenceClassification(config).save_pretrained(folder)
    AutoTokenizer.from_pretrained(folder, model_max_length=64).save_pretrained(folder)
    return folder


class Backwards(BaseDocumentCompressor):
    """Turns the order around and drops what was first."""

    def compress_documents(
        self, documents: Sequence[Document], query: str, callbacks: Callbacks | None = None
    ) -> Sequence[Document]:
        return list(documents)[:0:-1]


def test_documents_are_ordered_by_score_and_cut(tiny: Path) -> None:
    documents = [
        Document(page_content=text, metadata={"n": n}) for n, text in enumerate(["the cup", "honey", "rovers won"])
    ]
    model = CrossEncoderReranker(model=str(tiny))
    found = model.compress_documents(documents, "who won the cup")
    scores = [document.metadata[SCORE] for document in found]
    assert scores == sorted(scores, reverse=True)
    assert sorted(document.metadata["n"] for document in found) == [0, 1, 2]
    assert SCORE not in documents[0].metadata
    two = CrossEncoderReranker(model=str(tiny), top_n=2).compress_documents(documents, "who won the cup")
    assert [d.page_content for d in two] == [d.page_content for d in found[:2]]
    assert model.compress_documents([], "who") == []


def test_the_retriever_takes_its_order_and_keeps_the_text(assistant: Assistant, tiny: Path) -> None:
    question = "Who won the Coast Cup in 2003?"
    plain = Retriever(assistant.library).hits(question)
    found = Retriever(assistant.library, reranker(str(tiny))).hits(question)
    scores = [hit.passage.scores["rerank"] for hit in found]
    assert scores == sorted(scores, reverse=True)
    assert [hit.passage.rank for hit in found] == list(range(1, len(found) + 1))
    assert {hit.passage.text for hit in found} == {hit.passage.text for hit in plain}


def test_any_compressor_serves(assistant: Assistant) -> None:
    question = "Who won the Coast Cup in 2003?"
    plain = [hit.passage.text for hit in Retriever(assistant.library).hits(question, 5)]
    found = [hit.passage.text for hit in Retriever(assistant.library, Backwards()).hits(question, 30)]
    every = [hit.passage.text for hit in Retriever(assistant.library).hits(question, 30)]
    assert found == every[:0:-1]
    assert plain == every[:5]
    other = Assistant(assistant.library, Backwards())
    assert other.retriever.invoke(question)[0].page_content == every[-1]


def test_what_a_compressor_makes_up_is_left_out() -> None:
    class Inventing(BaseDocumentCompressor):
        def compress_documents(
            self, documents: Sequence[Document], query: str, callbacks: Callbacks | None = None
        ) -> Sequence[Document]:
            return [Document(page_content="mine"), documents[1], documents[1], Document("x", metadata={"place": 9})]

    assert order(Inventing(), "q", ["a", "b"]) == [(1, None)]


def test_a_model_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"There is no reranking model at .*QUOTH_RERANKER"):
        Settings.load({"QUOTH_RERANKER": str(tmp_path / "none")})
    documents = [Document(page_content="a")]
    with pytest.raises(RerankingError, match=r"There is no reranking model at"):
        CrossEncoderReranker(model=str(tmp_path / "none")).compress_documents(documents, "q")
    with pytest.raises(RerankingError, match=r"cannot be loaded"):
        CrossEncoderReranker(model=str(tmp_path)).compress_documents(documents, "q")


def test_the_setting_is_read_and_is_off_unless_set(tiny: Path) -> None:
    assert Settings.load({}).reranker is None
    assert Settings.load({"QUOTH_RERANKER": str(tiny)}).reranker == str(tiny)
    assert reranker(None) is None
