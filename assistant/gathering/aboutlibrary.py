"""Questions about the library itself, answered from the catalog: how many documents, which mention a word.

Every form must match from the first word to the last and name documents or files, so that a question about what stands
in a document ("how many documents did the king sign?") is never taken for one about the library.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from assistant.gathering import inventory, mentioned
from assistant.gathering.inventory import documents_of
from assistant.reach import Reach
from assistant.reading.reading import Found
from assistant.text.days import Days, dates_in, relative

LONGEST = 200
"""Characters of a question about the library at most."""

_FORMAT = (
    r"(?:(?P<format>pdf|word|docx?|excel|xlsx?|csv|html?|markdown|md|txt|text|plain text|powerpoint|pptx?|epub|email|"
    r"e-mail|mail|image|rtf|odt|json|xml)s?[ -])?"
)
_DOCS = rf"(?:{_FORMAT}(?:documents?|docs?|files?)|(?P<bare>pdf|docx|xlsx|csv|pptx|epub)s?(?: files?| documents?)?)"
_ANY = r"(?:documents?|docs?|files?)"
_PLAIN_DOCS = r"(?:(?:pdf|word|excel|text) )?(?:documents?|docs?|files?|pdfs)"
_HERE = (
    r"(?: (?:are |is )?(?:there|here|indexed|in total|altogether|in (?:the|this|my|your) (?:library|index|collection)|"
    r"in here|do (?:you|i|we) have(?: (?:here|in total))?|have you (?:read|indexed)|are (?:there )?(?:now )?"
    r"(?:in total|indexed|in (?:the|this|my|your) (?:library|index|collection))|have been (?:read|indexed)|"
    r"can you (?:see|search|read)))*"
)
_IN = (
    r"(?: (?:are |is |do you have |are there )*(?:in|inside|under) (?:the )?(?:folder )?(?P<folder>[\w ./-]+?)"
    r"(?: folder)?)?"
)
_RECENT = (
    r"today|yesterday|this week|last week|this month|last month|recently|lately|"
    r"(?:in |during |within )?the (?:last|past) (?:\d{1,3}|few) (?:days?|weeks?|months?)"
)
_LATELY = rf"(?P<when>{_RECENT})"
_WHEN = rf"(?P<when>{_RECENT}|this year|last year|(?:since|after|before|on|in) .{{3,30}})"
_CAME = (
    r"(?:(?:have |has |had |were |was |are |is |did )?(?:been |get |just )?(?P<came>arrived?|come in|came in|added|new|"
    r"indexed|uploaded|received|changed|modified|updated|edited))"
)
_MENTION = (
    r"(?:mention(?:s|ed|ing)?|contain(?:s|ing)?|talk(?:s|ing)? about|speak(?:s|ing)? (?:about|of)|refer(?:s|ring)? to|"
    r"discuss(?:es|ing)?|(?:are|is|deal(?:s|ing)?|has to do) (?:about|with)|about|include(?:s)? the words?|"
    r"have the words?|name|with the words?)"
)
_SHOW = r"(?:(?:please )?(?:list|show(?: me)?|give me|name|find)(?: (?:all|me|me all))?(?: of)?(?: the| my| your)? ?)"
_SORT = r"(?P<sort>newest|latest|most recent|oldest|earliest|largest|biggest|longest|smallest|shortest)"

_Answer = Callable[[re.Match[str], Reach], "Found | None"]


def asks(question: str) -> bool:
    """Whether a question is about the library itself."""
    return _matched(question) is not None


def answer(question: str, reach: Reach) -> Found | None:
    """Answer a question about the library; None where it is about what stands in the documents."""
    found = _matched(question)
    return found[1](found[0], reach) if found else None


def _matched(question: str) -> tuple[re.Match[str], _Answer] | None:
    text = " ".join(question.split()).strip(" ?.!")
    if len(text) > LONGEST or not _HINT.search(text):
        return None
    for pattern, answer_ in _FORMS:
        if match := pattern.fullmatch(text):
            return match, answer_
    return None


def _count(match: re.Match[str], reach: Reach) -> Found | None:
    return inventory.count(documents_of(reach), match["format"] or match["bare"], match["folder"])


def _listed(match: re.Match[str], reach: Reach) -> Found | None:
    format_ = match["format"] or match["bare"]
    return inventory.listing(documents_of(reach), format_, match["folder"])


def _mentions(match: re.Match[str], reach: Reach) -> Found | None:
    return mentioned.answer(match["term"], reach)


def _arrived(match: re.Match[str], reach: Reach) -> Found | None:
    groups = match.groupdict()
    days = _days(groups.get("when") or "recently")
    if days is None:
        return None
    changed = (groups.get("came") or "new") in ("changed", "modified", "updated", "edited")
    return inventory.arrived(documents_of(reach), days, changed, groups.get("when") or "lately")


def _days(text: str) -> Days | None:
    today = date.today()
    found = relative(text, today)
    if found is None and (stated := dates_in(text)):
        days = stated[0].days
        found = {
            "since": Days(days.first, date.max),
            "after": Days(days.end, date.max),
            "before": Days(date.min, days.first),
        }.get(text.split()[0].lower(), days)
    return found


def _extreme(match: re.Match[str], reach: Reach) -> Found | None:
    return inventory.extreme(documents_of(reach), match["sort"].lower())


def _formats(match: re.Match[str], reach: Reach) -> Found | None:
    return inventory.formats(documents_of(reach))


def _readable(match: re.Match[str], reach: Reach) -> Found | None:
    return inventory.readable()


def _there(match: re.Match[str], reach: Reach) -> Found | None:
    return inventory.there(documents_of(reach), match["name"])


def _unread(match: re.Match[str], reach: Reach) -> Found | None:
    return inventory.unread(documents_of(reach))


def _facts(match: re.Match[str], reach: Reach) -> Found | None:
    return inventory.facts(documents_of(reach), match["name"])


def _folders(match: re.Match[str], reach: Reach) -> Found | None:
    return inventory.folders(documents_of(reach))


_HINT = re.compile(
    r"\b(?:documents?|docs?|files?|pdfs?|docx|xlsx|csvs?|pptx|epubs?|formats?|folders?|mention(?:s|ed)?|library|arrived?|"
    r"new|indexed|uploaded|came in|added|changed|read)\b",
    re.IGNORECASE,
)
_NAME = r"[\"“']?(?P<name>[^\"“”?]*[^\s\"“”?.]\.[A-Za-z0-9]{2,5})[\"”']?"
_QUOTED = r"[\"“'](?P<name>[^\"“”?]{2,120})[\"”']"
_TERM = r"(?:the (?:words?|name|term) )?(?P<term>[^?]{2,100}?)"
_LIBRARY = r"(?:the|this|my|your) (?:library|index|collection)"
_READ = r"(?:read|indexed|opened)"
_FORMS: tuple[tuple[re.Pattern[str], _Answer], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), answer_)
    for answer_, patterns in (
        (
            _arrived,
            (
                rf"(?:and )?how many {_PLAIN_DOCS} (?:are |were |have )?{_CAME}(?: {_WHEN})",
                rf"what (?:is|was|were|are|has|have)? ?{_CAME}(?: {_LATELY})",
                rf"what(?:['’]s| is) (?P<came>new)(?: {_LATELY}| in {_LIBRARY})",
                rf"(?:which|what) {_PLAIN_DOCS} {_CAME}(?: {_WHEN})?",
                rf"(?:are there any|any) new {_PLAIN_DOCS}(?: {_WHEN})?",
                rf"{_SHOW}(?P<came>new) {_PLAIN_DOCS}(?: (?:from |of )?{_WHEN})?",
            ),
        ),
        (
            _count,
            (
                rf"(?:and )?how many {_DOCS}{_HERE}{_IN}",
                rf"what is the (?:total )?number of {_DOCS}{_HERE}{_IN}",
                rf"how (?:big|large) is (?P<bare>)(?P<format>)(?P<folder>){_LIBRARY}",
            ),
        ),
        (
            _mentions,
            (
                rf"(?:in )?(?:which|what|how many)(?: of (?:the|my|your))? {_PLAIN_DOCS}(?: (?:that|which))? "
                rf"(?:do |does )?{_MENTION} {_TERM}",
                rf"{_SHOW}{_PLAIN_DOCS} (?:that |which )?{_MENTION} {_TERM}",
                rf"(?:in )?(?:which|what|how many) {_PLAIN_DOCS} (?:is|are) {_TERM} (?:mentioned|named|discussed)",
                rf"(?:do|does|are there|is there) any {_PLAIN_DOCS} (?:that |which )?{_MENTION} {_TERM}",
                rf"where in (?:the|my) (?:{_ANY}|library) is {_TERM} mentioned",
                rf"where is {_TERM} mentioned in (?:the|my) (?:{_ANY}|library)",
            ),
        ),
        (
            _extreme,
            (
                rf"(?:(?:which|what)(?:['’]s| is| are) (?:the|my|your) |{_SHOW}|which {_ANY} is (?:the )?){_SORT}"
                rf" {_PLAIN_DOCS}{_HERE}",
                rf"which {_ANY} is (?:the )?{_SORT}",
            ),
        ),
        (
            _readable,
            (
                rf"(?:which|what) (?:file |document )?(?:formats|types|kinds)(?: of {_ANY})? (?:can you|do you|are) "
                r"(?:read|understand|support|supported|index|accept|open)(?:ed|able)?",
            ),
        ),
        (_formats, (rf"(?:which|what) (?:file |document )?(?:formats|types|kinds)(?: of {_ANY})?{_HERE}",)),
        (
            _there,
            (
                rf"(?:is|was|has) {_NAME} (?:been )?(?:indexed|read|there|here|in {_LIBRARY})",
                rf"(?:is|was|has) {_QUOTED} (?:been )?(?:indexed|read|in {_LIBRARY})",
                rf"(?:do you have|have you {_READ}|can you (?:see|read|find)|did you (?:read|index)) {_NAME}",
            ),
        ),
        (
            _unread,
            (
                rf"(?:(?:which|what) {_PLAIN_DOCS}|{_SHOW}{_PLAIN_DOCS} (?:that|which)) "
                rf"(?:(?:could|can)(?: ?not|n['’]t) be {_READ}|"
                rf"(?:have |were |are )?(?:failed|skipped|not {_READ})(?: to be {_READ})?|"
                rf"did(?: not|n['’]t) (?:work|load|get {_READ})|fail|have errors|are (?:broken|damaged|unreadable))",
                rf"(?:could|can) (?:all|all the|every) {_PLAIN_DOCS} be {_READ}",
                rf"(?:were|are|have) all (?:the )?{_PLAIN_DOCS} (?:been )?{_READ}",
            ),
        ),
        (
            _facts,
            (
                rf"how many pages (?:does|has|are in) {_NAME}(?: have)?",
                rf"when was {_NAME} (?:last )?(?:added|indexed|changed|modified|updated)",
            ),
        ),
        (
            _folders,
            (r"(?:which|what) folders(?: do you (?:follow|watch|read)| are (?:followed|watched|indexed|there))",),
        ),
        (
            _listed,
            (
                rf"(?:which|what) {_DOCS}(?= ){_HERE}{_IN}",
                rf"{_SHOW}{_DOCS}{_HERE}{_IN}",
                rf"what(?:['’]s| is) in (?P<bare>)(?P<format>)(?P<folder>){_LIBRARY}",
            ),
        ),
    )
    for pattern in patterns
)
"""What each form is answered by; the first that matches counts."""
