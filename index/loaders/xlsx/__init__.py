"""Excel workbooks (XLSX, also with macros, as templates, and strict ones).

Kept, sheet by sheet: the sheet's name as a heading, its rows with the heads of their columns, values as the cells
show them (results, not formulas; percent, currency, dates by their formats), the words in text boxes, diagrams and
charts' titles, comments with their cells. Rows that a filter hides and folded groups stay. Lost: hidden sheets,
rows and columns (a note says so), formulas, pictures, printed headers and footers, colours.
"""

from __future__ import annotations

from index.loaders.loaded import Loaded
from index.loaders.ooxml import Package
from index.loaders.sheets import Workbook
from index.loaders.xlsx.book import write


def load(data: bytes) -> Loaded:
    """Read a workbook. Raises Unsupported where it holds no text, LoadError where it cannot be read."""
    package = Package.of_zip(data, "xl/workbook.xml", "Excel workbook", "Excel", ".xlsx")
    book = Workbook()
    write(package, book)
    return book.loaded("xlsx", package.title())
