"""Questions of several parts, split into questions of one part each.

Only forms that can hardly be one question are split, since "and" mostly stands inside a name or a subject ("Romeo and
Juliet", "what do Oxford and Cambridge share?"): a second question word with its own clause, question words that share
one clause, a bare question word at the end, a preposition said twice, two attributes of one thing, and comparisons.
The forms are those of question decomposition (Perez et al. 2020; Wolfson et al. 2020, "Break"), found by rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.gathering.leftout import AUX, HOW, bare, completed
from assistant.text.kinds import VALUES, Kind, kind_of
from assistant.text.mentions import mentions, names_in
from assistant.text.words import base_form

LONGEST = 400
"""Characters of a question that is split; more is a pasted text."""
MOST = 4
"""Parts of one question at most."""

_AUX, _HOW = AUX, HOW
_BARE = (
    rf"(?:(?:by|for|to|with|from|in|at|on|of) )?(?:who|whom|when|where|why|{_HOW}|(?:what|which) (?:year|place|date))"
)
_WH = r"(?:who|whom|whose|when|where|why|how|what|which)(?:['’]s)?"
_PREPOSITION = r"(?:in|by|for|to|with|from|at|on|of|under|during|against|about)"
_ASKED = rf"(?:{_PREPOSITION} )?{_WH}\b"
_AND = r"(?:\s*[,;:])?\s+(?:and|but|and also|as well as|plus)\s+(?:then\s+|also\s+|if so,?\s+)?"
_CLAUSE = re.compile(rf"(?:{_AND}|\s*;\s+|\s*,\s+)(?={_ASKED})", re.IGNORECASE)
_TAIL = re.compile(rf"^(?P<first>.+?)(?P<tail>(?:(?:\s*,)?\s+and\s+{_BARE}|\s*,\s+{_BARE})+)$", re.IGNORECASE)
_BARE_ONE = re.compile(rf"\b{_BARE}\b", re.IGNORECASE)
_SHARED = re.compile(
    rf"^(?P<words>{_BARE}(?:(?:\s*,\s*|\s*,?\s+and\s+){_BARE})+)\s+(?P<rest>{_AUX}\b.+)$", re.IGNORECASE
)
_QUESTION = re.compile(rf"^(?P<wh>{_ASKED})(?P<noun>[^,;]{{0,60}}?)\s+(?P<rest>{_AUX}\b.*)$", re.IGNORECASE)
_SUBJECT = re.compile(r"^(?P<wh>who|(?:which|what) [a-z-]+)\s+(?P<verb>[a-z]+)\b(?P<rest>.*)$", re.IGNORECASE)
_TWICE = re.compile(
    rf"^(?P<head>{_ASKED}\s.*?)\s(?P<word>{_PREPOSITION}|between)\s(?P<one>[^,]+?)(?:\s*,)?\s+and\s+(?P=word)\s(?P<two>[^,]+)$",
    re.IGNORECASE,
)
_AGAIN = re.compile(
    rf"^(?P<head>{_ASKED}\s.*?\s(?P<word>{_PREPOSITION})\s)(?P<rest>.+?)\s*,?\s+and\s+(?P=word)\s(?P<two>[^,]+)$",
    re.IGNORECASE,
)
_ATTRIBUTES = re.compile(
    r"^(?P<head>(?:what|who) (?P<aux>is|are|was|were)) (?P<det>the|its|his|her|their) (?P<one>[\w-]+(?: [\w-]+)?) and "
    r"(?:the |its |his |her |their )?(?P<two>[\w-]+(?: [\w-]+)?) (?P<of>of|in|at|for) (?P<rest>.+)$",
    re.IGNORECASE,
)
_OWNERS = re.compile(
    r"^(?P<head>[Ww]hat (?:is|are|was|were)|[Ww]ho (?:is|are|was|were)) the (?P<noun>[\w-]+(?: [\w-]+)?) of "
    r"(?P<one>(?:the )?[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*)*) and (?P<two>(?:the )?[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*)*)$",
)
_COMPARE = re.compile(
    r"^(?:please )?compare (?:(?P<what>(?:the )?[^,]+?) (?:of|in|at|for|between) )?(?P<one>[^,]+?) "
    r"(?:and|with|to|against|versus|vs\.?) (?P<two>[^,]+?)"
    r"(?: (?:in terms of|by|on|regarding|with respect to) (?P<by>.+))?$",
    re.IGNORECASE,
)
_HOW_COMPARE = re.compile(
    r"^how (?:do|does|did) (?:(?P<what>the [^,]+?) of )?(?P<one>[^,]+?) (?:and (?P<and>[^,]+?) compare|compare"
    r"(?:s|d)? (?:with|to|against) (?P<two>[^,]+))$",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:please,? )?(?:(?:can|could|would|will) you )?(?:please )?"
    r"(?:tell me|tell us|explain|describe|say|find out|i want to know|i would like to know|i['’]d like to know) (?=\w)",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"\b(?:who|which|that|where|whose|whom|when|what|how|why)\b", re.IGNORECASE)
_TOPIC = re.compile(r"^(?:in|on|at|during|after|before|for|about|regarding) [^,?]{2,60}, $", re.IGNORECASE)


def split(question: str) -> tuple[str, ...]:
    """The questions that a question is made of, in order; none where it is one question.

    A later part may still lean on an earlier one ("where did she die?"), as a follow-up does.

    >>> split("When and where was Ada Lovelace born?")
    ('When was Ada Lovelace born?', 'Where was Ada Lovelace born?')
    >>> split("What do Oxford and Cambridge share?")
    ()
    """
    text = " ".join(question.split())
    if len(text) > LONGEST:
        return ()
    for form in (_sentences, _compared, _shared, _tail, _clauses, _attributes, _owners, _again, _twice):
        found = [part for part in form(text) if part]
        if len(found) > 1:
            return tuple(dict.fromkeys(_asked(part) for part in completed(found[:MOST])))
    return ()


def _asked(part: str) -> str:
    part = part.strip(" ,;:?.!")
    return f"{part[:1].upper()}{part[1:]}?"


def _sentences(text: str) -> Sequence[str]:
    """Several questions one after the other: "Who won? And who came second?"."""
    pieces = [piece for piece in re.split(r"\?+\s+", text) if bare(piece)]
    if len(pieces) < 2:
        return ()
    pieces = [re.sub(r"^(?:and|also|but|then|so),? ", "", piece, flags=re.IGNORECASE) for piece in pieces]
    asks = all(re.match(rf"(?:{_ASKED}|{_AUX}\b)", piece, re.IGNORECASE) for piece in pieces)
    found = [part for piece in pieces for part in (split(piece) or (piece,))]
    return found if asks else ()


def _compared(text: str) -> Iterator[str]:
    """Comparisons: what is asked of one thing and of the other."""
    match = _COMPARE.match(bare(text)) or _HOW_COMPARE.match(bare(text))
    if match is None:
        return
    groups = match.groupdict()
    two = groups.get("two") or groups.get("and")
    what = groups.get("by") or groups.get("what")
    if not two or (match.re is _HOW_COMPARE and not what) or re.match(rf"{_AUX}\b", two, re.IGNORECASE):
        return
    for thing in (groups["one"], re.sub(rf"^{_PREPOSITION} ", "", two)):
        if what:
            noun = re.sub(r"^the ", "", what)
            yield f"what {_be(noun)} the {noun} of {thing}"
        else:
            yield f"what {_be(thing)} {thing}"


def _be(noun: str) -> str:
    last = noun.split()[-1]
    return "are" if last.islower() and last.endswith("s") and not last.endswith(("ss", "us", "is")) else "is"


def _shared(text: str) -> Iterator[str]:
    """Question words that share a clause: "when and where was she born?"."""
    if match := _SHARED.match(bare(text)):
        for word in _BARE_ONE.finditer(match["words"]):
            yield f"{word.group()} {match['rest']}"


def _tail(text: str) -> Iterator[str]:
    """A bare question word after the question: "when was it founded, and by whom?"."""
    match = _TAIL.match(bare(text))
    if match is None or not re.match(rf"(?:{_ASKED}|{_AUX}\b)", match["first"], re.IGNORECASE):
        return
    first = match["first"]
    clause = _clause_of(first)
    if clause is None:
        return
    yield first
    for word in _BARE_ONE.finditer(match["tail"]):
        yield f"{word.group()} {clause}"


def _clause_of(question: str) -> str | None:
    """What a further question word may stand before: "was it founded", "did they win the cup"."""
    if re.match(rf"{_AUX}\b", question, re.IGNORECASE):
        return question[0].lower() + question[1:]
    if match := _QUESTION.match(question):
        wh, noun, rest = match["wh"], match["noun"].strip(), match["rest"]
        subject = wh.lower() == "who" or (noun and wh.lower() in ("what", "which"))
        verb = re.match(
            rf"(?P<aux>{_AUX})(?P<more>(?: (?:been|first|also))* [a-z]+(?:ed|en|wn|ught|de|lt|ld|nt)\b.*)", rest
        )
        if subject and verb:  # "who was elected": the subject is what is asked for
            they = "they" if verb["aux"].lower() in ("are", "were", "have", "do") else "he"
            return f"{verb['aux']} {they}{verb['more']}"
        return rest if not subject or re.match(r"(?:do|does|did)\b", rest, re.IGNORECASE) else None
    if match := _SUBJECT.match(question):
        return f"did they {base_form(match['verb'])}{match['rest']}"
    return None


def _clauses(text: str) -> Sequence[str]:
    """Clauses with a question word each: "who won the cup and who came second?"."""
    text = bare(text)
    lead = _LEAD.match(text)
    told = lead is not None
    body = text[lead.end() :] if lead else text
    starts = re.match(rf"(?:{_ASKED}|{_AUX}\b)", body, re.IGNORECASE)
    topic = re.match(rf"(?P<topic>[^,?]+, )(?={_ASKED})", body, re.IGNORECASE) if not starts else None
    if not starts and not (topic and _TOPIC.match(topic["topic"])):
        return ()
    at = topic.end() if topic else 0
    found, begin = list[str](), at
    for match in _CLAUSE.finditer(body, at + 1):
        if _own(body[begin : match.start()], match.group(), body[match.end() :], told):
            found.append(body[begin : match.start()])
            begin = match.end()
    found.append(body[begin:])
    prefix = topic["topic"] if topic else ""
    return [prefix + part for part in found]


def _own(before: str, gap: str, after: str, told: bool) -> bool:
    """Whether what follows is a question of its own, and no further relative clause or object of what stands before."""
    words = after.split()
    if not re.search(r"[a-z]", gap) and ";" not in gap:  # a comma alone: "the plan, which was ..."
        return False
    first = before.split()[:3]
    inner = " ".join(before.split()[len(first) :]) if re.match(_ASKED, before, re.IGNORECASE) else before
    if len(before.split()) < 3 or len(words) < 2:
        return False
    form = re.match(
        rf"(?:{_PREPOSITION} )?(?:(?:whom|when|where|why|how)(?:['’]s|\s+{_AUX}\b)|{_HOW} |what(?:['’]s|\s+\w+)"
        r"|(?:who|which)\b|whose\s+\w+)",
        after,
        re.IGNORECASE,
    )
    if told:
        return not _RELATIVE.search(inner) or bool(re.search(rf"{_WH}(?:['’]s|\s+{_AUX}\b)", after, re.IGNORECASE))
    if form is None:
        return False
    return not _same_clause(inner, after)


def _same_clause(before: str, after: str) -> bool:
    """Whether a clause goes on with one that is inside the question: "the man who ... and who ..."."""
    if not _RELATIVE.search(before):
        return False
    if re.match(r"how (?:many|much|old|long|far|tall|high)\b", after, re.IGNORECASE):
        return re.search(r"\bhow\b", before, re.IGNORECASE) is not None
    return not re.match(
        rf"(?:{_PREPOSITION} )?(?:when|where|why|how|what)(?:['’]s|\s+(?:\w+\s+)?{_AUX}\b)", after, re.IGNORECASE
    ) or bool(re.search(r"\b(?:what|how|when|where|why)\b", before, re.IGNORECASE))


def _attributes(text: str) -> Iterator[str]:
    """Two attributes of one thing: "what are the height and age of the tower?"."""
    match = _ATTRIBUTES.match(bare(text))
    if match is None:
        return
    kinds = [_kind(match["one"]), _kind(match["two"])]
    if None in kinds or not (VALUES | {Kind.PERSON, Kind.PLACE}).issuperset(kinds):
        return
    head = match["head"].split()[0]
    was = match["aux"].lower() in ("was", "were")
    for noun in (match["one"], match["two"]):
        many = _be(noun) == "are"
        be = ("were" if many else "was") if was else ("are" if many else "is")
        yield f"{head} {be} {match['det']} {noun} {match['of']} {match['rest']}"


def _kind(noun: str) -> Kind | None:
    return kind_of(noun.split()[-1])


def _owners(text: str) -> Iterator[str]:
    """One attribute of two things: "what are the capitals of France and Spain?"."""
    match = _OWNERS.match(bare(text))
    if match is None or _be(match["noun"]) != "are" or _kind(match["noun"]) is None:
        return
    for thing in (match["one"], match["two"]):
        yield f"{match['head']} the {match['noun']} of {thing}"


def _twice(text: str) -> Iterator[str]:
    """A preposition said twice: "what is the price of A and of B?"."""
    match = _TWICE.match(bare(text))
    if match is None:
        return
    for thing in (match["one"], match["two"]):
        yield f"{match['head']} {match['word']} {thing}"


def _again(text: str) -> Iterator[str]:
    """A preposition said again at the end: "what was the trade with A worth, and with B?"."""
    match = _AGAIN.match(bare(text))
    if match is None:
        return
    first = f"{match['head']}{match['rest']}"
    named = next((one for one in names_in(mentions(first)) if one.start == match.end("head")), None)
    if named is None or not first[named.end :].strip() or not re.search(r"[A-Z]", match["two"]):
        return
    yield first
    yield f"{match['head']}{match['two']}{first[named.end :]}"
