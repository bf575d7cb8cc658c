from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from index.embedding import encoders, models
from index.embedding.bert import is_plain
from index.embedding.embedding import DEFAULT, Embedder, EmbeddingError, Turnstile, as_langchain, batches
from tests.index.tiny_models import make

PROMPTS = {"query": "query: ", "document": "passage: "}
TEXTS = [
    "France withdraws its last troops from northern Mali after nine years.",
    "The recipe calls for two eggs, a cup of flour and a pinch of salt.",
    "Rain is expected over the weekend, with strong winds near the coast.",
    "Shares fell by 3.5 % after the company reported lower earnings. " * 30,
    "",
    "Colonel Assimi Goita has led the country since the coup of 2020. " * 3,
]


@pytest.fixture(scope="module")
def default() -> Embedder:
    return Embedder(device="cpu")


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("tiny"), prompts=PROMPTS)


def as_float32(monkeypatch: pytest.MonkeyPatch, on: bool = True) -> None:
    monkeypatch.setattr(encoders, "has_bfloat16", lambda device: not on)


def test_identity_and_counting_import_no_heavy_library() -> None:
    code = """
import sys
from index.embedding.embedding import Embedder
e = Embedder()
assert e.dimension == 384 and e.max_tokens == 254, (e.dimension, e.max_tokens)
assert e.count(["", "hello world"]) == [0, 2]
assert e.identity.startswith("all-MiniLM-L6-v2 sha256:53aa5117"), e.identity
assert not e.loaded
heavy = {"torch", "transformers", "sentence_transformers", "huggingface_hub", "langchain_core", "chromadb"}
print(sorted(heavy & sys.modules.keys()))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"


def test_default_model_embeds_with_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the network was asked for")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    embedder = Embedder()
    documents = embedder.embed_documents(TEXTS)
    assert embedder.loaded
    assert documents.shape == (len(TEXTS), 384)
    assert documents.dtype == np.float32
    assert np.allclose(np.linalg.norm(documents, axis=1), 1, atol=1e-5)
    question = embedder.embed_query("Which country leaves Mali?")
    assert question.shape == (384,)
    assert question.dtype == np.float32
    assert np.argmax(documents @ question) == 0


def test_vectors_are_those_of_sentence_transformers(monkeypatch: pytest.MonkeyPatch) -> None:
    from sentence_transformers import SentenceTransformer

    as_float32(monkeypatch)
    folder = models.find(DEFAULT).folder
    theirs = SentenceTransformer(str(folder), device="cpu", local_files_only=True).encode(TEXTS)
    ours = Embedder(device="cpu").embed_documents(TEXTS)
    assert np.allclose(ours, theirs, atol=1e-5)


def test_bfloat16_keeps_the_direction(monkeypatch: pytest.MonkeyPatch) -> None:
    as_float32(monkeypatch)
    exact = Embedder(device="cpu").embed_documents(TEXTS)
    as_float32(monkeypatch, on=False)
    rounded = Embedder(device="cpu").embed_documents(TEXTS)
    assert not np.array_equal(exact, rounded)
    assert ((exact * rounded).sum(axis=1) > 0.999).all()


def test_order_is_kept_and_a_batch_changes_nothing(default: Embedder) -> None:
    texts = [f"{text} {i}" for i in range(8) for text in TEXTS]
    together = default.embed_documents(texts)
    alone = np.vstack([default.embed_documents([text]) for text in texts])
    assert ((together * alone).sum(axis=1) > 0.9995).all()
    assert np.linalg.norm(together[0] - together[1]) > 0.5


def test_text_beyond_the_limit_is_not_read(default: Embedder) -> None:
    words = ["rain"] * (default.max_tokens + 200)
    limit = default.max_tokens
    assert default.count([" ".join(words[:limit])]) == [limit]
    short, long = default.embed_documents([" ".join(words[:limit]), " ".join(words)])
    assert np.allclose(short, long, atol=1e-3)
    assert default.count([" ".join(words)]) == [limit + 200]


def test_sentences_that_somebody_waits_for_are_embedded_once(
    default: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = ["The Varn rises in the hills.", "Who reads this?", "The Varn rises in the hills."]
    first = default.embed_documents(texts, urgent=True)
    np.testing.assert_allclose(first, default.embed_documents(texts), atol=0.02)
    monkeypatch.setattr(default, "_encoder", _Unused())
    np.testing.assert_array_equal(default.embed_documents(texts[::-1], urgent=True), first[::-1])
    first[:] = 0.0  # what is remembered is not what was given
    assert default.embed_documents(texts, urgent=True).any()


class _Unused:
    """An encoder that must not be asked."""

    batch_tokens, together = 1, 1

    def encode(self, texts: object, task: str) -> None:
        raise AssertionError(f"{texts} embedded again")


def test_nothing_to_embed(default: Embedder) -> None:
    assert default.embed_documents([]).shape == (0, 384)
    assert default.count([]) == []
    assert np.isclose(np.linalg.norm(default.embed_query("")), 1, atol=1e-5)


def test_progress_reaches_the_end(default: Embedder) -> None:
    seen: list[tuple[int, int]] = []
    default.embed_documents(TEXTS * 10, progress=lambda done, total: seen.append((done, total)))
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert seen[-1] == (60, 60)
    assert {total for _, total in seen} == {60}


def test_what_progress_raises_ends_the_work(default: Embedder) -> None:
    def stop(done: int, total: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        default.embed_documents(TEXTS * 10, progress=stop)
    assert default.embed_documents(TEXTS).shape == (len(TEXTS), 384)


def test_many_threads_get_what_one_gets(default: Embedder) -> None:
    alone = default.embed_documents(TEXTS)
    questions = [default.embed_query(text) for text in TEXTS]
    with ThreadPoolExecutor(6) as pool:
        rows = [pool.submit(default.embed_documents, TEXTS) for _ in range(3)]
        single = [pool.submit(default.embed_query, text) for text in TEXTS * 3]
        counts = [pool.submit(default.count, TEXTS) for _ in range(6)]
    assert all(np.allclose(row.result(), alone, atol=1e-3) for row in rows)
    assert all(np.allclose(s.result(), questions[i % len(TEXTS)], atol=1e-3) for i, s in enumerate(single))
    assert all(count.result() == default.count(TEXTS) for count in counts)


def test_a_question_is_answered_while_documents_are_embedded(default: Embedder) -> None:
    default.load()
    begun, events = threading.Event(), list[str]()

    def index() -> None:
        default.embed_documents(TEXTS[3:4] * 60, progress=lambda done, total: begun.set())
        events.append("documents")

    worker = threading.Thread(target=index)
    worker.start()
    assert begun.wait(60)
    default.embed_query("Who leads the country?")
    events.append("question")
    worker.join()
    assert events == ["question", "documents"]


def test_turnstile_lets_the_urgent_first() -> None:
    turnstile, order = Turnstile(), list[str]()

    def enter(name: str, urgent: bool) -> None:
        with turnstile.turn(urgent=urgent):
            order.append(name)

    threads = [threading.Thread(target=enter, args=("documents", False)) for _ in range(3)]
    threads.append(threading.Thread(target=enter, args=("question", True)))
    with turnstile.turn():
        for thread in threads:
            thread.start()
            time.sleep(0.02)  # lets it begin to wait
        until(lambda: turnstile._urgent == 1)
        assert order == []
    for thread in threads:
        thread.join()
    assert order == ["question", "documents", "documents", "documents"]


def test_turnstile_has_as_many_places_as_said() -> None:
    turnstile, inside = Turnstile(3), threading.Barrier(3)

    def enter() -> None:
        with turnstile.turn():
            inside.wait(30)  # only passes with all three inside

    with ThreadPoolExecutor(3) as pool:
        for task in [pool.submit(enter) for _ in range(3)]:
            task.result()


@pytest.mark.parametrize("pooling", ["mean", "cls", "max"])
def test_another_model_keeps_its_prompts_and_dimension(
    pooling: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sentence_transformers import SentenceTransformer

    as_float32(monkeypatch)
    folder = make(tmp_path, width=24, pooling=pooling, prompts=PROMPTS)
    assert is_plain(models.find(str(folder))) == (pooling != "max")
    embedder, theirs = Embedder(str(folder), device="cpu"), SentenceTransformer(str(folder), device="cpu")
    texts = ["France leaves Mali", "the army", "rain falls in the army of France " * 20, "a"]
    documents = embedder.embed_documents(texts)
    assert embedder.dimension == 24
    assert documents.shape == (4, 24)
    assert np.allclose(documents, theirs.encode_document(texts, normalize_embeddings=True), atol=1e-5)
    question = embedder.embed_query(texts[0])
    assert np.allclose(question, theirs.encode_query(texts[0], normalize_embeddings=True), atol=1e-5)
    assert question @ documents[0] < 0.999  # the two prompts differ
    assert embedder.max_tokens == 48 - 2 - len(["passage", ":"])


def test_identity_tells_models_apart(tiny: Path, tmp_path: Path, default: Embedder) -> None:
    identity = Embedder(str(tiny)).identity
    assert identity != default.identity
    copy = tmp_path / "model"
    shutil.copytree(tiny, copy)
    assert Embedder(str(copy)).identity == identity
    settings = copy / "config_sentence_transformers.json"
    settings.write_text(settings.read_text().replace("passage: ", "text: "))
    other_prompt = Embedder(str(copy)).identity
    shutil.rmtree(copy)
    shutil.copytree(tiny, copy)
    weights = bytearray((copy / "model.safetensors").read_bytes())
    weights[-1] ^= 1
    (copy / "model.safetensors").write_bytes(weights)
    assert len({identity, other_prompt, Embedder(str(copy)).identity}) == 3


def test_damaged_bundled_weights_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = models.find(DEFAULT).folder
    copy = tmp_path / "model"
    shutil.copytree(real, copy, ignore=shutil.ignore_patterns("model.safetensors"))
    (copy / "model.safetensors").write_bytes((real / "model.safetensors").read_bytes()[:-1] + b"x")
    monkeypatch.setattr(models, "_bundled_folder", lambda: copy)
    embedder = Embedder()
    assert embedder.dimension == 384  # what needs no weights still works
    for _ in range(2):
        with pytest.raises(EmbeddingError, match=r"damaged.*SHA-256.*pip install"):
            embedder.load()
    with pytest.raises(EmbeddingError, match="damaged"):
        embedder.embed_query("Why?")
    assert not embedder.loaded


@pytest.mark.parametrize("damage", ["weights", "tokenizer.json", "modules.json", "no weights"])
def test_damaged_models_are_errors_in_words(damage: str, tiny: Path, tmp_path: Path) -> None:
    copy = tmp_path / "model"
    shutil.copytree(tiny, copy)
    if damage == "no weights":
        (copy / "model.safetensors").unlink()
    else:
        (copy / damage.replace("weights", "model.safetensors")).write_bytes(b"{ nonsense")
    embedder = Embedder(str(copy))
    with pytest.raises(EmbeddingError, match=str(copy)) as caught:
        embedder.load()
    assert "\n" not in str(caught.value)


def test_weights_changed_after_opening(tiny: Path, tmp_path: Path) -> None:
    copy = tmp_path / "model"
    shutil.copytree(tiny, copy)
    embedder = Embedder(str(copy))
    assert embedder.identity
    weights = copy / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-4] + b"abcd")
    with pytest.raises(EmbeddingError, match="have changed"):
        embedder.load()


def test_a_failure_is_told_to_all_who_wait(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []
    asked = threading.Barrier(4)

    def fail(*_: object) -> encoders.Encoder:
        calls.append(1)
        raise EmbeddingError("no such luck")

    monkeypatch.setattr(encoders, "load", fail)
    embedder = Embedder(str(tiny))

    def ask() -> str:
        asked.wait(30)
        with pytest.raises(EmbeddingError) as caught:
            embedder.embed_query("Why?")
        return str(caught.value)

    with ThreadPoolExecutor(4) as pool:
        told = [task.result() for task in [pool.submit(ask) for _ in range(4)]]
    assert told == ["no such luck"] * 4
    assert len(calls) == 1


def test_missing_folder_is_named() -> None:
    with pytest.raises(EmbeddingError, match="/nowhere/model: the folder does not exist"):
        _ = Embedder("/nowhere/model").identity


def test_model_that_cannot_be_downloaded(monkeypatch: pytest.MonkeyPatch) -> None:
    import huggingface_hub

    def unreachable(name: str, **_: object) -> str:
        raise ConnectionError("no route to host")

    monkeypatch.setattr(huggingface_hub, "snapshot_download", unreachable)
    embedder = Embedder("someone/some-model")
    with pytest.raises(EmbeddingError, match="someone/some-model is not on this machine and could not be downloaded"):
        _ = embedder.identity


def test_batches_hold_all_texts_once_within_the_budget() -> None:
    lengths = [5, 200, 0, 31, 31, 7, 120, 1, 90]
    made = batches(lengths, 250)
    assert sorted(i for batch in made for i in batch) == list(range(len(lengths)))
    assert all(len(batch) == 1 or len(batch) * lengths[batch[0]] <= 250 for batch in made)
    assert all(lengths[batch[0]] == max(lengths[i] for i in batch) for batch in made)


def test_langchain_embeddings(tiny: Path) -> None:
    from langchain_core.embeddings import Embeddings

    embedder = Embedder(str(tiny))
    langchain = as_langchain(embedder)
    assert isinstance(langchain, Embeddings)
    rows = langchain.embed_documents(["France leaves Mali", "rain"])
    assert np.allclose(rows, embedder.embed_documents(["France leaves Mali", "rain"]), atol=1e-3)
    assert np.allclose(langchain.embed_query("rain"), embedder.embed_query("rain"), atol=1e-3)


def until(condition: Callable[[], bool]) -> None:
    for _ in range(3000):
        if condition():
            return
        time.sleep(0.01)
    raise AssertionError("waited in vain")
