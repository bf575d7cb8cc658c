"""The vectors in Chroma, and its files."""
