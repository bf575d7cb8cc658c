"""Follow-ups that leave out what the question before said: "and in 2004?", "what about Intel?", "why?"."""

from __future__ import annotations

import re
from itertools import pairwise

from assistant.mentions import Mention, Sort, mentions, names_in
from assistant.spans import dates
from assistant.words import base_form, fold, listed, words

_LEAD = re.compile(r"^(?:(?:and|but|so|or|then|also|ok|okay|now|well)\b[, ]*)+", re.IGNORECASE)
_ABOUT = re.compile(r"^(?:and |but )?(?:what|how) about (?P<what>.+?)\s*\?*$", re.IGNORECASE)
_PREPOSITION = re.compile(
    r"^(?P<word>in|on|at|for|from|to|by|with|during|before|after|since|under|against|over|near|of|between"
    r"|around)\s+(?P<what>.+?)\s*\?*$",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"^(?P<ask>why|when|where|who|whom|how|what|which|how (?:many|much|long|old|far|big|tall"
    r"|often))(?: (?:exactly|so|not|then|else))?\s*\?*$",
    re.IGNORECASE,
)
_ELSE = re.compile(r"^(?P<ask>who|what|where|which|why|how|anyone|anything|anybody) else\s*\?*$", re.IGNORECASE)
_ASKED = re.compile(
    r"^(?P<ask>(?:(?:in|at|on|for|to|from|by|with) )?(?:who|whom|whose|what|which|when|where|why"
    r"|how)\b(?: (?:many|much|long|old|far|big|tall|often)\b)?)"
    r"(?P<noun>(?: [\w'-]+){0,3}?)(?: (?P<aux>is|are|was|were|do|does|did|has|have|had|can|could|will|would"
    r"|should|may|might|must)\b)?"
    r" (?P<rest>.+?)\s*\?*$",
    re.IGNORECASE,
)


_HAPPENED = re.compile(
    r"^(?P<ask>why|when|where|how) (?:did|does|will|has) (?:this|that|it) happen(?:ed)?\s*\?*$", re.IGNORECASE
)
_MORE = re.compile(
    r"(?:please )?(?:tell me more|more|go on|continue|explain|more details?)(?: please)?\s*[.!?]*", re.IGNORECASE
)


def lead_cut(question: str) -> str:
    """A question without the "and" or "but" that ties it to what was said before."""
    cut = _LEAD.sub("", question.strip())
    return cut[:1].upper() + cut[1:] if cut else question


def complete(question: str, before: str, subject: str | None) -> str | None:
    """Fill in what an elliptic follow-up leaves out from the question before it; None where it is not elliptic.

    :param before: the question before, standing alone.
    :param subject: what the answer before named, if known.
    """
    asked = lead_cut(question)
    if match := _ELSE.match(asked):
        return _else(match["ask"], before)
    if _MORE.fullmatch(asked):
        return f"Tell me more about {_topic(before)}"
    if match := _BARE.match(asked):
        return _bare(match["ask"], before, subject)
    if (match := _HAPPENED.match(asked)) and _is_deed(before):
        return _bare(match["ask"], before, subject)
    if match := _ABOUT.match(question.strip()):
        return _parallel(match["what"], before)
    if match := _PREPOSITION.match(asked):
        return _placed(match["word"].lower(), match["what"], before) if not _is_question(match["what"]) else None
    tied = asked != question.strip() and _LEAD.match(question.strip())
    if tied and not _is_question(asked) and len(asked.split()) <= 6:
        what = asked.rstrip("? ")
        return _parallel(what[0].lower() + what[1:] if what.startswith(("The ", "A ", "An ", "In ")) else what, before)
    return None


_ASKING = listed(
    """who whom whose what which when where why how is are was were did does do has have can will should could would
    isnt arent wasnt werent didnt doesnt dont hasnt havent cant wont couldnt wouldnt shouldnt"""
)
_ASKING_OF = listed("may might must shall had am need neednt mustnt hadnt")
"""Verbs that ask only with a subject after them: "must I", not "in May", "the need"."""
_SUBJECTS = listed("i you he she it we they one the a an this that these those my your his her its our their there")


def _is_question(text: str) -> bool:
    """Whether a text holds a question of its own."""
    said = [fold(word.raw) for word in words(text)]
    return not _ASKING.isdisjoint(said) or any(
        verb in _ASKING_OF and subject in _SUBJECTS for verb, subject in pairwise(said)
    )


