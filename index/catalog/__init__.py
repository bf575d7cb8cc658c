"""The catalog, truth of a data folder, in SQLite."""
