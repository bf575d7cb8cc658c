"""Followed folders: what they hold, what changed, and when they are not there."""
