from __future__ import annotations

from dataclasses import replace

from assistant.answers import Citation, Claim, Passage
from assistant.gathering.joining import follow, join
from assistant.reading.reading import Found

TEXT = "Oldhaven won the cup. Lunden came second."


def passage(start: int, end: int) -> Passage:
    return Passage(1, "cup.txt", None, start, end, TEXT[start:end], 0.5, {}, version="v", document_id=7)


def found(start: int, end: int, short: str | None = None) -> Found:
    quote = TEXT[start:end]
    claim = Claim(quote, (1,), 0, len(quote))
    cited = Citation(1, "cup.txt", "v", "Cup", None, start, end, quote, 0.9, document_id=7)
    return Found("answered", f"{quote} [1]", (claim,), (cited,), (passage(start, end),), short, 0.9)


REFUSED = Found("not said", "The documents do not say.", passages=(passage(0, 41),), confidence=0.1)


def test_parts_are_joined_with_their_citations_numbered_through() -> None:
    answer = join(["Who won the cup?", "Who came second?"], [found(0, 21, "Oldhaven"), found(22, 41, "Lunden")])
    assert answer.text == "Oldhaven won the cup. [1]\n\nLunden came second. [2]"
    assert [answer.text[claim.start : claim.end] for claim in answer.claims] == [TEXT[:21], TEXT[22:]]
    assert [claim.citations for claim in answer.claims] == [(1,), (2,)]
    assert [citation.number for citation in answer.citations] == [1, 2]
    assert answer.short_answer == "Oldhaven; Lunden"
    assert answer.parts == ("Who won the cup?", "Who came second?")
    assert [one.rank for one in answer.passages] == [1, 2]
    assert answer.outcome == "answered"


def test_a_place_that_two_parts_cite_has_one_number() -> None:
    both = found(0, 21)
    more = replace(
        both,
        text=f"{both.text} {TEXT[22:]} [2]",
        claims=(*both.claims, Claim(TEXT[22:], (2,), 26, 45)),
        citations=(*both.citations, replace(found(22, 41).citations[0], number=2)),
    )
    answer = join(["Who won?", "Who played?"], [both, more])
    assert [citation.start for citation in answer.citations] == [0, 22]
    assert [claim.citations for claim in answer.claims] == [(1,), (1,), (2,)]


def test_a_sentence_that_answers_both_parts_is_said_once() -> None:
    answer = join(["Who won?", "What was won?"], [found(0, 21), found(0, 21)])
    assert answer.text == "Oldhaven won the cup. [1]"
    assert len(answer.claims) == len(answer.citations) == len(answer.passages) == 1


def test_the_part_that_no_document_answers_is_named() -> None:
    answer = join(["Who won the cup?", "Who slept?"], [found(0, 21), REFUSED])
    assert answer.text == "Oldhaven won the cup. [1]\n\nThe documents do not say: who slept?"
    assert answer.outcome == "answered"
    assert answer.confidence == 0.9
    assert not join(["Who slept?", "Who ate?"], [REFUSED, REFUSED]).answered


def test_a_later_part_speaks_of_what_an_earlier_one_found() -> None:
    won = found(0, 21, "Oldhaven")
    assert follow("When did they win the cup?", ["Who won the cup?"], [won]) == "When did Oldhaven win the cup?"
    assert follow("Who came second?", [], []) == "Who came second?"
    first = ["Who directed Vera Drake?"]
    assert follow("Which prize did it win?", first, [REFUSED]) == "Which prize did Vera Drake win?"
