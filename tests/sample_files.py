"""One small file of every format that is read, made by what people make such files with, and a question to it."""

from __future__ import annotations

import gzip
import io
import json
import mailbox
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import docx
import openpyxl
import pptx
import xlwt
from odf import draw, opendocument, style, table, text
from PIL import Image, ImageDraw, ImageFont

from tests.index.loaders.drawing import Canvas
from tests.index.loaders.outlook import container, fixed
from tests.index.loaders.outlook import text as streams
from tests.index.loaders.packing import packed


@dataclass(frozen=True, slots=True)
class Sample:
    """A file, and a question that it answers."""

    name: str
    data: bytes
    question: str
    fact: str
    """What the quote has to hold."""
    heading: str | None = None
    """The section that the quote stands in."""
    page: int | None = None
    """The page or slide that the quote stands on."""
    member: str = ""
    """The document inside the file that holds the fact."""

    @property
    def document(self) -> str:
        """The path of the document that is to be cited."""
        return f"{self.name}/{self.member}" if self.member else self.name


Rows = list[tuple[str | int, ...]]

TABLES: Mapping[str, Callable[[str, Rows], bytes]]
"""Makers of the formats that are tables: from a sheet's name and its rows to a file."""


def _csv(sheet: str, rows: Rows) -> bytes:
    return "".join(";".join(map(str, row)) + "\r\n" for row in rows).encode()


def _xlsx(sheet: str, rows: Rows) -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    page.title = sheet
    for row in rows:
        page.append(row)
    return _saved(book.save)


def _xls(sheet: str, rows: Rows) -> bytes:
    book = xlwt.Workbook()
    page = book.add_sheet(sheet)
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            page.write(at, column, value)
    return _saved(book.save)


def _ods(sheet: str, rows: Rows) -> bytes:
    book = opendocument.OpenDocumentSpreadsheet()
    page = table.Table(name=sheet)
    for row in rows:
        line = table.TableRow()
        for value in row:
            kind = {"valuetype": "float", "value": value} if isinstance(value, int) else {"valuetype": "string"}
            cell = table.TableCell(**kind)
            cell.addElement(text.P(text=str(value)))
            line.addElement(cell)
        page.addElement(line)
    book.spreadsheet.addElement(page)
    return _saved(book.write)


TABLES = {"csv": _csv, "xlsx": _xlsx, "xls": _xls, "ods": _ods}


def _saved(save: Callable[[io.BytesIO], object]) -> bytes:
    out = io.BytesIO()
    save(out)
    return out.getvalue()


def _text() -> Sample:
    words = """The lighthouse of Skarn

Sailors had asked for a light on the Skarn rocks for forty years, since eleven ships were lost there in one winter.

The tower was built of granite from the island of Ulvo. Its lamp was lit for the first time on 3 May 1884, in front of
some two hundred guests who had come by steamer.

A keeper lived in the tower until 1968. Today the light is run from the mainland, and the rooms are let to visitors.
"""
    return Sample("skarn.txt", words.encode(), "When was the lamp of the Skarn lighthouse lit first?", "3 May 1884")


def _markdown() -> Sample:
    words = """# The Larch Street bakery

Bread has been baked in Larch Street for three generations.

## Sourdough

The dough is made of rye and water alone. It **rests for thirty hours** in a cool cellar, which gives the loaf its
sour taste.

## Opening hours

| Day | Hours |
| --- | --- |
| Saturday | 6 to 13 |
"""
    question = "How long does the sourdough of the bakery rest?"
    return Sample("bakery.md", words.encode(), question, "thirty hours", "Sourdough")


def _html() -> Sample:
    words = """<!DOCTYPE html><html><head><title>Tarnfield Baths</title><style>p{color:red}</style></head><body>
<nav><a href="/">Home</a> <a href="/prices">Prices</a></nav><main><h1>Tarnfield Baths</h1>
<p>The open-air pool lies in the park behind the town hall.</p><h2>The season</h2>
<p>The pool is heated by the waste heat of the dairy next door, to&nbsp;24 degrees. It closes in
the middle of September.</p></main><script>alert("no")</script></body></html>"""
    question = "What heats the pool of Tarnfield Baths?"
    return Sample("baths.html", words.encode(), question, "the waste heat of the dairy", "The season")


