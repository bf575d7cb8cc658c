"""The process that reads documents: ``python -m index.parsing.worker``, spoken to in frames over its standard pipes.

It is told how to count tokens and its limits ("setup"), then for each file to read it ("read"), and for a text that is
known to divide it ("divide"). It ends with its parent, by the end of its input at the latest.
"""

from __future__ import annotations

import argparse
import gc
import os
from collections.abc import Callable, Sequence
from importlib import import_module

from index.embedding.memory import release
from index.loaders import patience
from index.parsing import confinement
from index.parsing.counting import Remembering
from index.parsing.expansion import Reading, Request
from index.parsing.limits import Limits, too_hungry
from index.parsing.protocol import Channel, Closed, Frame, chunk_frames
from index.text import chunking
from index.text.layout import Layout

Count = Callable[[Sequence[str]], Sequence[int]]
_COUNTED = 512
"""Texts whose tokens are held in memory at a time while they are counted."""

_TIDIED_AFTER = 32
_GROWN = 8 * 2**20
"""After so many files, or behind one that left so many bytes more than before, what nothing uses is looked for and
given back: that takes as long as reading a page of text, and need not be done for each."""


def main() -> None:
    """Serve until the parent closes the pipe."""
    incoming, outgoing = confinement.private_pipes()
    parser = argparse.ArgumentParser()
    parser.add_argument("--lifeline", type=int, help="a pipe that ends with the parent")
    parser.add_argument("--hooks", help="a module that is imported first, to try what a reader may do wrong")
    options = parser.parse_args()
    confinement.step_back()
    if options.lifeline is not None:
        confinement.end_with(options.lifeline)
    channel = Channel(incoming, outgoing)
    try:
        limits = Limits.from_json(channel.receive().header["limits"])
        confinement.limit(limits)
        if options.hooks:
            import_module(options.hooks)
        patience.listen(lambda seconds: channel.send("more", seconds=seconds))
        gc.collect()
        gc.freeze()  # what is loaded by now stays, and need not be looked through again
        _serve(channel, limits)
    except Closed:
        pass
    os._exit(0)  # whatever threads a library has left


def _serve(channel: Channel, limits: Limits) -> None:
    tokenizers: dict[str | None, Count] = {}
    held, files = confinement.held(), 0
    while True:
        frame = channel.receive()
        tokenizer = frame.header.get("tokenizer")
        if tokenizer not in tokenizers:
            tokenizers[tokenizer] = Remembering(_counter(tokenizer))
        count = tokenizers[tokenizer]
        if frame.kind == "read":
            Reading(channel, limits, Request.from_header(frame.header), count).run()
        else:
            _divide(channel, limits, frame, count)
        del frame
        files += 1
        if files >= _TIDIED_AFTER or confinement.held() > held + _GROWN:
            gc.collect()
            release()
            held, files = confinement.held(), 0
        channel.send("end", held=confinement.held())


def _divide(channel: Channel, limits: Limits, frame: Frame, count: Count) -> None:
    """Divide a text that was read before."""
    size = int(frame.header["text_bytes"])
    try:
        text, layout = frame.body[:size].decode(), Layout.from_bytes(frame.body[size:])
        found = chunking.chunks(text, layout, limit=int(frame.header["limit"]), count=count)
    except MemoryError:
        channel.send("undivided", reason=too_hungry(limits))
    except Exception as error:  # one text must not end the process
        channel.send("undivided", reason=f"could not be divided into passages ({type(error).__name__})")
    else:
        for header in chunk_frames(found):
            channel.send("chunks", **header)


def _counter(file: str | None) -> Count:
    """Counts tokens by a model's ``tokenizer.json``, just as `Embedder.count` does."""
    if file is None:
        return lambda texts: [len(text.encode("utf-8", "replace")) for text in texts]
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(file)
    tokenizer.no_truncation()
    tokenizer.no_padding()

    def count(texts: Sequence[str]) -> list[int]:
        lengths: list[int] = []
        for start in range(0, len(texts), _COUNTED):
            part = list(texts[start : start + _COUNTED])
            lengths += [len(e) for e in tokenizer.encode_batch_fast(part, add_special_tokens=False)]
        return lengths

    return count


if __name__ == "__main__":
    main()
