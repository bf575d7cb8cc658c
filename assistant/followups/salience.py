"""What a conversation speaks of, and how much each of it stands to the fore.

Each thing that a turn names gets a weight by the part it plays there (subject before object before the rest, as in
Grosz, Joshi and Weinstein 1995) and loses a share of it with every later turn (Lappin and Leass 1994). A pronoun takes
the heaviest of those that it can stand for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.text.firstnames import Gender, gender
from assistant.text.kinds import VALUES, Kind, kind_of
from assistant.text.mentions import Mention, Sort, mentions, names_in, never_person, plurals, wanted
from assistant.text.nounphrases import Phrase, Role, phrases
from assistant.text.question import Question
from assistant.text.verbs import is_verb
from assistant.text.words import STOP, fold, listed, words
from index.text.sentences import split

FADING = 0.55
"""Share of its weight that a thing keeps when the conversation goes on a turn without it."""
KEPT = 24
_ROLES = {Role.SUBJECT: 1.0, Role.OBJECT: 0.8, Role.OBLIQUE: 0.7, Role.OWNER: 0.65}
_SLOTS = {Kind.PERSON: Sort.PERSON, Kind.PLACE: Sort.PLACE, Kind.NAME: Sort.NAME}
RELATIONS = listed(
    """symptom cause effect consequence result reason advantage disadvantage benefit drawback downside risk treatment
    cure type kind sort form version example theme character plot ending author writer director composer
    inventor founder owner producer designer architect builder winner loser score price cost budget purpose
    meaning origin role function structure size height length width depth weight age capital population area
    climate address difference similarity member victim survivor suspect ingredient component part feature
    outcome verdict history significance importance influence impact contribution time name source background
    characteristic property use application critic criticism publisher editor manager chairman leader head boss
    successor predecessor wife husband father mother son daughter method step stage phase rule condition
    exception requirement limit limitation sign layer level trail finding"""
)
"""Nouns that are always something of something else, which a follow-up need not say."""
_WHICH = re.compile(
    r"(?:and |but )?(?:which (?:is|are|was|were) |(?:which|what) (?!(?:is|are|was|were|do|does|did|can|could|will|would"
    r"|should|has|have|had|must|may|might|causes?|means?|happen\w*|else)\b)[a-z]+ )",
    re.IGNORECASE,
)
_INTRODUCED = re.compile(
    r"\b(?:the|an?) (?:[a-z-]+ )?(?P<noun>(?!called|named|known)[a-z-]+),? (?:called |named |known as )?$",
    re.IGNORECASE,
)
_LINKS = re.compile(r" (?:of|about) ")
_BY = re.compile(r"\b(?:is|are|was|were|be|been|being|got)\b(?:[^.;]*?) by ", re.IGNORECASE)
_KIN = re.compile(
    r"\b(?:ex-|step|grand)?(?:(?P<she>girlfriend|wife|mother|sister|daughter|widow|niece|aunt|actress|queen)"
    r"|(?P<he>boyfriend|husband|father|brother|son|widower|nephew|uncle|actor|king)),? $",
    re.IGNORECASE,
)
"""What says of the name behind it whether it is a woman's or a man's: "his wife, Robin Holm"."""
_PEOPLE = listed(
    """man woman boy girl minister king queen president mayor judge author writer actor actress director manager coach
    captain striker player singer painter chairman chairwoman secretary driver pilot officer doctor teacher tenant
    landlord employee employer founder owner inventor priest bishop pope prince princess widow son daughter wife husband
    father mother brother sister victim suspect witness winner leader composer architect curator treasurer editor chef
    passenger customer patient student professor scientist poet journalist lawyer"""
)
_GROUPS = listed("team company firm band government family police party union council committee board staff club crew")


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing that was spoken of.

    ``person`` says how surely it is a person: 1 by title, first name or sort, 0.5 by the form of its name alone.
    """

    text: str
    sort: Sort
    weight: float
    person: float = 0.0
    gender: Gender | None = None
    given: bool = False
    """Whether the answer gave it for what the question asked."""
    called: str = ""
    """The noun that it was introduced with: "book" of "the book Cold Water"."""

    @property
    def name(self) -> bool:
        """Whether it is a proper name."""
        return self.sort in (Sort.PERSON, Sort.PLACE, Sort.NAME)


