from __future__ import annotations

import pytest

from assistant.answers import Turn
from assistant.followups.conversation import standalone, turns

FOLLOW_UPS: list[tuple[str, str | None, str, str]] = [
    # the question before, its answer, the follow-up, what it is made into
    ("Who won the World Cup in 2003?", None, "And in 2004?", "Who won the World Cup in 2004?"),
    ("Who won the World Cup in 2003?", None, "in 2007?", "Who won the World Cup in 2007?"),
    ("Who runs AMD?", "Lisa Su runs AMD.", "What about Intel?", "Who runs Intel?"),
    ("What did Blair say about taxes?", None, "And Brown?", "What did Brown say about taxes?"),
    ("Who won the men's final?", None, "And the women's final?", "Who won the women's final?"),
    ("How many troops does France have in Mali?", None, "And in Niger?", "How many troops does France have in Niger?"),
    ("What does the shop do with a torn page?", None, "And with a stain?", "What does the shop do with a stain?"),
    ("What is the population of Ireland?", None, "How about Wales?", "What is the population of Wales?"),
    ("When did Nokia buy Siemens?", None, "Why?", "Why did Nokia buy Siemens?"),
    ("Where was Marie Curie born?", None, "And when?", "When was Marie Curie born?"),
    ("Who scored for England?", None, "Who else?", "Who else scored for England?"),
    ("Who wrote the report?", None, "Tell me more", "Tell me more about the report"),
    ("When was the golden bridge built?", None, "Who designed it?", "Who designed the golden bridge?"),
    ("When was the golden bridge built?", None, "How long is it?", "How long is the golden bridge?"),
    ("When did the strike begin?", None, "And when did it end?", "When did the strike end?"),
    ("Who wrote the report?", None, "and who paid for it?", "Who paid for the report?"),
    ("What is photosynthesis?", None, "How does it work?", "How does photosynthesis work?"),
    ("How do I add documents?", None, "How do I remove them?", "How do I remove documents?"),
    ("What are the workers demanding?", None, "Why are they on strike?", "Why are the workers on strike?"),
    ("How many people work for Sony?", None, "What is its revenue?", "What is Sony's revenue?"),
    ("Why was Kelly Holmes injured?", None, "How many races did she miss?", "How many races did Kelly Holmes miss?"),
    (
        "Where was Marie Curie born?",
        "Marie Curie was born in Warsaw.",
        "How many people live there?",
        "How many people live in Warsaw?",
    ),
    ("Where was Marie Curie born?", "In Warsaw.", "When did she die?", "When did Marie Curie die?"),
    (
        "Who is the French foreign minister?",
        "France's Foreign Minister Jean-Yves Le Drian says his country will leave.",
        "What did he say about Mali?",
        "What did Jean-Yves Le Drian say about Mali?",
    ),
    (
        "Who is the chief executive of Boeing?",
        "Harry Stonecipher is Boeing's chief executive.",
        "Why was he forced out?",
        "Why was Harry Stonecipher forced out?",
    ),
    (
        "Who sacked the manager?",
        "Chairman John Smith sacked the manager.",
        "Why did he do that?",
        "Why did John Smith sack the manager?",
    ),
    ("Why does France leave Mali?", None, "When will it do that?", "When will France leave Mali?"),
    ("How do I add documents?", None, "Can I do that by mail?", "Can I add documents by mail?"),
    (
        "Which film won the award?",
        "Titanic won the award.",
        "Who directed it?",
        "Who directed Titanic?",
    ),
    (
        "Which film won the award in 1999?",
        None,
        "Who directed it?",
        "Who directed the film that won the award in 1999?",
    ),
    (
        "When did Apple launch the iPhone?",
        "Apple launched the iPhone in 2007.",
        "What else did the company launch that year?",
        "What else did Apple launch in 2007?",
    ),
    ("What was Parmalat's debt?", None, "Who audited the company?", "Who audited Parmalat?"),
    ("What is the population of Ireland?", None, "How large is that country?", "How large is Ireland?"),
    ("What is the population of Ireland?", None, "What is its capital?", "What is Ireland's capital?"),
    (
        "Who built the lighthouse of Norvik?",
        None,
        "And when did it burn down?",
        "When did the lighthouse of Norvik burn down?",
    ),
    (
        "Who built the lighthouse of Norvik?",
        "The documents do not say. They do not mention Norvik. The nearest passages are shown below.",
        "How old is it?",
        "How old is the lighthouse of Norvik?",
    ),
    ("Who built the lighthouse of Norvik?", None, "How many people live there?", "How many people live in Norvik?"),
    (
        "When was the museum built?",
        "It was built in 1931. [1] However, it was closed. [2]",
        "Who designed it?",
        "Who designed the museum?",
    ),
    ("What is photosynthesis?", None, "How does this work?", "How does photosynthesis work?"),
    ("What is photosynthesis?", None, "Is this important for plants?", "Is photosynthesis important for plants?"),
    ("What is photosynthesis?", None, "When was this discovered?", "When was photosynthesis discovered?"),
    ("When did the bridge collapse?", None, "Why did this happen?", "Why did the bridge collapse?"),
    ("What was Parmalat's debt?", None, "Where is this company?", "Where is Parmalat?"),
    ("Who won the World Cup in 2003?", None, "And in May 2004?", "Who won the World Cup in May 2004?"),
    (
        "When was the bridge built?",
        None,
        "What did Le Drian say about it?",
        "What did Le Drian say about the bridge?",
    ),
]

