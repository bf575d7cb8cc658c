"""E-mail messages (RFC 5322, MIME) and pages saved as MHTML.

Kept: subject, From, To, Cc and Date as written; the body, its plain text or else its page, once; what it quotes; text
that mailing lists add; attached files and messages, as documents of their own. Lost: other headers, the second form
of the body, pictures that are part of the page and small (logos), signatures that a program checks, formatting.
An encrypted message is not read. In MHTML the page alone is read.
"""

from __future__ import annotations

from index.loaders.encoding import BINARY, is_binary
from index.loaders.loaded import Loaded, LoadError
from index.loaders.mail import write
from index.loaders.mime import read_message


def load(data: bytes) -> Loaded:
    """Read a message. Raises LoadError where it is encrypted or no message, Unsupported where it holds nothing."""
    if is_binary(data[:4096]):
        raise LoadError(BINARY)
    return write(read_message(data), "eml")
