"""What syncs changed, as a word that comes up on the page and goes by itself."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from index.syncing.report import Entry, Report
from ui.icons import icon
from ui.markup import Html, element
from ui.wording import counted, listed

NAMED = 2
"""Documents that are named; more are counted."""

Own = Callable[[Entry], bool]
"""Whether a reader added a document on this page, which was told there."""


@dataclass(frozen=True, slots=True)
class Group:
    """Documents of one list, with how many came inside each."""

    entries: tuple[Entry, ...]
    inside: int

    @property
    def count(self) -> int:
        """How many documents there are."""
        return len(self.entries) + self.inside


def grouped(entries: Iterable[Entry]) -> Group:
    """The files among documents, and how many of the documents are inside these."""
    entries = sorted(entries, key=lambda one: (one.folder, one.path.replace("/", "\0")))
    files: list[Entry] = []
    inside = 0
    for entry in entries:
        if files and entry.folder == files[-1].folder and entry.path.startswith(files[-1].path + "/"):
            inside += 1
        else:
            files.append(entry)
    return Group(tuple(files), inside)


def news_lines(reports: Sequence[Report], own: Own = lambda _: False) -> tuple[list[str], list[str]]:
    """What there is to say of some syncs, and what of it is bad news, each a sentence."""
    good = [
        _said("added", _all(reports, "added", own), "Added", "added"),
        _said("updated", _all(reports, "updated", own), "Updated", "updated"),
        _moved(_all(reports, "moved")),
        _said("removed", _all(reports, "removed"), "Removed", "removed"),
    ]
    gone = {entry.path: entry for report in reports for entry in report.vanished}
    bad = [f"The folder {path} is not there. Its documents still answer." for path in gone]
    unread = grouped(
        entry for report in reports for entry in (*report.failed, *report.skipped) if entry.path != entry.folder
    )
    return [line for line in good if line], [*bad, *_unread(unread)]


def _all(reports: Sequence[Report], name: str, own: Own = lambda _: False) -> Group:
    """One list of all the reports; a document that changed several times is told of once."""
    entries = {(entry.folder, entry.path): entry for report in reports for entry in getattr(report, name)}
    return grouped(entry for entry in entries.values() if not own(entry))


def _said(_: str, group: Group, before: str, after: str) -> str:
    if not group.entries:
        return ""
    if len(group.entries) > NAMED:
        return f"{counted(group.count, 'document')} {after}."
    names = listed([entry.path for entry in group.entries])
    inside = f" with {counted(group.inside, 'document')} in it" if group.inside else ""
    return f"{before} {names}{inside}."


def _moved(group: Group) -> str:
    if len(group.entries) != 1:
        return f"{counted(group.count, 'document')} moved." if group.entries else ""
    (entry,) = group.entries
    # The reason says where it was: "was drafts/plan.md".
    return f"{entry.path} has moved: it {entry.reason}." if entry.reason else f"{entry.path} has moved."


def _unread(group: Group) -> list[str]:
    if not group.entries:
        return []
    if group.count == 1:
        (entry,) = group.entries
        reason = (entry.reason or "could not be read").rstrip(".")
        return [f"{entry.path} {reason}."]
    names = [entry.path for entry in group.entries]
    shown = listed(names) if len(names) <= NAMED else f"{', '.join(names[:NAMED])} and {len(names) - NAMED:,} more"
    return [f"{counted(group.count, 'file')} could not be read: {shown}."]


def news_html(number: int, good: Collection[str], bad: Collection[str]) -> Html:
    """The word itself; the page's script shows it for a while.

    :param number: tells it from the one before, which may have said the same.
    """
    if not good and not bad:
        return Html("")
    return element(
        "div",
        icon("warning" if bad else "done"),
        element("div", *(element("p", line) for line in (*good, *bad)), class_="lines"),
        element("button", "See why", type="button", class_="link", data_do="see", data_state="problems")
        if bad
        else None,
        element(
            "button",
            icon("close"),
            type="button",
            class_="quiet",
            data_do="hush",
            aria_label="Close this message",
            title="Close",
        ),
        class_="toast bad" if bad else "toast",
        data_number=number,
    )
