"""What the commands ask of a library, and how the process that holds it open does it.

The same requests are made of another process through ``assistant.owner``; so all that comes back is made of
plain values that JSON can carry. ``protocol`` says what can be asked, ``local`` does it, ``records`` is what comes
back, with ``folders`` and ``problems``; ``naming`` finds what the words of a request name.
"""

from __future__ import annotations

from assistant.service.protocol import Record, RequestError, Service, explanation, is_expected

__all__ = ["Record", "RequestError", "Service", "explanation", "is_expected"]
