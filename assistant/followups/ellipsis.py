"""Follow-ups that leave out what the question before said: "and in 2004?", "what about Intel?", "why?"."""

from __future__ import annotations

import re
from itertools import pairwise

from assistant.followups.urging import urged
from assistant.text.mentions import Mention, Sort, mentions, names_in
from assistant.text.spans import dates
from assistant.text.words import base_form, fold, listed, words

_LEAD = re.compile(r"^(?:(?:and|but|so|or|then|also|ok|okay|now|well)\b[, ]*)+", re.IGNORECASE)
_ABOUT = re.compile(r"^(?:and |but )?(?:what|how) about (?P<what>.+?)\s*\?*$", re.IGNORECASE)
_PREPOSITION = re.compile(
    r"^(?P<word>in|on|at|for|from|to|by|with|during|before|after|since|under|against|over|near|of|between"
    r"|around)\s+(?P<what>.+?)\s*\?*$",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"^(?P<ask>(?:(?:by|to|for|with|from|since|until|till|at|in|on|of|about) )?(?:why|when|where|whom?|what|which"
    r"|how(?: (?!about\b|come\b|so\b|exactly\b)[a-z]+)?(?: (?:time|times|people|money))?"
    r"|(?:what|which) (?:year|day|time|date))(?: exactly)?)(?: (?:so|not|then|precisely))?\s*\?*$",
    re.IGNORECASE,
)
_YES_NO = re.compile(
    r"^(?P<aux>(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might|must)(?:n['’]t)?)"
    r" (?P<rest>.+?)\s*\?*$",
    re.IGNORECASE,
)
_ELSE = re.compile(
    r"^(?P<ask>who|what|where|which|why|how|anyone|anything|anybody|any others?) ?(?:else)?\s*\?*$", re.IGNORECASE
)
_ASKED = re.compile(
    r"^(?P<ask>(?:(?:in|at|on|for|to|from|by|with) )?(?:who|whom|whose|what|which|when|where|why"
    r"|how)\b(?: (?:many|much|long|old|far|big|tall|often)\b)?)"
    r"(?P<noun>(?: [\w'-]+){0,3}?)(?: (?P<aux>is|are|was|were|do|does|did|has|have|had|can|could|will|would"
    r"|should|may|might|must)\b)?"
    r" (?P<rest>.+?)\s*\?*$",
    re.IGNORECASE,
)


_TAIL = (
    r" (?:in|on|at|for|from|to|by|with|during|before|after|since|under|against|over|near|between|around|of|and|or|when"
    r"|if|that|which|who)\b"
)
_ONE = re.compile(r"^(?P<lead>(?:the|an?) )?(?P<which>[\w'’-]+(?: [\w'’-]+)?) ones?$", re.IGNORECASE)
_ADVERBS = listed("outside inside abroad online today now yesterday tomorrow nowadays here elsewhere locally")
_HAPPENED = re.compile(
    r"^(?P<ask>why|when|where|how) (?:did|does|will|has) (?:this|that|it) happen(?:ed)?\s*\?*$", re.IGNORECASE
)


def lead_cut(question: str) -> str:
    """A question without the "and" or "but" that ties it to what was said before."""
    cut = _LEAD.sub("", question.strip())
    return cut[:1].upper() + cut[1:] if cut else question


def complete(question: str, before: str, subject: str | None, topic: str | None = None) -> str | None:
    """Fill in what an elliptic follow-up leaves out from the question before it; None where it is not elliptic.

    :param before: the question before, standing alone.
    :param subject: what the answer before named, if known.
    :param topic: what the conversation is about, for a question before that names nothing.
    """
    asked = lead_cut(question)
    if (whole := urged(asked, before, _topic(before, topic))) is not None:
        return whole
    if (match := _ELSE.match(asked)) and (" else" in asked.lower() or asked.lower().startswith("any ")):
        return _else(match["ask"], before)
    if match := _BARE.match(asked):
        return _bare(match["ask"], before, subject)
    if (match := _HAPPENED.match(asked)) and _is_deed(before):
        return _bare(match["ask"], before, subject)
    if match := _ABOUT.match(question.strip()):
        return replaced(match["what"], before)
    if match := _PREPOSITION.match(asked):
        return _placed(match["word"].lower(), match["what"], before) if not is_question(match["what"]) else None
    tied = asked != question.strip() and _LEAD.match(question.strip())
    if tied and not is_question(asked) and len(asked.split()) <= 6:
        said = question.strip()[tied.end() :].rstrip("? ")
        return _adverb(said, before) or replaced(_lower(said), before)
    if not tied and asked.endswith("?") and len(asked.split()) <= 4 and not is_question(asked):
        return _counterpart_asked(_lower(asked.rstrip("? ")), before)
    return None


