from __future__ import annotations

import re

import pytest

from assistant.answers import NOT_SAID, Piece
from assistant.models.claims import Written
from assistant.models.resolving import MOST_POINTERS, Resolver
from tests.assistant.models.pages import Store, context

BRIDGE = (
    "The Varn bridge was closed on 14 March 2019. A storm had cracked two pillars. Repairs cost 3.4 million crowns."
)
CLUB = "Dr. Agnes Lind founded the society in 1987. It has 43 members."


def resolved(stream: str, size: int = 5, question: str = "", texts: tuple[str, ...] = (BRIDGE, CLUB)) -> Written:
    """What a stream becomes, cut into parts of a size; what was shown is what is given."""
    made, store = context(*texts)
    resolver = Resolver(made, store, question=question)
    pieces: list[Piece] = []
    for at in range(0, len(stream), size):
        pieces += resolver.feed(stream[at : at + size])
    pieces += resolver.end()
    written = resolver.written()
    assert "".join(piece.text for piece in pieces) == written.text
    assert tuple(citation for piece in pieces for citation in piece.citations) == written.citations
    for claim in written.claims:
        assert written.text[claim.start : claim.end] == claim.text
    return written


def said(stream: str, size: int = 5) -> str:
    return resolved(stream, size).text


def test_pointers_become_numbers_behind_their_sentence() -> None:
    written = resolved("The bridge was closed [S1]. A storm did it [S2][S1]. It has members [S5].")
    assert written.text == "The bridge was closed. [1] A storm did it. [1][2] It has members. [3]"
    assert [claim.citations for claim in written.claims] == [(1,), (1, 2), (3,)]
    assert [citation.quote for citation in written.citations] == [
        "The Varn bridge was closed on 14 March 2019.",
        "A storm had cracked two pillars.",
        "It has 43 members.",
    ]
    assert written.dropped == 0


@pytest.mark.parametrize(
    "stream",
    [
        "Closed in March [S1].",
        "Closed in March. [S1]",
        "Closed in March.[S1]",
        "Closed in March.\n[S1]",
        "Closed in March [s1].",
        "Closed in March [[S1]].",
        "Closed in March **[S1]**.",
        "Closed in March `[S1]`.",
        "Closed in March 【S1】.",
        "Closed in March ［S1］.",
        "Closed in March \\[S1\\].",
        "Closed in March (S1).",
        "Closed in March [S1: the Varn bridge was closed].",
        "Closed in March [source S1].",
        "Closed in March [S1](https://example.org/evil).",
        "Closed in March [S\u200b1].",
        "Closed [S1] in March.",
        "[S1] Closed in March.",
        "<think>It may be [S2].</think>\nClosed in March [S1].",
    ],
)
def test_ways_to_write_a_pointer(stream: str) -> None:
    for size in (1, 2, 3, 200):
        written = resolved(stream, size)
        assert written.text == "Closed in March. [1]"
        assert [citation.quote for citation in written.citations] == ["The Varn bridge was closed on 14 March 2019."]
        assert written.dropped == 0


@pytest.mark.parametrize(
    ("pointers", "numbers"),
    [("[S1, S3]", 2), ("[S1; S2 and S3]", 3), ("[S1-S3]", 3), ("[S2–S5]", 4), ("[S1][S1]", 1)],
)
def test_lists_and_ranges_of_pointers(pointers: str, numbers: int) -> None:
    written = resolved(f"It is so {pointers}.")
    assert len(written.citations) == numbers
    assert written.dropped == 0


@pytest.mark.parametrize(
    ("wrong", "dropped"),
    [("[S99]", 1), ("[S0]", 1), ("[1]", 1), ("[S]", 1), ("[S-1]", 1), ("[S1a]", 1), ("[^1]", 1), ("[S98, S99]", 2)],
)
def test_what_is_no_pointer_to_the_context_is_dropped_and_counted(wrong: str, dropped: int) -> None:
    written = resolved(f"It is so {wrong}. The society has members [S5].")
    assert written.text == "It is so. The society has members. [1]"
    assert written.dropped == dropped
    first, second = written.claims
    assert first.support == "unsupported"
    assert first.why
    assert second.support is None


def test_a_claim_cannot_point_at_everything() -> None:
    made, store = context(" ".join(f"Point {word} is made." for word in "abcdefghijkl"))
    resolver = Resolver(made, store)
    resolver.feed("All is well " + "".join(f"[{made.letters}{number}]" for number in range(1, 13)) + ".")
    resolver.end()
    assert len(resolver.written().citations) == MOST_POINTERS
    assert resolver.written().dropped == 12 - MOST_POINTERS


