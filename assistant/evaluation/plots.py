"""Plots as SVG: bars beside each other, and lines over a square. Built as elements, so that every text is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from xml.etree.ElementTree import Element, SubElement

WIDTH, HEIGHT = 420, 320
LEFT, RIGHT, TOP, BOTTOM = 46, 12, 28, 58
"""Room around what is drawn, for the names of the axes."""

Point = tuple[float, float]


def lines(series: Mapping[str, Sequence[Point]], across: str, up: str, *, diagonal: bool = False) -> Element:
    """Lines of points from 0 to 1 both ways, one for each name.

    :param across: what the horizontal axis says.
    :param up: what the vertical axis says.
    :param diagonal: whether to draw the line on which both are the same.
    """
    svg = _frame(across, up, {value: f"{value:g}" for value in _ticks(1.0)}, _ticks(1.0), 1.0)
    if diagonal:
        (x1, y1), (x2, y2) = _at(0, 0), _at(1, 1)
        _line(svg, x1, y1, x2, y2, "even")
    for style, (name, points) in zip("ab", series.items(), strict=False):
        drawn = _thinned(points)
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in (_at(*point) for point in drawn))
        SubElement(svg, "polyline", {"points": path, "class": f"line {style}"})
        if len(drawn) <= 20:
            for x, y in drawn:
                cx, cy = _at(x, y)
                dot = SubElement(svg, "circle", {"cx": f"{cx:.1f}", "cy": f"{cy:.1f}", "r": "3", "class": style})
                SubElement(dot, "title").text = f"{name}: {x:.3f}, {y:.3f}"
    _legend(svg, series)
    return svg


def bars(series: Mapping[str, Sequence[float]], names: Sequence[str], up: str, top: float = 1.0) -> Element:
    """Bars for each name, those of the series beside each other.

    :param series: as many values for each as there are names.
    :param top: the value at the upper end of the axis.
    """
    places = {(place + 0.5) / len(names): name for place, name in enumerate(names)}
    svg = _frame("", up, places, _ticks(top), top)
    slot = (WIDTH - LEFT - RIGHT) / max(1, len(names))
    width = slot * 0.8 / max(1, len(series))
    for number, (style, (label, values)) in enumerate(zip("ab", series.items(), strict=False)):
        for place, value in enumerate(values):
            height = (HEIGHT - TOP - BOTTOM) * min(1.0, max(0.0, value / top))
            x, y = LEFT + slot * (place + 0.1) + width * number, HEIGHT - BOTTOM - height
            shape = {"x": f"{x:.1f}", "y": f"{y:.1f}", "width": f"{width:.1f}", "height": f"{height:.1f}"}
            bar = SubElement(svg, "rect", {**shape, "class": style})
            SubElement(bar, "title").text = f"{label}, {names[place]}: {value:.3f}"
    _legend(svg, series)
    return svg


def _frame(across: str, up: str, marks: Mapping[float, str], levels: Iterable[float], top: float) -> Element:
    label = f"{up} by {across}" if across else up
    svg = Element("svg", {"viewBox": f"0 0 {WIDTH} {HEIGHT}", "role": "img", "aria-label": label})
    for level in levels:
        x, y = _at(0, level / top)
        _line(svg, x, y, WIDTH - RIGHT, y, "grid")
        _text(svg, x - 6, y + 4, f"{level:g}", "end")
    slanted = len(marks) > 7
    for place, name in marks.items():
        x, y = _at(place, 0)
        text = _text(svg, x, y + 16, name, "end" if slanted else "middle")
        if slanted:
            text.set("transform", f"rotate(-30 {x:.1f} {y + 12:.1f})")
    _text(svg, (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 6, across, "middle")
    _text(svg, 12, (TOP + HEIGHT - BOTTOM) / 2, up, "middle").set(
        "transform", f"rotate(-90 12 {(TOP + HEIGHT - BOTTOM) / 2:.1f})"
    )
    return svg


def _at(x: float, y: float) -> Point:
    return LEFT + x * (WIDTH - LEFT - RIGHT), HEIGHT - BOTTOM - y * (HEIGHT - TOP - BOTTOM)


def _ticks(top: float) -> list[float]:
    return [round(top * step / 5, 6) for step in range(6)]


def _thinned(points: Sequence[Point], most: int = 200) -> list[Point]:
    """Every so-manieth of many points, the last always."""
    step = max(1, len(points) // most)
    return [*points[::step], *([points[-1]] if points and (len(points) - 1) % step else [])]


def _legend(svg: Element, series: Iterable[str]) -> None:
    """Which colour is whose, above what is drawn."""
    for place, (style, name) in enumerate(zip("ab", series, strict=False)):
        x = LEFT + place * (WIDTH - LEFT - RIGHT) // 2
        SubElement(svg, "rect", {"x": str(x), "y": "6", "width": "10", "height": "10", "class": style})
        _text(svg, x + 16, 15, name if len(name) <= 28 else name[:27] + "\u2026", "start")


def _line(svg: Element, x1: float, y1: float, x2: float, y2: float, style: str) -> None:
    ends = {"x1": f"{x1:.1f}", "y1": f"{y1:.1f}", "x2": f"{x2:.1f}", "y2": f"{y2:.1f}"}
    SubElement(svg, "line", {**ends, "class": style})


def _text(svg: Element, x: float, y: float, text: str, anchor: str) -> Element:
    element = SubElement(svg, "text", {"x": f"{x:.1f}", "y": f"{y:.1f}", "text-anchor": anchor})
    element.text = text
    return element
