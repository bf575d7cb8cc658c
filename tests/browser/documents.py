"""The small documents that the browser tests ask about."""

from __future__ import annotations

from pathlib import Path

from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate

HARBOUR = """\
# Norvik harbour

A short guide for visitors.

## The lighthouse

The lighthouse of Norvik was built in 1887 by the engineer Astrid Holm. It burned down in 1921 and was rebuilt two \
years later. Its lamp can be seen from thirty kilometres away.

## How to reach the harbour

Take tram 4 from the main station to its last stop and walk down the hill for five minutes.

## Ferries

The ferry to Skarholm leaves every day at seven in the morning. A ticket costs 14 euros for adults and nothing for \
children under six.

| Boat | Seats |
| --- | --- |
| Havørn | 120 |
| Tern | 45 |

- Dogs travel free of charge.
- Bicycles need a ticket of their own.
"""

BRIDGE = """\
The end of the old bridge

The town closed the old bridge in May because its cables had rusted. The old bridge was closed because it could no \
longer carry buses.

The mayor of Norvik, Petra Lund, signed the order. Norvik's Finance Minister Ole Brandt promised a new bridge. The \
new bridge is a footbridge of oak and steel.

Engineers had warned of the rust. A lorry had damaged the railing in winter.
"""

RENTAL = """\
<!doctype html>
<html><head><title>Rental agreement</title><script>window.hacked = 1</script></head><body>
<nav>Home | About</nav>
<h1>Rental agreement</h1>
<h2>Deposit</h2>
<p>The deposit equals two months of rent. The landlord returns the deposit within thirty days of moving out.</p>
<h2>Notice</h2>
<p>Either party may end the agreement with three months' written notice.</p>
</body></html>
"""

BAKERY = (
    "The bakery on Mill Street opened its second shop in the spring and hired four new bakers.",
    "The bakery sold 4,312 loaves of rye bread in March 2023, more than in any month before.",
    "In the coming year the owners plan to build a larger oven and to deliver bread by bicycle.",
)


def write(folder: Path) -> Path:
    """Write the documents into a new folder."""
    folder.mkdir(parents=True)
    (folder / "harbour.md").write_text(HARBOUR, encoding="utf-8")
    (folder / "bridge.txt").write_text(BRIDGE, encoding="utf-8")
    (folder / "contracts").mkdir()
    (folder / "contracts" / "rental.html").write_text(RENTAL, encoding="utf-8")
    (folder / "damaged.docx").write_bytes(b"PK\x03\x04 this is no Word document")
    (folder / "empty.txt").write_bytes(b"")
    write_report(folder / "report.pdf")
    return folder


def write_report(path: Path) -> None:
    """A PDF of three pages, one paragraph a page."""
    style = getSampleStyleSheet()
    story: list[object] = []
    for number, words in enumerate(BAKERY, 1):
        story += [Paragraph(f"Part {number}", style["Heading1"]), Paragraph(words, style["BodyText"]), PageBreak()]
    SimpleDocTemplate(str(path), title="Report of the bakery").build(story)