def _is_deed(before: str) -> bool:
    """Whether a question is about something that happened, or happens, and not about what something is."""
    match = _ASKED.match(before)
    return match is not None and (match["aux"] or "did").lower() in ("do", "does", "did", "will", "would", "can")


def _else(ask: str, before: str) -> str:
    """Who else? after "Who won X?": "Who else won X?"."""
    match = _ASKED.match(before)
    if match is None:
        return f"{before.rstrip('? ')} else?"
    head = before[: match.end("ask")]
    return f"{head} else{before[match.end('ask') :]}"


def _bare(ask: str, before: str, subject: str | None) -> str:
    """Why? after "When did X leave?": "Why did X leave?"."""
    ask = ask[0].upper() + ask[1:].lower()
    match = _ASKED.match(before)
    if match is None:
        return f"{ask}: {before}"
    rest, aux = match["rest"], match["aux"]
    if ask.startswith(("How many", "How much")) and match["noun"].strip():
        return f"{ask}{match['noun']} {f'{aux} ' if aux else ''}{rest}?"
    if aux and not (match["ask"].lower() in ("who", "what") and aux.lower() in ("is", "are", "was", "were")):
        return f"{ask} {aux} {rest}?"
    if aux:
        return f"{ask} {aux} {rest}?"
    verb, _, remainder = f"{match['noun'].strip()} {rest}".strip().partition(" ")
    return f"{ask} did {subject or 'someone'} {base_form(verb)} {remainder}".rstrip() + "?"


def _placed(word: str, what: str, before: str) -> str:
    """In 2004? after "Who won X in 2003?": the part of the same kind is replaced, or this one is added."""
    new_date = bool(dates(what))
    if new_date and (old := dates(before)):
        start, end = old[-1]
        lead = re.search(r"\b(?:in|on|at|by|since|before|after|during|for) (?:the )?$", before[:start])
        start = lead.start() if lead else start
        return f"{before[:start]}{word} {what}{before[end:]}"
    if not new_date:
        for mention in reversed(mentions(before)):
            lead = re.search(rf"\b{word} (?:the )?$", before[: mention.start], re.IGNORECASE)
            if lead or re.search(rf"\b{word} $", before[: mention.start], re.IGNORECASE):
                start = lead.start() if lead else mention.start
                return f"{before[:start]}{word} {what}{before[mention.end :]}"
    return f"{before.rstrip('? ')} {word} {what}?"


def _parallel(what: str, before: str) -> str:
    """What about Intel? after "Who runs AMD?": "Who runs Intel?"."""
    if match := _PREPOSITION.match(what):
        return _placed(match["word"].lower(), match["what"], before)
    if dates(what) and (old := dates(before)):
        start, end = old[-1]
        return f"{before[:start]}{what}{before[end:]}"
    target = _counterpart(what, mentions(before))
    if target is not None:
        return f"{before[: target.start]}{what}{before[target.end :]}"
    known = names_in(mentions(before))
    if known:
        return f"What is {what} of {known[0].text}?"
    return f"{before.rstrip('? ')}, {what}?"


def _topic(before: str) -> str:
    found = mentions(before)
    return ", ".join(dict.fromkeys(mention.text for mention in names_in(found) or found)) or before.rstrip("? ")


def _counterpart(what: str, known: list[Mention]) -> Mention | None:
    """Which part of the question before the new one stands in for: one of the same sort, a name for a name."""
    new = mentions(f"is {what}")
    wanted = names_in(new)
    if wanted:
        named = names_in(known)
        alike = [mention for mention in named if mention.sort is wanted[0].sort]
        choice = alike or named or known
        return choice[0] if choice else None
    titled = [mention for mention in known if mention.sort in (Sort.THING, Sort.MANY)]
    things = [mention for mention in titled if _head(mention.text) == _head(what)] or titled
    return things[-1] if things else None


def _head(phrase: str) -> str:
    return fold(phrase.split()[-1]) if phrase.split() else ""


def asked_parts(before: str) -> str | None:
    """The deed that a question asks about: "leave Mali" of "Why did France leave Mali?" and "Who left Mali?"."""
    match = _ASKED.match(before)
    if match is None:
        return None
    rest, aux = match["rest"], match["aux"]
    if aux is None:
        verb, _, remainder = f"{match['noun'].strip()} {rest}".strip().partition(" ")
        return f"{base_form(verb)} {remainder}".strip()
    if aux.lower() in ("is", "are", "was", "were"):
        return None
    for mention in mentions(before):
        if mention.start >= match.start("rest"):
            return before[mention.end :].strip(" ?") or None
    return rest.partition(" ")[2] or None
