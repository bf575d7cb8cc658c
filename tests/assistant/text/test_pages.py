from __future__ import annotations

from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from assistant.assistant import Assistant
from index.library import Library


def test_a_citation_names_the_page_that_its_sentence_stands_on(library: Library, folder: Path) -> None:
    canvas = Canvas(str(folder / "report.pdf"))
    for page in (
        "The harbour of Oldhaven was dredged in 1931.",
        "The lighthouse of Varn was designed by Tomas Reuel.",
        "The ferry to Lunden carries 43 cars.",
    ):
        canvas.drawString(72, 700, page)
        canvas.showPage()
    canvas.save()
    library.add_folder(folder)
    library.sync()
    assistant = Assistant(library)
    for number, question in enumerate(
        (
            "When was the harbour of Oldhaven dredged?",
            "Who designed the lighthouse of Varn?",
            "How many cars does the ferry carry?",
        ),
        start=1,
    ):
        assert assistant.ask(question).citations[0].page == number