def test_an_abbreviation_ends_no_claim() -> None:
    written = resolved("Dr. Agnes Lind founded it [S4]. It cost 3.4 million [S3].")
    assert [claim.text for claim in written.claims] == ["Dr. Agnes Lind founded it.", "It cost 3.4 million."]


def test_lists_keep_their_lines() -> None:
    written = resolved(
        "What is said of the bridge:\n* Closed in March [S1].\n* Cracked [S2]\n\n2) Paid [S3]",
        question="What is said of the bridge?",
    )
    assert written.text == "What is said of the bridge:\n- Closed in March. [1]\n- Cracked [2]\n2) Paid [3]"
    assert [claim.text for claim in written.claims] == ["Closed in March.", "Cracked", "Paid"]


def test_an_introduction_that_says_something_is_a_claim() -> None:
    written = resolved("The mayor resigned because of these:\n- It closed [S1]", question="What of the bridge?")
    assert [claim.support for claim in written.claims] == ["unsupported", None]


@pytest.mark.parametrize("size", [1, 7, 500])
def test_nothing_a_page_could_bring_to_life_is_left(size: int) -> None:
    stream = (
        "See [the site](https://evil.example/a?b=c) or ![pic](http://evil.example/x.png) <img src=x onerror=alert(1)> "
        "<b>now</b> https://evil.example/q and www.evil.example [name]: https://evil.example javascript:alert(1) "
        "<https://evil.example> `code` **bold** ht<b>tps://evil.example https:[S1]//evil.example"
    )
    text = said(stream, size)
    assert text == (
        "See (the site) or (pic) now evil.example/q and evil.example (name): evil.example alert(1) code bold "
        "evil.example https: //evil.example [1]"
    )


def test_words_that_only_look_like_markup_stay() -> None:
    assert said("If x < y and 2**3 > 7, then a_b is it [sic].") == "If x < y and 2**3 > 7, then a_b is it (sic)."


def test_ids_are_taken_only_where_they_are_ids() -> None:
    made, store = context("The Galaxy S12 is a phone. It has a screen.")
    assert made.letters == "Q"
    resolver = Resolver(made, store)
    resolver.feed("The Galaxy S12 is a phone [Q1]. As Q2 says, it has a screen.")
    resolver.end()
    assert resolver.written().text == "The Galaxy S12 is a phone. [1] As says, it has a screen. [2]"


def test_a_stream_that_breaks_off_ends_whole() -> None:
    for cut in range(len("The bridge was closed [S1] and then")):
        written = resolved("The bridge was closed [S1] and then"[:cut], 3)
        assert "S1" not in written.text
        assert written.text.count("[") == written.text.count("]") == len(written.citations)


def test_nothing_is_held_back_but_a_word() -> None:
    made, store = context(BRIDGE)
    resolver = Resolver(made, store)
    shown = ""
    for word in re.findall(r"\w+", "The bridge was closed in March 2019 because of a storm that cracked two pillars"):
        shown += "".join(piece.text for piece in resolver.feed(f"{word} "))
        assert shown.endswith(word)


def test_a_refusal_is_no_claim() -> None:
    written = resolved(NOT_SAID)
    assert written.refused
    assert written.claims == ()
    assert resolved("The documents do not say when it was built.", question="When was it built?").refused
    assert not resolved("The documents do not say. The mayor fled.").refused


def test_a_changed_document_is_not_cited() -> None:
    made, _ = context(BRIDGE)
    resolver = Resolver(made, Store({"d1.txt": "x" + BRIDGE[1:]}))
    resolver.feed("The bridge was closed [S1]. A storm did it [S2].")
    resolver.end()
    written = resolver.written()
    assert [claim.citations for claim in written.claims] == [(), (1,)]
    assert written.claims[0].support == "unsupported"


def test_sentences_of_other_scripts_end_too() -> None:
    made, store = context("桥在三月关闭。修理花了很多钱。")
    resolver = Resolver(made, store)
    for character in "桥关闭了[S1]。修理很贵。[S2]":
        resolver.feed(character)
    resolver.end()
    assert [claim.text for claim in resolver.written().claims] == ["桥关闭了。", "修理很贵。"]
    assert [claim.citations for claim in resolver.written().claims] == [(1,), (2,)]


def test_pointers_before_their_sentences() -> None:
    written = resolved("[S1] The bridge was closed. [S2] A storm did it.")
    assert [claim.citations for claim in written.claims] == [(1,), (2,)]


def test_a_number_alone_is_an_answer() -> None:
    written = resolved("43. [S5]")
    assert [claim.text for claim in written.claims] == ["43."]
    assert written.claims[0].citations == (1,)
