"""The page's few icons, drawn as strokes on a 24 by 24 grid."""

from __future__ import annotations

from ui.markup import Html, element

_STROKES = {
    "edit": "M4 20h4L19 9l-4-4L4 16v4zM13.5 6.5l4 4",
    "copy": "M9 9h11v11H9zM5 15H4V4h11v1",
    "retry": "M20 11a8 8 0 1 0-.6 4M20 4v7h-7",
    "close": "M6 6l12 12M18 6L6 18",
    "previous": "M14 6l-6 6 6 6",
    "next": "M10 6l6 6-6 6",
    "upload": "M12 16V5M7 10l5-5 5 5M5 19h14",
    "search": "M10.5 4a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM15.5 15.5L20 20",
    "light": "M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM12 3v2M12 19v2M3 12h2M19 12h2"
    "M5.6 5.6L7 7M17 17l1.4 1.4M5.6 18.4L7 17M17 7l1.4-1.4",
    "new": "M12 5v14M5 12h14",
    "open": "M6 3h8l5 5v13H6zM14 3v5h5",
    "remove": "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13",
    "details": "M4 6h16M4 12h16M4 18h10",
    "fold": "M9 6l6 6-6 6",
    "folder": "M3 6h7l2 3h9v11H3z",
    "done": "M5 12.5l4.5 4.5L19 7.5",
    "doubt": "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM9.3 9.5a2.7 2.7 0 1 1 4 2.4c-.9.5-1.3 1-1.3 2M12 16.8v.4",
    "warning": "M12 4l9 16H3zM12 10v4M12 17v.5",
}


def icon(name: str) -> Html:
    """An icon that says nothing to a screen reader; what holds it needs a label of its own."""
    return element(
        "svg",
        element("path", d=_STROKES[name]),
        class_="icon",
        viewBox="0 0 24 24",
        aria_hidden="true",
        focusable="false",
    )
