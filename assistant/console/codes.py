"""What the command line gives back to the shell."""

from __future__ import annotations

GOOD, PROBLEMS, WRONG = 0, 1, 2
"""All good; some files failed or something is wrong with the index; wrong use."""

INTERRUPTED, BROKEN_PIPE, UNEXPECTED = 130, 141, 70

CODES = """\
exit codes: 0 all good; 1 some files failed, or something is wrong with the index; 2 wrong use, a folder or
document that is not there, or a data folder in use; 70 a fault in Quoth, of which its log says more
"""
