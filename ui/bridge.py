"""The wire between the page's script and the handlers: events that a component raises, and what they carry."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import gradio as gr


def part(name: str, value: str = "", events: tuple[str, ...] = ()) -> gr.HTML:
    """Make a component that shows HTML made by `ui.markup` and raises events of its own.

    The page's script finds it as ``quoth.NAME`` and raises an event by ``quoth.NAME.trigger(event, data)``.

    :param value: what it shows at first. It goes in by ``${value}``, which alone is safe for any text: Gradio runs
        what its other placeholders put in as a script.
    """
    known = json.dumps(events)
    return gr.HTML(
        value,
        elem_id=name,
        js_on_load=f"(window.quoth ??= {{}}).{name} = {{element, trigger, watch, upload, events: {known}}};"
        f"document.dispatchEvent(new CustomEvent('quoth:part', {{detail: '{name}'}}));",
        apply_default_css=False,
    )


def listen(component: gr.HTML, event: str) -> Callable[..., Any]:
    """Give what registers a handler for one of a part's events, as Gradio's own listeners do."""
    listener: Callable[..., Any] = getattr(component, event)
    return listener


def number(event: gr.EventData, key: str) -> int:
    """A whole number that an event carries; 0, which names nothing, where it carries none."""
    value = event._data.get(key) if isinstance(event._data, dict) else None
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def words(event: gr.EventData, key: str, limit: int = 10_000) -> str:
    """A text that an event carries, cut to a length; empty where it carries none."""
    value = event._data.get(key) if isinstance(event._data, dict) else None
    return value[:limit] if isinstance(value, str) else ""
