"""How much a document may take while it is read, and what is said of one that takes more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

_MB = 2**20
_GB = 2**30


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file, and each document inside it, may take. All of it can be set lower for tests."""

    seconds: float = 30.0
    """To read one document; time that its process waited for a processor does not count."""
    seconds_per_mb: float = 4.0
    """More for each MB of the document after the first: a text of 50 MB, or a report of 3,000 pages, takes its time."""
    patience: float = 600.0
    """More seconds that a loader may ask for, for one document, before it starts on what takes long by its nature."""
    seconds_in_all: float = 1800.0
    """For a file together with all documents inside it."""
    memory: int = _GB
    """Bytes of the process that reads."""
    file_bytes: int = 512 * _MB
    """Of one file or member: more does not fit in memory beside its text."""
    characters: int = 100_000_000
    """Of one document's text."""
    chunks: int = 1_000_000
    """Of one document."""
    depth: int = 4
    """How many containers a document may stand in."""
    members: int = 10_000
    """Documents in one file, those in archives inside it too."""
    unpacked: int = 2 * _GB
    """Bytes of all documents in one file together."""
    crashes: int = 10
    """Members of one file that may end the process that reads them; after that its other members are left."""
    recycled: int = 320 * _MB
    """Bytes that a process may hold between files; one that holds more is replaced."""
    recycled_sent: int = 16 * _MB
    """Bytes that it may give of one document; after more it is replaced too, since it keeps some of what that took."""
    recycled_after: int = 5000
    """Files after which a process is replaced."""

    @property
    def ticks(self) -> int:
        """Signs of life, one every 16 MB, that the largest file's reading gives, and some."""
        return 16 + self.file_bytes // 2**20

    def seconds_for(self, size: int | None) -> float:
        """Seconds that a document of ``size`` bytes may take."""
        return self.seconds + self.seconds_per_mb * max(0.0, (size or 0) / _MB - 1)

    def to_json(self) -> dict[str, float]:
        """As the worker gets them."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: Mapping[str, float]) -> Limits:
        """What `to_json` gave."""
        return cls(**{field.name: values[field.name] for field in fields(cls)})  # type: ignore[arg-type]


def size_in_words(size: float) -> str:
    """A limit in bytes as people say it: ``1 GB``, ``512 MB``."""
    for unit, name in ((_GB, "GB"), (_MB, "MB"), (1024, "kB")):
        if size >= unit:
            return f"{size / unit:.3g} {name}"
    return f"{size:.0f} bytes"


def time_in_words(seconds: float) -> str:
    """A limit in seconds as people say it: ``30 s``, ``30 minutes``."""
    return f"{seconds / 60:.0f} minutes" if seconds >= 120 else f"{seconds:.3g} s"


def too_slow(seconds: float) -> str:
    """The reason of a document that took too long."""
    return f"took longer than {time_in_words(seconds)} to read"


def too_hungry(limits: Limits) -> str:
    """The reason of a document that needed too much memory."""
    return f"needs more than {size_in_words(limits.memory)} of memory to read"


def too_big(limits: Limits) -> str:
    """The reason of a file that is too large to be read."""
    return f"is larger than {size_in_words(limits.file_bytes)}, the most that is read: split it into parts"
