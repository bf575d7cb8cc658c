"""Texts: sentences, chunks, layout, tables, languages, and how alike two of them are."""
