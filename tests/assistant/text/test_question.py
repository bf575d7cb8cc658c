from __future__ import annotations

import pytest

from assistant.answers import Turn
from assistant.followups.conversation import standalone
from assistant.text.kinds import Kind
from assistant.text.mentions import mentions, wanted
from assistant.text.question import analyse
from assistant.text.words import alike, base_form, rarity, stem, words


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Who won the cup?", Kind.PERSON),
        ("By whom was it built?", Kind.PERSON),
        ("Which king signed the treaty?", Kind.PERSON),
        ("When did the war end?", Kind.DATE),
        ("In what year was the bridge built?", Kind.DATE),
        ("Where is the museum?", Kind.PLACE),
        ("Which country borders Mali?", Kind.PLACE),
        ("What is the capital of Mali?", Kind.PLACE),
        ("How many troops left?", Kind.COUNT),
        ("What is the population of Mali?", Kind.COUNT),
        ("How much did it cost?", Kind.MONEY),
        ("How much honey is left?", Kind.AMOUNT),
        ("How long did the war last?", Kind.DURATION),
        ("How long is the bridge?", Kind.LENGTH),
        ("What is the notice period?", Kind.DURATION),
        ("What is the unemployment rate?", Kind.AMOUNT),
        ("Isn't the bridge open?", Kind.YES_NO),
        ("How old is the president?", Kind.AGE),
        ("How tall is the tower?", Kind.MEASURE),
        ("What percentage of voters agreed?", Kind.PERCENT),
        ("What colour is the flag?", Kind.COLOUR),
        ("What is the group called?", Kind.NAME),
        ("Which company sold the phone?", Kind.NAME),
        ("Why did he leave?", Kind.REASON),
        ("How come he left?", Kind.REASON),
        ("How do I add documents?", Kind.MANNER),
        ("What is photosynthesis?", Kind.DEFINITION),
        ("Who is Florence Parly?", Kind.DEFINITION),
        ("What happens when a file changes?", Kind.OUTCOME),
        ("What happened after the war?", Kind.OUTCOME),
        ("What happened in 1914?", Kind.THING),
        ("Is the bridge open?", Kind.YES_NO),
        ("What did she say?", Kind.THING),
        ("troops in Mali", Kind.OPEN),
        ("", Kind.OPEN),
    ],
)
def test_the_kind_of_answer_that_is_expected(text: str, kind: Kind) -> None:
    assert analyse(text).kind is kind


@pytest.mark.parametrize(
    "text",
    [
        "What is " + "a" * 5_000 + "@",
        "Who is " + "a" * 5_000 + "@",
        "What is " + "a b" * 2_000,
        "What a" + "?" * 5_000 + "x",
    ],
)
def test_long_tokens_are_taken_apart_at_once(text: str) -> None:
    """A regular expression that backtracks would not come back from these."""
    analyse(text)
    mentions(text)
    wanted(text)
    standalone(text, [Turn("Who won the cup in 2003?", text)])
    standalone("And in 2004?", [Turn(text, text)])


def test_names_and_quoted_words_are_found() -> None:
    question = analyse('Did Jean-Yves Le Drian say "out of control" in Mali?')
    assert ("jean", "yves", "l", "drian") in question.names or any("drian" in name for name in question.names)
    assert ("mali",) in question.names
    assert question.quoted == ("out of control",)


def test_who_asks_is_no_name() -> None:
    assert analyse("How can I ask from the command line?").names == ()
    assert analyse("When did World War I end?").names == (("world", "war", "i"),)


def test_rare_words_and_names_tell_more() -> None:
    question = analyse("Which people use the dendritic cells of Barkhane in 2014?")
    weight = dict(zip(question.terms, question.weights, strict=True))
    assert weight["barkhan"] >= 0.75
    assert weight["2014"] >= 0.75
    assert weight[stem("dendritic")] > weight[stem("people")] or stem("people") not in weight
    assert rarity("the") < rarity("army") < rarity("herring") < rarity("xylotriol")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("armies", "army"),
        ("won", "winning"),
        ("organised", "organizes"),
        ("left", "leaving"),
        ("colours", "color"),
        ("children", "child"),
    ],
)
def test_forms_of_a_word_share_a_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


def test_kin_are_alike_and_strangers_are_not() -> None:
    assert alike(stem("withdrawal"), stem("withdraw")) > 0
    assert alike(stem("defence"), stem("defense")) > 0
    assert alike(stem("interest"), stem("internet")) == 0
    assert alike("2003", "2004") == 0


@pytest.mark.parametrize(
    ("verb", "plain"),
    [
        ("won", "win"),
        ("decided", "decide"),
        ("sacked", "sack"),
        ("stopped", "stop"),
        ("carries", "carry"),
        ("win", "win"),
    ],
)
def test_the_plain_form_of_a_verb(verb: str, plain: str) -> None:
    assert base_form(verb) == plain


def test_words_keep_their_places() -> None:
    text = "The U.S. Army's 2,500 men don't – naïvely – go."
    found = words(text)
    assert all(text[word.start : word.end] == word.raw for word in found)
    assert [word.raw for word in found][:5] == ["The", "U.S", "Army", "2,500", "men"]


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("What is the population of Mali?", "population"),
        ("How many troops left Mali?", "troops"),
        ("Which city was attacked?", None),
        ("What colour is the flag?", None),
        ("Who left?", None),
    ],
)
def test_what_an_answer_must_speak_of(text: str, subject: str | None) -> None:
    assert analyse(text).subject == (stem(subject) if subject else None)
