"""Rows of named cells: which cell a question asks for, and whether the row answers it."""

from __future__ import annotations

import pytest

from assistant.grounding import claim_text
from assistant.reading.evidence import Read, read
from assistant.reading.records import Records, Verdict
from assistant.reading.shortanswer import find
from assistant.text.cells import cells_of
from assistant.text.question import analyse

PERSON = "Name: Anna Holt\tAge: 34\tCity: Oslo\tE-mail: anna@holt.example\tStart date: 2019-03-01\tBorn: 1990-05-12"
CHAIR = "Item: Oak chair\tPrice: €85\tColour: brown\tWeight (kg): 6.5\tQuantity: 12\tMinimum stock: 3"
TRAIN = "Train: IC 204\tFrom: Lunden\tTo: Varn\tDeparts: 06:55\tArrives: 10:20\tDriver: Peter Falk"
MONTHS = "City: Lunden\tMarch: 1822\tApril: 2090\tMay: 2477\t2023: 9000"
TEAM = "Position: 2\tTeam: Mill City\tWon: 14\tLost: 3\tPoints: 47\tCoach: Marek Sobol"

ASKED = [
    (PERSON, "What is Anna's age?", "34"),
    (PERSON, "How old is Anna Holt?", "34"),
    (PERSON, "Where does Anna live?", "Oslo"),
    (PERSON, "What is Anna Holt's email address?", "anna@holt.example"),
    (PERSON, "When did Anna start?", "2019-03-01"),
    (PERSON, "When was Anna born?", "1990-05-12"),
    (PERSON, "Which city does Anna live in?", "Oslo"),
    (CHAIR, "How much does the oak chair cost?", "€85"),
    (CHAIR, "How much is the oak chair?", "€85"),
    (CHAIR, "How heavy is the oak chair?", "6.5"),
    (CHAIR, "What colour is the oak chair?", "brown"),
    (CHAIR, "How many oak chairs are in stock?", "12"),
    (CHAIR, "What is the minimum stock of the oak chair?", "3"),
    (TRAIN, "When does the train from Lunden to Varn leave?", "06:55"),
    (TRAIN, "What time does the train from Lunden to Varn arrive?", "10:20"),
    (TRAIN, "Who is the driver of IC 204?", "Peter Falk"),
    (TRAIN, "Which train goes from Lunden to Varn?", "IC 204"),
    (MONTHS, "How many visitors did Lunden have in March?", "1822"),
    (MONTHS, "How many visitors did Lunden have in May?", "2477"),
    (MONTHS, "How many visitors did Lunden have in 2023?", "9000"),
    (TEAM, "How many matches has Mill City won?", "14"),
    (TEAM, "Who coaches Mill City?", "Marek Sobol"),
    (TEAM, "Which team has 47 points?", "Mill City"),
]
LACKING = [
    (PERSON, "How old is Peter?"),
    (PERSON, "What is Anna's salary?"),
    (PERSON, "How old is Anna Berg?"),
    (PERSON, "Where was Anna educated?"),
    (CHAIR, "How much does the oak table cost?"),
    (CHAIR, "Who designed the oak chair?"),
    (CHAIR, "What is the height of the oak chair?"),
    (CHAIR, "How many legs does the oak chair have?"),
    (TRAIN, "When does the train from Lunden to Oldhaven leave?"),
    (MONTHS, "How many visitors did Lunden have in October?"),
    (MONTHS, "How many visitors did Varn have in March?"),
    (MONTHS, "How many visitors did Lunden have in 2019?"),
    (MONTHS, "How many injuries did Lunden have in March?"),
    (TEAM, "Which team has the most points?"),
    (TEAM, "How many red cards did Mill City get?"),
]
VISITORS = read("Museum visitors")


def row(quote: str) -> Read:
    return read(claim_text(quote), cells_of(quote))


@pytest.mark.parametrize(("quote", "question", "value"), ASKED)
def test_the_cell_that_is_asked_for(quote: str, question: str, value: str) -> None:
    asked, line = analyse(question), row(quote)
    assert Records(asked).verdict(line, VISITORS) is Verdict.ANSWERS
    span = find(asked, line)
    assert span is not None
    assert line.text[span[0] : span[1]] == value


@pytest.mark.parametrize(("quote", "question"), LACKING)
def test_a_row_that_does_not_say_it(quote: str, question: str) -> None:
    assert Records(analyse(question)).verdict(row(quote), VISITORS) is Verdict.LACKS


@pytest.mark.parametrize(
    ("quote", "question"),
    [
        ("The bridge was closed in 2019.", "When was the bridge closed?"),
        ("Tenant: Maria Lopez", "Who is the tenant?"),
        (PERSON, "Does Anna live in Oslo?"),
        (PERSON, "Anna Oslo"),
        (PERSON, "Why did Anna leave?"),
    ],
)
def test_what_is_no_matter_of_a_cell_is_read_like_a_sentence(quote: str, question: str) -> None:
    assert Records(analyse(question)).verdict(row(quote), VISITORS) is Verdict.UNSURE


@pytest.mark.parametrize(
    ("quote", "question", "value"),
    [("Tenant: Maria Lopez", "Who is the tenant?", "Maria Lopez"), ("Price: €85", "How much is it?", "€85")],
)
def test_a_label_is_never_the_short_answer(quote: str, question: str, value: str) -> None:
    line = row(quote)
    span = find(analyse(question), line)
    assert span is not None
    assert line.text[span[0] : span[1]] == value


def test_an_empty_question_asks_for_no_cell() -> None:
    assert Records(analyse("")).cell(row(PERSON)) is None
    assert Records(analyse("?!")).verdict(row(PERSON), VISITORS) is Verdict.UNSURE


def test_a_row_that_holds_a_text_is_read_like_a_sentence() -> None:
    faq = "id: 1\ttopic: parcels\tanswer: Parcels are kept at the counter for ten days and are then sent back."
    assert Records(analyse("How long are parcels kept?")).verdict(row(faq), VISITORS) is Verdict.UNSURE
    assert (
        Records(analyse("How long are parcels kept?")).verdict(row("id: 1\ttopic: parcels"), VISITORS) is Verdict.LACKS
    )
    remark = "remark: The code word of the lower station is heron.\tnumber: 3"
    assert Records(analyse("What is the code word of the lower station?")).verdict(row(remark), VISITORS) is (
        Verdict.UNSURE
    )
