"""Dating: the days that a document is from, as it says itself or by its name; else by when its file changed."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from assistant.text.days import Days, dates_in

if TYPE_CHECKING:
    from index.catalog.catalog import Catalog

_HEAD = 600
"""Characters at a document's beginning that may state its date."""
_STATED = re.compile(
    r"(?:^|\n)[^\n]{0,12}\b(?:date|dated|published|posted|updated|sent|issued|effective|last updated|last modified|"
    r"as of|version of|revised)\b\s*:?\s*(?P<date>[^\n]{4,60})",
    re.IGNORECASE,
)
_ALONE = re.compile(r"(?:^|\n)[^\S\n]*(?P<date>[^\n]{6,60}?)[^\S\n]*(?=\n|$)")
_PLACELINE = re.compile(r"(?:^|\n)[A-Z][\w .]{1,30}, (?P<date>[^\n]{5,30}?)\s*(?:[-–—:(]|\n)")


@lru_cache(maxsize=4096)
def stated(catalog: Catalog, version: str, document: int, path: str) -> Days | None:
    """The days that a document says it is from, in its name or at its beginning; None where it does not."""
    name = dates_in(PurePosixPath(path).stem.replace("_", " "))
    if name:
        return name[-1].days
    try:
        head = catalog.excerpt(version, 0, _HEAD, document)
    except KeyError:  # the document changed since the search
        return None
    for form in (_STATED, _PLACELINE):
        for match in form.finditer(head):
            if found := dates_in(match["date"]):
                return found[0].days
    for match in _ALONE.finditer(head):  # a line that is little more than a date
        found = dates_in(match["date"])
        if found and found[0].end - found[0].start >= 0.5 * len(match["date"]):
            return found[0].days
    return None


def changed(modified: float) -> date:
    """The day that a file was changed."""
    return datetime.fromtimestamp(modified).date()