STANDALONE = [
    "What is the capital of France?",
    "When did Tesla sell his patents?",
    "Who said that the war was over?",
    "Is it true that Mali has gold?",
    "What is the film that won the Oscar?",
    "How long does it take to build a house?",
    "Are there any penguins in Africa?",
    "Why do cats purr?",
    "What is gravity?",
    "Which company made its first car in 1903?",
    "Who lost his job at the bank?",
    "Who announced it would cut prices in Denmark?",
    "What do complement proteins activate before they bind to the microbe?",
    "Is it easier to change the law than to keep the law?",
    "Who realised that planets followed the same laws of motion?",
    "When did the Court rule that fish must be labelled?",
    "How do I remove documents?",
    "Who won the World Cup in 2006?",
    "What does the guide say about privacy on the network?",
    "And justice for all: who wrote the song?",
    "In what year did King Hugo die?",
    "On which river does Warsaw stand?",
    "In winter, should I feed the bees?",
    "In winter, isn't honey scarce?",
    "How much is the rent?",
    "How did Edison invent the lamp and sell it?",
]


@pytest.mark.parametrize(("before", "answer", "question", "expected"), FOLLOW_UPS)
def test_follow_ups(before: str, answer: str | None, question: str, expected: str) -> None:
    assert standalone(question, [Turn(before, answer)]) == expected


@pytest.mark.parametrize("question", STANDALONE)
def test_a_question_that_stands_alone_is_not_touched(question: str) -> None:
    history = [Turn("Who won the Nobel Prize in Sweden in 1987?", "Joseph Brodsky won the Nobel Prize.")]
    assert standalone(question, history) == question
    assert standalone(question, []) == question


def test_a_follow_up_to_a_follow_up() -> None:
    history = [Turn("Who won the Grand Prix in Monaco?"), Turn("And in Spain?")]
    assert standalone("And in Japan?", history) == "Who won the Grand Prix in Japan?"
    history = [
        Turn("Who leads the Labour party?", "Tony Blair leads the Labour party."),
        Turn("How old is he?", "He is 51."),
    ]
    assert standalone("Where does he live?", history) == "Where does Tony Blair live?"


def test_thanks_change_no_topic() -> None:
    history = [Turn("Where was Marie Curie born?", None), Turn("Thanks!", "You are welcome."), Turn("Hello", "Hello.")]
    assert standalone("When did she die?", history) == "When did Marie Curie die?"


def test_a_pasted_text_stands_alone() -> None:
    text = "It was there. " * 100
    assert standalone(text, [Turn("Who won the cup in 2003?")]) == text


def test_a_new_topic_is_what_follow_ups_are_about() -> None:
    history = [
        Turn("Where was Marie Curie born?"),
        Turn("Who is the coach of Arsenal?", "Jan Peeters is the coach of Arsenal."),
    ]
    assert standalone("How old is he?", history) == "How old is Jan Peeters?"


def test_a_question_that_names_nothing_gets_the_topic() -> None:
    made = standalone("Who came second?", [Turn("Who won the Grand Prix in Monaco?")])
    assert "Grand Prix" in made
    assert "Monaco" in made
    assert made.endswith("who came second?")


@pytest.mark.parametrize("question", ["", "   ", "?", "and", "what about", "why", "he", "\n\t", "…", "it it it"])
def test_any_text_gives_a_text(question: str) -> None:
    assert isinstance(standalone(question, [Turn("Who won?", None), Turn("", "")]), str)


def test_turns_are_read_from_plain_values() -> None:
    assert turns([{"question": "Who?", "answer": "She."}, {"question": "Why?"}, Turn("How?")]) == (
        Turn("Who?", "She."),
        Turn("Why?", None),
        Turn("How?", None),
    )


@pytest.mark.parametrize("item", ["Who?", {"answer": "She."}, {"question": 1}, {"question": "Who?", "answer": 2}, None])
def test_turns_of_another_form_are_refused(item: object) -> None:
    with pytest.raises(ValueError, match="history"):
        turns([item])  # type: ignore[list-item]
