"""Run the benchmarks and print their table: ``python -m benchmarks [PART ...]``.

Parts are ``library`` (indexing and questions, beside the tutorial's pipeline), ``serving`` and ``scale``; all by
default. Documents are made on the spot, or are those of the folder that QUOTH_BENCH_DOCUMENTS names.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks import documents, machine

PARTS = ("library", "serving", "scale")

Row = tuple[str, str, str, str]
"""What, Quoth's figure, the peer's, and their ratio."""


def main(parts: list[str]) -> None:
    """Run the parts, print the table and keep it in benchmarks/results."""
    unknown = set(parts) - set(PARTS)
    if unknown:
        raise SystemExit(f"There is no part {', '.join(sorted(unknown))}. Parts: {', '.join(PARTS)}.")
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="quoth-bench-") as scratch:
        folder = documents.library(Path(scratch))
        for part in parts or PARTS:
            rows += {"library": _library, "serving": _serving, "scale": _scale}[part](folder, Path(scratch))
    facts = machine.facts()
    _show(facts, rows)
    results = Path(__file__).parent / "results"
    results.mkdir(exist_ok=True)
    kept = results / f"{time.strftime('%Y-%m-%d-%H%M%S')}.json"
    kept.write_text(json.dumps({"machine": facts, "rows": rows}, indent=1), encoding="utf-8")
    print(f"Kept in {kept}.")


def _library(folder: Path, scratch: Path) -> list[Row]:
    ours = machine.run("indexing", folder, scratch / "quoth")
    peer = machine.run("tutorial", folder, scratch / "tutorial")
    a, b = ours.figures, peer.figures
    rate_a, rate_b = a["documents"] / a["seconds"], a["documents"] / b["seconds"]
    return [
        (
            f"indexing {a['documents']:,} documents ({a['chunks']:,} chunks; tutorial {b['chunks']:,})",
            f"{a['seconds']:.1f} s ({rate_a:.1f}/s)",
            f"{b['seconds']:.1f} s ({rate_b:.1f}/s)",
            f"{b['seconds'] / a['seconds']:.2f} times as fast",
        ),
        (f"sync of {a['unchanged']:,} unchanged documents", f"{a['no_change_seconds']:.3f} s", "", ""),
        ("question, p50 (tutorial: retrieval alone)", _ms(a["p50_ms"]), _ms(b["p50_ms"]), _ratio(a, b, "p50_ms")),
        ("question, p95", _ms(a["p95_ms"]), _ms(b["p95_ms"]), _ratio(a, b, "p95_ms")),
        (
            "peak memory, indexing and 100 questions",
            f"{ours.peak_mb:.0f} MB",
            f"{peer.peak_mb:.0f} MB",
            f"{ours.peak_mb / peer.peak_mb:.2f} of it",
        ),
    ]


def _serving(folder: Path, scratch: Path) -> list[Row]:
    data = scratch / "quoth"
    if not data.exists():
        machine.run("indexing", folder, data)
    figures = machine.run("serving", folder, data).figures
    return [
        ("start to first page", f"{figures['first_page_s']:.1f} s", "", ""),
        ("start to first answer", f"{figures['first_answer_s']:.1f} s", "", ""),
        ("question through the server, p50", _ms(figures["p50_ms"]), "", ""),
        ("question through the server, p95", _ms(figures["p95_ms"]), "", ""),
        ("server's resident memory after 100 questions", f"{figures['resident_mb']:.0f} MB", "", ""),
    ]


def _scale(folder: Path, scratch: Path) -> list[Row]:
    outcome = machine.run("scale", folder, scratch / "scale")
    figures = outcome.figures
    size = f"{figures['chunks']:,} chunks"
    return [
        (f"question over {size}, p50", _ms(figures["p50_ms"]), "", ""),
        (f"question over {size}, p95", _ms(figures["p95_ms"]), "", ""),
        (f"sync of {size} with no change", f"{figures['no_change_seconds']:.2f} s", "", ""),
        (f"indexing {size}, the model's time not counted", f"{figures['seconds_without_model']:.0f} s", "", ""),
        (f"peak memory with {size}", f"{outcome.peak_mb:.0f} MB", "", ""),
    ]


def _ms(value: float) -> str:
    return f"{value:.1f} ms"


def _ratio(ours: dict[str, float], peer: dict[str, float], name: str) -> str:
    return f"{ours[name] / peer[name]:.2f} of it"


def _show(facts: dict[str, str], rows: list[Row]) -> None:
    console = Console(width=130)
    console.print(", ".join(f"{name} {value}" for name, value in facts.items()))
    table = Table("what", "Quoth", "tutorial", "ratio")
    for row in rows:
        table.add_row(*row)
    console.print(table)


if __name__ == "__main__":
    main(sys.argv[1:])
