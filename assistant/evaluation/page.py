"""One HTML page about a run, or about two: figures, plots and questions. It holds all it needs, and fetches nothing.

It is built as elements, never from text, so that nothing of a document can become markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from assistant.evaluation import plots, tables
from assistant.evaluation.comparing import Comparison
from assistant.evaluation.judging import Judged
from assistant.evaluation.measures import MEANS
from assistant.evaluation.running import Run

LISTED = 2000
"""Questions of a run that the page lists at most."""

_STYLE = """
:root { color-scheme: light dark; --a: #3567b0; --b: #d98324; --line: #8884; }
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
table { border-collapse: collapse; } td, th { padding: .15rem .7rem; text-align: left; vertical-align: top; }
tr { border-bottom: 1px solid var(--line); } .n { text-align: right; font-variant-numeric: tabular-nums; }
.wide { overflow-x: auto; } .plots { display: flex; flex-wrap: wrap; gap: 1rem; }
figure { margin: 0; flex: 1 1 22rem; max-width: 30rem; } figcaption { font-weight: 600; }
svg { width: 100%; height: auto; } svg text { font: 11px system-ui, sans-serif; fill: currentColor; }
.grid { stroke: var(--line); } .even { stroke: currentColor; stroke-dasharray: 4 4; opacity: .5; }
.a { fill: var(--a); } .b { fill: var(--b); } .line { fill: none; stroke-width: 2; }
.line.a { stroke: var(--a); } .line.b { stroke: var(--b); }
.better { color: #2a8a4a; } .worse { color: #c0392b; } .muted { opacity: .7; }
"""


def of_run(run: Run, figures: dict[str, Any]) -> str:
    """The page about one run.

    :param figures: as ``measures.measure`` gives them.
    """
    html, body = _page(f"Evaluation {run.name}")
    _say(body, "p", f"{_about(run)}; {figures['questions']:,} questions.", "muted")
    _plots(body, {run.name: figures})
    _figures(body, figures)
    _kinds(body, figures)
    wrong = [one for one in run.judged if one.right is False]
    _questions(body, f"{len(wrong):,} questions that were not answered rightly", wrong)
    _questions(body, f"All {len(run.judged):,} questions", run.judged)
    return _written(html)


def of_comparison(found: Comparison, before: dict[str, Any], after: dict[str, Any]) -> str:
    """The page about what changed between two runs.

    :param before: the figures of the earlier run, as ``measures.measure`` gives them.
    :param after: those of the later one.
    """
    html, body = _page(f"{found.before.name} and {found.after.name}")
    _say(body, "p", f"Before: {_about(found.before)}. After: {_about(found.after)}.", "muted")
    _say(
        body,
        "p",
        f"{found.shared:,} questions are in both; the intervals are of a paired bootstrap over them.",
        "muted",
    )
    _plots(body, {found.before.name: before, found.after.name: after})
    _say(body, "h2", "What changed")
    rows = _table(body, ("measure", "before", "after", "difference", "95 % interval", ""))
    for change in found.changes:
        cells = (
            tables.number(change.name, change.before),
            tables.number(change.name, change.after),
            f"{change.after - change.before:+.3f}",
            f"{change.low:+.3f} to {change.high:+.3f}",
        )
        _row(rows, (change.name, *cells, change.verdict), numbers=range(1, 5), style=change.verdict)
    for word, pairs in (("better", found.won), ("worse", found.lost)):
        _say(body, "h2", f"{len(pairs):,} questions got {word}")
        rows = _table(body, ("question", "kind", "wanted", "before", "after"))
        for old, new in pairs:
            _row(rows, (_asked(new), new.kind, tables.wanted(new), tables.said(old, 400), tables.said(new, 400)))
    for run, figures in ((found.before, before), (found.after, after)):
        _say(body, "h2", f"Kinds of questions: {run.name}")
        _kinds(body, figures, heading=False)
    return _written(html)


def _page(title: str) -> tuple[Element, Element]:
    html = Element("html", {"lang": "en"})
    head = SubElement(html, "head")
    SubElement(head, "meta", {"charset": "utf-8"})
    SubElement(head, "meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"})
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    SubElement(head, "meta", {"http-equiv": "Content-Security-Policy", "content": policy})
    _say(head, "title", title)
    _say(head, "style", _STYLE)
    body = SubElement(html, "body")
    _say(body, "h1", title)
    return html, body


def _about(run: Run) -> str:
    return f"{run.name}, {run.made}, {run.documents:,} documents, {run.model}, {', '.join(run.files)}"


def _plots(body: Element, runs: dict[str, dict[str, Any]]) -> None:
    drawn = SubElement(body, "div", {"class": "plots"})
    depths = (1, 5, 10)

    def add(title: str, plot: Element) -> None:
        figure = SubElement(drawn, "figure")
        _say(figure, "figcaption", title)
        figure.append(plot)

    for thing in ("passage", "document"):
        found = {name: [one["means"][f"{thing} recall@{k}"] or 0.0 for k in depths] for name, one in runs.items()}
        add(f"Recall of the right {thing}", plots.bars(found, [f"@{k}" for k in depths], "recall"))
    sure = {name: one["confidence"] for name, one in runs.items()}
    truth = {
        name: [(one["confidence"], one["share"]) for one in found["reliability"] if one["count"]]
        for name, found in sure.items()
    }
    add("Is the confidence a probability?", plots.lines(truth, "confidence", "share answerable", diagonal=True))
    curves = {name: [(x, y) for x, y in found["risk"]] for name, found in sure.items()}
    add("Risk against coverage", plots.lines(curves, "share of questions answered", "share wrong"))
    counts = {name: [one["count"] for one in found["reliability"]] for name, found in sure.items()}
    top = 5.0 * max(1, *(-(-count // 5) for values in counts.values() for count in values))
    add("Questions by confidence", plots.bars(counts, [f"{step / 10:g}" for step in range(10)], "questions", top))
    kinds = sorted({kind for one in runs.values() for kind in one["kinds"]})
    if len(kinds) > 1:
        name = MEANS[0].name
        right = {
            label: [one["kinds"].get(kind, {"means": {name: None}})["means"][name] or 0.0 for kind in kinds]
            for label, one in runs.items()
        }
        add("Answered or refused rightly, by kind", plots.bars(right, kinds, "share"))


def _figures(body: Element, figures: dict[str, Any]) -> None:
    _say(body, "h2", "Figures")
    rows = _table(body, ("measure", "value"))
    sure, times = figures["confidence"], figures["milliseconds"]
    listed = [(name, tables.number(name, value)) for name, value in figures["means"].items()]
    listed += [
        ("confidence AUC (answerable against not)", tables.number("", sure["auc"])),
        ("calibration error (ECE, 10 bins)", tables.number("", sure["ece"])),
        ("risk: mean share that is wrong, over coverages", tables.number("", sure["area"])),
        ("citations that differ from the text (must be 0)", str(figures["differing"])),
        *((f"milliseconds a question, {name}", f"{value or 0:.0f}") for name, value in times.items()),
        *((f"outcome: {name}", f"{count:,}") for name, count in figures["outcomes"].items()),
    ]
    for cells in listed:
        _row(rows, cells, numbers=(1,))


def _kinds(body: Element, figures: dict[str, Any], *, heading: bool = True) -> None:
    if heading:
        _say(body, "h2", "Kinds of questions")
    rows = _table(body, ("kind", "questions", *(head for head, _ in tables.KIND_COLUMNS), "AUC"))
    for kind, one in figures["kinds"].items():
        cells = (kind, str(one["questions"]), *tables.kind_cells(one), tables.number("", one["auc"]))
        _row(rows, cells, numbers=range(1, len(cells)))


def _questions(body: Element, title: str, judged: Sequence[Judged]) -> None:
    details = SubElement(body, "details")
    _say(details, "summary", title)
    rows = _table(details, ("question", "kind", "wanted", "answer", "confidence", "right"))
    for one in judged[:LISTED]:
        mark = {True: "yes", False: "no", None: "-"}[one.right]
        cells = (_asked(one), one.kind, tables.wanted(one), tables.said(one, 400), f"{one.confidence:.2f}", mark)
        _row(rows, cells, numbers=(4,))
    if len(judged) > LISTED:
        _say(details, "p", f"and {len(judged) - LISTED:,} more, which --json gives", "muted")


def _asked(one: Judged) -> str:
    return one.question if one.standalone == one.question else f"{one.question} ({one.standalone})"


def _table(parent: Element, heads: Iterable[str]) -> Element:
    table = SubElement(SubElement(parent, "div", {"class": "wide"}), "table")
    row = SubElement(SubElement(table, "thead"), "tr")
    for head in heads:
        _say(row, "th", head)
    return SubElement(table, "tbody")


def _row(rows: Element, cells: Iterable[str], numbers: Iterable[int] = (), style: str = "") -> None:
    row, numeric = SubElement(rows, "tr"), frozenset(numbers)
    for place, cell in enumerate(cells):
        _say(row, "td", cell, "n" if place in numeric else style)


def _say(parent: Element, tag: str, text: str, style: str = "") -> Element:
    element = SubElement(parent, tag, {"class": style} if style else {})
    element.text = _allowed(text)
    return element


def _allowed(text: str) -> str:
    """The text without characters that no page may hold: controls and lone halves of surrogate pairs."""
    return "".join(c if c in "\n\t" or (c.isprintable() and not "\ud800" <= c <= "\udfff") else " " for c in text)


def _written(html: Element) -> str:
    return "<!doctype html>\n" + tostring(html, encoding="unicode", method="html")