def _pdf() -> Sample:
    file = Canvas().title("The Orrin viaduct")
    file.line(72, 90, "The Orrin viaduct", size=20)
    file.lines(72, 130, "The railway crosses the valley of the Orrin on nineteen arches of\nsandstone. It was planned"
               " as a bridge of wood, which the company\nthought too dear to keep.")  # fmt: skip
    file.page()
    file.lines(72, 90, "Work began in the spring of 1862. The masons lived in a camp beside the\nriver. The last stone"
               " of the viaduct was laid by Margaret Pell, the wife of\nthe chief engineer.")  # fmt: skip
    return Sample("viaduct.pdf", file.saved(), "Who laid the last stone of the viaduct?", "Margaret Pell", page=2)


def _docx() -> Sample:
    file = docx.Document()
    file.add_heading("Report of the beekeepers of Hollin", 1)
    file.add_paragraph("The society met four times. Its members keep ninety hives between the river and the moor.")
    file.add_heading("The harvest", 2)
    file.add_paragraph("A cold May kept the bees at home. The hives of Hollin gave 640 kilograms of honey, a third "
                       "less than in the year before.")  # fmt: skip
    grid = file.add_table(2, 2)
    cells = [cell for row in grid.rows for cell in row.cells]
    for cell, words in zip(cells, ("Year", "Members", "2022", "31"), strict=True):
        cell.text = words
    question = "How much honey did the hives of Hollin give?"
    return Sample("hollin.docx", _saved(file.save), question, "640 kilograms of honey", "The harvest")


def _rtf() -> Sample:
    words = r"""{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Times New Roman;}}
{\stylesheet{\s1\outlinelevel0 heading 1;}}
{\pard\s1\outlinelevel0\b The clockmaker of Brenn\par}
\pard Jakob L\'fcders came to Brenn as a journeyman and opened a shop beside the church.\par
He sold pocket watches to farmers. {\i The great clock of the town hall} was made by him in eleven months and shows the
 phases of the moon.\par
His tools are kept in the museum.\par}"""
    question = "How long did it take to make the clock of the town hall in Brenn?"
    return Sample("clock.rtf", words.encode("ascii"), question, "in eleven months", "The clockmaker of Brenn")


def _odt() -> Sample:
    file = opendocument.OpenDocumentText()
    file.text.addElement(text.H(outlinelevel=1, text="Minutes of the school board"))
    file.text.addElement(text.P(text="Present were the head teacher, four parents and two pupils."))
    file.text.addElement(text.H(outlinelevel=2, text="The school garden"))
    file.text.addElement(text.P(text="The board thanked the gardeners. A greenhouse for the school will be paid by the"
                                     " savings bank, which has given 9,000 crowns."))  # fmt: skip
    question = "Who pays for the greenhouse of the school?"
    return Sample("minutes.odt", _saved(file.write), question, "the savings bank", "The school garden")


def _ods_file() -> Sample:
    rows: Rows = [("Ferry", "Built", "Passengers", "Home port"), ("Halcyon", 1998, 420, "Rask"),
                  ("Petrel", 2011, 365, "Ostby"), ("Guillemot", 2004, 280, "Rask")]  # fmt: skip
    question = "What is the home port of the ferry Petrel?"
    return Sample("ferries.ods", _ods("Fleet", rows), question, "Home port: Ostby", "Fleet")


def _odp() -> Sample:
    file = opendocument.OpenDocumentPresentation()
    layout = style.PageLayout(name="layout")
    file.automaticstyles.addElement(layout)
    master = style.MasterPage(name="master", pagelayoutname=layout)
    file.masterstyles.addElement(master)
    for title, words in (
        ("Wind on the hills", "Three places on the ridge of Comrie were measured for a year."),
        ("What it costs", "The wind farm of Comrie will cost 58 million crowns and pay for itself in twelve years."),
    ):
        slide = draw.Page(masterpagename=master)
        for kind, content in (("title", title), ("outline", words)):
            frame = draw.Frame(width="20cm", height="3cm", x="2cm", y="2cm")
            frame.setAttrNS("urn:oasis:names:tc:opendocument:xmlns:presentation:1.0", "class", kind)
            box = draw.TextBox()
            box.addElement(text.P(text=content))
            frame.addElement(box)
            slide.addElement(frame)
        file.presentation.addElement(slide)
    question = "How much will the wind farm of Comrie cost?"
    return Sample("wind.odp", _saved(file.write), question, "58 million crowns", "What it costs", 2)