def _adverb(what: str, before: str) -> str | None:
    """And abroad? after "What does it cost at home?": a word for a place or time is added."""
    return f"{before.rstrip('? ')} {what}?" if fold(what) in _ADVERBS else None


def _lower(what: str) -> str:
    return what[0].lower() + what[1:] if what.startswith(("The ", "A ", "An ", "In ")) else what


def _counterpart_asked(what: str, before: str) -> str | None:
    """Mount Sill? after "How tall is Mount Orm?"; None where the question before has nothing of its sort."""
    new = names_in(mentions(f"is {what}"))
    if dates(what) and dates(before):
        return replaced(what, before)
    if len(new) == 1 and new[0].text == what and names_in(mentions(before)):
        return replaced(what, before)
    return None


_ASKING = listed(
    """who whom whose what which when where why how is are was were did does do has have can will should could would
    isnt arent wasnt werent didnt doesnt dont hasnt havent cant wont couldnt wouldnt shouldnt"""
)
_ASKING_OF = listed("may might must shall had am need neednt mustnt hadnt")
"""Verbs that ask only with a subject after them: "must I", not "in May", "the need"."""
_SUBJECTS = listed("i you he she it we they one the a an this that these those my your his her its our their there")


def is_question(text: str) -> bool:
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
    if not ask.lower().startswith(("who", "what", "where", "which", "why", "how")):
        ask = match["ask"]
    head = before[: match.end("ask")]
    return f"{head} else{before[match.end('ask') :]}"


def _bare(ask: str, before: str, subject: str | None) -> str:
    """Why? after "When did X leave?": "Why did X leave?"."""
    ask = ask[0].upper() + ask[1:].lower()
    if match := _YES_NO.match(before):
        return _opened(ask, match["aux"].lower(), match["rest"])
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


def _opened(ask: str, aux: str, rest: str) -> str:
    """When? after "Did X leave?": "When did X leave?"; How much? after "Is there a fee?": "How much is the fee?"."""
    there = re.match(r"there (?:an?|any|some)? ?(?P<what>.+)$", rest)
    if there and ask.lower().startswith("how"):
        return f"{ask} {aux} the {there['what']}?"
    return f"{ask} {aux} {rest}?"


def _placed(word: str, what: str, before: str) -> str:
    """In 2004? after "Who won X in 2003?": the part of the same kind is replaced, or this one is added."""
    if dates(what):
        old = dates(before)
        if not old:
            return f"{before.rstrip('? ')} {word} {what}?"
        start, end = old[-1]
        lead = re.search(r"\b(?:in|on|at|by|since|before|after|during|for) (?:the )?$", before[:start])
        return f"{before[: lead.start() if lead else start]}{word} {what}{before[end:]}"
    same = list(re.finditer(rf"\b{word} (?P<old>.+?)(?={_TAIL}|\s*\?*$)", before, re.IGNORECASE))
    fit = [match for match in same if not dates(match["old"])]
    if fit:
        return f"{before[: fit[-1].start()]}{word} {what}{before[fit[-1].end() :]}"
    return f"{before.rstrip('? ')} {word} {what}?"


def replaced(what: str, before: str) -> str:
    """What about Intel? after "Who runs AMD?": "Who runs Intel?"."""
    if match := _PREPOSITION.match(what):
        return _placed(match["word"].lower(), match["what"], before)
    if dates(what) and (old := dates(before)):
        start, end = old[-1]
        return f"{before[:start]}{what}{before[end:]}"
    if (whole := _of_its_kind(what, before)) is not None:
        return whole
    target = _counterpart(what, mentions(before))
    if target is not None:
        return f"{before[: target.start]}{what}{before[target.end :]}"
    known = names_in(mentions(before))
    if known:
        return f"What is {what} of {known[0].text}?"
    return f"{before.rstrip('? ')}, {what}?"


def _of_its_kind(what: str, before: str) -> str | None:
    """Put "the small brush" for "the small one", "the men's race" for "the men's", where the other kind was named."""
    things = [one for one in mentions(before) if len(one.text.split()) > 1 and one.text.split()[-1].islower()]
    if not things:
        return None
    one = things[-1]
    if match := _ONE.match(what):
        return f"{before[: one.start]}the {match['which']} {one.text.split()[-1]}{before[one.end :]}"
    owned = next((thing for thing in things if re.search(r"s?['’]s? ", thing.text)), None)
    if owned is not None and re.search(r"(?:['’]s|s['’])$", what):
        rest = re.split(r"(?:['’]s|s['’]) ", owned.text, maxsplit=1)[-1]
        return f"{before[: owned.start]}{what} {rest}{before[owned.end :]}"
    return None


def _topic(before: str, topic: str | None) -> str:
    """What more is asked about: the names or things of the question before."""
    found = mentions(before)
    named = ", ".join(dict.fromkeys(mention.text for mention in names_in(found) or found))
    return named or topic or before.rstrip("? ")


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
