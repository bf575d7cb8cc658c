"""What a report says of a document."""

from __future__ import annotations

from index.loaders.loaded import Encoding, Loaded
from index.text.layout import Block, Kind, Layout, Page
from index.text.quality import Quality, language, noticed, problems

ENGLISH = "The lease of the mill ends on the last day of the year, unless the owner renews it before. " * 3


def loaded(text: str, *blocks: tuple[str, Kind], **more: object) -> Loaded:
    made, at = [], 0
    for part, kind in blocks:
        start = text.index(part, at)
        at = start + len(part)
        made.append(Block(start, at, kind))
    return Loaded(text, Layout(tuple(made)), "text", **more)  # type: ignore[arg-type]


def test_a_sound_document_has_no_problems() -> None:
    quality = noticed(loaded(ENGLISH, encoding=Encoding("utf-8", 1.0)), seconds=0.25, peak_bytes=7)
    assert problems(quality) == []
    assert (quality.language, quality.encoding, quality.seconds, quality.peak_bytes) == ("en", "utf-8", 0.25, 7)
    assert quality.characters == len(ENGLISH)


def test_pages_without_text_are_named() -> None:
    layout = Layout((Block(0, 5, Kind.PARAGRAPH), Block(7, 11, Kind.PARAGRAPH)), (Page(0, 5), Page(5, 5), Page(5, 11)))
    quality = noticed(Loaded("First\n\nLast", layout, "pdf"))
    assert quality.pages_without_text == (2,)
    assert problems(quality) == ["has no text on page 2"]
    many = Quality(pages=30, pages_without_text=tuple(range(1, 21)))
    assert problems(many) == ["has no text on 20 of 30 pages: 1, 2, 3, 4, 5, 6, 7, 8 and 12 more"]


def test_what_the_loader_says_of_pages_is_said_once() -> None:
    quality = Quality(pages=3, pages_without_text=(2,), notes=("holds 1 page that is a picture alone",))
    assert problems(quality) == ["holds 1 page that is a picture alone"]


def test_broken_characters_and_guessed_encodings_are_problems() -> None:
    quality = noticed(loaded("\ufffd\ufffd(cid:12) and so on " + ENGLISH, encoding=Encoding("cp1250", 0.4)))
    assert quality.broken_characters == 3
    assert problems(quality) == [
        f"holds 3 characters that could not be read ({300 / quality.characters:.1f} %)",
        "does not say how its letters are stored; they were read as cp1250 (40 % sure)",
    ]


def test_tables_and_running_headers_are_counted() -> None:
    text = "Report\n\nName\tAge\nAnna\t34\n\nBetween.\n\nCity\tSize"
    blocks = [
        ("Report", Kind.FURNITURE),
        ("Name\tAge", Kind.ROW),
        ("Anna\t34", Kind.ROW),
        ("Between.", Kind.PARAGRAPH),
        ("City\tSize", Kind.ROW),
    ]
    quality = noticed(loaded(text, *blocks))
    assert (quality.tables, quality.dropped_lines) == (2, 1)


def test_languages_are_told_where_there_is_enough_text() -> None:
    assert (
        language("Der Vertrag über die Mühle endet am letzten Tag des Jahres, wenn der Eigentümer nicht kündigt.")
        == "de"
    )
    assert language("Le bail du moulin se termine le dernier jour de l'année, sauf si le propriétaire renonce.") == "fr"
    assert language("12 34 56 78 " * 50) is None
    assert language("Short.") is None


def test_a_report_is_kept_as_json() -> None:
    quality = Quality(characters=3, pages=2, pages_without_text=(1,), language="en", notes=("is odd",), seconds=1.5)
    assert Quality.from_json(quality.to_json()) == quality
    assert Quality.from_json({**quality.to_json(), "later": 1}) == quality
