"""The followed folders on the documents page: what is read of each, whether it is there, adding, changing, removing.

Following a folder makes its files readable by whoever reaches the page, so that folders can be changed on the page
only where the server is reached from its own machine alone.
"""

from __future__ import annotations

from pathlib import Path

import gradio as gr

from index.catalog.folders import Folder
from index.following.vanished import Vanished
from index.following.walk import FolderMissing
from index.library import Library
from index.ownership import LibraryError
from ui.bridge import number, words
from ui.icons import icon
from ui.markup import Html, element, join
from ui.shelf import Followed, Shelf, folder_name
from ui.wording import counted, date_words
from ui.work import Indexing

CLOSED = (
    "This page is open to other machines, so folders are chosen on the command line of the one that it runs on: "
    "quoth folders add FOLDER"
)

_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")
"""Headers that say that a request came by way of another server."""

_LONGEST = 20_000
"""Characters of patterns that are read."""


class FolderError(Exception):
    """What was asked of the folders cannot be done; the message says why."""


class FoldersPanel:
    """Shows the followed folders and carries out what its buttons ask for.

    :param local: whether the server is reached from its own machine alone, so that folders may be changed.
    """

    def __init__(self, library: Library, shelf: Shelf, indexing: Indexing, *, local: bool) -> None:
        self._library = library
        self._shelf = shelf
        self._indexing = indexing
        self.local = local

    def html(self) -> Html:
        """The folders as they are now."""
        return folders_html(self._shelf.held().followed, local=self.local)

    def act(self, event: gr.EventData, request: gr.Request) -> tuple[Html, Html]:
        """Do what was asked for; returns the folders, and a reply to the script that asked."""
        try:
            if not self.local or any(request.headers.get(name) for name in _FORWARDED):
                raise FolderError(CLOSED)
            said, problem = self._act(event), ""
        except (FolderError, LibraryError, FolderMissing) as error:
            said, problem = "", str(error)
        except OSError as error:
            said, problem = "", f"That path cannot be looked at: {error.strerror or error}."
        return self.html(), reply_html(number(event, "request"), said, problem)

    def _act(self, event: gr.EventData) -> str:
        include, exclude = (_lines(words(event, name, _LONGEST)) for name in ("include", "exclude"))
        match words(event, "what", 20):
            case "add":
                path = self._library.add_folder(_whole(words(event, "place", 4_000)), include, exclude)
                self._indexing.request([path])
                return f"{path.name or path} is followed from now on."
            case "patterns":
                folder = self._folder(number(event, "folder"))
                self._library.set_patterns(folder.path, include, exclude)
                self._indexing.request([folder.path])
                return f"The patterns of {folder_name(str(folder.path))} hold from now on."
            case "remove":
                folder = self._folder(number(event, "folder"))
                self._library.drop_folder(folder.path)
                return f"{folder_name(str(folder.path))} is followed no more. Its files stay where they are."
            case "confirm":
                path = Path(words(event, "place", 4_000))
                count = self._library.confirm_gone(path)
                self._indexing.request()
                return f"{counted(count, 'document')} of {folder_name(str(path))} forgotten."
        raise FolderError("This page and the server do not fit together. Load the page again.")

    def _folder(self, id_: int) -> Folder:
        folder = next((folder for folder in self._library.folders() if folder.id == id_), None)
        if folder is None:
            raise FolderError("That folder is followed no more.")
        return folder


def _whole(typed: str) -> Path:
    """The path that was typed; it has to be whole, since the server's own folder is known to nobody."""
    typed = typed.strip().strip("\"'").strip()
    if not typed:
        raise FolderError("Write the folder's path.")
    if "\0" in typed:
        raise FolderError("That is no path.")
    try:
        path = Path(typed).expanduser()
    except RuntimeError as error:  # the home of a user that is not there
        raise FolderError(f"There is no folder {typed}. Check the name.") from error
    if not path.is_absolute():
        example = Path.home() / "Documents"
        raise FolderError(f"Write the whole path, such as {example}.")
    return path


def _lines(typed: str) -> list[str]:
    return [line.rstrip("\r") for line in typed.split("\n") if line.strip() and not line.startswith("#")]


