"""Pronouns: which of a question's point back to what was said before, and what they stand for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.followups.ellipsis import asked_parts
from assistant.followups.salience import Entity, is_group
from assistant.text.kinds import Kind, kind_of
from assistant.text.mentions import Mention, Sort, mentions, names_in, plurals
from assistant.text.nounphrases import phrases
from assistant.text.words import STOP, base_form, fold, listed

_PERSONAL = re.compile(r"\b(?P<word>he|she|him|his|her|hers|it|its|they|them|their|theirs)\b(?!['’]?\w)", re.IGNORECASE)
_POINTING = re.compile(
    r"\b(?P<word>this|that|these|those)\b(?: (?P<noun>[^\W\d_][\w-]*))?(?P<after>[^\w]*)", re.IGNORECASE
)
_BARE = re.compile(r"(?P<word>this|that|these|those)\b", re.IGNORECASE)
_THERE = re.compile(
    r"(?<!n['’]t )(?<!is )(?<!are )(?<!was )(?<!were )(?<!will )(?<!did )\bthere\b"
    r"(?! (?:is|are|was|were|has|have|be|been"
    r"|any|a|an|no))",
    re.IGNORECASE,
)
_THEN = re.compile(r"\b(?:(?:back )?then|at (?:the|that) time)\b(?=\W*$)", re.IGNORECASE)
_DO_THAT = re.compile(
    r"\b(?P<verb>do|does|did|doing|done) (?:this|that|it|so)\b(?=\W*$| (?:from|in|with|on|by|for|at|without"
    r"|again|to)\b)",
    re.IGNORECASE,
)
_EMPTY_IT = re.compile(
    r"\b(?:is|was) it (?:to\b|true|possible|necessary|important|likely|safe|legal|allowed|called|raining|hot|cold"
    r"|that|\w+ (?:to|that)\b)"
    r"|\b(?:is|was|be) it \w+(?: or \w+)? (?:to|that|for)\b|\bit (?:is|was|would be|wasn['’]t"
    r"|will be) \w+ (?:to|that|for)\b"
    r"|\bd(?:o|oes|id) it (?:take|mean|cost|matter|help|rain|snow)\b.*\b(?:to|if|that|when)\b|\bit takes?\b"
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
_ABSTRACT = listed("one ones way case kind sort type reason matter sense respect regard context manner point end")
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
_WOMEN = listed("woman queen actress princess lady girl")
_MEN = listed("man king emperor pope prince actor boy")
_EVENTS = listed("championships games olympics awards elections talks finals sales races")
"""Plurals that are one thing: they are won, or lost, as "it"."""
NEAR = 0.3
"""How much lighter a second reading of a pronoun may be to be thought of at all."""


@dataclass(frozen=True, slots=True)
class Referents:
    """What a pronoun may stand for: what was spoken of, the heaviest first, dates, and the question before."""

    known: Sequence[Entity]
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
    yield from _THERE.finditer(question)
    yield from (match for match in _THEN.finditer(question) if "time" not in match.group() or not names_in(inside))


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
        return word != "its" and fold(start["next"]) not in _CLAUSE
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


def resolve(question: str, referents: Referents, second: bool = False) -> str:
    """Put in what the pronouns of a question stand for; as it is where nothing fits.

    The first of each kind is put in, later ones then stand for it.

    :param second: whether the pronoun that has two likely readings is to take the less likely one.
    """
    if (whole := _do_that(question, referents.question)) is not None:
        question = whole
    done = False
    for match in sorted(_pointers(question), key=lambda match: match.start(), reverse=True):
        put = _replacement(question, match, referents, second)
        if put is not None:
            question = question[: match.start()] + put + question[_end(question, match) :]
            done = True
    left = list(_pointers(question))
    if not done and whole is None and all(match.re is _SORTS for match in left):
        return question
    if not done and whole is None and all(match.groupdict().get("noun") for match in left):
        noun = left[0]["noun"]
        if fold(noun) in _ABSTRACT or fold(noun) in _YEAR or names_in(mentions(question)):
            return question
        one = stood_for("it", referents.known)  # "this proclamation": its own word tells more than what is put for it
        return f"About {one.text}: {question[0].lower()}{question[1:]}" if one else question
    if not done and whole is None:
        return f"{question} ({referents.question})"
    return question


def _end(question: str, match: re.Match[str]) -> int:
    """Where what a match points with ends: after the whole of "this oil crisis"."""
    if match.groupdict().get("noun") is None:
        return match.end()
    part = next((p for p in phrases(question) if p.start == match.start("noun")), None)
    return max(match.end("noun"), part.end if part else 0)


def _do_that(question: str, before: str) -> str | None:
    """Put the deed of the question before in place of "do that": "Why did he do that?" after "Who left Mali?"."""
    match = _DO_THAT.search(question)
    deed = asked_parts(before) if match else None
    if match is None or deed is None:
        return None
    return f"{question[: match.start()]}{deed}{question[match.end() :]}"


def _replacement(question: str, match: re.Match[str], referents: Referents, second: bool) -> str | None:
    groups = match.groupdict()
    word = groups.get("word", match.group()).lower()
    if groups.get("noun") is not None or word in ("this", "that", "these", "those"):
        return _pointed(question, match, referents, second)
    if "there" in word:
        place = _best(referents.known, _place, second)
        return f"in {place.text}" if place else None
    if match.re is _THEN:
        return f"in {referents.dates[0]}" if referents.dates else None
    chosen = stood_for(word, referents.known, second)
    if chosen is None:
        return None
    follows = re.match(r" ([\w'-]+)", question[match.end() :])
    owning = word in _OWNING or (word == "her" and follows is not None and fold(follows[1]) not in STOP)
    return _owner(chosen.text) if owning else chosen.text


def _pointed(question: str, match: re.Match[str], referents: Referents, second: bool) -> str | None:
    """What "that year", "this company" or a bare "that" stands for."""
    if match.groupdict().get("noun") is None:
        taken = _people_meant(question, referents)
        known = [one for one in referents.known if one.text not in taken]  # "before that" is not before himself
        one = stood_for("they" if match.group().lower() in ("these", "those") else "it", known, second)
        return one.text if one else None
    whole = question[match.start("noun") : _end(question, match)]
    noun = fold(whole.split()[-1])
    if noun in _YEAR or fold(match["noun"]) in _YEAR:
        lead = question[: match.start()].rstrip().rpartition(" ")[2].lower()
        led = lead in ("in", "on", "of", "during", "since", "before", "after", "by", "from", "until")
        return ("" if led else "in ") + referents.dates[0] if referents.dates else None
    if noun in _ABSTRACT or fold(match["noun"]) in _ABSTRACT:
        return None
    if noun in STOP:
        one = stood_for("it", referents.known, second)
        return f"{one.text} {noun}" if one else None
    chosen = called(noun, referents.known)
    return chosen.text if chosen else None


def _people_meant(question: str, referents: Referents) -> set[str]:
    """What "he" or "she" in a question stands for."""
    meant = (
        stood_for(match["word"].lower(), referents.known)
        for match in _PERSONAL.finditer(question)
        if match["word"].lower() in _HE_SHE
    )
    return {one.text for one in meant if one}


def called(noun: str, known: Sequence[Entity]) -> Entity | None:
    """What "that country", "this bridge" or "the company" was named as."""
    plain = fold(noun)
    forms = {plain, plain.removesuffix("s")}
    named = [one for one in known if one.called in forms or not forms.isdisjoint(fold(one.text).split())]
    if named:
        return named[0]
    kind = kind_of(noun)
    if kind is Kind.PERSON or plain in ("person", "woman", "man", "actor"):
        return stood_for("she" if plain in _WOMEN else "he" if plain in _MEN else "him", known)
    if kind is Kind.PLACE:
        return _best(known, _place, False)
    if kind is Kind.NAME or plain in _SORT_NOUNS:
        return _best([one for one in known if one.name], _single, False) or stood_for("it", known)
    return None


def stood_for(word: str, known: Sequence[Entity], second: bool = False) -> Entity | None:
    """What a personal pronoun stands for among what was spoken of, if anything.

    :param second: whether to take the second likeliest, where it is nearly as likely.
    """
    if word in _HE_SHE:
        sex = "she" if word in ("she", "her", "hers") else "he"
        return _best([one for one in known if one.gender in (None, sex)], _person, second)
    return _best(known, _several if word in ("they", "them", "their", "theirs") else _single, second)


def _best(known: Sequence[Entity], fit: Callable[[Entity], float | None], second: bool) -> Entity | None:
    fits = [(one.weight + much, one) for one in known if (much := fit(one)) is not None]
    fits.sort(key=lambda pair: -pair[0])
    if second:
        fits = fits[1:] if len(fits) > 1 and fits[1][0] > fits[0][0] - NEAR else fits
    return fits[0][1] if fits else None


def _person(one: Entity) -> float | None:
    if one.sort is Sort.MANY:
        return None
    return {1.0: 0.0, 0.8: 0.0, 0.7: -0.1, 0.5: -0.2}.get(one.person, -0.5 if one.sort is Sort.NAME else -0.7)


def _single(one: Entity) -> float | None:
    if one.sort is Sort.MANY and fold(one.text.split()[-1]) in _EVENTS:
        return -0.2
    if one.sort is Sort.MANY or one.person == 1.0:
        return None
    return -one.person * 0.8 - (0.1 if one.sort is Sort.PLACE else 0.0)


def _several(one: Entity) -> float | None:
    if one.sort is Sort.MANY:
        return 0.15
    return -0.15 if is_group(one.text) else -0.3 if one.sort is Sort.NAME else -0.5


def _place(one: Entity) -> float | None:
    if one.sort is Sort.MANY or one.person == 1.0:
        return None
    if one.sort is Sort.PLACE:
        return 0.0
    return -0.25 - 0.3 * one.person if one.sort is not Sort.THING else -0.65


def _owner(name: str) -> str:
    return f"{name}'" if name.endswith("s") and " " in name and name.startswith("the ") else f"{name}'s"
