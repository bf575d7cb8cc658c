"""The catalog's tables, as scripts that lead from one schema to the next."""

from __future__ import annotations

import re
from collections.abc import Iterable

_FIRST = """
CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE folders (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,          -- absolute
    uploads INTEGER NOT NULL DEFAULT 0, -- 1 for the folder that uploads go to
    only TEXT,                          -- JSON list of paths when single files are followed, else NULL
    added REAL NOT NULL
);

-- One content of a document. Documents with the same bytes share it.
CREATE TABLE versions (
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL,
    format TEXT NOT NULL,
    recipe TEXT NOT NULL,               -- which loader and chunking made it
    title TEXT,
    pages INTEGER,
    text TEXT NOT NULL,                 -- after all that lists of documents need: a long row is read up to a column
    layout BLOB NOT NULL,
    UNIQUE (sha256, format, recipe)
);

CREATE TABLE documents (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    folder_id INTEGER NOT NULL REFERENCES folders (id) ON DELETE CASCADE,
    path TEXT NOT NULL,                 -- inside the folder, with forward slashes
    state TEXT NOT NULL,
    reason TEXT,
    version_id INTEGER REFERENCES versions (id),  -- what answers now; a failed document keeps its last good one
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    checked_ns INTEGER NOT NULL,        -- when the bytes were last read
    sha256 TEXT,                        -- of the bytes last read, whether or not they could be parsed
    recipe TEXT,                        -- with which they were read
    added REAL NOT NULL,
    indexed REAL,
    UNIQUE (folder_id, path)
);
CREATE INDEX documents_version ON documents (version_id);

-- Documents that their owner took out of a followed folder, while the file stays there.
CREATE TABLE dismissed (
    folder_id INTEGER NOT NULL REFERENCES folders (id) ON DELETE CASCADE,
    path TEXT NOT NULL,
    PRIMARY KEY (folder_id, path)
) WITHOUT ROWID;

CREATE TABLE chunks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version_id INTEGER NOT NULL REFERENCES versions (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    context TEXT NOT NULL,              -- title and headings, searched beside the text
    sentences TEXT NOT NULL,            -- JSON: start, end, start, end, ... from the chunk's start
    headings TEXT NOT NULL,             -- JSON list
    page INTEGER,
    key TEXT NOT NULL,                  -- of its vector
    UNIQUE (version_id, ordinal)
);
CREATE INDEX chunks_key ON chunks (key);

-- Every vector, float16, by the hash of what was embedded. The vector store is derived from this table.
CREATE TABLE embeddings (
    key TEXT PRIMARY KEY,
    vector BLOB NOT NULL
) WITHOUT ROWID;

CREATE VIRTUAL TABLE chunks_fts USING fts5 (
    text, context, content = 'chunks', content_rowid = 'id', tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE terms USING fts5vocab ('chunks_fts', 'row');

CREATE TRIGGER chunks_added AFTER INSERT ON chunks BEGIN
    INSERT INTO chunks_fts (rowid, text, context) VALUES (new.id, new.text, new.context);
END;
CREATE TRIGGER chunks_gone AFTER DELETE ON chunks BEGIN
    INSERT INTO chunks_fts (chunks_fts, rowid, text, context) VALUES ('delete', old.id, old.text, old.context);
END;
"""

