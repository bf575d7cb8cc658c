"""Reranking: passages that were found, put in a better order by a model that reads each beside the question.

Any of LangChain's document compressors serves. The one here is a cross-encoder of sentence-transformers (Nogueira and
Cho, Passage Re-ranking with BERT, 2019), a setting that is off unless it is set, since none comes with
Quoth.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from langchain_core.callbacks import Callbacks
from langchain_core.documents import BaseDocumentCompressor, Document
from pydantic import ConfigDict, PrivateAttr

from assistant.settings import SettingsError

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

SCORE = "rerank_score"
"""Key of a document's metadata that the cross-encoder's score is written to."""
READ = 30
"""Passages that are read by a reranker."""


class RerankingError(SettingsError):
    """The reranking model cannot be found, read or used; the message says why and what to do."""


class CrossEncoderReranker(BaseDocumentCompressor):
    """Orders documents by a cross-encoder, which is loaded when it is first needed. Safe to share between threads.

    ``model`` is a local folder, or the name of a model of the Hugging Face hub: that is fetched where it is not there
    yet, and only then is anything asked of the hub.

    >>> CrossEncoderReranker(model="models/my-cross-encoder").compress_documents(found, "Who won?")  # doctest: +SKIP
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    model: str
    top_n: int | None = None
    """Documents that are kept; None for all."""
    _loaded: CrossEncoder | None = PrivateAttr(default=None)
    _guard: Any = PrivateAttr(default_factory=threading.Lock)

    def compress_documents(
        self, documents: Sequence[Document], query: str, callbacks: Callbacks | None = None
    ) -> Sequence[Document]:
        """The documents in a better order, best first, with their scores in the metadata; raises RerankingError."""
        if not documents:
            return []
        pairs = [(query, document.page_content) for document in documents]
        try:
            with self._guard:
                scores = [float(score) for score in self._encoder().predict(pairs, show_progress_bar=False)]
        except RerankingError:
            raise
        except Exception as error:  # whatever a model of someone's own may raise
            raise RerankingError(f"The reranking model {self.model} failed: {error}") from error
        order = sorted(range(len(scores)), key=lambda place: (-scores[place], place))
        return [
            documents[place].model_copy(update={"metadata": {**documents[place].metadata, SCORE: scores[place]}})
            for place in order[: self.top_n]
        ]

    def _encoder(self) -> CrossEncoder:
        if self._loaded is None:
            self._loaded = _load(self.model)
        return self._loaded


def _load(name: str) -> CrossEncoder:
    folder = Path(name).expanduser()
    local = folder.is_dir()
    if not local and (folder.is_absolute() or name.startswith((".", "~")) or "\\" in name):
        raise RerankingError(
            f"There is no reranking model at {name}: the folder does not exist. Set QUOTH_RERANKER to the folder of a "
            "cross-encoder or to its name on the Hugging Face hub, or leave it out."
        )
    from sentence_transformers import CrossEncoder

    try:
        encoder: CrossEncoder = CrossEncoder(
            str(folder.resolve()) if local else name, local_files_only=local, device=None
        )
    except Exception as error:  # a missing file, a damaged one, no network, an unknown name
        reason = str(error).strip().split("\n")[0] or type(error).__name__
        where = f"in {folder}" if local else name
        raise RerankingError(
            f"The reranking model {where} cannot be loaded: {reason} Set QUOTH_RERANKER to the folder of a "
            "cross-encoder or to its name on the Hugging Face hub, or leave it out."
        ) from error
    if encoder.num_labels != 1:
        raise RerankingError(
            f"The model {name} gives {encoder.num_labels} scores for a passage, not one: it is no reranking model."
        )
    return encoder


def reranker(name: str | None) -> BaseDocumentCompressor | None:
    """The reranker that a setting names; None where it names none."""
    return CrossEncoderReranker(model=name) if name and name.strip() else None


def order(compressor: BaseDocumentCompressor, question: str, texts: Sequence[str]) -> list[tuple[int, float | None]]:
    """Places of texts in a compressor's order, best first, each with its score where it gives one.

    Texts that it leaves out are left out; what it makes of a text itself is not looked at, so that passages stay as
    the documents have them.
    """
    documents = [Document(page_content=text, metadata={"place": place}) for place, text in enumerate(texts)]
    kept = compressor.compress_documents(documents, question)
    found: dict[int, float | None] = {}
    for document in kept:
        place, score = (
            document.metadata.get("place"),
            document.metadata.get(SCORE, document.metadata.get("relevance_score")),
        )
        if isinstance(place, int) and 0 <= place < len(texts):
            found.setdefault(place, float(score) if isinstance(score, int | float) else None)
    return list(found.items())
