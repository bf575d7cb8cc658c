"""What a chart shows, as text: its titles, and its values as a table."""

from __future__ import annotations

from collections.abc import Iterator

from index.loaders.draft import Draft
from index.loaders.xmltree import Element, child, integer, local
from index.text.layout import Kind

_MOST_ROWS = 500
_WORDS = ("{*}t", "{*}br")
_CHARTS = "Chart"
"""The plots of a chart part are elements that end so: barChart, pie3DChart."""


def add_chart(draft: Draft, root: Element | None, values: bool = True) -> None:
    """Add a chart of Office Open XML: title and axes' titles as a note, and the series as rows of a table.

    ``values`` is False where the values stand in the document anyway.
    """
    if root is None:
        return
    titles = dict.fromkeys(words for title in root.iter("{*}title") if (words := text_of(title)))
    draft.add(Kind.NOTE, "\n".join(titles))
    if not values:
        return
    for plot in root.iter():
        if local(plot).endswith(_CHARTS):
            _add_plot(draft, plot)


def text_of(element: Element) -> str:
    """The words of an element's paragraphs, one a line."""
    lines = ("".join("\n" if local(t) == "br" else t.text or "" for t in p.iter(*_WORDS)) for p in element.iter("{*}p"))
    return "\n".join(lines).strip()


def _add_plot(draft: Draft, plot: Element) -> None:
    series = [element for element in plot if local(element) == "ser"]
    heads = [" ".join(_points(child(one, "tx")).values()) for one in series]
    columns = [_points(_first(one, "val", "yVal")) for one in series]
    labels: dict[int, str] = {}
    for one in series:
        labels = _points(_first(one, "cat", "xVal")) | labels
    if any(heads):
        draft.add_row(["", *heads])
    places = sorted({place for column in (labels, *columns) for place in column})
    for place in places[:_MOST_ROWS]:
        draft.add_row([labels.get(place, ""), *(column.get(place, "") for column in columns)])


def _first(parent: Element, *names: str) -> Element | None:
    return next((found for name in names if (found := child(parent, name)) is not None), None)


def _points(source: Element | None) -> dict[int, str]:
    """A cache's values by place. Of labels in several levels the one nearest to the axis is taken."""
    if source is None:
        return {}
    level = next(source.iter("{*}lvl"), source)
    return {place: text for place, text in _read(level) if text}


def _read(level: Element) -> Iterator[tuple[int, str]]:
    for point in level.iter("{*}pt"):
        value = child(point, "v")
        if value is not None:
            yield integer(point, "idx", 0), _short(value.text or "")
    if local(level) == "tx" and next(level.iter("{*}pt"), None) is None:
        yield 0, "".join(v.text or "" for v in level.iter("{*}v"))


def _short(text: str) -> str:
    """A number without the digits that only a computer's arithmetic added."""
    if len(text) > 12 and "." in text:
        try:
            return f"{float(text):.10g}"
        except ValueError:
            return text
    return text
