"""The peer: the pipeline of the usual LangChain tutorial, with the same embedding model.

TextLoader, RecursiveCharacterTextSplitter 1000/200, HuggingFaceEmbeddings and Chroma.from_documents, as in
https://python.langchain.com/docs/tutorials/rag/. Run as ``python -m benchmarks.tutorial FOLDER DATA``.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

from langchain_core.documents import Document

from benchmarks.documents import questions
from benchmarks.machine import percentiles


def main(folder: Path, data: Path) -> None:
    """Index a folder, ask it questions, and print the figures."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["ANONYMIZED_TELEMETRY"] = "False"
    from langchain_chroma import Chroma
    from langchain_huggingface import HuggingFaceEmbeddings
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    from index.embedding.models import find

    embeddings = HuggingFaceEmbeddings(model_name=str(find().folder))
    embeddings.embed_query("warm")
    began = time.perf_counter()
    documents = []
    for path in sorted(path for path in folder.rglob("*.txt") if path.is_file()):
        documents += _load(path)
    splits = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200).split_documents(documents)
    store = Chroma(embedding_function=embeddings, persist_directory=str(data))
    for start in range(0, len(splits), 5_000):  # Chroma takes no more at once
        store.add_documents(splits[start : start + 5_000])
    seconds = time.perf_counter() - began
    retriever = store.as_retriever(search_kwargs={"k": 4})
    taken = []
    for question in questions(folder, 100):
        at = time.perf_counter()
        retriever.invoke(question)
        taken.append(1000 * (time.perf_counter() - at))
    p50, p95 = percentiles(taken)
    print(json.dumps({"chunks": len(splits), "seconds": seconds, "p50_ms": p50, "p95_ms": p95}))


def _load(path: Path) -> list[Document]:
    """A file's document; TextLoader's own guess of encodings needs an older chardet than pip installs beside it."""
    from langchain_community.document_loaders import TextLoader

    try:
        loaded: list[Document] = TextLoader(str(path), encoding="utf-8").load()
    except RuntimeError:
        loaded = TextLoader(str(path), encoding="latin-1").load()
    return loaded


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
