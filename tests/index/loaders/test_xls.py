"""Excel 97-2003 workbooks, made on the spot; what all workbooks share is in ``test_workbooks``."""

from __future__ import annotations

import pytest

from index.loaders import LoadError, xls
from tests.index.loaders.invariants import check
from tests.index.loaders.workbooks import PRICES, WRITERS


def test_a_web_page_under_this_name_is_read_as_one() -> None:
    page = b"<html><body><table><tr><th>Name</th><th>Age</th></tr><tr><td>Ann</td><td>9</td></tr></table></body></html>"
    loaded = xls.load(page)
    check(loaded)
    assert loaded.format == "html"
    assert "Ann\t9" in loaded.text


def test_what_cannot_be_read_says_why() -> None:
    with pytest.raises(LoadError, match="damaged"):
        xls.load(WRITERS["xls"](PRICES)[:2000])
    with pytest.raises(LoadError, match="damaged"):
        xls.load(b"Name;Age")
