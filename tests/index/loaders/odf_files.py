"""OpenDocument files, written by hand as programs write them."""

from __future__ import annotations

from tests.index.loaders.packing import packed

_NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office", "text": "text", "table": "table", "draw": "drawing", "style": "style", "meta": "meta",
        "presentation": "presentation", "chart": "chart", "svg": "svg-compatible", "fo": "xsl-fo-compatible",
    }.items()
)  # fmt: skip
_NAMES += ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'
_META = "<office:meta><dc:title>{title}</dc:title></office:meta>"


def element(name: str, inside: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><office:{name} {_NAMES}>{inside}</office:{name}>'


def zipped(
    body: str, automatic: str = "", styles: str = "", title: str = "", more: dict[str, str] | None = None
) -> bytes:
    """A document by its body (``<office:text>…``), its automatic styles and its common ones."""
    content = f"<office:automatic-styles>{automatic}</office:automatic-styles><office:body>{body}</office:body>"
    return packed(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{body.split('>')[0].split(':')[1].split()[0]}",
            "content.xml": element("document-content", content),
            "styles.xml": element("document-styles", styles),
            "meta.xml": element("document-meta", _META.format(title=title)),
            "META-INF/manifest.xml": "<manifest/>",
            **(more or {}),
        }
    )


def flat(body: str, automatic: str = "", styles: str = "", title: str = "") -> bytes:
    """The same in one file."""
    kind = body.split(">")[0].split(":")[1].split()[0]
    inside = _META.format(title=title) + styles
    inside += f"<office:automatic-styles>{automatic}</office:automatic-styles><office:body>{body}</office:body>"
    start = f'office:mimetype="application/vnd.oasis.opendocument.{kind}"'
    return element("document", inside).replace("<office:document ", f"<office:document {start} ", 1).encode()
