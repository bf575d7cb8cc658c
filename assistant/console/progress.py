"""How far a long command is: a bar on a terminal, a plain line now and then elsewhere; always on stderr."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from assistant.service import Record
from assistant.terminal import console, is_terminal, printable
from index.syncing.report import Activity

_UNITS = {"dividing": "documents", "embedding": "chunks"}
"""What is counted, by stage; files where nothing is said."""

LINE_EVERY = 10.0
"""Seconds between plain lines."""


@contextmanager
def indexing() -> Iterator[Callable[[Activity], None]]:
    """What to call with the state of a sync as it goes on."""
    if not is_terminal(sys.stderr):
        yield _Lines()
        return
    from rich.progress import BarColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[facts]}"))
    with Progress(*columns, console=console(sys.stderr), transient=True) as bar:
        task = bar.add_task("looking", total=None, facts="")

        def watch(activity: Activity) -> None:
            if activity.busy:
                bar.update(
                    task,
                    description=activity.stage,
                    total=activity.total or None,
                    completed=activity.done,
                    facts=_facts(activity),
                )

        yield watch


@contextmanager
def building() -> Iterator[Callable[[Record], None]]:
    """What to call with the state of the model that is being built (``Service.model``) as it goes on."""
    with indexing() as watch:

        def told(record: Record) -> None:
            state = record["building"]
            if state is not None:
                watch(
                    Activity(
                        state["stage"],
                        state["done"],
                        state["total"],
                        rate=state["rate"],
                        seconds_left=state["seconds_left"],
                    )
                )

        yield told


@contextmanager
def counting(what: str, total: int, *, printing: bool = True) -> Iterator[Callable[[], None]]:
    """What to call when one of ``total`` things is done; shown on a terminal only.

    :param printing: whether standard output is written to meanwhile, which the bar must not stand among.
    """
    if not is_terminal(sys.stderr) or (printing and sys.stdout.isatty()):
        yield lambda: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console(sys.stderr), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda: bar.advance(task)


class _Lines:
    """Writes a line when there has been none for a while; short work stays silent."""

    def __init__(self) -> None:
        self._last = time.monotonic()

    def __call__(self, activity: Activity) -> None:
        now = time.monotonic()
        if activity.busy and now - self._last >= LINE_EVERY:
            self._last = now
            print(f"{activity.stage}: {_facts(activity)}", file=sys.stderr, flush=True)  # noqa: T201


def _facts(activity: Activity) -> str:
    unit = _UNITS.get(activity.stage, "files")
    facts = [f"{activity.done:,} of {activity.total:,} {unit}"] if activity.total else []
    if activity.rate:
        facts.append(f"{activity.rate:,.0f} chunks/s")
    if activity.seconds_left is not None:
        facts.append(f"{_duration(activity.seconds_left)} left")
    if activity.path:
        facts.append(printable(activity.path)[-40:])
    return ", ".join(facts)


def _duration(seconds: float) -> str:
    minutes, seconds = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {seconds} s" if minutes else f"{seconds} s"
