"""Runs and comparisons as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from assistant.evaluation.comparing import Change, Comparison
from assistant.evaluation.judging import Judged
from assistant.evaluation.measures import MEANS
from assistant.evaluation.running import Run
from assistant.terminal import printable

SHOWN = 12
"""Questions that are listed of those that got better or worse; JSON and the page have all."""
_PLAIN = frozenset(one.name for one in MEANS if not one.percent) | {"milliseconds, mean"}
KIND_COLUMNS = (
    ("recall@1", "passage recall@1"),
    ("@5", "passage recall@5"),
    ("doc@1", "document recall@1"),
    ("first", "first citation holds the answer"),
    ("parts", "parts of the answer cited"),
    ("answered", ""),
    ("F1", "short answer F1"),
    ("right", MEANS[0].name),
)
"""Columns of the table of kinds, and the measures that they show."""


def number(name: str, value: float | None) -> str:
    """A measure's value as it is shown: ``.817``, or with its unit where it is no share."""
    if value is None or value != value:
        return "-"
    if name in _PLAIN:
        return f"{value:.2f}" if abs(value) < 10 else f"{value:.0f}"
    return f"{value:.3f}"


def of_run(run: Run, figures: dict[str, Any]) -> Iterator[str]:
    """The lines that tell of a run.

    :param figures: as ``measures.measure`` gives them.
    """
    yield (
        f"{run.name}: {figures['questions']:,} questions ({figures['answerable']:,} answerable, "
        f"{figures['unanswerable']:,} not) over {run.documents:,} documents"
    )
    yield ""
    yield f"{'':58}{'@1':>8}{'@5':>8}{'@10':>8}"
    means = figures["means"]
    for thing in ("passage", "document"):
        for name in ("recall", "mrr", "ndcg"):
            shown = "".join(f"{number(name, means[f'{thing} {name}@{depth}']):>8}" for depth in (1, 5, 10))
            yield f"{f'{thing}s: {name}':58}{shown}"
    yield ""
    yield from (f"{one.name:58}{number(one.name, means[one.name]):>8}" for one in MEANS)
    sure = figures["confidence"]
    yield f"{'confidence AUC (answerable against not)':58}{number('', sure['auc']):>8}"
    yield f"{'calibration error (ECE, 10 bins)':58}{number('', sure['ece']):>8}"
    yield f"{'risk: mean share that is wrong, over coverages':58}{number('', sure['area']):>8}"
    yield f"{'citations that differ from the text (must be 0)':58}{figures['differing']:>8}"
    for name, value in figures["milliseconds"].items():
        yield f"{f'milliseconds a question, {name}':58}{0 if value is None else value:>8.0f}"
    yield f"outcomes: {', '.join(f'{count:,} {printable(name)}' for name, count in figures['outcomes'].items())}"
    if len(figures["kinds"]) > 1:
        yield ""
        yield from _of_kinds(figures["kinds"])


def _of_kinds(kinds: dict[str, dict[str, Any]]) -> Iterator[str]:
    yield f"{'kind':20}{'questions':>10}" + "".join(f"{head:>10}" for head, _ in KIND_COLUMNS) + f"{'AUC':>8}"
    for kind, figures in kinds.items():
        yield (
            f"{printable(kind)[:20]:20}{figures['questions']:>10}"
            + "".join(f"{cell:>10}" for cell in kind_cells(figures))
            + f"{number('', figures['auc']):>8}"
        )


def kind_cells(figures: dict[str, Any]) -> list[str]:
    """The cells of a kind's row, by `KIND_COLUMNS`."""
    means = figures["means"]
    answered = means["answerable, answered"]
    answered = means["unanswerable, answered"] if answered is None else answered
    return [number(name, means[name] if name else answered) for _, name in KIND_COLUMNS]


def of_comparison(found: Comparison) -> Iterator[str]:
    """The lines that tell what changed between two runs."""
    yield f"{found.before.name} -> {found.after.name}: {found.shared:,} questions in both"
    yield ""
    yield f"{'':58}{'before':>9}{'after':>9}   difference (95 % interval)"
    yield from (_of_change(change) for change in found.changes)
    for word, pairs in (("better", found.won), ("worse", found.lost)):
        yield ""
        yield f"{len(pairs):,} question{'' if len(pairs) == 1 else 's'} got {word}:"
        yield from _of_pairs(pairs)


def _of_change(change: Change) -> str:
    before, after = number(change.name, change.before), number(change.name, change.after)
    difference = change.after - change.before
    small = change.name not in _PLAIN or max(abs(change.low), abs(change.high)) < 10
    form = "+.3f" if small else "+.0f"
    interval = f"{difference:{form}} ({change.low:{form}} to {change.high:{form}})"
    return f"{change.name:58}{before:>9}{after:>9}   {interval:32}{change.verdict}".rstrip()


def _of_pairs(pairs: Sequence[tuple[Judged, Judged]]) -> Iterator[str]:
    for before, after in pairs[:SHOWN]:
        yield f"  {printable(after.question)}" + (f" ({printable(after.kind)})" if after.kind else "")
        yield f"      wanted {wanted(after)}"
        yield f"      before {printable(said(before))}"
        yield f"      after  {printable(said(after))}"
    if len(pairs) > SHOWN:
        yield f"  and {len(pairs) - SHOWN:,} more: --json and --html give all"


def wanted(one: Judged) -> str:
    """What would have been right, in a line."""
    if one.answerable is False:
        return "a refusal"
    return printable("; ".join(part[0] for part in one.wanted if part) or ", ".join(one.documents) or "-")


def said(one: Judged, most: int = 160) -> str:
    """What was answered, in a line."""
    text = (f"[{one.short_answer}] " if one.short_answer else "") + " ".join(one.answer.split())
    return text if len(text) <= most else text[: most - 2].rstrip() + " \u2026"
