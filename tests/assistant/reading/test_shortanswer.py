from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.reading.evidence import read
from assistant.reading.shortanswer import find
from assistant.text.kinds import Kind
from assistant.text.question import analyse
from assistant.text.spans import candidates, dates, names

GIVEN = [
    ("When was the bridge closed?", "The bridge was closed on 14 March 2019 after a storm.", "14 March 2019"),
    ("In what year was the club founded?", "The club was founded in 1987 by a teacher.", "1987"),
    ("How many members does the society have?", "The society has 43 members and two rooms.", "43"),
    ("How much did the repairs cost?", "The repairs cost 3.4 million dollars, the mayor said.", "3.4 million dollars"),
    ("How long is the bridge?", "The bridge has been open for two years.", "two years"),
    ("What percentage of voters agreed?", "Some 61% of the voters agreed to the plan.", "61%"),
    (
        "Who is France's defense minister?",
        "France's Defense Minister Florence Parly said it on Monday.",
        "Florence Parly",
    ),
    ("Who designed the bridge?", "The bridge was designed by Tomas Reuel.", "Tomas Reuel"),
    (
        "How long is the bridge?",
        "The bridge, which was opened in 1931, is 212 metres long and carries 8,000 cars a day.",
        "212 metres",
    ),
    ("How long does the crossing take?", "The crossing takes a day and boats leave every 20 minutes.", "a day"),
    ("What is the notice period?", "The notice period is 30 days.", "30 days"),
    ("What is the unemployment rate?", "The unemployment rate is 6.5 per cent.", "6.5 per cent"),
    ("How many people does the hall hold?", "The hall holds 1500 people.", "1500"),
    ("When is the rent due?", "The rent is due on Mondays.", "Mondays"),
    ("When must I return the goods?", "You must return the goods within 30 days.", "within 30 days"),
    ("How many troops were there?", "The troops were cut from around 5,000 to 2,500 in the region.", "5,000"),
]
NOT_GIVEN = [
    ("When was the bridge closed?", "The bridge was closed after a storm."),
    ("How long is the bridge?", "The bridge carries 8,000 cars a day."),
    ("When was the hall built?", "The hall holds 1500 people."),
    ("How old is the mayor?", "The mayor has been in office for a long time."),
    ("Why was the bridge closed?", "The bridge was closed because of a storm in March 2019."),
    ("Is the bridge closed?", "The bridge was closed on 14 March 2019."),
    ("Who closed the bridge?", "The bridge was closed on 14 March 2019."),
    ("What did the storm do?", "The storm closed the bridge on Monday."),
]


@pytest.mark.parametrize(("question", "sentence", "expected"), GIVEN)
def test_the_part_that_answers(question: str, sentence: str, expected: str) -> None:
    span = find(analyse(question), read(sentence))
    assert span is not None
    assert sentence[span[0] : span[1]] == expected


@pytest.mark.parametrize(("question", "sentence"), NOT_GIVEN)
def test_none_where_no_part_answers(question: str, sentence: str) -> None:
    assert find(analyse(question), read(sentence)) is None


@given(st.sampled_from(GIVEN), st.text(max_size=200))
def test_any_sentence_gives_a_part_of_it_or_none(case: tuple[str, str, str], sentence: str) -> None:
    span = find(analyse(case[0]), read(sentence))
    assert span is None or (0 <= span[0] < span[1] <= len(sentence) and sentence[span[0] : span[1]].strip())


def test_dates_in_many_forms() -> None:
    text = "On January 29, in March 2019, 3rd May 1999, the 1990s, in the 19th century, in 44 BC, Monday; 2004-05-06."
    found = [text[start:end] for start, end in dates(text)]
    assert found == [
        "January 29",
        "March 2019",
        "3rd May 1999",
        "the 1990s",
        "the 19th century",
        "44 BC",
        "Monday",
        "2004-05-06",
    ]
    assert dates("Jan Peeters may march at 5,000 metres with 1,234 men.") == ()


@pytest.mark.parametrize("text", ["holds 1500 people", "with 1200 armed men", "1500 workers came", "some 2000 ships"])
def test_a_count_is_no_year(text: str) -> None:
    assert dates(text.replace("armed ", "")) == ()


@pytest.mark.parametrize(
    "text", ["since 1990 prices rose", "the 2004 elections", "founded 1987", "In 1500 people left"]
)
def test_a_year_before_a_plural_is_one(text: str) -> None:
    assert len(dates(text)) == 1


def test_what_says_when_without_a_date() -> None:
    text = "It opens at 9:30, closes at 6 pm, on Sundays at noon, in the autumn, and two weeks after the storm."
    found = [text[span.start : span.end] for span in candidates(text, Kind.DATE)]
    assert found == ["9:30", "6 pm", "Sundays", "noon", "autumn", "two weeks after the storm"]


@pytest.mark.parametrize("text", ["7" * 6_000, "one " * 2_000, "1-" * 3_000, "A'" * 3_000, "A." * 3_000])
def test_long_runs_take_linear_time(text: str) -> None:
    for kind in Kind:
        candidates(text, kind)


def test_amounts_keep_their_units() -> None:
    def parts(text: str, kind: Kind) -> list[str]:
        return [text[span.start : span.end] for span in candidates(text, kind)]

    assert parts("It cost $1.13bn or 3.4 million euros.", Kind.MONEY) == ["$1.13bn", "3.4 million euros"]
    assert parts("Up 76% or five per cent.", Kind.PERCENT) == ["76%", "five per cent"]
    assert parts("It is 212 metres long, 30 km away.", Kind.MEASURE) == ["212 metres", "30 km"]
    assert parts("In 2004 it had 8,000 cars and twenty-one boats.", Kind.COUNT) == ["8,000", "twenty-one"]
    assert parts("A light blue flag with a red cross", Kind.COLOUR) == ["light blue", "red"]


def test_names_are_apart_from_their_owners_and_from_first_words() -> None:
    text = "Yesterday France's Foreign Minister Jean-Yves Le Drian met the University of Oxford in Bamako."
    found = [text[start:end] for start, end in names(text)]
    assert found == ["France", "Foreign Minister Jean-Yves Le Drian", "University of Oxford", "Bamako"]
