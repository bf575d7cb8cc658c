"""Keeping the index whole: recovery, salvage, backups, and removal to the last byte."""
