"""How the page looks: Gradio's theme in system fonts, and the page's own style sheet and script."""

from __future__ import annotations

from pathlib import Path

import gradio as gr

from ui.markup import Html, element, join

ASSETS = Path(__file__).parent / "assets"
ROUTE = "/quoth/"
"""Where the assets are served."""

_SANS = ("ui-sans-serif", "system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif")
_MONO = ("ui-monospace", "SFMono-Regular", "Consolas", "Liberation Mono", "monospace")


def theme() -> gr.themes.Base:
    """Gradio's plain theme without borders and shadows, in fonts that the machine has."""
    return gr.themes.Base(primary_hue="indigo", neutral_hue="stone", radius_size="lg", font=_SANS, font_mono=_MONO).set(
        body_background_fill="var(--paper)",
        body_background_fill_dark="var(--paper)",
        body_text_color="var(--ink)",
        body_text_color_dark="var(--ink)",
        block_border_width="0px",
        block_shadow="none",
        block_background_fill="transparent",
        block_background_fill_dark="transparent",
    )


def head() -> Html:
    """What the page's head links to."""
    return join(
        (
            element("meta", name="color-scheme", content="light dark"),
            element("link", rel="icon", type="image/svg+xml", href=ROUTE + "favicon.svg"),
            *(
                element("link", rel="stylesheet", href=ROUTE + name)
                for name in ("page.css", "chat.css", "source.css", "documents.css", "folders.css", "toasts.css")
            ),
            element("script", type="module", src=ROUTE + "page.js"),
        )
    )
