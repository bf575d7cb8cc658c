"""What the commands print for people: answers with numbered sources, reports, documents, what was found wrong."""