def _pptx() -> Sample:
    file = pptx.Presentation()
    for title, words, notes in (
        ("A new tram for Velmark", "The old line was closed in 1961.", "Welcome everyone."),
        ("The route", "The tram of Velmark will run from the harbour to the hospital.", "Show the map."),
        ("Next steps", "The council votes in June.", "Thank you."),
    ):
        slide = file.slides.add_slide(file.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = words
        slide.notes_slide.notes_text_frame.text = notes
    question = "From where to where will the tram of Velmark run?"
    return Sample("tram.pptx", _saved(file.save), question, "from the harbour to the hospital", "The route", 2)


def _xlsx_file() -> Sample:
    rows: Rows = [("Invoice", "Customer", "Amount"), ("R-1041", "Weaver & Sons", 1250),
                  ("R-1042", "Halloran Dairy", 3475), ("R-1043", "Mill Lane Books", 310)]  # fmt: skip
    question = "What is the amount of the invoice to Halloran Dairy?"
    return Sample("invoices.xlsx", _xlsx("January", rows), question, "Amount: 3475", "January")


def _xls_file() -> Sample:
    rows: Rows = [("Mountain", "Height", "First climbed by"), ("Grey Tooth", 2310, "Ada Lorimer"),
                  ("Kestrel Peak", 2874, "Tom Garrick"), ("Old Anvil", 1990, "Ruth Sorley")]  # fmt: skip
    question = "Who first climbed Kestrel Peak?"
    return Sample("peaks.xls", _xls("Peaks", rows), question, "First climbed by: Tom Garrick", "Peaks")


def _epub() -> Sample:
    chapters = (
        ("The Voyage", "<p>We left the harbour before dawn, with a fair wind and forty barrels of water.</p>"),
        ("The Island", "<p>Nobody was on the beach. The captain named the island Saint Brannoc after the church of "
                       "his childhood.</p><p>We stayed nine days.</p>"),
    )  # fmt: skip
    items = "".join(f'<item id="c{n}" href="{n}.xhtml" media-type="application/xhtml+xml"/>' for n in (0, 1))
    book = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>A Voyage South</dc:title></metadata>'
        f'<manifest>{items}</manifest><spine><itemref idref="c0"/><itemref idref="c1"/></spine></package>'
    )
    where = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles><rootfile '
        'full-path="book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
    )
    pages = {
        f"{n}.xhtml": f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body><h1>{title}</h1>{words}'
        "</body></html>"
        for n, (title, words) in enumerate(chapters)
    }
    data = packed({"mimetype": "application/epub+zip", "META-INF/container.xml": where, "book.opf": book, **pages})
    question = "What did the captain name the island?"
    return Sample("voyage.epub", data, question, "Saint Brannoc", "The Island")


def _csv_file() -> Sample:
    rows: Rows = [("Species", "Ring", "Weight in grams", "Found by"), ("Robin", "A 118", 18, "Lena Voss"),
                  ("Blackcap", "A 119", 21, "Piet Maas"), ("Wren", "A 120", 9, "Lena Voss")]  # fmt: skip
    question = "Who found the blackcap?"
    return Sample("ringing.csv", _csv("", rows), question, "Found by: Piet Maas")


def _json() -> Sample:
    data = {
        "museum": "Museum of Salt",
        "address": {"street": "Quay 4", "city": "Morsund"},
        "about": "The museum shows how salt was made from sea water. It was founded by the chemist Ingrid Aasen, who "
        "gave it her own collection.",
        "rooms": [{"name": "Boiling house", "floor": 0}, {"name": "Store", "floor": 1}],
    }
    words = json.dumps(data, indent=2).encode()
    return Sample("museum.json", words, "Who founded the Museum of Salt?", "Ingrid Aasen")


def _jsonl() -> Sample:
    records = [
        {"id": 1, "topic": "parcels", "answer": "Parcels are kept at the counter of the Fenwick post office for ten "
                                                "days and then sent back."},
        {"id": 2, "topic": "stamps", "answer": "Stamps of the old currency were valid until the end of 2003."},
    ]  # fmt: skip
    words = "".join(json.dumps(record) + "\n" for record in records).encode()
    question = "How long are parcels kept at the Fenwick post office?"
    return Sample("post.jsonl", words, question, "ten days")


