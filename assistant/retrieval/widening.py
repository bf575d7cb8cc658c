"""Widening a question: all other wordings of its words that the documents may use, and how often they do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.retrieval import abbreviations, quantities, wordforms
from assistant.retrieval.wordings import Wording

if TYPE_CHECKING:
    from index.catalog.catalog import Catalog

_MOST = 40
"""Wordings of one question at most."""


def worded(question: str, words: Sequence[str], catalog: Catalog) -> tuple[list[Wording], dict[str, int]]:
    """Other wordings of a question's words, and in how many chunks the words and what is searched for occur.

    A word that occurs only in another wording counts as being as frequent as that.

    :param words: the question's telling words, in order.
    """
    found, known = wordforms.wordings(words, catalog)
    found += quantities.wordings(question, words)
    found += abbreviations.wordings(question, words, known, catalog)
    found = found[:_MOST]
    frequencies = dict(known) | catalog.document_frequencies(text for one in found for text in one.searched)
    for one in found:
        for word in one.words:
            if not frequencies.get(word):
                frequencies[word] = max((frequencies[text] for text in one.searched), default=0)
    return found, frequencies
