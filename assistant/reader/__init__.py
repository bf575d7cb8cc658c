"""The learned reader: which words of a passage answer a question, and whether any do.

The bundled embedding model with a small adapter trained for it (`training/reader.py` makes it). It reads question
and passage together, which neither retrieval nor the features of a sentence do.
"""

from assistant.reader.reader import Context, Look, Reader, Spot, reader_for

__all__ = ["Context", "Look", "Reader", "Spot", "reader_for"]
