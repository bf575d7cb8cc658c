"""The syncs that commands asked the owner's API for, while they go on and after."""

from __future__ import annotations

import itertools
import logging
import threading
from collections import OrderedDict
from dataclasses import asdict, dataclass, field
from pathlib import Path

from assistant.service import Record, RequestError, explanation
from assistant.service.local import LocalService
from index.syncing.report import Activity

log = logging.getLogger(__name__)

KEPT_JOBS = 16
"""Finished syncs whose reports are kept for those that asked for them."""


@dataclass(slots=True)
class _Running:
    """A sync that was asked for, and what has become of it."""

    activity: Activity = field(default_factory=lambda: Activity("waiting"))
    report: Record | None = None
    error: str | None = None
    expected: bool = True
    """Whether the error is one of use rather than a fault."""

    def watch(self, activity: Activity) -> None:
        self.activity = activity


class Jobs:
    """The syncs that were asked for, each in a thread of its own; the library lets them in one by one."""

    def __init__(self, service: LocalService) -> None:
        self._service = service
        self._numbers = itertools.count(1)
        self._jobs: OrderedDict[int, _Running] = OrderedDict()
        self._lock = threading.Lock()

    def start(self, paths: list[Path]) -> int:
        """Begin a sync; the number to ask for it by."""
        job = _Running()
        with self._lock:
            number = next(self._numbers)
            self._jobs[number] = job
            done = [n for n, one in self._jobs.items() if one.report is not None or one.error is not None]
            for old in done[:-KEPT_JOBS]:
                del self._jobs[old]
        threading.Thread(target=self._run, args=(job, paths), name=f"sync-{number}", daemon=True).start()
        return number

    def state(self, number: int) -> Record:
        """How a sync goes."""
        job = self._jobs.get(number)
        if job is None:
            raise RequestError("The server does not know this sync any more. Run the command again.")
        return {"activity": asdict(job.activity), "report": job.report, "error": job.error, "expected": job.expected}

    def _run(self, job: _Running, paths: list[Path]) -> None:
        try:
            job.report = self._service.sync(paths, job.watch)
        except Exception as error:
            job.expected = explanation(error) is not None
            job.error = reason(error)


def reason(error: Exception) -> str:
    """What a command is told of an error; a fault in Quoth goes into the log."""
    if (said := explanation(error)) is not None:
        return said
    log.error("a command's request failed", exc_info=error)
    return f"The server failed ({type(error).__name__}: {error}). Its log in the data folder says more."
