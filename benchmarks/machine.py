"""What a benchmark ran on, and running a part of one in a process of its own."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a part printed (one JSON object), and its process's peak resident memory in MB."""

    figures: dict[str, Any]
    peak_mb: float


def facts() -> dict[str, str]:
    """The machine and the versions that figures depend on."""
    return {
        "processor": _processor(),
        "cores": str(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()),
        "bfloat16": "yes" if _has_bfloat16() else "no",
        "memory": f"{_memory_gb():.0f} GB",
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        **{name: version(name) for name in ("torch", "sentence-transformers", "chromadb", "langchain", "gradio")},
    }


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text().splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()


def _memory_gb() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30


def _has_bfloat16() -> bool:
    info = Path("/proc/cpuinfo")
    return info.exists() and ("avx512_bf16" in info.read_text() or "amx_bf16" in info.read_text())


def run(module: str, *arguments: str | Path) -> Outcome:
    """Run ``python -m benchmarks.MODULE ARGUMENTS`` and read the JSON object that it prints last.

    :raises SystemExit: it failed; what it printed is shown.
    """
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", f"benchmarks.{module}", *map(str, arguments)], stdout=output, text=True
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        lines = output.read().strip().splitlines()
    if process.returncode:
        print("\n".join(lines))
        raise SystemExit(f"benchmarks.{module} failed with exit code {process.returncode}")
    print(f"{module}: {lines[-1]}", flush=True)
    return Outcome(json.loads(lines[-1]), usage.ru_maxrss / 1024)


def percentiles(milliseconds: Sequence[float]) -> tuple[float, float]:
    """The 50th and 95th percentile."""
    ordered = sorted(milliseconds)
    return ordered[len(ordered) // 2], ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
