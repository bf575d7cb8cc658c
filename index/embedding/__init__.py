"""Embedding models, and texts made vectors by them."""
