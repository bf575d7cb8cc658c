"""The full-text search for questions in other languages than English: word forms, compounds, unspaced scripts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from index.text.languages import sought, unspaced

if TYPE_CHECKING:
    from index.catalog.lookup import Lookup
    from index.documents import Filter


class WordSearch:
    """A question's telling words with the words of the index that stand for them."""

    def __init__(self, catalog: Lookup, words: Sequence[str], language: str) -> None:
        """Look the words up.

        :param words: in lower case.
        :param language: ISO 639-1.
        """
        self._catalog = catalog
        spaced = [word for word in dict.fromkeys(words) if not unspaced(word)]
        self._forms = catalog.forms(spaced, language)
        counts = catalog.document_frequencies([*spaced, *(form for forms in self._forms.values() for form in forms)])
        self.frequencies = catalog.pair_frequencies(word for word in words if unspaced(word)) | {
            word: counts[word] + sum(counts[form] for form in self._forms[word]) for word in spaced
        }
        """In how many chunks each word occurs in any of its forms, at most."""

    def matched(
        self, words: Sequence[str], phrases: Sequence[str], limit: int, only: Filter | None
    ) -> dict[int, float]:
        """Chunks that say any of the words, and every one of the phrases, with their BM25 scores, best first."""
        from assistant.retrieval.lexical import expression

        scores: dict[int, float] = {}
        spaced = [form for word in words if word in self._forms for form in (word, *self._forms[word])]
        if spaced:
            scores = dict(self._catalog.match(expression(spaced, phrases), limit, only))
        pairs = [sought(word) for word in words if word not in self._forms]
        if pairs:
            for id_, score in self._catalog.match_pairs(" OR ".join(dict.fromkeys(pairs)), limit, only):
                scores[id_] = scores.get(id_, 0.0) + score
        return dict(sorted(scores.items(), key=lambda item: -item[1])[:limit])
