"""``quoth eval --claims``: how good the guard is that holds a chat model's claims against what they cite."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict

from assistant.evaluation import claims
from assistant.models.checking.meaning import ByEmbedding
from assistant.service import Record
from index.embedding.embedding import Embedder


def evaluate(arguments: Namespace) -> tuple[Record, list[str]]:
    """Check the claims of files, or those that come with Quoth; the figures as JSON, and as lines for people.

    :raises QuestionsError: a file that cannot be read, or holds no claims.
    """
    found = [one for path in arguments.files for one in claims.read(path)] if arguments.files else claims.bundled()
    meaning = ByEmbedding(Embedder())
    meaning.scores([("The model is loaded.", "It is ready before the clock starts.")])
    checked, milliseconds = claims.run(found[:: arguments.every], meaning)
    figures = claims.measure(checked)
    wrong = [one for one in checked if one.flagged == (one.claimed.kind == claims.TRUE)]
    record = {
        **figures,
        "milliseconds": milliseconds,
        "mistaken": [{**asdict(one.claimed), "support": one.verdict.support, "why": one.verdict.why} for one in wrong],
    }
    return record, claims.lines(figures, milliseconds)
