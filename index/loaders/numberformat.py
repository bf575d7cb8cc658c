"""Numbers as a spreadsheet shows them: percent, currency, dates and times by their format codes.

The codes are those of Excel (ECMA-376 part 1, 18.8.30). Dates in the computer's own short format, which differs
from country to country, are written as 2024-01-31. Points and commas are the English ones; months' names too.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache

from index.loaders.dateformat import format_date, is_date

_ACCOUNTING = "#,##0_);(#,##0)"
BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: '"$"#,##0_);("$"#,##0)', 6: '"$"#,##0_);("$"#,##0)',
    7: '"$"#,##0.00_);("$"#,##0.00)', 8: '"$"#,##0.00_);("$"#,##0.00)', 9: "0%", 10: "0.00%", 11: "0.00E+00",
    12: "# ?/?", 13: "# ??/??", 14: "yyyy-mm-dd", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy-mm-dd h:mm", 37: _ACCOUNTING, 38: _ACCOUNTING,
    39: "#,##0.00_);(#,##0.00)", 40: "#,##0.00_);(#,##0.00)", 41: _ACCOUNTING, 42: '"$"#,##0_);("$"#,##0)',
    43: "#,##0.00_);(#,##0.00)", 44: '"$"#,##0.00_);("$"#,##0.00)', 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0",
    48: "##0.0E+0", 49: "@", **dict.fromkeys((*range(27, 37), *range(50, 59)), "yyyy-mm-dd"),
}  # fmt: skip
"""Codes of the formats that files name by number alone."""

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|(?P<skip>[_*].)|\[(?P<bracket>[^\]]*)\]|(?P<general>(?i:General)|^Standard$)|'
    r"(?P<half>AM/PM|A/P)|(?P<date>[yY]+|[mM]+|[dD]+|[hH]+|[sS]+|[eE](?![+-])|[gG]+|b+)|(?P<exponent>E[+-])|"
    r"(?P<digit>[0#?])|(?P<point>\.)|(?P<comma>,)|(?P<percent>%)|(?P<text>@)|(?P<fraction>/)|(?P<literal>.)",
    re.S,
)
_PIECE = re.compile(r'"[^"]*"?|[\\_*].|\[[^\]]*\]|(;)|.', re.S)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[0-9.]+)$")
_COMPARE = {
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
    "=": lambda a, b: a == b,
    "<>": lambda a, b: a != b,
}
Token = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Section:
    """One of a code's parts, for positive, negative, zero or such numbers as its condition says."""

    tokens: tuple[Token, ...]
    condition: tuple[str, float] | None = None


def shown(value: float, code: str, from_1904: bool = False) -> str:
    """A number as a cell with a format code shows it; ``from_1904`` where dates count from then."""
    if not math.isfinite(value):
        return ""
    try:
        section, number = _choose(_sections(code), value)
        if section is None:
            return general(value)
        if is_date(section.tokens):
            text = format_date(value, section.tokens, from_1904)
            return general(value) if text is None else text
        return _format(number, section.tokens)
    except (ArithmeticError, ValueError):
        return general(value)


def general(value: float) -> str:
    """A number without a format: its digits, without those that a computer's arithmetic added."""
    text = f"{value:.15g}"
    if "e" in text and 1e-5 < abs(value) < 1e21:
        text = f"{Decimal(text):f}"
    return text.replace("e+", "E+").replace("e-", "E-")


@lru_cache(maxsize=2000)
def _sections(code: str) -> tuple[_Section, ...]:
    parts = [""]
    for piece in _PIECE.finditer(code):
        if piece[1]:
            parts.append("")
        else:
            parts[-1] += piece[0]
    return tuple(_section(part) for part in parts[:4]) if code else ()


def _section(part: str) -> _Section:
    tokens: list[Token] = []
    condition: tuple[str, float] | None = None
    for found in _TOKEN.finditer(part):
        kind = found.lastgroup or "literal"
        text = found[kind]
        if kind in ("quoted", "escaped"):
            tokens.append(("literal", text))
        elif kind == "bracket":
            compared = _CONDITION.match(text)
            if compared:
                condition = (compared[1], float(compared[2]))
            elif text.startswith("$"):
                tokens.append(("literal", text[1:].split("-")[0]))
            elif re.fullmatch(r"h+|m+|s+", text, re.I):
                tokens.append(("elapsed", text.lower()))
        elif kind != "skip":
            tokens.append((kind, text))
    return _Section(tuple(tokens), condition)


def _choose(sections: tuple[_Section, ...], value: float) -> tuple[_Section | None, float]:
    """The section for a number, and the number as that section is to write it (a minus sign may be its own)."""
    if not sections:
        return None, value
    if any(s.condition for s in sections):
        for section in sections[:3]:
            if section.condition is None or _COMPARE[section.condition[0]](value, section.condition[1]):
                sign, bound = section.condition or ("", 0.0)
                return section, abs(value) if sign.startswith("<") and bound <= 0 else value
        return None, value
    count = min(3, len(sections))
    if value < 0 and count > 1:
        # Where only a colour tells it from a positive number, a minus sign does.
        alike = _signs(sections[1]) == _signs(sections[0]) and any(k == "digit" for k, _ in sections[1].tokens)
        return sections[1], value if alike else -value
    if value == 0 and count > 2:
        return sections[2], value
    return sections[0], value


