"""Running headers, footers and page numbers: what stands at the same edge of page after page."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from index.loaders.pdf.lines import lines_of
from index.loaders.pdf.pieces import PageText, Piece

_DEPTH = 4
"""Lines from each edge that may be furniture."""
_ZONE = 0.15
"""Part of the page's height at each edge where furniture may stand."""
_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(
    r"(?:[-–—|\s]*(?:page|p\.|seite|página|pág\.)?\s*(\d{1,5})(?:\s*(?:of|/|von|de|sur)\s*\d{1,5})?[-–—|\s.]*)\Z", re.I
)
_ROMAN = re.compile(r"[-–—\s]*([ivxlc]{1,8})[-–—\s]*\Z", re.I)


@dataclass(frozen=True, slots=True)
class _Edge:
    """A line near a page's edge: its rank from the edge, its cells' words, its pieces' places in the page."""

    page: int
    bottom: bool
    order: int
    base: float
    near: bool
    """Whether it stands in the zone at the page's very edge."""
    cells: tuple[str, ...]
    places: tuple[int, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """Its words and those of its longer cells, numbers aside."""
        whole = _key(" ".join(self.cells))
        longer = [key for key in map(_key, self.cells) if sum(c.isalpha() for c in key) >= 4]
        return (whole, *(key for key in longer if key != whole))


def find_furniture(pages: Sequence[PageText]) -> dict[int, frozenset[int]]:
    """Places of furniture in each page's ``pieces``, by page number; pages without any are left out."""
    edges = [edge for page in pages for edge in _edges(page)]
    fixed = _at_one_place(edges, 2 if len(pages) <= 3 else 3)
    common = _on_many_pages(edges, max(3, len(pages) // 3))
    numbers = _numbers(edges, len(pages))
    found: dict[int, set[int]] = defaultdict(set)
    inside: set[tuple[int, bool]] = set()
    for edge in sorted(edges, key=lambda e: e.order):
        side = (edge.page, edge.bottom)
        if side in inside:
            continue  # furniture stands outermost: nothing farther in than text is furniture
        stays = edge.near and any((edge.bottom, key, round(edge.base / 8)) in fixed for key in edge.keys)
        recurs = (edge.bottom, edge.order, edge.keys[0]) in common
        if stays or recurs or (edge.page, edge.bottom, edge.order) in numbers:
            found[edge.page].update(edge.places)
        else:
            inside.add(side)
    for page in pages:
        places = found[page.number]
        if sum(len(page.pieces[at].text) for at in places) > sum(len(piece.text) for piece in page.pieces) / 2:
            # Pages that are alike altogether, such as forms: then only the outermost lines run through.
            outermost = [e.places for e in edges if e.page == page.number and e.order == 0]
            places.intersection_update(at for row in outermost for at in row)
    return {page: frozenset(places) for page, places in found.items() if places}


def _edges(page: PageText) -> list[_Edge]:
    zone = _ZONE * page.height
    edges: list[_Edge] = []
    upright = [(at, p) for at, p in enumerate(page.pieces) if p.frame == 0]
    for bottom in (False, True):
        rows = _outermost(upright, bottom=bottom)
        for order, row in enumerate(rows):
            line = lines_of([piece for _, piece in row])[0]
            near = line.base > page.height - zone if bottom else line.base < zone
            cells = tuple(cell.text for cell in line.cells)
            edges.append(_Edge(page.number, bottom, order, line.base, near, cells, tuple(at for at, _ in row)))
    return edges


def _outermost(pieces: Sequence[tuple[int, Piece]], *, bottom: bool) -> list[list[tuple[int, Piece]]]:
    """The outermost rows of pieces, from the edge inwards."""
    rows: list[list[tuple[int, Piece]]] = []
    for at, piece in sorted(pieces, key=lambda p: p[1].base, reverse=bottom):
        if rows and abs(rows[-1][0][1].base - piece.base) <= 0.3 * piece.size:
            rows[-1].append((at, piece))
        elif len(rows) == _DEPTH:
            break
        else:
            rows.append([(at, piece)])
    return rows


def _key(text: str) -> str:
    return " ".join(_DIGITS.sub("#", text).split()).lower()


def _at_one_place(edges: Sequence[_Edge], enough: int) -> set[tuple[bool, str, int]]:
    """Words that stand at the same height of several pages, with that height."""
    times: dict[tuple[bool, str], Counter[int]] = defaultdict(Counter)
    for edge in edges:
        for key in edge.keys if edge.near else ():
            if any(c.isalpha() for c in key):
                times[edge.bottom, key][round(edge.base / 8)] += 1
    return {
        (bottom, key, place)
        for (bottom, key), places in times.items()
        for place in places
        if places[place - 1] + places[place] + places[place + 1] >= enough
    }


def _on_many_pages(edges: Sequence[_Edge], enough: int) -> set[tuple[bool, int, str]]:
    """Words that are a line of their own, equally far from the edge, on a good part of all pages, at any height.

    Documents made from web pages have their footer where the page's text happens to end.
    """
    times: Counter[tuple[bool, int, str]] = Counter()
    for edge in edges:
        if any(c.isalpha() for c in edge.keys[0]):
            times[edge.bottom, edge.order, edge.keys[0]] += 1
    return {which for which, count in times.items() if count >= enough}


def _numbers(edges: Sequence[_Edge], pages: int) -> set[tuple[int, bool, int]]:
    """Lines that are a number which grows with the page."""
    offsets: dict[tuple[bool, int], list[_Edge]] = defaultdict(list)
    for edge in edges:
        number = _page_number(" ".join(edge.cells))
        if number is not None:
            offsets[edge.bottom, number - edge.page].append(edge)
    enough = 2 if pages < 8 else 3
    found: set[tuple[int, bool, int]] = set()
    for same in offsets.values():
        if len({edge.page for edge in same}) >= enough:
            found.update((edge.page, edge.bottom, edge.order) for edge in same)
    return found


def _page_number(text: str) -> int | None:
    found = _NUMBER.match(text)
    if found:
        return int(found[1])
    roman = _ROMAN.match(text)
    return _roman(roman[1].lower()) if roman else None


def _roman(text: str) -> int:
    values = [{"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}[c] for c in text]
    return sum(-v if after > v else v for v, after in zip(values, [*values[1:], 0], strict=True))
