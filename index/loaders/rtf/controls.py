"""What the control words of Rich Text do that change how text is read. Each takes the word's number, if it has one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from index.loaders.rtf.charsets import Font, of_charset, of_page
from index.loaders.rtf.state import Paragraph, Style

if TYPE_CHECKING:
    from index.loaders.rtf.reader import Reader

Control = Callable[["Reader", "int | None"], None]
_TINY = 2
"""Half points up to which nobody sees a text."""


def _page(codec: str) -> Control:
    def turn(reader: Reader, number: int | None) -> None:
        reader.codec = codec

    return turn


def _set_page(reader: Reader, number: int | None) -> None:
    reader.codec = of_page(number or 0) or reader.codec


def _set_default_font(reader: Reader, number: int | None) -> None:
    reader.default_font = number


def _set_font(reader: Reader, number: int | None) -> None:
    if reader.state.table == "fonttbl":
        reader.current_font = number or 0
        reader.fonts[reader.current_font] = font = Font()
        reader.state.sink = font.names
    else:
        reader.state.font = number or 0


def _set_charset(reader: Reader, number: int | None) -> None:
    if reader.state.table == "fonttbl":
        reader.fonts.setdefault(reader.current_font, Font()).codec = of_charset(number or 0)


def _set_font_page(reader: Reader, number: int | None) -> None:
    if reader.state.table == "fonttbl" and (codec := of_page(number or 0)):
        reader.fonts.setdefault(reader.current_font, Font()).codec = codec


def _set_style(reader: Reader, number: int | None) -> None:
    if reader.state.table == "stylesheet":
        reader.current_style = number or 0
        reader.styles[reader.current_style] = style = Style()
        reader.state.sink = style.name
    else:
        reader.state.paragraph = replace(reader.state.paragraph, style=number)


def _set_outline(reader: Reader, number: int | None) -> None:
    if reader.state.table == "stylesheet":
        reader.styles.setdefault(reader.current_style, Style()).outline = number
    else:
        reader.state.paragraph = replace(reader.state.paragraph, outline=max(0, number or 0))


def _set_size(reader: Reader, number: int | None) -> None:
    reader.state.tiny = number is not None and number <= _TINY


def _set_shift(shift: int) -> Control:
    def turn(reader: Reader, number: int | None) -> None:
        reader.state.shift = 0 if number == 0 else shift

    return turn


def _plain(reader: Reader, number: int | None) -> None:
    state = reader.state
    state.font, state.shift = None, 0
    state.hidden = state.deleted = state.tiny = False


def _hide(reader: Reader, number: int | None) -> None:
    reader.state.hidden = number != 0


def _delete(reader: Reader, number: int | None) -> None:
    reader.state.deleted = number != 0


def _skip(reader: Reader, number: int | None) -> None:
    reader.state.skip = 1 if number is None else max(0, number)


def _new_paragraph(reader: Reader, number: int | None) -> None:
    reader.state.paragraph = Paragraph()


def _in_table(reader: Reader, number: int | None) -> None:
    reader.state.paragraph = replace(reader.state.paragraph, in_table=number != 0)


def _list_level(reader: Reader, number: int | None) -> None:
    reader.state.paragraph = replace(reader.state.paragraph, list_level=max(0, number or 0))


def _end_nested_cell(reader: Reader, number: int | None) -> None:
    """A table in a cell reads as part of the cell."""
    _in_table(reader, 1)
    reader.end_paragraph()


def _end_cell(reader: Reader, number: int | None) -> None:
    _end_nested_cell(reader, number)
    reader.state.flow.end_cell()


def _end_row(reader: Reader, number: int | None) -> None:
    reader.flush()
    if "".join(reader.state.flow.text).strip():
        _end_cell(reader, number)
    reader.state.flow.text.clear()
    reader.state.flow.end_row()


def _end(reader: Reader, number: int | None) -> None:
    if reader.state.sink is reader.state.flow.text:
        reader.end_paragraph()


CONTROLS: dict[str, Control] = {
    "mac": _page("mac_roman"),
    "pc": _page("cp437"),
    "pca": _page("cp850"),
    "ansicpg": _set_page,
    "deff": _set_default_font,
    "f": _set_font,
    "fcharset": _set_charset,
    "cpg": _set_font_page,
    "s": _set_style,
    "outlinelevel": _set_outline,
    "fs": _set_size,
    "super": _set_shift(1),
    "sub": _set_shift(-1),
    "nosupersub": _set_shift(0),
    "plain": _plain,
    "v": _hide,
    "deleted": _delete,
    "uc": _skip,
    "pard": _new_paragraph,
    "intbl": _in_table,
    "ilvl": _list_level,
    "cell": _end_cell,
    "nestcell": _end_nested_cell,
    "row": _end_row,
    **dict.fromkeys(("par", "sect", "page", "column"), _end),
}
