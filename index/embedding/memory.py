"""Giving memory that is free back to the system."""

from __future__ import annotations

import ctypes
import sys
from functools import cache


def release() -> None:
    """Have the C library give back what it holds and nothing uses; takes milliseconds.

    Threads that embed leave hundreds of megabytes of freed blocks in glibc's arenas, which it keeps by itself.
    Where the C library is another one, nothing is done.
    """
    trim = _trim()
    if trim is not None:
        trim(0)


@cache
def _trim() -> ctypes._NamedFuncPointer | None:
    if sys.platform != "linux":
        return None
    try:
        return ctypes.CDLL(None).malloc_trim
    except (OSError, AttributeError):
        return None
