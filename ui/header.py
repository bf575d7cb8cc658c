"""The page's header: its name, the two tabs, and a line that says what is there and what is being done."""

from __future__ import annotations

import gradio as gr

from ui.bridge import part
from ui.icons import icon
from ui.markup import Html, element
from ui.progress import activity_words
from ui.shelf import Shelf, folder_name
from ui.wording import counted

PROMISE = "Answers on this machine, no network"


def masthead_part() -> gr.HTML:
    """Name, tabs and the switch between light and dark; it never changes."""

    def tab(page: str, label: str, *, chosen: bool) -> Html:
        return element(
            "button",
            label,
            type="button",
            role="tab",
            id=f"tab-{page}",
            aria_controls=f"{page}-page",
            aria_selected="true" if chosen else "false",
            tabindex=0 if chosen else -1,
            data_do=f"go-{page}",
        )

    value = element(
        "header",
        element("span", element("span", "“", class_="mark", aria_hidden="true"), "Quoth", class_="brand"),
        element(
            "div",
            tab("chat", "Chat", chosen=True),
            tab("documents", "Documents", chosen=False),
            class_="tabs",
            role="tablist",
            aria_label="Pages",
        ),
        element(
            "button",
            icon("new"),
            element("span", "New chat"),
            type="button",
            class_="quiet new-chat",
            data_do="renew",
            aria_label="New chat",
        ),
        element(
            "button",
            icon("light"),
            type="button",
            class_="quiet light-switch",
            data_do="light",
            aria_label="Switch between light and dark",
            title="Light or dark",
        ),
        class_="masthead",
    )
    return part("masthead", value)


def status_html(shelf: Shelf, problem: str | None = None, promise: str = PROMISE) -> Html:
    """Which folders are followed, how many documents there are, what is being done, and where answers are made."""
    folders = shelf.folders()
    documents = shelf.documents()
    doing, state = activity_words(shelf.activity), "working"
    stage = shelf.activity.stage.capitalize()
    if not doing:
        doing, state = _resting(shelf, problem)
        stage = doing
    return element(
        "div",
        element("span", class_="dot", aria_hidden="true"),
        element("span", doing, "…" if state == "working" else None, class_="doing", title=problem),
        element(
            "span", counted(len(documents), "document"), _folders(folders), class_="count", title="\n".join(folders)
        )
        if documents
        else None,
        element("span", promise, class_="promise"),
        # The stage alone is read out, once; the rest changes all the time.
        element("span", stage, class_="unseen", role="status"),
        class_="status",
        data_state=state,
    )


def _resting(shelf: Shelf, problem: str | None) -> tuple[str, str]:
    """What is said while nothing is being indexed, and the state that it stands for."""
    if problem:
        return "Not up to date", "failed"
    documents = shelf.documents()
    if not documents:
        return ("No documents yet", "idle") if shelf.looked else ("Looking for documents", "working")
    if not shelf.answering():
        return ("Reading", "working") if shelf.waiting() else ("None could be read", "failed")
    return ("Ready", "ready") if shelf.ready else ("Loading the model", "working")


def _folders(folders: list[str]) -> str:
    if not folders:
        return ""
    first = folder_name(folders[0])
    return f" in {first}" if len(folders) == 1 else f" in {first} and {counted(len(folders) - 1, 'other folder')}"


def banner_html(shelf: Shelf) -> Html:
    """Above the question's box: that indexing is not over, so answers may miss something."""
    activity = shelf.activity
    if not activity.total:
        return Html("")
    there = shelf.answering()
    said = (
        f"Answers come from the {counted(there, 'document')} read so far."
        if there
        else "You can ask at once; the first documents are about to be ready."
    )
    return element("p", element("strong", activity_words(activity), "."), " ", said, class_="banner")