def reply_html(asked: int, said: str, problem: str) -> Html:
    """What a script that asked is told: that it is done, or why not."""
    return element("span", data_request=asked, data_said=said, data_problem=problem)


def folders_html(followed: tuple[Followed, ...], *, local: bool) -> Html:
    """The followed folders; with buttons where they may be changed here."""
    add = element(
        "button", icon("new"), element("span", "Follow a folder"), type="button", class_="button", data_do="follow"
    )
    none = "No folder is followed. What changes in a folder that is followed is taken in by itself."
    return element(
        "section",
        element("div", element("h2", "Folders", id="folders-title"), add if local else None, class_="heading"),
        element("p", CLOSED, class_="closed") if not local else None,
        element("ul", *(_folder(one, local=local) for one in followed), class_="followed")
        if followed
        else element("p", none, class_="closed")
        if local
        else None,
        class_="folders",
        aria_labelledby="folders-title",
    )


def _folder(one: Followed, *, local: bool) -> Html:
    folder, path = one.folder, str(one.folder.path)
    state, said = _state(one)
    return element(
        "li",
        icon("folder"),
        element(
            "div",
            element("p", element("span", folder_name(path), class_="name"), class_="line"),
            element("p", path, class_="folder"),
            _patterns(folder),
            class_="names",
        ),
        element("span", counted(one.documents, "document"), class_="count"),
        element("span", said, class_="state"),
        _buttons(folder) if local else None,
        *(_gone(place, local=local) for place in one.vanished),
        class_="a-folder",
        data_state=state,
        data_folder=folder.id,
    )


def _state(one: Followed) -> tuple[str, str]:
    since = next((place.since for place in one.vanished if place.path == one.folder.path), None)
    if since is not None:
        return "vanished", f"Not there since {date_words(since, clock=True)}"
    if one.vanished:
        return "vanished", "Partly not there"
    return "following", "Following"


def _patterns(folder: Folder) -> Html | None:
    """Which files are read, in a line."""
    parts: list[Html | str] = []
    if folder.only is not None:
        parts.append(f"Only {', '.join(folder.only)}")
    for label, patterns in (("Only", folder.include), ("without" if folder.include else "Without", folder.exclude)):
        if patterns:
            codes = join((element("code", pattern) for pattern in patterns), " ")
            parts.append(element("span", f"{label} ", codes))
    return element("p", join(parts, ", "), class_="patterns") if parts else None


def _buttons(folder: Folder) -> Html:
    name = folder_name(str(folder.path))

    def button(sign: str, do: str, label: str) -> Html:
        return element(
            "button",
            icon(sign),
            type="button",
            class_="quiet",
            data_do=do,
            data_folder=folder.id,
            data_path=str(folder.path),
            data_name=name,
            data_include="\n".join(folder.include),
            data_exclude="\n".join(folder.exclude),
            aria_label=f"{label} {name}",
            title=label.removesuffix(" of"),
        )

    return element(
        "div",
        button("edit", "patterns", "Patterns of") if folder.only is None else None,
        button("remove", "unfollow", "Stop following"),
        class_="actions",
    )


def _gone(place: Vanished, *, local: bool) -> Html:
    """What is said of a folder that vanished, and the way to say that it is gone for good."""
    what = (
        f"{place.path} is on another disk than before, and holds none of its documents."
        if place.there
        else f"{place.path} is not there."
    )
    kept = "Its document still answers." if place.documents == 1 else f"Its {place.documents:,} documents still answer."
    mount = "If it is on a disk that is not mounted, mount it."
    good = f" If it is gone for good, say so: quoth folders confirm {place.path}" if not local else ""
    confirm = element(
        "button",
        "It is gone for good",
        type="button",
        class_="button",
        data_do="confirm-gone",
        data_path=str(place.path),
        data_count=place.documents,
    )
    return element(
        "div",
        icon("warning"),
        element("p", " ".join(filter(None, (what, kept if place.documents else "", mount))), good),
        confirm if local else None,
        class_="gone",
        role="alert",
    )
