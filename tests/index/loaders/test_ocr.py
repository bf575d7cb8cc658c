"""Pictures and scanned pages, drawn on the spot and read by the real engine."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from index.loaders import Loaded, LoadError, load, ocr, patience
from index.loaders.loaded import Unsupported
from index.text.layout import Rectangle
from tests.index.loaders.drawing import Canvas
from tests.index.loaders.invariants import check, words_in_order

_LEFT = ["Water that falls on hills", "in winter takes many months", "to reach the open sea."]
_RIGHT = ["Where the woods were cut", "it runs off within days and", "the lower town is flooded."]
Places = dict[str, tuple[float, float, float, float]]


def _drawn(lines: list[tuple[int, int, str]], size: tuple[int, int] = (900, 500), type_: int = 26) -> Image.Image:
    """A white picture with a line of text at each place (the line's middle on its left)."""
    picture = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(picture)
    for x, y, text in lines:
        draw.text((x, y), text, "black", ImageFont.load_default(type_), anchor="lm")
    return picture


def _page() -> Image.Image:
    lines = [(60, 60, "The council and the river")]
    lines += [(60, 150 + 40 * at, text) for at, text in enumerate(_LEFT)]
    lines += [(500, 150 + 40 * at, text) for at, text in enumerate(_RIGHT)]
    return _drawn(lines)


def _saved(picture: Image.Image, format_: str = "PNG", **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, format_, **options)
    return out.getvalue()


def _load(data: bytes, name: str) -> Loaded:
    loaded = load(data, name)
    check(loaded)
    return loaded


def _scanned(*pictures: Image.Image | None) -> bytes:
    """A PDF file of A4 pages that are pictures; None for a page with text."""
    out = io.BytesIO()
    pages = canvas.Canvas(out, pagesize=(595, 842))
    for picture in pictures:
        if picture is None:
            pages.drawString(72, 700, "A page with text of its own.")
        else:
            height = 595 * picture.height / picture.width
            pages.drawImage(ImageReader(picture), 0, 842 - height, 595, height)
        pages.showPage()
    pages.save()
    return out.getvalue()


@pytest.fixture
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """As without the extra."""
    for module in ("index.loaders.image", "index.loaders.pdf.file"):
        monkeypatch.setattr(f"{module}.is_installed", lambda: False)


def test_columns_of_a_picture_are_read_one_after_the_other() -> None:
    loaded = _load(_saved(_page()), "a.png")
    assert loaded.format == "image"
    assert words_in_order([_LEFT[0], _LEFT[2], _RIGHT[0], _RIGHT[2]], loaded.text.replace("\n", " "))
    assert len(loaded.layout.pages) == 1


def test_words_are_found_in_their_places() -> None:
    loaded = _load(_saved(_page()), "a.png")
    font = ImageFont.load_default(26)
    at = loaded.text.index("months")
    (found,) = loaded.layout.rectangles(at, at + len("months"))
    left = 60 + font.getlength("in winter takes many ")
    expected = Rectangle(1, left, 190 - 13, left + font.getlength("months"), 190 + 13)
    scale = loaded.layout.pages[0].width / 900
    for got, want in zip(_sides(found), _sides(expected), strict=True):
        assert abs(got / scale - want) < 16  # a little more than a letter's width


def _sides(box: Rectangle) -> tuple[float, float, float, float]:
    return box.left, box.top, box.right, box.bottom


def _upside_down(picture: Image.Image) -> Image.Image:
    return picture.rotate(180)


def _on_its_side(picture: Image.Image) -> Image.Image:
    return picture.rotate(90, expand=True)


def _askew(picture: Image.Image) -> Image.Image:
    return picture.rotate(-2, fillcolor="white", resample=Image.Resampling.BICUBIC)


@pytest.mark.parametrize("turn", [_upside_down, _on_its_side, _askew])
def test_a_scan_that_is_turned_or_askew_is_read(turn: Callable[[Image.Image], Image.Image]) -> None:
    text = _load(_saved(turn(_page())), "a.png").text.replace("\n", " ")
    assert words_in_order([_LEFT[0], _LEFT[2], _RIGHT[0], _RIGHT[2]], text)


def test_a_cameras_turning_is_undone() -> None:
    picture = _drawn([(60, 60, "The dam holds.")], (500, 150)).rotate(90, expand=True)
    exif = Image.Exif()
    exif[0x0112] = 6
    loaded = _load(_saved(picture, "JPEG", exif=exif), "a.jpg")
    assert loaded.text == "The dam holds."
    assert loaded.layout.pages[0].width > loaded.layout.pages[0].height


def test_each_picture_of_a_tiff_file_is_a_page() -> None:
    first, second = _drawn([(40, 60, "First page")], (400, 120)), _drawn([(40, 60, "Second page")], (400, 120))
    data = _saved(first.convert("1"), "TIFF", save_all=True, append_images=[second.convert("1")])
    loaded = _load(data, "a.tiff")
    assert [loaded.layout.page_at(loaded.text.index(word)) for word in ("First", "Second")] == [1, 2]


def test_light_text_on_nothing_is_seen() -> None:
    clear = Image.new("RGBA", (500, 120), (0, 0, 0, 0))
    ImageDraw.Draw(clear).text((40, 40), "The dam holds.", "white", ImageFont.load_default(28))
    assert _load(_saved(clear), "a.png").text == "The dam holds."


def test_a_picture_without_text_says_so() -> None:
    sky = Image.linear_gradient("L").resize((300, 200))
    for data in (_saved(sky), _saved(Image.new("RGB", (3, 3)))):
        with pytest.raises(Unsupported, match=r"^holds no text that could be read in it$"):
            load(data, "a.png")


def test_damaged_and_too_large_pictures_say_so() -> None:
    whole = _saved(_page())
    for data in (whole[: len(whole) // 2], b"\x89PNG\r\n\x1a\n" + bytes(99)):
        with pytest.raises(LoadError, match="is damaged"):
            load(data, "a.png")
    vast = _saved(Image.new("1", (12_000, 9_000)))
    with pytest.raises(LoadError, match="too large a picture"):
        load(vast, "a.png")


def test_scanned_pages_are_read_beside_pages_with_text() -> None:
    asked: list[float] = []
    patience.listen(asked.append)
    try:
        loaded = _load(_scanned(_page(), None), "a.pdf")
    finally:
        patience.listen(lambda _: None)
    text = loaded.text.replace("\n", " ")
    assert words_in_order([_LEFT[0], _LEFT[2], _RIGHT[0], _RIGHT[2], "A page with text of its own."], text)
    at = loaded.text.index("woods")
    (found,) = loaded.layout.rectangles(at, at + 5)
    assert found.page == 1
    assert abs((found.top + found.bottom) / 2 - 150 * 595 / 900) < 8
    assert loaded.notes == ("holds 1 scanned page, read by text recognition: their words may have errors",)
    assert sum(asked) >= ocr.SECONDS_A_PAGE


def test_a_scan_with_a_stamp_of_real_text_is_read_and_keeps_the_stamp() -> None:
    out = io.BytesIO()
    pages = canvas.Canvas(out, pagesize=(595, 330))
    pages.drawImage(ImageReader(_page()), 0, 0, 595, 330)
    pages.drawString(400, 20, "FILE 0001")
    pages.save()
    text = _load(out.getvalue(), "a.pdf").text
    assert text.count("FILE 0001") == 1
    assert _LEFT[0] in text.replace("\n", " ")


@pytest.mark.usefixtures("_bare")
def test_without_the_extra_files_say_what_to_install() -> None:
    for data, name in ((_saved(_page()), "a.png"), (_scanned(_page()), "a.pdf")):
        with pytest.raises(LoadError, match=r"^needs OCR: install quoth\[ocr\]$"):
            load(data, name)


@pytest.mark.usefixtures("_bare")
def test_without_the_extra_scanned_pages_among_others_are_noted() -> None:
    picture = _page()
    loaded = _load(_scanned(picture, None, picture, picture), "a.pdf")
    assert loaded.text == "A page with text of its own."
    note = "holds 3 pages that are pictures without text: to read them install quoth[ocr]"
    assert loaded.notes == (note,)


def test_a_page_that_is_only_empty_needs_no_recognition() -> None:
    with pytest.raises(Unsupported, match=r"^holds no text$"):
        load(Canvas().rule().saved(), "a.pdf")