def entity(text: str, sort: Sort, weight: float, person: bool = False) -> Entity:
    """Make an entity; ``person`` where it is known that it is one."""
    head = fold(text.split(" of ")[0].split()[-1]) if text.split() else ""
    if sort is Sort.MANY or never_person(text):
        return Entity(text, sort, weight)
    if sort is Sort.THING:
        return Entity(text, sort, weight, 1.0 if head in _PEOPLE else 0.0)
    his = gender(text) if len(text.split()) > 1 else None
    if person or his:
        sure = 1.0 if his else 0.8 if " " in text else 0.7  # "made by Vantec" answers who as well
        return Entity(text, Sort.PERSON if sort is Sort.NAME else sort, weight, sure, his)
    return Entity(text, sort, weight, 0.5 if sort is Sort.PERSON else 0.0)


def is_person(noun: str) -> bool:
    """Whether a noun is what a person is called by: "minister", "tenant"."""
    return fold(noun) in _PEOPLE


def is_group(text: str) -> bool:
    """Whether a thing, though one, may be spoken of as "they"."""
    return fold(text.split()[-1]) in _GROUPS or never_person(text)


def spoken_of(question: Question, answer: str) -> list[Entity]:
    """Give what a question and its answer speak of, each with its weight, the heaviest first."""
    asked = question.text
    found = _in_question(asked)
    here = [entity.text.casefold() for entity in found]
    slot, rest = _in_answer(question, answer, here)
    if slot is None and (sought := wanted(asked)) is not None and not any(e.text == sought.text for e in found):
        sure = 1.0 if sought.sort is Sort.PERSON else 0.0
        found.append(Entity(sought.text, sought.sort, 0.9, sure))
    if not any(one.sort is Sort.MANY for one in found):
        found += [entity(many.text, Sort.MANY, 0.45) for many in plurals(asked)]
    return _heaviest([*([slot] if slot else []), *found, *rest])


def faded(known: Sequence[Entity], newer: Sequence[Entity]) -> list[Entity]:
    """What is spoken of after a turn: its own entities, then the older ones, which fade."""
    older = [replace(one, weight=one.weight * FADING) for one in known]
    return _heaviest([*newer, *older])[:KEPT]


def _heaviest(found: Iterable[Entity]) -> list[Entity]:
    best: dict[str, Entity] = {}
    for one in found:
        key = one.text.casefold()
        if key not in best or one.weight > best[key].weight:
            best[key] = one
    return sorted(best.values(), key=lambda one: -one.weight)


def _in_question(asked: str) -> list[Entity]:
    named, parts = mentions(asked), phrases(asked)
    found: list[Entity] = []
    taken: list[tuple[int, int]] = []
    for mention in _whole(asked, named):
        part = next((p for p in parts if p.start < mention.end and mention.start < p.end), None)
        one = _fitted(asked, mention, part)
        taken.append((one.start, one.end))
        found.append(_introduced(asked, one, entity(one.text, one.sort, _weight(asked, one, part))))
    for part in parts:
        text = part.text
        if any(start < part.end and part.start < end for start, end in taken) or not text.split()[-1][0].isalpha():
            continue
        first, _, others = text.partition(" ")
        bare = others if others and fold(first) in ("any", "some", "no", "other") else text
        sort = Sort.MANY if _plural(bare) else Sort.THING
        weight = _weight(asked, Mention(bare, part.start, part.end, sort), part)
        found.append(entity(bare, sort, 0.9 * weight))
    return found


