"""Commands run in this process, and the documents that they are run on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

BRIDGE = "The stone bridge was built in 1742 by Anna Berg. It has seven arches.\n"
FERRY = "# The ferry\n\nThe ferry to Ölby leaves at noon. It takes forty cars.\n"


@dataclass(frozen=True, slots=True)
class Result:
    code: int
    out: str
    err: str


Run = Callable[..., Result]


def one_line(result: Result) -> str:
    """The only line on stderr."""
    assert result.out == ""
    lines = result.err.splitlines()
    assert len(lines) == 1, result.err
    assert lines[0].startswith("quoth: ")
    return lines[0]
