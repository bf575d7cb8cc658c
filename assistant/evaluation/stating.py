"""Statements made of questions and their answers: "When was X built?" and "1890" give "X was built in 1890."

They say in other words what a sentence says, so that a guard that takes true claims for false is found out.
"""

from __future__ import annotations

import re

from assistant.text.nounphrases import Role, phrases
from assistant.text.verbs import is_verb
from assistant.text.words import STOP, base_form, fold

_BE = r"is|are|was|were|can|could|will|would|should|must|has|have|had"
_SUBJECT = re.compile(
    rf"^(?:who|what|which(?: of the)?|(?:what|which) (?P<noun>[\w'’-]+(?: [\w'’-]+)?)) "
    rf"(?P<rest>(?!(?:{_BE}|did|do|does)\b).+)$",
    re.IGNORECASE,
)
_IS = re.compile(r"^(?:what|who|which) (?P<be>is|are|was|were) (?P<rest>(?:the|a|an|another) .+)$", re.IGNORECASE)
_ASIDE = re.compile(
    rf"^(?P<wh>when|where|in what year|in which year|what year|how many [\w -]+?|in what [\w ]+?|what|who|which [\w ]+?"
    rf"|what [\w ]+?|how much|how) (?P<aux>{_BE}|did|do|does) (?P<rest>.+)$",
    re.IGNORECASE,
)
_PREPOSITIONS = re.compile(r"^(?:in|on|at|by|from|to|for|during|since|until|after|before|with|around|the \d)\b", re.I)


def stated(question: str, answer: str) -> str | None:
    """The statement that a question and its answer come to; None for a form of question that is not known."""
    asked = question.strip().rstrip("? .").strip()
    answer = answer.strip().rstrip(".")
    if not asked or "," in asked or len(answer.split()) > 9:
        return None
    if match := _IS.match(asked):
        return _sentence(f"{match['rest']} {match['be'].lower()} {answer}")
    if (match := _SUBJECT.match(asked)) and _begins_with_verb(match["rest"]):
        return _sentence(f"{answer} {match['rest']}")
    if match := _ASIDE.match(asked):
        return _aside(match, answer)
    return None


def _begins_with_verb(rest: str) -> bool:
    first = rest.split()[0]
    folded = fold(first)
    return first.islower() and (is_verb(first) or base_form(folded) != folded or folded.endswith(("ed", "es")))


def _aside(match: re.Match[str], answer: str) -> str | None:
    """A question whose answer comes last: the auxiliary goes behind its subject."""
    asked, aux, rest = match["wh"].lower(), match["aux"].lower(), match["rest"]
    question = f"{match['wh']} {match['aux']} {rest}?"
    subject = next(
        (one for one in phrases(question) if one.role is Role.SUBJECT and one.start >= match.start("rest")), None
    )
    if subject is None or subject.start != match.start("rest") or subject.attribute:
        return None
    head, tail = question[subject.start : subject.end], question[subject.end : -1].strip()
    if (
        not tail
        or tail.split()[0] in ("of", "and", "in", "for")
        or (fold(tail.split()[0]) in STOP and aux not in ("did",))
    ):
        return None
    words = head.split()
    if len(words) > 1 and is_verb(words[-1]) and words[-1].islower():
        return None
    if asked in ("when", "in what year", "in which year", "what year") and not _PREPOSITIONS.match(answer):
        answer = f"in {answer}" if re.fullmatch(r"(?:\w+ )?\d{3,4}s?", answer) else f"on {answer}"
    elif asked == "where" and not _PREPOSITIONS.match(answer):
        answer = f"in {answer}"
    elif asked.startswith("how many ") and not re.search(r"[a-z]{4}", answer.lower().replace("million", "")):
        answer = f"{answer} {asked.removeprefix('how many ')}"
    elif asked == "how":
        return None
    last = tail.split()[-1].lower()
    if last in ("in", "on", "at", "by", "to", "from", "for", "with", "of") and _PREPOSITIONS.match(answer):
        answer = answer.split(" ", 1)[1] if " " in answer else answer
    return _sentence(f"{head} {aux} {tail} {answer}")


def _sentence(text: str) -> str:
    text = " ".join(text.split())
    return f"{text[:1].upper()}{text[1:]}."
