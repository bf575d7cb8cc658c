"""What the reader reads in one pass: the examples of all sources in their proportions."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.text.sentences import split
from training import qamr, squad
from training.examples import FITTING, REPORTED, Example
from training.nearest import Nearest
from training.selqa import Section
from training.swaps import names, swapped

_KEPT_WORDS = tuple(title.replace("_", " ") for title in REPORTED)


@dataclass(frozen=True, slots=True)
class Sources:
    """All that can be trained on, the articles and pages that are kept back left out."""

    paragraphs: Mapping[str, list[squad.Paragraph]]
    near: Mapping[str, list[list[list[int]]]]
    """For each article, paragraph and question the nearest paragraphs, the question's own left out."""
    pages: Mapping[str, list[qamr.Line]]
    sections: Sequence[Section]
    names: Sequence[str]


def sources(
    paragraphs: Sequence[squad.Paragraph],
    pages: Mapping[str, list[qamr.Line]],
    sections: Sequence[Section],
    left_out: Sequence[str] = (*REPORTED, *FITTING),
) -> Sources:
    """Gather what may be trained on."""
    articles: dict[str, list[squad.Paragraph]] = {}
    for paragraph in paragraphs:
        if paragraph.title not in left_out:
            articles.setdefault(paragraph.title, []).append(paragraph)
    near = {title: _near(article) for title, article in articles.items()}
    kept = {
        page: lines
        for page, lines in pages.items()
        if not qamr.kept_back(page) and not any(_about(line.text) for line in lines)
    }
    known = [one for one in sections if not _about(one.question)]
    said = {name for lines in kept.values() for line in lines for name in names(line.text)}
    return Sources(articles, near, kept, known, sorted(said))


def _about(text: str) -> bool:
    return any(words.lower() in text.lower() for words in _KEPT_WORDS)


def _near(article: Sequence[squad.Paragraph]) -> list[list[list[int]]]:
    index = Nearest([paragraph.text for paragraph in article])
    found = []
    for place, paragraph in enumerate(article):
        orders = [[i for i in index.order(asked.text)[:9] if i != place] for asked in paragraph.questions]
        found.append(orders)
    return found


def one_pass(known: Sources, number: int) -> list[Example]:
    """The examples of one pass, in no order; each pass draws its texts and its unanswerable questions anew."""
    choice = random.Random(number)
    found: list[Example] = []
    for title, article in known.paragraphs.items():
        for place, paragraph in enumerate(article):
            for asked, near in zip(paragraph.questions, known.near[title][place], strict=True):
                found += _of_squad(paragraph, asked, [article[i] for i in near], known.names, choice)
    for lines in known.pages.values():
        found += _of_qamr(lines, known.names, choice)
    for section in known.sections:
        found += _of_selqa(section, choice)
    choice.shuffle(found)
    return found


def _of_squad(
    paragraph: squad.Paragraph,
    asked: squad.Asked,
    near: Sequence[squad.Paragraph],
    others: Sequence[str],
    choice: random.Random,
) -> list[Example]:
    title = paragraph.title.replace("_", " ")
    head = title if choice.random() < 0.5 else ""
    if not asked.answers:
        return [Example(asked.text, paragraph.text, (), title=head), _window(asked, paragraph.text, head, choice)][
            : 1 + (choice.random() < 0.6)
        ]
    found = [
        Example(asked.text, paragraph.text, asked.answers, title=head),
        _window(asked, paragraph.text, head, choice),
    ]
    wrong = [one for one in near if not any(said in one.text for said in asked.said)]
    for one in choice.sample(wrong[:5], min(2, len(wrong[:5]))):
        found.append(Example(asked.text, one.text, (), title=head))
    if choice.random() < 0.4 and (rest := _without(asked, paragraph.text)):
        found.append(Example(asked.text, rest, (), title=head))
    if choice.random() < 0.4 and (other := swapped(asked.text, paragraph.text, others, choice)):
        found.append(Example(other, paragraph.text, (), title=head))
    return found


def _window(asked: squad.Asked, text: str, head: str, choice: random.Random) -> Example:
    """The question with one to four neighbouring sentences of its paragraph, those that answer among them."""
    spans = split(text, 0, len(text))
    start, end = asked.answers[0] if asked.answers else (choice.randrange(len(text)),) * 2
    inside = [place for place, span in enumerate(spans) if span.start < max(end, start + 1) and span.end > start] or [0]
    first, last = inside[0], inside[-1]
    for _ in range(choice.randrange(4)):
        if choice.random() < 0.5:
            first = max(0, first - 1)
        else:
            last = min(len(spans) - 1, last + 1)
    begin, stop = spans[first].start, spans[last].end
    answers = tuple((a - begin, b - begin) for a, b in asked.answers if begin <= a and b <= stop)
    return Example(asked.text, text[begin:stop], answers, title=head)


def _without(asked: squad.Asked, text: str) -> str:
    """The paragraph without the sentences that answer; "" where an answer is said elsewhere too."""
    spans = split(text, 0, len(text))
    kept = [text[s.start : s.end] for s in spans if not any(s.start < b and s.end > a for a, b in asked.answers)]
    rest = " ".join(kept)
    return "" if any(said in rest for said in asked.said) else rest


def _of_qamr(lines: Sequence[qamr.Line], others: Sequence[str], choice: random.Random) -> list[Example]:
    found = []
    for place, line in enumerate(lines):
        for question, answers in line.questions:
            if choice.random() < 0.5:
                first = max(0, place - choice.randrange(3))
                texts = [one.text for one in lines[first : place + 1 + choice.randrange(3)]][:4]
                if place - first >= len(texts):
                    continue
                shift = sum(len(text) + 1 for text in texts[: place - first])
                found.append(Example(question, " ".join(texts), tuple((a + shift, b + shift) for a, b in answers)))
            if choice.random() < 0.12:
                rest = [one.text for one in lines if one is not line]
                if rest:
                    start = choice.randrange(len(rest))
                    found.append(Example(question, " ".join(rest[start : start + 1 + choice.randrange(4)]), ()))
            if choice.random() < 0.08 and (other := swapped(question, line.text, others, choice)):
                found.append(Example(other, line.text, ()))
    return found


def _of_selqa(section: Section, choice: random.Random) -> list[Example]:
    right = [place for place, good in enumerate(section.right) if good]
    if not right or not section.sentences:
        return []
    place = choice.choice(right)
    first = max(0, place - choice.randrange(4))
    last = min(len(section.sentences), place + 1 + choice.randrange(4))
    text, answers = "", []
    for at in range(first, last):
        start = len(text) + bool(text)
        text += (" " if text else "") + section.sentences[at]
        if section.right[at]:
            answers.append((start, len(text)))
    found = [Example(section.question, text, tuple(answers), loose=True)]
    rest = [said for said, good in zip(section.sentences, section.right, strict=True) if not good]
    if rest:
        start = choice.randrange(len(rest))
        found.append(Example(section.question, " ".join(rest[start : start + 1 + choice.randrange(5)]), ()))
    return found