def _xml() -> Sample:
    words = """<?xml version="1.0" encoding="UTF-8"?>
<article><title>The peat bog of Langmoss</title>
<section><title>Plants</title><para>Sundew and cotton grass grow in the wet hollows.</para></section>
<section><title>History</title><para>Peat was cut by hand for two centuries. In 1951 a wooden trackway of the
<emphasis>Bronze Age</emphasis> was found below the peat of Langmoss by a drainage worker.</para></section></article>
"""
    question = "What was found below the peat of Langmoss?"
    return Sample("bog.xml", words.encode(), question, "a wooden trackway", "History")


def _rst() -> Sample:
    words = """Weather station handbook
========================

The station stands on the roof of the school.

Rain gauge
----------

The gauge is emptied every morning at seven. The *rain gauge* is made of copper, since plastic cracked in the frost.

.. note:: Never pour hot water into it.
"""
    question = "What is the rain gauge made of?"
    return Sample("station.rst", words.encode(), question, "copper", "Rain gauge")


def _asciidoc() -> Sample:
    words = """= Guide to the Aldern caves
Nora Finch

The caves were dug by water over half a million years.

== Bats

Four kinds of bats sleep here in winter. The caves of Aldern are *closed to visitors from November to March* for their
sake.
"""
    question = "When are the caves of Aldern closed to visitors?"
    return Sample("caves.adoc", words.encode(), question, "from November to March", "Bats")


def _latex() -> Sample:
    words = r"""\documentclass{article}
\title{On the dyeing of wool with lichen}
\author{Elsa Br\"uning}
\begin{document}
\maketitle
\section{Method}
% weigh again
The lichen was dried for a week. Wool was boiled with lichen for \textbf{four hours} in rain water, which gave a
deep orange~\cite{old}.
\section{Results}
The colour held after twenty washings.
\end{document}
"""
    question = "How long was wool boiled with lichen?"
    return Sample("dyeing.tex", words.encode(), question, "four hours", "Method")


def _notebook() -> Sample:
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": ["# Otters of the Dunmere\n\n",
         "We counted tracks in the snow along the lake."]},
        {"cell_type": "code", "metadata": {}, "execution_count": 1, "source": ["len(tracks)"],
         "outputs": [{"output_type": "execute_result", "metadata": {}, "execution_count": 1,
                      "data": {"text/plain": ["214"]}}]},
        {"cell_type": "markdown", "metadata": {}, "source": ["## Conclusion\n", "\n",
         "Otters hunt at the mouths of the streams. The lake of Dunmere is home to about seventeen otters."]},
    ]  # fmt: skip
    words = json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}).encode()
    question = "How many otters live at the lake of Dunmere?"
    return Sample("otters.ipynb", words, question, "seventeen otters", "Conclusion")


def _code() -> Sample:
    words = '''"""Reading of electric meters."""

RETRIES = 3


def read_meter(address: str) -> float:
    """Read the count of a meter.

    A meter that does not reply within 250 milliseconds is asked again. The count is returned in kilowatt hours.
    """
    return _ask(address, retries=RETRIES)
'''
    question = "Which meter is asked again?"
    fact = "does not reply within 250 milliseconds"
    return Sample("meter.py", words.encode(), question, fact, "def read_meter(address: str) -> float:")


def _subtitles() -> Sample:
    words = """1
00:00:04,000 --> 00:00:07,500
The glass works of Pellow stand
beside the canal.

2
00:01:09,000 --> 00:01:12,000
<i>The furnace of the glass works</i>

3
00:01:12,100 --> 00:01:15,000
has burned without a break since 1937.

4
00:01:20,000 --> 00:01:23,000
Nobody remembers it cold.
"""
    question = "Since when has the furnace of the glass works burned?"
    return Sample("glass.srt", words.encode(), question, "since 1937", "0:01:00")


