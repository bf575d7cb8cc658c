"""An answer of two claims, made by hand."""

from __future__ import annotations

from assistant.answers import Answer, Citation, Claim, Passage, Timings

TEXT = "The bridge was closed in March. Repairs cost 3 million. It opened in 1931."


def citation(number: int, start: int, end: int) -> Citation:
    return Citation(
        number,
        "a/bridge.txt",
        "f" * 64,
        "The bridge",
        None,
        start,
        end,
        TEXT[start:end],
        0.87654321,
        ("Top",),
        3,
        ("b.txt",),
    )


def answer() -> Answer:
    """An answer that cites two sentences of `TEXT`."""
    first, second = TEXT[:31], TEXT[32:55]
    text = f"{first} [1] {second} [2]"
    return Answer(
        question="When?",
        standalone_question="When was the bridge closed?",
        answered=True,
        text=text,
        claims=(
            Claim(first, (1,), 0, 31, bold=(22, 30)),
            Claim(second, (2,), 36, 59),
        ),
        short_answer="in March",
        confidence=0.912345,
        answerer="extractive",
        model=None,
        citations=(citation(1, 0, 31), citation(2, 32, 55)),
        passages=(
            Passage(1, "a/bridge.txt", 4, 0, 74, TEXT, 0.7654321, {"dense": 0.51239}, "The bridge", "f" * 64, 3),
        ),
        timings=Timings(0.04, 12.345, 20.0, 32.4),
    )
