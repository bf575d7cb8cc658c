"""Signs of the Wingdings and Symbol fonts that documents use for bullets, boxes and Greek letters."""

from __future__ import annotations

_SIGNS = {
    0xB7: "•", 0xA7: "▪", 0xD8: "➢", 0xFC: "✓", 0xFB: "✗", 0xFE: "☑", 0xFD: "☒", 0xA8: "☐", 0x6F: "☐", 0x6E: "■",
    0xE0: "→", 0xDF: "←", 0xF0: "⇨", 0x4A: "☺", 0x76: "❖",
}  # fmt: skip
_GREEK = dict(
    zip(
        range(0x41, 0x7B),
        "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ",
        strict=True,
    )
)
_SYMBOL = _GREEK | {
    0xA3: "≤", 0xA5: "∞", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xB1: "±", 0xB3: "≥",
    0xB4: "×", 0xB6: "∂", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xC5: "⊕", 0xC6: "∅", 0xC7: "∩",
    0xC8: "∪", 0xCE: "∈", 0xD1: "∇", 0xD6: "√", 0xDE: "⇒", 0xE5: "∑", 0xF2: "∫", 0x22: "∀", 0x24: "∃", 0x2D: "−",
}  # fmt: skip


def sign(code: int) -> str:
    """The character for a code of a symbol font, which may stand in Unicode's private area (F000 to F0FF)."""
    low = code - 0xF000 if 0xF000 <= code <= 0xF0FF else code
    if low in _SIGNS:
        return _SIGNS[low]
    return chr(code) if 32 <= code < 0x110000 and not 0xD800 <= code < 0xE000 else ""


def symbol_font(code: int) -> str:
    """The character for a byte in the font named Symbol: Greek letters and signs of mathematics."""
    return _SYMBOL.get(code) or (chr(code) if 32 <= code < 127 else "")
