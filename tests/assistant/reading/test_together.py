from __future__ import annotations

from assistant.answers import Passage
from assistant.grounding import Evidence, claim_text, quote_of
from assistant.reading.evidence import NAMES, Sentence, read
from assistant.reading.extractive import Scored
from assistant.reading.together import with_what_follows, with_what_it_leans_on
from assistant.retrieval.retriever import Hit
from assistant.text.cells import cells_of
from assistant.text.question import analyse
from index.text.sentences import split


def scored(text: str, place: int) -> Scored:
    """The sentence at a place of a text, as if it were chosen."""
    spans = tuple(split(text, 0, len(text)))
    passage = Passage(1, "a.txt", None, 0, len(text), text, 1.0, {})
    reads = [read(claim_text(quote), cells_of(quote)) for quote in (quote_of(passage, span) for span in spans)]
    sentence = Sentence(0, place, reads[place], None, None, read(""))
    return Scored(Hit(passage, (), spans), spans[place], sentence, (0.0,) * len(NAMES), 1.0)


def leaning(question: str, text: str, place: int, bold: tuple[int, int] | None = None) -> str:
    """What the evidence for a sentence quotes."""
    one = scored(text, place)
    found = with_what_it_leans_on(analyse(question), one, Evidence(one.hit.passage, one.span, 0.9, None, bold))
    return quote_of(found.passage, found.span)


BRIDGE = "The Varn bridge crosses the river at Oldhaven. It was opened in 1931. Two ferries run beside the old bridge."
CANAL = "There was little rain in the Vale that year. Because of this, the farmers dug a canal. It took two years."


def test_a_pronoun_takes_along_the_sentence_that_says_who_is_meant() -> None:
    assert leaning("When was the Varn bridge opened?", BRIDGE, 1) == BRIDGE[:69]


def test_a_sentence_that_names_what_is_asked_for_stands_alone() -> None:
    assert leaning("When was it opened?", BRIDGE, 1) == "It was opened in 1931."
    assert leaning("What runs beside the bridge?", BRIDGE, 2) == "Two ferries run beside the old bridge."


def test_the_part_that_answers_moves_with_it() -> None:
    one = scored(BRIDGE, 1)
    evidence = Evidence(one.hit.passage, one.span, 0.9, None, (17, 21))
    found = with_what_it_leans_on(analyse("When was the Varn bridge opened?"), one, evidence)
    said = claim_text(quote_of(found.passage, found.span))
    assert found.bold is not None
    assert said[found.bold[0] : found.bold[1]] == "1931"


def test_what_follows_from_the_sentence_before_takes_it_along() -> None:
    assert leaning("Why did the farmers dig a canal?", CANAL, 1) == CANAL[:86]
    assert leaning("Who dug the canal?", CANAL, 1) == "Because of this, the farmers dug a canal."


def test_another_paragraph_is_never_joined() -> None:
    apart = BRIDGE.replace(". It", ".\n\nIt")
    assert leaning("When was the Varn bridge opened?", apart, 1) == "It was opened in 1931."


def test_a_reason_goes_on_with_what_it_led_to() -> None:
    text = "A storm cracked two pillars of the bridge. As a result, the bridge was closed for weeks. Ferries run now."
    found = with_what_follows(analyse("Why was the bridge closed?"), [scored(text, 0)])
    assert [one.text for one in found] == [
        "A storm cracked two pillars of the bridge.",
        "As a result, the bridge was closed for weeks.",
    ]
    assert len(with_what_follows(analyse("When was the bridge closed?"), [scored(text, 0)])) == 1


def test_a_statement_takes_along_the_sentence_beside_it_that_names_its_cause() -> None:
    text = (
        "Milk sales fell in May. Shops sold a fifth less than in April. Cold weather was blamed for the fall in sales."
    )
    found = with_what_follows(analyse("Why did milk sales fall?"), [scored(text, 0)])
    assert [one.text for one in found] == [text[:23], text[63:]]
    assert len(with_what_follows(analyse("When did milk sales fall?"), [scored(text, 0)])) == 1
    said = with_what_follows(analyse("Why did milk sales fall?"), [scored(text, 2)])
    assert [one.text for one in said] == [text[63:]]


def test_steps_are_given_in_order_and_three_at_most() -> None:
    text = (
        "Open the lid of the hive with a steel tool. Then blow some smoke over the open hive. "
        "Next lift out the frames one by one slowly. Finally close the lid of the hive again."
    )
    found = with_what_follows(analyse("How do I open the hive?"), [scored(text, 0)])
    assert [one.span.start for one in found] == sorted(one.span.start for one in found)
    assert len(found) == 3
