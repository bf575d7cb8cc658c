"""The list of documents as HTML: one page of what was found, and the way to the others."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from index.documents import Document
from ui.markup import Html, element, join
from ui.query import NOT_READ, Query, found
from ui.rows import Place, row
from ui.shelf import Held
from ui.wording import counted

PAGE = 100
"""Documents on one page of the list."""


def listing_html(
    held: Held,
    query: Query,
    rereading: Collection[int] = (),
    *,
    looked: bool = True,
    details: Callable[[Document], Html] | None = None,
    detailed: Collection[int] = (),
) -> Html:
    """One page of what was found, with the way to the others.

    :param looked: whether the folders have been looked at, so that documents that are not here are not there.
    :param details: says more of those documents that are in ``detailed``.
    """
    if not held.documents:
        return _none_yet() if looked else element("div", element("h2", "Looking for documents"), class_="nothing")
    hits = found(held, query)
    pages = max(1, -(-len(hits) // PAGE))
    page = min(max(query.page, 1), pages)
    several = len({document.folder for document in held.documents}) > 1
    rows = (
        row(document, Place(held, query, several), rereading, details(document) if details else None)
        if document.id in detailed
        else row(document, Place(held, query, several), rereading, None)
        for document in hits[(page - 1) * PAGE : page * PAGE]
    )
    return join(
        (
            element(
                "p",
                _summary(held, hits, query),
                class_="summary",
                # What was looked for is told; that more documents come in is not, one by one.
                role="status" if query.looking else None,
            ),
            element("ul", *rows, class_="documents"),
            _pager(page, pages) if pages > 1 else None,
        )
    )


def _none_yet() -> Html:
    return element(
        "div",
        element("h2", "No documents yet"),
        element(
            "p", "Add files or follow a folder above, or start Quoth with one: ", element("code", "quoth serve FOLDER")
        ),
        class_="nothing",
    )


def _summary(held: Held, hits: Sequence[Document], query: Query) -> str:
    documents = held.documents
    if query.looking:
        return f"{counted(len(hits), 'document')} of {len(documents):,} found"
    inside = sum(document.container is not None for document in documents)
    bad = sum(document.state in NOT_READ for document in documents)
    parts = [
        counted(len(documents), "document"),
        f"{inside:,} of them inside other files" if inside else "",
        f"{bad:,} not read" if bad else "",
        f"{len(held.notes):,} to look at" if held.notes else "",
    ]
    return ", ".join(filter(None, parts))


def _pager(page: int, pages: int) -> Html:
    def step(label: str, target: int) -> Html:
        return element(
            "button",
            label,
            type="button",
            class_="button",
            data_do="page",
            data_page=target,
            disabled=not 1 <= target <= pages,
        )

    return element(
        "nav",
        step("Previous", page - 1),
        element("span", f"Page {page:,} of {pages:,}"),
        step("Next", page + 1),
        class_="pager",
        aria_label="Pages of the list",
    )
