"""The words of a diagram (SmartArt), as the outline that it draws."""

from __future__ import annotations

from index.loaders.charts import text_of
from index.loaders.draft import Draft
from index.loaders.xmltree import Element, attribute, child, children, integer
from index.text.layout import Kind

_DEEPEST = 50


def add_diagram(draft: Draft, root: Element | None) -> None:
    """Add a diagram's points as a list, those below others one level deeper."""
    points = {attribute(point, "modelId") or "": point for point in children(child(root, "ptLst"), "pt")}
    below: dict[str, list[tuple[int, str]]] = {}
    for link in children(child(root, "cxnLst"), "cxn"):
        if attribute(link, "type") in (None, "parOf"):
            target = (integer(link, "srcOrd", 0), attribute(link, "destId") or "")
            below.setdefault(attribute(link, "srcId") or "", []).append(target)
    written: set[str] = set()

    def write(id_: str, depth: int) -> None:
        if id_ in written or id_ not in points or depth > _DEEPEST:
            return
        written.add(id_)
        text = " ".join(text_of(points[id_]).split("\n"))
        if text:
            draft.add(Kind.ITEM, f"- {text}", max(1, depth))
        for _, lower in sorted(below.get(id_, ())):
            write(lower, depth + 1)

    for id_, point in points.items():
        if attribute(point, "type") == "doc":
            write(id_, 0)
    for id_, point in points.items():
        if attribute(point, "type") in (None, "node", "asst"):
            write(id_, 1)