def _introduced(text: str, one: Mention, made: Entity) -> Entity:
    """The entity with the noun that introduces it: "the book Cold Water", "a firm called Sand Ltd"."""
    if made.name and (kin := _KIN.search(text[: one.start])):
        return replace(made, person=1.0, gender="she" if kin["she"] else "he", sort=Sort.PERSON)
    match = _INTRODUCED.search(text[: one.start])
    if match is None or not made.name:
        return made
    noun = match["noun"]
    if fold(noun) in STOP or is_verb(noun):
        return made
    if fold(noun) in _PEOPLE or noun in ("man", "woman"):
        return replace(made, called=noun, person=1.0, sort=Sort.PERSON)
    return replace(made, called=noun, person=0.0, gender=None, sort=Sort.NAME if made.person else made.sort)


def _plural(text: str) -> bool:
    last = text.split()[-1]
    return last in ("people", "men", "women", "children") or (
        last.endswith("s") and not last.endswith(("ss", "us", "is", "'s", "’s")) and last[0].islower()
    )


def _fitted(asked: str, one: Mention, part: Phrase | None) -> Mention:
    """A mention as long as its noun phrase.

    A name has the common noun behind it, "Blue whales"; a thing is without the verb behind it, "the storm damage",
    and whole behind a preposition, where no verb can follow: "about the world cross country championships".
    """
    if part is not None and part.start == one.start and part.end < one.end and not _LINKS.search(one.text):
        return Mention(one.text[: part.end - one.end], one.start, part.end, one.sort)
    if part is None or part.start > one.start or part.end <= one.end:
        return one
    if one.sort in (Sort.THING, Sort.MANY):
        if part.role is not Role.OBLIQUE or part.start < one.start:
            return one
        text = one.text + asked[one.end : part.end]
        return Mention(text, one.start, part.end, Sort.MANY if _plural(text) else Sort.THING)
    tail = asked[one.end : part.end]
    if not tail.startswith(" ") or not tail.split()[-1].islower() or tail.split()[0].endswith(("ing", "ed")):
        return one
    text = asked[one.start : part.end]
    return Mention(text, one.start, part.end, Sort.MANY if _plural(text) else Sort.NAME)


def _whole(asked: str, found: list[Mention]) -> list[Mention]:
    """Mentions with "the lighthouse of Norvik", "a film about Ada Holm" whole, beside the bare name in it."""
    whole: list[Mention] = []
    for one in found:
        thing = one.sort in (Sort.THING, Sort.MANY) and not _asked_for(asked, one)
        link = _LINKS.match(asked, one.end) if thing else None
        of = next((other for other in found if link and other.start == link.end()), None)
        joins = of is not None and (link is None or link.group() == " of " or of.sort not in (Sort.THING, Sort.MANY))
        whole.append(Mention(one.text + asked[one.end : of.end], one.start, of.end, one.sort) if of and joins else one)
    return whole


def _asked_for(asked: str, part: Mention) -> bool:
    """Whether a question asks for this part of something: "What is *the capital* of", "How large is *the area* of"."""
    head = fold(part.text.split()[-1])
    before = [fold(word.raw) for word in words(asked[: part.start])]
    if before and before[0] in ("and", "but", "so"):
        del before[0]
    direct = before[:1] in (["what"], ["which"], ["who"]) and set(before[1:]) <= {"is", "are", "was", "were"}
    return (direct and kind_of(head) is not None) or kind_of(head) in VALUES or is_relation(head)


def is_relation(head: str) -> bool:
    """Whether a noun is always something of something else: "symptoms", "price"."""
    return head in RELATIONS or head.removesuffix("s") in RELATIONS


def _weight(asked: str, one: Mention, part: Phrase | None) -> float:
    if part is None:
        return 0.8
    weight = _ROLES[part.role]
    if part.role is Role.OWNER and not one.text.startswith("the "):
        before = next((p for p in phrases(asked) if p.attribute and p.end < part.start), None)
        owned = before and Mention(before.text, before.start, before.end, Sort.THING)
        if owned and _asked_for(asked, owned):
            weight = 1.0
    if (part.attribute and one.end == part.end and _asked_for(asked, one)) or is_relation(fold(one.text.split()[-1])):
        weight = 0.5
    lead = [fold(word.raw) for word in words(asked[: one.start])]
    if lead and lead[-1] in ("many", "much", "which", "what"):
        weight = 0.5
    return weight


