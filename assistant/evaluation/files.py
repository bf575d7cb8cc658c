"""Files of questions: SQuAD's JSON, JSON Lines, and CSV as a spreadsheet writes it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from assistant.answers import Turn
from assistant.evaluation.asking import Question, QuestionsError, parts_of

EXAMPLE = '{"question": "When does the lease end?", "answer": "31 May 2027", "document": "lease.pdf"}'

_NAMES = {
    "id": ("id",),
    "question": ("question",),
    "answer": ("answer", "answers", "short_answer"),
    "document": ("document", "documents", "source docs", "source", "sources"),
    "history": ("history",),
    "answerable": ("answerable",),
    "kind": ("kind", "question type", "type"),
    "split": ("split",),
    "keep": ("keep",),
}
"""What a column or key may be called."""
_YES = frozenset(("true", "yes", "y", "1", "x", "keep", "ok"))
_NO = frozenset(("false", "no", "n", "0", "drop", ""))


def read(path: Path) -> list[Question]:
    """The questions of a file, in order.

    A CSV with a column ``keep`` gives the rows that a person marked with a yes there.

    :raises QuestionsError: the file cannot be read, or a line is not a question.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise QuestionsError(f"The file {path} cannot be read: {error.strerror or error}.") from error
    except UnicodeDecodeError:
        raise QuestionsError(f"{path} is not UTF-8. Save it as UTF-8 (a spreadsheet calls it 'CSV UTF-8').") from None
    found = list(_of_table(text, path)) if path.suffix.lower() in (".csv", ".tsv") else list(_of_json(text, path))
    if not found:
        raise QuestionsError(f"{path} holds no question. A line of JSON is such as {EXAMPLE}")
    return found


def _of_json(text: str, path: Path) -> Iterator[Question]:
    whole: Any = None
    if path.suffix.lower() == ".json":
        try:
            whole = json.loads(text)
        except (ValueError, RecursionError):
            whole = None  # JSON Lines under the name of JSON, or a mistake that its line is named with
    if isinstance(whole, dict) and isinstance(whole.get("data"), list):
        yield from _of_squad(whole["data"], path)
        return
    if isinstance(whole, list):
        for number, given in enumerate(whole, 1):
            yield _question(given, f"{path}, question {number}", str(number))
        return
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            place = f"{path}, line {number}"
            try:
                given = json.loads(line)
            except (ValueError, RecursionError) as error:
                said = f"{error.msg} at column {error.colno}" if isinstance(error, json.JSONDecodeError) else str(error)
                raise QuestionsError(f"{place}: it is not JSON ({said}). A line is such as {EXAMPLE}") from None
            yield _question(given, place, str(number))


def _of_squad(articles: list[Any], path: Path) -> Iterator[Question]:
    """Questions in the format of SQuAD 1.1 and 2.0 (Rajpurkar and others, 2016 and 2018)."""
    try:
        for article in articles:
            for paragraph in article["paragraphs"]:
                for asked in paragraph["qas"]:
                    yield _of_paragraph(asked, paragraph["context"], str(article.get("title", "")))
    except (KeyError, TypeError, AttributeError) as error:
        raise QuestionsError(f"{path} is not in SQuAD's format: {error} is missing or not what it should be.") from None


def _of_paragraph(asked: Mapping[str, Any], context: str, title: str) -> Question:
    answers = [] if asked.get("is_impossible") else asked["answers"]
    offsets = {(int(one["answer_start"]), int(one["answer_start"]) + len(one["text"])) for one in answers}
    wordings = tuple(dict.fromkeys(one["text"] for one in answers))
    return Question(
        id=str(asked["id"]),
        text=asked["question"].strip(),
        parts=(wordings,) if wordings else (),
        answerable=bool(wordings),
        kind="answerable" if wordings else "unanswerable",
        split=title,
        paragraph=context,
        offsets=tuple(sorted(offsets)),
    )


def _of_table(text: str, path: Path) -> Iterator[Question]:
    head = text.split("\n", 1)[0]
    separator = max(",;\t", key=head.count)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator)
    names = {name.strip().casefold(): name for name in rows.fieldnames or () if name}
    if "question" not in names:
        raise QuestionsError(f"{path} has no column named question in its first line.")
    keep, kept, count = names.get("keep"), 0, 0
    for row in rows:
        plain = {name: row.get(column) for name, column in names.items()}
        if not (plain["question"] or "").strip():
            continue
        count += 1
        if keep is None or (row.get(keep) or "").strip().casefold() in _YES:
            kept += 1
            yield _question(plain, f"{path}, line {rows.line_num}", str(count))
    if keep is not None and count and not kept:
        raise QuestionsError(f"No row of {path} is kept. Write yes in the column keep beside each question to ask.")


def _question(given: Any, place: str, number: str) -> Question:
    """A question of JSON or of a row of a table.

    :raises QuestionsError: it is none.
    """
    if not isinstance(given, dict):
        raise QuestionsError(f"{place}: it is not an object such as {EXAMPLE}")
    found = {name: _first(given, spellings) for name, spellings in _NAMES.items()}
    text = found["question"]
    if not isinstance(text, str) or not text.strip():
        raise QuestionsError(f"{place}: the question is missing, empty or not text.")
    try:
        parts, phrase = parts_of(found["answer"])
        documents = _texts(found["document"], "document")
        answerable = _truth(found["answerable"])
        history = tuple(_turns(found["history"]))
    except ValueError as error:
        raise QuestionsError(f"{place}: {error}") from None
    if answerable is None and (parts or documents):
        answerable = True
    if answerable is False:
        parts = ()
    identity = str(found["id"]) if found["id"] not in (None, "") else number
    kind, split = (str(found[name] or "").strip() for name in ("kind", "split"))
    return Question(identity, text.strip(), history, parts, documents, answerable, kind, split, phrase)


def _first(given: Mapping[Any, Any], spellings: tuple[str, ...]) -> Any:
    plain = {str(name).strip().casefold(): value for name, value in given.items()}
    return next((plain[name] for name in spellings if plain.get(name) is not None), None)


def _texts(given: Any, name: str) -> tuple[str, ...]:
    if given is None or given == "":
        return ()
    listed = given if isinstance(given, list) else str(given).split(";") if isinstance(given, str) else None
    if listed is None or not all(isinstance(one, str) for one in listed):
        raise ValueError(f'"{name}" is neither text nor a list of texts.')
    return tuple(one.strip() for one in listed if one.strip())


def _truth(given: Any) -> bool | None:
    if given is None or isinstance(given, bool):
        return given
    plain = str(given).strip().casefold()
    if plain in _YES:
        return True
    if plain in _NO:
        return False if plain else None
    raise ValueError(f'"answerable" is {given!r}, neither true nor false.')


def _turns(given: Any) -> Iterator[Turn]:
    """Earlier turns: a list of objects, of texts, or in a cell of a table JSON or a question a line."""
    if isinstance(given, str):
        if given.lstrip().startswith("["):
            try:
                given = json.loads(given)
            except ValueError:
                raise ValueError('"history" is not JSON.') from None
        else:
            given = [line.strip() for line in given.splitlines() if line.strip()]
    for turn in given or ():
        if isinstance(turn, str):
            yield Turn(turn)
        elif isinstance(turn, dict) and isinstance(turn.get("question"), str):
            answer = turn.get("answer")
            yield Turn(turn["question"], answer if isinstance(answer, str) else None)
        else:
            raise ValueError('a turn of "history" is not an object such as {"question": "...", "answer": "..."}.')