_SECOND = """
ALTER TABLE folders ADD COLUMN include TEXT;     -- JSON list of gitignore patterns, NULL for all files
ALTER TABLE folders ADD COLUMN exclude TEXT;     -- JSON list of gitignore patterns, NULL for none
ALTER TABLE folders ADD COLUMN devices TEXT;     -- JSON: place inside the folder ("" for itself) to its number (places)
ALTER TABLE folders ADD COLUMN vanished REAL;    -- since when it is away (presence), else NULL

-- The archive, mailbox or message that a document is a member of; NULL for a file.
ALTER TABLE documents ADD COLUMN container_id INTEGER REFERENCES documents (id) ON DELETE CASCADE;
CREATE INDEX documents_container ON documents (container_id);

-- What was noticed while a version was read.
CREATE TABLE reports (
    version_id INTEGER PRIMARY KEY REFERENCES versions (id) ON DELETE CASCADE,
    report TEXT NOT NULL,               -- JSON
    sketch BLOB NOT NULL,               -- of its words, to tell how much two texts have in common
    compared INTEGER NOT NULL           -- whether its near-duplicates were looked for
);
CREATE INDEX reports_new ON reports (compared) WHERE compared = 0;
-- The smallest hashes of each sketch: near-duplicates share some.
CREATE TABLE sketches (
    hash INTEGER NOT NULL,
    version_id INTEGER NOT NULL REFERENCES versions (id) ON DELETE CASCADE,
    PRIMARY KEY (hash, version_id)
) WITHOUT ROWID;
CREATE INDEX sketches_version ON sketches (version_id);
-- Versions of which nine tenths or more are the same, both ways around.
CREATE TABLE resemblances (
    version_id INTEGER NOT NULL REFERENCES versions (id) ON DELETE CASCADE,
    other_id INTEGER NOT NULL REFERENCES versions (id) ON DELETE CASCADE,
    share REAL NOT NULL,
    PRIMARY KEY (version_id, other_id)
) WITHOUT ROWID;
CREATE INDEX resemblances_other ON resemblances (other_id);

-- Chunks for the embedding model, or the size of chunks, that comes next: made beside those that answer, never
-- searched. A version stands in next_versions once it is divided.
CREATE TABLE next_versions (
    version_id INTEGER PRIMARY KEY REFERENCES versions (id) ON DELETE CASCADE
);
CREATE TABLE next_chunks (
    id INTEGER PRIMARY KEY,
    version_id INTEGER NOT NULL REFERENCES next_versions (version_id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    context TEXT NOT NULL,
    sentences TEXT NOT NULL,
    headings TEXT NOT NULL,
    page INTEGER,
    key TEXT NOT NULL,
    UNIQUE (version_id, ordinal)
);
CREATE INDEX next_chunks_key ON next_chunks (key);
-- Keys whose next chunk went with its version: their embeddings go once new versions, which may have them too, are in.
CREATE TABLE next_gone (
    key TEXT PRIMARY KEY
) WITHOUT ROWID;
CREATE TRIGGER next_chunks_gone AFTER DELETE ON next_chunks BEGIN
    INSERT OR IGNORE INTO next_gone VALUES (old.key);
END;

-- How texts are divided is a setting of the whole data folder, and no part of a version's recipe any more.
UPDATE versions SET recipe = rtrim(rtrim(recipe, '0123456789'))
    WHERE recipe GLOB '* * [0-9]*' AND recipe NOT GLOB 'unknown *';
UPDATE documents SET recipe = rtrim(rtrim(recipe, '0123456789'))
    WHERE recipe GLOB '* * [0-9]*' AND recipe NOT GLOB 'unknown *';

-- Whatever is deleted is noted in meta, for what is left of it on the disk to be overwritten (see scrubbing).
CREATE TRIGGER versions_unclean AFTER DELETE ON versions
    WHEN NOT EXISTS (SELECT 1 FROM meta WHERE key = 'unclean' AND value = '1') BEGIN
    INSERT OR REPLACE INTO meta VALUES ('unclean', '1');
END;
CREATE TRIGGER documents_unclean AFTER DELETE ON documents
    WHEN NOT EXISTS (SELECT 1 FROM meta WHERE key = 'unclean' AND value = '1') BEGIN
    INSERT OR REPLACE INTO meta VALUES ('unclean', '1');
END;
CREATE TRIGGER documents_moved AFTER UPDATE OF path ON documents
    WHEN NOT EXISTS (SELECT 1 FROM meta WHERE key = 'unclean' AND value = '1') BEGIN
    INSERT OR REPLACE INTO meta VALUES ('unclean', '1');
END;
CREATE TRIGGER dismissed_unclean AFTER DELETE ON dismissed
    WHEN NOT EXISTS (SELECT 1 FROM meta WHERE key = 'unclean' AND value = '1') BEGIN
    INSERT OR REPLACE INTO meta VALUES ('unclean', '1');
END;
CREATE TRIGGER folders_unclean AFTER DELETE ON folders
    WHEN NOT EXISTS (SELECT 1 FROM meta WHERE key = 'unclean' AND value = '1') BEGIN
    INSERT OR REPLACE INTO meta VALUES ('unclean', '1');
END;
CREATE TRIGGER embeddings_unclean AFTER DELETE ON embeddings
    WHEN NOT EXISTS (SELECT 1 FROM meta WHERE key = 'unclean' AND value = '1') BEGIN
    INSERT OR REPLACE INTO meta VALUES ('unclean', '1');
END;
-- Until now SQLite left what was deleted in the file.
INSERT OR REPLACE INTO meta SELECT key, '1' FROM (SELECT 'unclean' AS key UNION SELECT 'unclean whole')
    WHERE EXISTS (SELECT 1 FROM folders);
"""

_THIRD = """
-- Pairs of Chinese and Japanese characters, which the usual full-text index takes for words as long as they run on; by
-- the numbers of chunks (see pairing).
CREATE VIRTUAL TABLE pairs_fts USING fts5 (text, context, tokenize = 'unicode61 remove_diacritics 0');
CREATE VIRTUAL TABLE pair_terms USING fts5vocab ('pairs_fts', 'row');
CREATE TRIGGER chunks_unpaired AFTER DELETE ON chunks BEGIN
    DELETE FROM pairs_fts WHERE rowid = old.id;
END;
"""

MIGRATIONS: tuple[str, ...] = (_FIRST, _SECOND, _THIRD)
"""Scripts by schema number: ``MIGRATIONS[n]`` leads from ``PRAGMA user_version = n`` to ``n + 1``."""


def tables_of(scripts: Iterable[str]) -> set[str]:
    """The names of the tables that scripts make."""
    return {name for script in scripts for name in re.findall(r"CREATE (?:VIRTUAL )?TABLE (\w+)", script)}