def _message(subject: str, body: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Anna Berg <anna@example.org>"
    message["To"] = "Carl Dahl <carl@example.org>"
    message["Subject"] = subject
    message["Date"] = "Fri, 01 Mar 2024 09:05:00 +0100"
    message["Message-ID"] = "<1@example.org>"
    message.set_content(body)
    return message


def _eml() -> Sample:
    body = "Dear Carl,\n\nthe roofer came on Monday. The roof needs new slates, he says.\n\nBest wishes\nAnna\n"
    message = _message("The roof of the boat house", body)
    message.add_attachment("The slates for the boat house cost 2,140 crowns, to be paid within thirty days.\n",
                           filename="offer.txt")  # fmt: skip
    question = "How much do the slates for the boat house cost?"
    return Sample("roof.eml", message.as_bytes(), question, "2,140 crowns", member="offer.txt")


def _mbox() -> Sample:
    with tempfile.TemporaryDirectory() as folder:
        box = mailbox.mbox(Path(folder) / "box")
        box.add(_message("Choir", "The choir sings in the old brewery this year, since the church is closed.\n"))
        box.add(_message("Choir trip", "Hello all,\n\nThe choir travels to Rostock by night train.\n"))
        box.close()
        data = (Path(folder) / "box").read_bytes()
    question = "How does the choir travel to Rostock?"
    return Sample("choir.mbox", data, question, "by night train", member="2024-03-01 09.05 Choir trip.eml")


def _msg() -> Sample:
    body = ("Hello Bo,\r\n\r\nthe engineers looked at the dam yesterday. The gate of the Rendal dam was jammed by a"
            " tree trunk, not by ice.\r\n\r\nAnna")  # fmt: skip
    tree = {
        **streams(p0037="The dam", p0C1A="Anna Berg", p5D01="anna@example.org", p0E04="Bo", p1000=body),
        **fixed(inner=False, p0039=129_776_034_000_000_000),
    }
    return Sample("dam.msg", container(tree), "What jammed the gate of the Rendal dam?", "a tree trunk", "The dam")


def _zip() -> Sample:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("readme.txt", "Papers of the Kessel family, copied in 2019.\n")
        archive.writestr("letters/1911.txt", "Dear sister,\n\nwe have moved to the mill. Father bought the Kessel mill "
                         "for 800 guilders, and the wheel turns again.\n")  # fmt: skip
    question = "How much did father pay for the Kessel mill?"
    return Sample("papers.zip", out.getvalue(), question, "800 guilders", member="letters/1911.txt")


def _tar() -> Sample:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        words = b"# Orchard of Tessin\n\nThe oldest pear tree of the orchard of Tessin was planted by monks in 1640.\n"
        entry = tarfile.TarInfo("orchard/trees.md")
        entry.size = len(words)
        archive.addfile(entry, io.BytesIO(words))
    question = "Who planted the oldest pear tree of the orchard?"
    heading = "Orchard of Tessin"
    return Sample("orchard.tar", out.getvalue(), question, "by monks", heading, member="orchard/trees.md")


def _gzip() -> Sample:
    words = (
        "Notes on the organ of Veere\n\nThe organ has two manuals and twenty stops. The largest pipe of the organ of "
        "Veere is five metres long and lies on its side.\n"
    )
    question = "How long is the largest pipe of the organ of Veere?"
    return Sample("organ.txt.gz", gzip.compress(words.encode()), question, "five metres", member="organ.txt")


def _image() -> Sample:
    picture = Image.new("RGB", (900, 260), "white")
    pen = ImageDraw.Draw(picture)
    lines = ("Notice of the water board", "The pump of Elmsted was broken by lightning", "in the night of 7 August.")
    for line, size, y in zip(lines, (44, 30, 30), (70, 160, 200), strict=True):
        pen.text((60, y), line, "black", ImageFont.load_default(size), anchor="lm")
    data = _saved(lambda out: picture.save(out, "PNG"))
    return Sample("notice.png", data, "What broke the pump of Elmsted?", "by lightning", page=1)


SAMPLES: Mapping[str, Callable[[], Sample]] = {
    "text": _text,
    "markdown": _markdown,
    "html": _html,
    "pdf": _pdf,
    "docx": _docx,
    "rtf": _rtf,
    "odt": _odt,
    "ods": _ods_file,
    "odp": _odp,
    "pptx": _pptx,
    "xlsx": _xlsx_file,
    "xls": _xls_file,
    "epub": _epub,
    "csv": _csv_file,
    "json": _json,
    "jsonl": _jsonl,
    "xml": _xml,
    "rst": _rst,
    "asciidoc": _asciidoc,
    "latex": _latex,
    "notebook": _notebook,
    "code": _code,
    "subtitles": _subtitles,
    "eml": _eml,
    "mbox": _mbox,
    "msg": _msg,
    "zip": _zip,
    "tar": _tar,
    "gzip": _gzip,
    "image": _image,
}
"""By the name of the format."""
