"""Another embedding model, or another size of chunks: built beside what answers, then taken over at once.

The texts and layouts of all live versions are in the catalog, so that no file is read again. Each version is
divided anew (``catalog.nextchunks``), what is new in that is embedded, and the vectors go to a store of their own.
All that is done is kept: a build goes on after a restart where it stopped. Meanwhile documents that change are
indexed for the edition that answers, and the build takes them up after. When nothing is lacking, one transaction
makes the next chunks the live ones, and questions that begin after it see the new model, vectors and chunks alone.

``switching`` begins, gives up and waits for a build, ``building`` does it, ``store`` keeps its vectors, ``takeover``
lets it answer; ``pace`` is when it steps aside and what it tells, ``target`` what is built, ``wanted`` what may be.
"""
