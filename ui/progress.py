"""What is being done in the background, in words and with a bar: indexing, and the building for another model."""

from __future__ import annotations

from pathlib import PurePath

from index.switching.state import SwitchState
from index.syncing.report import Activity
from ui.markup import Html, element, join
from ui.wording import counted, time_words


def progress_html(activity: Activity, problem: str | None, switch: SwitchState | None = None) -> Html:
    """What indexing does, or why it failed; and how the building for another model goes."""
    return join((_indexing(activity, problem), _switching(switch) if switch and not switch.ended else None))


def _indexing(activity: Activity, problem: str | None) -> Html | None:
    if activity.busy:
        return element(
            "div",
            element("p", activity_words(activity), class_="doing"),
            _bar("Indexing", activity.done, activity.total),
            element("p", activity.path, class_="path") if activity.path else None,
            class_="progress",
        )
    if problem:
        return element("div", element("p", problem), class_="problem", role="alert")
    return None


def _switching(state: SwitchState) -> Html:
    cancel = element(
        "button",
        "Cancel",
        type="button",
        class_="button",
        data_do="cancel-model",
        aria_label="Cancel the building for another model",
    )
    said = "What answers now goes on answering until all is built."
    return element(
        "div",
        element(
            "div",
            element(
                "div",
                element("p", switch_words(state), class_="doing"),
                element("p", state.problem or said, class_="path", role="alert" if state.problem else None),
            ),
            cancel,
            class_="beside",
        ),
        _bar("Building for another model", state.done, state.total),
        class_="progress bad" if state.problem else "progress",
    )


def _bar(label: str, done: int, total: int) -> Html | None:
    return element("progress", max=total, value=done, aria_label=label) if total else None


def switch_words(state: SwitchState) -> str:
    """How the building for another model goes, in a few words."""
    # A model in a folder is named by the folder's last part.
    model = PurePath(state.model).name
    what = f"the index for {model}" + (f" with chunks of {state.chunk_tokens} tokens" if state.chunk_tokens else "")
    how = ""
    match state.stage:
        case "dividing" if state.total:
            how = f": dividing {min(state.done + 1, state.total):,} of {counted(state.total, 'document')}"
        case "embedding" if state.total:
            left = state.seconds_left
            ending = f", {time_words(left)} left" if left is not None and left >= 2 else ""
            how = f": {state.done:,} of {counted(state.total, 'chunk')}{ending}"
        case "switching":
            return f"Switching to {what}"
        case "stopped":
            return f"Building {what} has stopped"
        case "waiting":
            return f"Building {what} waits its turn"
    return f"Building {what}{how}"


def activity_words(activity: Activity) -> str:
    """What indexing does, in a few words."""
    match activity.stage:
        case "indexing":
            left = activity.seconds_left
            ending = f", {time_words(left)} left" if left is not None and left >= 2 else ""
            return (
                f"Indexing {min(activity.done + 1, activity.total):,} of {counted(activity.total, 'document')}{ending}"
            )
        case "loading the model":
            return "Loading the model"
        case "looking":
            return "Looking for changes"
        case "":
            return ""
        case _:
            return activity.stage.capitalize()