def _signs(section: _Section) -> str:
    return "".join(text for kind, text in section.tokens if kind == "literal")


def _format(value: float, tokens: tuple[Token, ...]) -> str:
    kinds = [kind for kind, _ in tokens]
    if "general" in kinds:
        return "".join(general(value) if k == "general" else t for k, t in tokens if k in ("general", "literal"))
    if "text" in kinds:
        return "".join(general(value) if k == "text" else t for k, t in tokens if k in ("text", "literal"))
    if "digit" not in kinds:
        return "".join("%" if kind == "percent" else text for kind, text in tokens)
    number = Decimal(f"{value:.15g}")
    number *= 100 ** kinds.count("percent")
    if "fraction" in kinds and "digit" in kinds[: kinds.index("fraction")]:
        return _as_fraction(number, tokens)
    sign, number = ("-", -number) if number < 0 else ("", number)
    text = _exponential(number, tokens) if "exponent" in kinds else _fixed(number, tokens)
    return sign + text if any(c in "123456789" for c in text) else text


def _fixed(number: Decimal, tokens: tuple[Token, ...]) -> str:
    digits = [at for at, (kind, _) in enumerate(tokens) if kind == "digit"]
    point = next((at for at, (kind, _) in enumerate(tokens) if kind == "point"), len(tokens))
    whole = [at for at in digits if at < point]
    decimals = [at for at in digits if at > point]
    commas = [at for at, (kind, _) in enumerate(tokens) if kind == "comma"]
    grouped = bool(whole) and any(whole[0] < at < whole[-1] for at in commas)
    for at in commas:
        if (digits and at > digits[-1]) or (whole and whole[-1] < at < point and decimals):
            number /= 1000
    number = number.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP)
    integral, _, rest = f"{number:f}".partition(".")
    integral = integral.lstrip("0")
    left = _spread(integral, tokens[:point], grouped)
    right = _decimals(rest, tokens[point + 1 :])
    dot = "." if any(c.isdigit() for c in right) else ""
    if not whole and integral:
        left += integral
    return left + dot + right


def _spread(digits: str, tokens: tuple[Token, ...], grouped: bool) -> str:
    """The digits before the point, put into their places from the right."""
    places = [at for at, (kind, _) in enumerate(tokens) if kind == "digit"]
    out: list[str] = []
    written = 0
    for at in range(len(tokens) - 1, -1, -1):
        kind, text = tokens[at]
        if kind == "digit":
            take = digits if at == places[0] else digits[-1:]
            digits = digits[: len(digits) - len(take)]
            for digit in reversed(take or ("0" if text == "0" else "")):
                if grouped and written and written % 3 == 0:
                    out.append(",")
                out.append(digit)
                written += 1
        elif kind in ("literal", "percent", "fraction"):
            out.append(text[::-1])
    return "".join(out)[::-1]


def _decimals(digits: str, tokens: tuple[Token, ...]) -> str:
    out: list[str] = []
    at = 0
    for n, (kind, text) in enumerate(tokens):
        if kind == "digit":
            optional = all(t != "0" for k, t in tokens[n:] if k == "digit")
            if not (optional and not digits[at:].strip("0")):
                out.append(digits[at : at + 1])
            at += 1
        elif kind in ("literal", "percent", "fraction"):
            out.append(text)
    return "".join(out)


def _exponential(number: Decimal, tokens: tuple[Token, ...]) -> str:
    at = next(n for n, (kind, _) in enumerate(tokens) if kind == "exponent")
    mantissa, rest = tokens[:at], tokens[at + 1 :]
    point = next((n for n, (kind, _) in enumerate(mantissa) if kind == "point"), len(mantissa))
    whole = max(1, sum(kind == "digit" for kind, _ in mantissa[:point]))
    exponent = number.adjusted() if number else 0
    exponent -= exponent % whole if whole > 1 else 0
    text = _fixed(number.scaleb(-exponent), mantissa)
    width = sum(kind == "digit" for kind, _ in rest)
    sign = "-" if exponent < 0 else "+" if tokens[at][1].endswith("+") else ""
    literals = "".join(text for kind, text in rest if kind in ("literal", "percent"))
    return f"{text}E{sign}{abs(exponent):0{width}d}{literals}"


def _as_fraction(number: Decimal, tokens: tuple[Token, ...]) -> str:
    """Such as 2 3/4; a denominator may be given in the code."""
    slash = next(n for n, (kind, _) in enumerate(tokens) if kind == "fraction")
    after = "".join(text for kind, text in tokens[slash + 1 :] if kind in ("digit", "literal"))
    given = re.match(r"\s*([1-9][0-9]*)", after)
    before = "".join(text if kind == "digit" else " " for kind, text in tokens[:slash])
    mixed = len(before.split()) > 1
    sign, exact = ("-", -Fraction(number)) if number < 0 else ("", Fraction(number))
    whole = int(exact) if mixed else 0
    most = 10 ** max(1, len(re.match(r"[0#?]*", after)[0])) - 1  # type: ignore[index]
    part = exact - whole
    part_of = int(given[1]) if given else part.limit_denominator(most).denominator
    count = round(part * part_of)
    if mixed and count == part_of:
        whole, count = whole + 1, 0
    shown_part = f"{count}/{part_of}" if count or not mixed else ""
    return sign + (" ".join(p for p in (str(whole) if whole else "", shown_part) if p) or "0")
