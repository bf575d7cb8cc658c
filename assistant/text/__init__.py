"""Words, names, numbers and lines of questions and documents, and what kind of answer a question expects."""
