"""Answers of more than one sentence: parts, lists, times, digests, and the library itself."""