def _in_answer(question: Question, answer: str, here: Sequence[str]) -> tuple[Entity | None, list[Entity]]:
    """What the answer names: that which the question asked for, and the rest."""
    found: list[Entity] = []
    slot: Entity | None = None
    wanted_sort = _SLOTS.get(question.kind) or (Sort.NAME if _WHICH.match(question.text) else None)
    for place, span in enumerate(split(answer, 0, len(answer))):
        sentence = answer[span.start : span.end]
        parts = mentions(sentence)
        new = [m for m in parts if not _known(m.text, here)]
        if slot is None and wanted_sort is not None and place < 2:
            slot = _slot(sentence, question, wanted_sort, names_in(new))
        for rank, one in enumerate(parts):
            weight = max(0.2, (0.6 if one in names_in(parts) else 0.4) - 0.05 * rank - 0.1 * place)
            if not (_known(one.text, here) and one.text.casefold() not in here):
                found.append(_introduced(sentence, one, entity(one.text, one.sort, weight)))
    if slot is not None:
        found = [one for one in found if one.text != slot.text]
    return slot, found


def _known(text: str, here: Sequence[str]) -> bool:
    """Whether the question named it already, perhaps by more or fewer words."""
    folded = text.casefold().removeprefix("the ")
    return any(folded == other.removeprefix("the ") or f" {folded} " in f" {other} " for other in here)


def _slot(sentence: str, question: Question, sort: Sort, new: list[Mention]) -> Entity | None:
    """What the question asked for: the first new name of its sort, or several that are joined by "and"."""
    alike = [one for one in new if one.sort is sort and not (sort is Sort.PERSON and never_person(one.text))] or new
    if not alike:
        return None
    first = _agent(sentence, alike) if sort is Sort.PERSON else alike[0]
    for place, one in enumerate(new):
        row = row_from(sentence, one, new[place + 1 :])
        if first in row and len(row) > 1:
            return Entity(in_a_row([part.text for part in row]), Sort.MANY, 1.1, given=True)
    who = sort is Sort.PERSON
    kind = Sort.NAME if who and never_person(first.text) else sort if who or sort is Sort.PLACE else first.sort
    if sort is Sort.NAME and first.sort is Sort.PERSON and gender(first.text) is None:
        kind = Sort.NAME  # the answer to "which company", whatever its form
    weight = 0.78 if who and never_person(first.text) else 1.1  # "it" is rather what the company made
    made = replace(_introduced(sentence, first, entity(first.text, kind, weight, who)), given=True)
    noun = re.match(r" (?P<noun>[a-z]+)\b", sentence[first.end :])
    if (
        noun
        and not who
        and fold(noun["noun"]) not in STOP
        and fold(noun["noun"]) in [fold(word) for word in question.text.split()]
    ):
        made = replace(made, text=f"the {first.text} {noun['noun']}")  # "The Orsa bridge" after "Which bridge"
    return made


def _agent(sentence: str, named: Sequence[Mention]) -> Mention:
    """Who did it: the first name, or that behind "by" where somebody else "was sued by" them."""
    by = _BY.search(sentence, named[0].end)
    return next((one for one in named if by and one.start >= by.end()), named[0])


def row_from(sentence: str, first: Mention, names: Sequence[Mention]) -> list[Mention]:
    """Names that stand in a row from ``first``: "Vale Rovers and Port Arden"; it alone where it stands alone."""
    row = [first]
    for one in names:
        between = sentence[row[-1].end : one.start] if one.start >= row[-1].end else ""
        if between.strip().removesuffix("the").strip() not in (",", "and", ", and", "&", "or", ", or"):
            break
        row.append(one)
    return row


def in_a_row(texts: Sequence[str]) -> str:
    """Join names: "A, B and C"."""
    return ", ".join(texts[:-1]) + " and " + texts[-1] if len(texts) > 1 else "".join(texts)
