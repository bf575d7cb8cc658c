from __future__ import annotations

from dataclasses import replace
from functools import reduce
from operator import add

from langchain_core.messages import AIMessage, AIMessageChunk, message_to_dict, messages_from_dict

from assistant.answers import Answer, Event, Piece, Step
from assistant.message import to_chunks, to_message
from tests.assistant.samples import TEXT, answer

EVENTS: list[Event] = [
    Step("retrieve", "Searching the documents"),
    Piece("The bridge was closed in March. [1] ", answer().citations[:1]),
    Piece("Repairs cost 3 million. [2]", answer().citations[1:]),
    answer(),
]


def check(message: AIMessage) -> None:
    """One text block whose citations stand at their claims and quote the document."""
    (block,) = message.content_blocks
    assert block["type"] == "text"
    assert block["text"] == answer().text
    annotations = block["annotations"]
    assert [annotation["type"] for annotation in annotations] == ["citation", "citation"]
    for annotation, claim in zip(annotations, answer().claims, strict=True):
        assert annotation["type"] == "citation"
        assert block["text"][annotation["start_index"] : annotation["end_index"]] == claim.text
        extras = annotation["extras"]
        assert TEXT[extras["start"] : extras["end"]] == annotation["cited_text"]
        assert extras["document"] == "a/bridge.txt"
        assert annotation["title"] == "The bridge"


def test_a_message_carries_standard_citations() -> None:
    message = to_message(answer())
    check(message)
    assert message.text == answer().text
    assert message.additional_kwargs["quoth"]["answered"] is True


def test_a_message_can_be_stored_and_read_back() -> None:
    (message,) = messages_from_dict([message_to_dict(to_message(answer()))])
    assert isinstance(message, AIMessage)
    check(message)


def test_chunks_add_up_to_the_message() -> None:
    chunks = list(to_chunks(EVENTS))
    assert [str(chunk.text) for chunk in chunks] == [
        "The bridge was closed in March. [1] ",
        "Repairs cost 3 million. [2]",
        "",
    ]
    assert chunks[-1].chunk_position == "last"
    whole = reduce(add, chunks)
    assert isinstance(whole, AIMessageChunk)
    check(whole)
    assert whole.additional_kwargs == to_message(answer()).additional_kwargs
    assert whole.response_metadata == {"output_version": "v1"}


def test_an_answer_without_pieces_streams_too() -> None:
    whole = reduce(add, to_chunks([answer()]))
    assert isinstance(whole, AIMessageChunk)
    check(whole)


def test_a_refusal_has_no_annotations() -> None:
    refusal: Answer = replace(answer(), answered=False, text="The documents do not say.", claims=(), citations=())
    (block,) = to_message(refusal).content_blocks
    assert block["type"] == "text"
    assert block["text"] == "The documents do not say."
    assert not block.get("annotations")
