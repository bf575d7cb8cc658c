"""Text as people write it from Penn Treebank tokens, with the place of every token."""

from __future__ import annotations

from collections.abc import Sequence

_SAID = {
    "``": '"', "''": '"', "`": "'", "-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}",
    "--": "–",
}  # fmt: skip
_TO_THE_LEFT = frozenset(
    (
        ",",
        ".",
        ";",
        ":",
        "!",
        "?",
        "%",
        ")",
        "]",
        "}",
        "'s",
        "'",
        "n't",
        "'re",
        "'ve",
        "'ll",
        "'d",
        "'m",
        "...",
        "’s",
        "’",
    )
)
_TO_THE_RIGHT = frozenset(("(", "[", "{", "$", "£", "€", "#"))


def join(tokens: Sequence[str]) -> tuple[str, list[tuple[int, int]]]:
    """Join tokens to a text; also gives each token's start and end in it."""
    text, places, tight, opened = "", [], True, False
    for raw in tokens:
        token = _SAID.get(raw, raw)
        opens = False
        if token == '"' or raw in ("`", "``"):
            opens = raw in ("``", "`") or (raw == '"' and not opened)
            opened = opens
        closing = token == '"' and not opens
        if not (tight or closing or token.lower() in _TO_THE_LEFT):
            text += " "
        places.append((len(text), len(text) + len(token)))
        text += token
        tight = opens or token in _TO_THE_RIGHT
    return text, places
