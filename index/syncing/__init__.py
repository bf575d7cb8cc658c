"""A sync: files taken into the index, one transaction a document."""
