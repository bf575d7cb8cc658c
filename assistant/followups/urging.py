"""Follow-ups that only urge: "are you sure?" asks the same again, "tell me more" and "an example" for more of it."""

from __future__ import annotations

import re

_IT = r"(?:that|this|it)"
_PLEASE = r"(?:please |ok(?:ay)?,? )?(?:(?:can|could|would|will) you )?(?:please )?"
_SURE = re.compile(
    rf"(?:are you (?:really |quite |very )?(?:sure|certain)(?: (?:about|of) {_IT})?|really|seriously|honestly"
    rf"|is {_IT} (?:really )?(?:true|right|correct|so)|how do you know(?: that)?|says who|source"
    rf"|(?:can you )?(?:prove|check|double[- ]check)(?: {_IT})?(?: again)?"
    rf"|where (?:does it|do they|do the documents|is it) (?:say|said)(?: (?:that|so|this))?"
    rf"|(?:what|which)(?:['’]s| is) (?:your|the) source(?: (?:for|of) {_IT})?)\s*[?!.]*",
    re.IGNORECASE,
)
_EXAMPLE = re.compile(
    rf"{_PLEASE}(?:(?:give|show|name) (?:me )?)?(?:an |some |for )?examples?"
    rf"(?: (?:of|for) {_IT})?(?:,? please)?\s*[?!.]*"
    r"|(?:for instance|such as|like what)\s*\?*",
    re.IGNORECASE,
)
_MORE = re.compile(
    rf"{_PLEASE}(?:i(?:['’]d| would) like (?:you )?to |i want (?:you )?to )?"
    r"(?:(?:tell|show|give) me (?:some |a (?:bit|little) )?more|(?:say|know|hear|learn|read) (?:some )?more"
    r"|(?:some )?more(?: on)?|go on|continue|elaborate|explain|expand|keep going)"
    r"(?: (?:details?|information))?"
    rf"(?: (?:about|on|of) {_IT})?(?: {_IT})?(?: (?:more|further|again))?(?: in (?:more )?detail)?"
    r"(?:,? please)?\s*[.!?]*",
    re.IGNORECASE,
)


def urged(asked: str, before: str, topic: str) -> str | None:
    """Give what is asked for by a text that only urges; None for any other.

    :param before: the question before, standing alone.
    :param topic: what it is about, in its own words.
    """
    if _SURE.fullmatch(asked):
        return before
    if _MORE.fullmatch(asked):
        return f"Tell me more about {topic}"
    if _EXAMPLE.fullmatch(asked):
        return f"Give me an example of {topic}"
    return None
