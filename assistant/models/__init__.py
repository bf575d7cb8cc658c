"""Chat models that write answers, and what holds them to the documents."""
