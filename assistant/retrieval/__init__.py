"""Finding passages: full text and embeddings together, other wordings, spelling, order."""
