"""All that is known of one document, shown below its line in the list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from assistant.service.problems import alike_words, problems
from assistant.text.pages import unit_of
from index.catalog import reports
from index.documents import Document
from ui.markup import Html, element
from ui.wording import counted, date_words, size_words

if TYPE_CHECKING:
    from index.catalog.catalog import Catalog
    from index.catalog.reports import Resembling
    from index.text.quality import Quality

_ALIKE = 20
"""Near-duplicates that are named."""

_NUMBERS = 40
"""Numbers of pages that are named."""

Fact = tuple[str, Html | str]


def details_html(catalog: Catalog, document: Document) -> Html:
    """What was noticed of a document while it was read, and what it is nearly the same as."""
    quality, alike = reports.quality(catalog, document.id), reports.resembling(catalog, document.id)
    said = problems(document, quality, alike)
    facts = [*_contents(document, quality), *_others(document, alike), *_reading(document, quality)]
    return element(
        "div",
        element("ul", *(element("li", f"It {one}.") for one in said), class_="problems") if said else None,
        element("dl", *(part for name, value in facts for part in (element("dt", name), element("dd", value)))),
        class_="details",
        role="group",
        aria_label=f"Details of {document.path}",
    )


def _contents(document: Document, quality: Quality | None) -> Iterator[Fact]:
    if quality is None:
        return
    unit = unit_of(document.format)
    if quality.pages:
        yield f"{unit.capitalize()}s without text", _pages(quality, unit)
    if quality.characters:
        broken = quality.broken_characters
        yield "Characters", f"{quality.characters:,}, {f'{broken:,} of them' if broken else 'none'} broken"
    if quality.encoding:
        sure = quality.encoding_confidence
        yield "Encoding", f"{quality.encoding.upper()}{'' if sure >= 1 else f', {100 * sure:.0f} % sure'}"
    if quality.language:
        # The page's script writes the name of the language for its code.
        yield "Language", element("span", quality.language, data_language=quality.language)
    if quality.characters:
        yield "Tables", f"{quality.tables:,}" if quality.tables else "none"
    if quality.dropped_lines:
        yield "Never searched", f"{counted(quality.dropped_lines, 'line')}: running headers, footers, page numbers"


def _pages(quality: Quality, unit: str) -> str:
    blank = quality.pages_without_text
    if not blank:
        return f"none of {quality.pages:,}"
    numbers = ", ".join(map(str, blank[:_NUMBERS])) + ("…" if len(blank) > _NUMBERS else "")
    return f"{len(blank):,} of {counted(quality.pages, unit)}: {numbers}"


def _others(document: Document, alike: Sequence[Resembling]) -> Iterator[Fact]:
    if not alike:
        return
    newest = max([document.modified, *(one.modified for one in alike)])
    items = []
    for one in alike[:_ALIKE]:
        mark = ", the newest" if one.modified == newest > document.modified else ""
        name = element("button", one.path, type="button", class_="link", data_do="document", data_document=one.document)
        share = alike_words(one.share).removesuffix(" as")
        items.append(element("li", name, f" is {share}, of {date_words(one.modified)}{mark}"))
    if len(alike) > _ALIKE:
        items.append(element("li", f"and {len(alike) - _ALIKE:,} more"))
    if document.modified >= newest:
        items.append(element("li", "This one is the newest."))
    yield "Nearly the same", element("ul", *items)


def _reading(document: Document, quality: Quality | None) -> Iterator[Fact]:
    if quality is not None and quality.seconds:
        memory = f", {size_words(quality.peak_bytes)} of memory" if quality.peak_bytes else ""
        seconds = f"{quality.seconds:.1f} s" if quality.seconds >= 0.1 else "less than 0.1 s"
        yield "Reading took", f"{seconds}{memory}"
    if document.indexed is not None:
        yield "Indexed", date_words(document.indexed, clock=True)
    if document.chunks:
        yield "Chunks", f"{document.chunks:,}"
    yield "File", f"{document.folder}/{document.path}"
    if document.version is not None:
        yield "Version", element("code", document.version)
