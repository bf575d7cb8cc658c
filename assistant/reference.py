"""Pronouns: which of a question's point back to what was said before, and what they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.ellipsis import asked_parts
from assistant.mentions import Mention, Sort, mentions, names_in, plurals
from assistant.words import STOP, base_form, fold, listed

_PERSONAL = re.compile(r"\b(?P<word>he|she|him|his|her|hers|it|its|they|them|their|theirs)\b(?!['’]?\w)", re.IGNORECASE)
_POINTING = re.compile(
    r"\b(?P<word>this|that|these|those)\b(?: (?P<noun>[^\W\d_][\w-]*))?(?P<after>[^\w]*)", re.IGNORECASE
)
_BARE = re.compile(r"(?P<word>this|that|these|those)\b", re.IGNORECASE)
_THERE = re.compile(
    r"(?<!is )(?<!are )(?<!was )(?<!were )(?<!will )(?<!did )\bthere\b(?! (?:is|are|was|were|has|have|be|been"
    r"|any|a|an|no))",
    re.IGNORECASE,
)
_THEN = re.compile(r"\b(?:back )?then\b(?=\W*$)", re.IGNORECASE)
_DO_THAT = re.compile(
    r"\b(?P<verb>do|does|did|doing|done) (?:this|that|it|so)\b(?=\W*$| (?:from|in|with|on|by|for|at|without"
    r"|again|to)\b)",
    re.IGNORECASE,
)
_EMPTY_IT = re.compile(
    r"\b(?:is|was) it (?:true|possible|necessary|important|likely|safe|legal|allowed|called|raining|hot|cold"
    r"|that|\w+ (?:to|that)\b)"
    r"|\b(?:is|was|be) it \w+(?: or \w+)? (?:to|that|for)\b|\bit (?:is|was|would be|wasn['’]t"
    r"|will be) \w+ (?:to|that|for)\b"
    r"|\bdo(?:es)? it (?:take|mean|cost|matter|help|rain|snow)\b.*\b(?:to|if|that|when)\b|\bit takes?\b"
    r"|\btime is it\b|\bit is called\b|\bcalled it\b",
    re.IGNORECASE,
)
_YEAR = listed("year day date month century decade week period era")
_SORTS = re.compile(
    r"\bthe (?P<noun>company|firm|country|city|town|film|movie|book|club|team|man|woman)\b"
    r"(?!['’]|\s(?:of|that|which|who|whose|in|with|from|for|called|named|where|behind)\b)",
    re.IGNORECASE,
)
"""Things called by their sort alone: "the company" is one that was named before."""
_ABSTRACT = listed("one ones way case kind sort type reason matter")
_AUX = listed("is are was were do does did will can could would should has had not")
_BEFORE_THAT = {""} | listed(
    "is was are were did does do has had will can could why in on at of for by with from to about after before during"
)
_BE = listed("is are was were")
_CLAUSE = _BE | listed("do does did has have had can could will would shall should may might must")
"""Verbs that a subject follows in a question: what comes after "did this" may be the verb of the clause."""
_SORT_NOUNS = _YEAR | listed("company firm country city town film movie book club team man woman person place building")
_AFTER_VERB = listed(
    """a an the in on at to for from by with of about into over under after before during since until between against
    through per if when and or but so than as again more less it its him her them us me you your my our their his this
    that these those there here any all some"""
)
"""Words that go on after a verb: "did this *begin in* Mali"; after a subject stands its verb."""
_PREDICATES = listed(
    """true false possible impossible important necessary normal legal illegal safe dangerous good bad right wrong
    correct likely unlikely common rare useful enough new free easy hard difficult available relevant serious allowed
    better worse over ready fair real big"""
)
_HE_SHE = listed("he she him his her hers")
_OWNING = listed("his its their")


@dataclass(frozen=True, slots=True)
class Referents:
    """What a pronoun may stand for: mentions, newest and likeliest first, dates, and the question before."""

    known: Sequence[Mention]
    dates: Sequence[str]
    question: str


def leans(question: str) -> bool:
    """Whether a question points back with a word that nothing in the question itself explains."""
    return next(_pointers(question), None) is not None


def _pointers(question: str) -> Iterator[re.Match[str]]:
    empty = [match.span() for match in _EMPTY_IT.finditer(question)]
    inside = mentions(question)
    for match in _PERSONAL.finditer(question):
        word = match["word"].lower()
        if word in ("it", "its") and any(a <= match.start() < b for a, b in empty):
            continue
        if not _explained(question, word, match.start(), inside) and not _asked_for(word, question, match):
            yield match
    for match in _POINTING.finditer(question):
        if _no_noun(question, match):
            bare = _BARE.match(question, match.start())
            if bare is not None:
                yield bare
        elif _points(question, match):
            yield match
    if not names_in(inside):
        yield from _SORTS.finditer(question)
    for pattern in (_THERE, _THEN):
        yield from pattern.finditer(question)


def _explained(question: str, word: str, place: int, inside: Sequence[Mention]) -> bool:
    """Whether a mention before the pronoun in the same question can be what it stands for."""
    before = [mention for mention in inside if mention.end <= place]
    if before and _object(question, word, place) and _subject_of(question, before[0], place):
        del before[0]  # "What did Le Drian say about it?": not about himself
    if word in _HE_SHE:
        return any(mention.sort in (Sort.PERSON, Sort.NAME, Sort.THING) for mention in before)
    if word in ("they", "them", "their", "theirs") and plurals(question[:place]):
        return True
    return bool(before)


def _asked_for(word: str, question: str, match: re.Match[str]) -> bool:
    """Whether "its" or "his" belongs to what is asked for: "Which company sold its ...", "Who lost his ..."."""
    before, after = question[: match.start()], question[match.end() :].split()
    if re.match(r"who \w+ (?:that )?$", before, re.IGNORECASE) and after and fold(after[0]) in _AUX:
        return fold(before.split()[1]) not in STOP
    start = re.match(
        r"(?:in |at |on )?(?P<ask>which|what|who)\s(?P<next>[\w-]+)(?:\s(?P<verb>[\w-]+))?", before, re.IGNORECASE
    )
    if start is None or word not in ("his", "her", "its", "their"):
        return False
    if start["ask"].lower() == "who":
        return word != "its" and fold(start["next"]) not in STOP
    if fold(start["next"]) in STOP:
        return start["verb"] is not None and start["verb"].endswith("ed")
    return start["verb"] is not None and fold(start["verb"]) not in ("do", "does", "did")


def _object(question: str, word: str, place: int) -> bool:
    """Whether a pronoun is an object: it stands at the end, or after a preposition."""
    if word not in ("it", "him", "her", "them"):
        return False
    led = re.search(r"\b(?:about|to|for|from|with|of|on|against|without|by)\s$", question[:place], re.IGNORECASE)
    return not question[place + len(word) :].strip(" ?!.") or (led is not None and word != "her")


def _subject_of(question: str, mention: Mention, place: int) -> bool:
    """Whether a mention is the subject of the very clause in which ``place`` stands: "did *France* win it"."""
    lead = question[: mention.start].split()
    between = question[mention.end : place]
    joins = re.search(r"\b(?:that|who|which|what|when|where|why|how|if|because|and|or)\b|[,;:]", between, re.IGNORECASE)
    return bool(lead) and fold(lead[-1]) in _CLAUSE and joins is None


def _no_noun(question: str, match: re.Match[str]) -> bool:
    """Whether the word after "this" or "that" is no noun of it, but the verb or predicate of the clause.

    "How does this work?" and "Is this true?", not "How does this machine work?" nor "Where is this museum?".
    """
    noun = match["noun"]
    if noun is None or not noun.islower() or fold(noun) in STOP or fold(noun) in _SORT_NOUNS:
        return False
    before, rest = question[: match.start()].split(), question[match.end() :].split()
    last = fold(before[-1]) if before else ""
    ends = not rest or match["after"].strip() != ""
    goes_on = ends or fold(rest[0].strip("?!.,;:")) in _AFTER_VERB
    if fold(noun) in _PREDICATES:
        return goes_on
    if last not in _CLAUSE:
        return False
    form = noun.endswith(("ed", "ing")) or (base_form(noun) != noun and not noun.endswith("s"))
    if last in _BE or last in ("has", "have", "had"):
        first = fold(before[0])
        said = first in _CLAUSE or first in ("why", "how")
        return goes_on if form else ends and said and last in _BE
    return goes_on


def _points(question: str, match: re.Match[str]) -> bool:
    """Whether "that" points back, and does not only join ("said that ...", "the film that won")."""
    word, noun = match["word"].lower(), match["noun"]
    before, rest = question[: match.start()].split(), question[match.end() :]
    last = fold(before[-1]) if before else ""
    if noun is None:
        said = last in ("say", "said", "think", "mean", "know", "claim")  # "When did she say that?" is about her
        return not (said and _PERSONAL.search(question[: match.start()]))
    if not noun.islower() or fold(noun) in STOP:
        return fold(noun) in STOP and (word != "that" or last in _BEFORE_THAT)
    if re.search(r"\b(?:that|who|which|whose)\b", rest) or noun.endswith(("ing", "ed")) or fold(noun) == "time":
        return False
    if word in ("that", "those"):
        return last in _BEFORE_THAT or (fold(noun) in _YEAR and not rest.strip(" ?!."))
    return True


def resolve(question: str, referents: Referents) -> str:
    """Put in what the pronouns of a question stand for; as it is where nothing fits.

    The first of each kind is put in, later ones then stand for it.
    """
    if (whole := _do_that(question, referents.question)) is not None:
        question = whole
    done = False
    for match in sorted(_pointers(question), key=lambda match: match.start(), reverse=True):
        put = _replacement(question, match, referents)
        if put is not None:
            question = question[: match.start()] + put + question[match.end() :]
            done = True
    if not done and whole is None and all(match.re is _SORTS for match in _pointers(question)):
        return question
    if not done and whole is None:
        return f"{question} ({referents.question})"
    return question


def _do_that(question: str, before: str) -> str | None:
    """Put the deed of the question before in place of "do that": "Why did he do that?" after "Who left Mali?"."""
    match = _DO_THAT.search(question)
    deed = asked_parts(before) if match else None
    if match is None or deed is None:
        return None
    return f"{question[: match.start()]}{deed}{question[match.end() :]}"


def _replacement(question: str, match: re.Match[str], referents: Referents) -> str | None:
    groups = match.groupdict()
    word = groups.get("word", match.group()).lower()
    if groups.get("noun") is not None or word in ("this", "that", "these", "those"):
        return _pointed(match, referents)
    if "there" in word:
        place = _first(referents.known, Sort.PLACE) or _first(referents.known, Sort.NAME)
        return f"in {place.text}" if place else None
    if "then" in word:
        return f"in {referents.dates[0]}" if referents.dates else None
    chosen = _stood_for(word, referents.known)
    if chosen is None:
        return None
    follows = re.match(r" ([\w'-]+)", question[match.end() :])
    owning = word in _OWNING or (word == "her" and follows is not None and fold(follows[1]) not in STOP)
    return _owner(chosen.text) if owning else chosen.text


def _pointed(match: re.Match[str], referents: Referents) -> str | None:
    """What "that year", "this company" or a bare "that" stands for, with the space or mark after it."""
    noun, after = match.groupdict().get("noun"), match.groupdict().get("after") or ""
    if noun and fold(noun) in _YEAR and referents.dates:
        lead = match.string[: match.start()].rstrip().rpartition(" ")[2].lower()
        return (
            ("" if lead in ("in", "on", "of", "during", "since", "before", "after", "by") else "in ")
            + referents.dates[0]
            + after
        )
    if noun and fold(noun) not in STOP and fold(noun) not in _ABSTRACT:
        named = [mention for mention in referents.known if noun.casefold() in mention.text.casefold()]
        person = fold(noun) in (
            "man",
            "woman",
            "person",
            "actor",
            "minister",
            "president",
            "player",
            "writer",
            "director",
        )
        likely = _first(referents.known, Sort.PERSON) if person else _called(referents.known)
        chosen = named[0] if named else likely
        return f"{chosen.text}{after}" if chosen else None
    if noun and fold(noun) in _ABSTRACT:
        return None
    chosen = _stood_for("it", referents.known)
    return f"{chosen.text}{f' {noun}' if noun else ''}{after}" if chosen else None


def _called(known: Sequence[Mention]) -> Mention | None:
    """What "that country" or "the company" was named as: a name before a thing."""
    return _first(known, Sort.PLACE) or _first(known, Sort.NAME) or _stood_for("it", known)


def _stood_for(word: str, known: Sequence[Mention]) -> Mention | None:
    if word in _HE_SHE:
        return _first(known, Sort.PERSON) or _first(known, Sort.THING) or _first(known, Sort.NAME)
    if word in ("they", "them", "their", "theirs"):
        return _first(known, Sort.MANY) or _first(known, Sort.NAME) or (known[0] if known else None)
    return next((m for m in known if m.sort in (Sort.NAME, Sort.THING, Sort.PLACE)), None) or (
        known[0] if known else None
    )


def _first(known: Sequence[Mention], sort: Sort) -> Mention | None:
    return next((mention for mention in known if mention.sort is sort), None)


def _owner(name: str) -> str:
    return f"{name}'" if name.endswith("s") and " " in name and name.startswith("the ") else f"{name}'s"
