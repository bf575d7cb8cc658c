"""The line above the question's box that says which chat model writes, where text goes, and lets a reader choose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.models.consent import word
from ui.markup import Html, element

if TYPE_CHECKING:
    from assistant.models.writer import Writer

OWN_WORDS = "Answers are in the documents' own words. Nothing leaves this machine."

_UNTIL = " Until it is allowed, answers are in the documents' own words."


def promise(writer: Writer | None, local: str) -> str:
    """Where answers are made, in the header's few words.

    :param local: what is said where nothing leaves the machine.
    """
    return f"Text goes to {writer.choice.place}" if writer is not None and writer.choice.remote else local


def writer_html(writer: Writer | None, *, on: bool, may_allow: bool) -> Html:
    """Which model writes and whether text leaves the machine; nothing where no model is set.

    :param on: whether this reader has questions answered with it.
    :param may_allow: whether a reader of this page may allow that text is sent to it.
    """
    if writer is None:
        return Html("")
    if writer.unasked:
        return _unasked(writer, may_allow)
    choice = writer.choice
    goes = f"Passages of your documents go to {choice.place}." if choice.remote else "It runs on this machine."
    return element(
        "div",
        element(
            "button",
            element("span", class_="switch", aria_hidden="true"),
            element("span", f"Write with {choice.label}"),
            type="button",
            role="switch",
            aria_checked="true" if on else "false",
            class_="quiet",
            data_do="switch-model",
        ),
        element("span", goes if on else OWN_WORDS, class_="goes"),
        class_="writer",
        data_remote="true" if on and choice.remote else "false",
    )


def _unasked(writer: Writer, may_allow: bool) -> Html:
    """The question whether text may be sent to a remote model, asked once."""
    choice = writer.choice
    said = (
        f"{choice.label} does not run on this machine alone. To answer, it is sent your question, the conversation "
        f"before it and passages of your documents; they go to {choice.place}."
    )
    if not may_allow:
        allow = f" Who runs this page can allow it with QUOTH_CONSENT={word(choice)}."
        return element("div", element("p", said, allow, _UNTIL), class_="writer asks")
    return element(
        "div",
        element("p", said, _UNTIL),
        element("button", "Allow it", type="button", class_="button", data_do="allow-model"),
        class_="writer asks",
        role="group",
        aria_label="Allow the chat model",
    )
