"""Subtitles, SRT and WebVTT, as what is said.

Cues are put together to whole sentences, each speaker's on its own; a heading tells the minute that a text starts
in, so that every quote can be found in the film and no time stands inside one. Kept: all words, speakers, notes of
WebVTT. Lost: exact times, numbers and names of cues, places on the screen, colours, italics.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape

from index.loaders.characters import plain
from index.loaders.draft import Draft
from index.loaders.encoding import read
from index.loaders.loaded import Loaded, LoadError
from index.text.layout import Kind

_CLOCK = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})(?:[.,]\d{1,4})?"
_TIMES = re.compile(rf"[ \t]*{_CLOCK}[ \t]*-{{1,2}}>[ \t]*{_CLOCK}[^\n]*")
_TAG = re.compile(
    r"</?(?:[a-zA-Z][^<>\n]{0,200}|\d{1,2}:[\d:.]{1,12})>|</>|\{\\[^{}\n]{0,200}\}|\{[a-zA-Z]:[^{}\n]{0,60}\}"
)
_VOICE = re.compile(r"<v(?:\.[^\s<>]{1,40})*[ \t]+([^<>\n]{1,80})>")
_SPEAKER = re.compile(r"(?:-[ \t]*)?([A-Z][\w.'’-]{0,30}(?: [A-Z0-9#][\w.'’-]{0,30}){0,3}):(?:[ \t]|$)")
_ENDED = re.compile(r"[.!?…。！？♪][\"'”’»)\]♪]*$")
_LONGEST = 700
"""Characters after which a text ends though no sentence does: captions made by a machine have no full stops."""
_PAUSE = 4
"""Seconds of silence that end a text."""


@dataclass(frozen=True, slots=True)
class _Cue:
    start: int
    end: int
    """Seconds from the beginning."""
    lines: tuple[str, ...]


def load(data: bytes) -> Loaded:
    """Read subtitles. Raises Unsupported where nothing is said, LoadError where they are binary or have no times."""
    decoded, encoding = read(data)
    text = plain(decoded)
    lines = text.split("\n")
    draft = Draft()
    title = _header(lines, draft)
    cues = list(_cues(lines))
    if not cues:
        raise LoadError("holds no subtitles: no times were found in it")
    _write(cues, draft)
    return draft.loaded("subtitles", title, encoding)


def _header(lines: Sequence[str], draft: Draft) -> str | None:
    """The title after ``WEBVTT``; the notes of a WebVTT file are added."""
    if not lines[0].startswith("WEBVTT"):
        return None
    at = 0
    while at < len(lines):
        line = lines[at]
        at += 1
        if line == "NOTE" or line.startswith("NOTE "):
            note = [line[4:].strip()]
            while at < len(lines) and lines[at].strip():
                note.append(lines[at])
                at += 1
            draft.add(Kind.NOTE, " ".join(note))
    return lines[0][6:].strip(" -\t") or None


def _cues(lines: Sequence[str]) -> Iterator[_Cue]:
    """The cues in order. A number over the times is not said; text without an empty line before the times is."""
    found = [(n, times) for n, line in enumerate(lines) if "->" in line and (times := _TIMES.match(line))]
    for place, (number, times) in enumerate(found):
        last = found[place + 1][0] if place + 1 < len(found) else len(lines)
        said = list(lines[number + 1 : last])
        if place + 1 < len(found) and said and (said[-1].strip().isdigit() or (len(said) > 1 and not said[-2].strip())):
            said.pop()  # the next cue's number or name
        note = next(
            (
                n
                for n, line in enumerate(said)
                if re.match(r"(?:NOTE|STYLE|REGION)\b", line) and n and not said[n - 1].strip()
            ),
            None,
        )
        kept = [line.strip() for line in said[:note] if line.strip()]
        yield _Cue(_seconds(times.groups()[:3]), _seconds(times.groups()[3:]), tuple(kept))


def _seconds(parts: Sequence[str | None]) -> int:
    hours, minutes, seconds = (int(part or 0) for part in parts)
    return hours * 3600 + minutes * 60 + seconds


def _write(cues: Sequence[_Cue], draft: Draft) -> None:
    minute = -1
    text: list[str] = []
    speaker: str | None = None
    begun = ended = 0
    previous: tuple[str, ...] = ()

    def flush() -> None:
        nonlocal minute
        said = " ".join(text).strip()
        text.clear()
        if not said:
            return
        if begun // 60 != minute:
            minute = begun // 60
            draft.add(Kind.HEADING, _label(minute), 2)
        draft.add(Kind.PARAGRAPH, f"{speaker}: {said}" if speaker else said)

    for cue in cues:
        lines = tuple(line for raw in cue.lines for line in _parts(raw))
        if cue.start - ended > _PAUSE or sum(map(len, text)) > _LONGEST:
            flush()
            speaker = None
        ended = cue.end
        for line in lines:
            if line in previous:
                continue  # rolling captions show their last line again
            named, words = _spoken(line)
            turn = named is not None or line.startswith(("- ", "– ", "— "))
            if turn or (text and _ENDED.search(text[-1]) and begun // 60 != cue.start // 60):
                flush()
                speaker = named if turn else speaker
            if not text:
                begun = cue.start
            if words:
                text.append(words)
        if text and _ENDED.search(text[-1]) and sum(map(len, text)) > _LONGEST // 2:
            flush()
        previous = lines
    flush()


def _parts(line: str) -> Iterator[str]:
    """A cue's line without its tags; a speaker's tag becomes a name with a colon."""
    line = _VOICE.sub(lambda found: f"\n{found[1].strip()}: ", line)
    for part in line.split("\n"):
        said = " ".join(unescape(_TAG.sub("", part)).split())
        if said:
            yield said


def _spoken(line: str) -> tuple[str | None, str]:
    """Who says a line, if it tells, and what is said."""
    found = _SPEAKER.match(line)
    if found:
        return found[1], line[found.end() :].strip()
    return None, line[2:].strip() if line.startswith(("- ", "– ", "— ")) else line


def _label(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02}:00"
