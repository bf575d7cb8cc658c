"""The guard: whether what a chat model claims is what the cited sentences say."""

from assistant.models.checking.guard import check, check_all
from assistant.models.checking.verdict import Finding, Meaning, Sort, Verdict

__all__ = ["Finding", "Meaning", "Sort", "Verdict", "check", "check_all"]
