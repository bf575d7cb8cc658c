"""Mending what was found, step by step; each step can be cut off and is done again by the next repair."""

from __future__ import annotations

import json
from collections.abc import Sequence

from index.doctor import structure
from index.doctor.finding import Finding
from index.library import Library


def mend(library: Library, findings: Sequence[Finding]) -> None:
    """Mend findings; whether it did, an examination after it says.

    A catalog whose file is damaged is left alone: ``index.keeping.salvage`` builds it anew, while nothing has it open.
    """
    if any(finding.rebuild for finding in findings):
        return
    catalog, subjects = library.catalog, {finding.subject for finding in findings}
    if "text index" in subjects:
        structure.mend_text_index(catalog)
    structure.mend_references(catalog)
    if catalog.get("model") is None and catalog.count_chunks():
        catalog.put("model name", library.embedder.name)
        catalog.put("model", library.embedder.identity)
    again = {id_ for finding in findings for id_ in finding.documents}
    with catalog.transaction() as sql:
        # An embedding that is wrong would be taken for known, and never be computed again.
        wrong = json.dumps([key for finding in findings for key in finding.keys])
        sql.execute("DELETE FROM embeddings WHERE key IN (SELECT value FROM json_each(?))", [wrong])
        catalog.discard_versions(again)
        catalog.reread(again)
    if "vectors" in subjects:
        library.rebuild_vectors(force=True)
    library.sync(again=again)
    library.tidy()
