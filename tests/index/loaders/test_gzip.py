"""Single compressed files."""

from __future__ import annotations

import bz2
import gzip
import lzma
from collections.abc import Callable

import pytest

from index.loaders import gzip as gzips
from index.loaders.loaded import LoadError
from index.loaders.unpacking import unpacking

WORDS = b"The rain falls.\n" * 99
COMPRESSORS = (gzip.compress, bz2.compress, lzma.compress)


def read(data: bytes) -> bytes:
    (member,) = gzips.load(data).members
    assert member.name == ""  # its container's, without the ending
    return member.read()


@pytest.mark.parametrize("compress", COMPRESSORS)
def test_what_is_compressed_is_the_one_member(compress: Callable[[bytes], bytes]) -> None:
    assert read(compress(WORDS)) == WORDS
    assert read(compress(WORDS) + compress(WORDS)) == WORDS + WORDS


@pytest.mark.parametrize("compress", COMPRESSORS)
@pytest.mark.parametrize("rest", [bytes(512), b"a signature", b"\x1f"])
def test_what_follows_the_compressed_data_is_passed_over(compress: Callable[[bytes], bytes], rest: bytes) -> None:
    assert read(compress(WORDS) + rest) == WORDS


def test_pieces_of_any_size_come_to_the_whole() -> None:
    packed = gzip.compress(WORDS) + gzip.compress(b"") + gzip.compress(bytes(3_000_000)) + bytes(7)
    stream, pieces = unpacking(packed, "gzip"), []
    while piece := stream.read(1_000):
        assert len(piece) <= 1_000
        pieces.append(piece)
    assert b"".join(pieces) == WORDS + bytes(3_000_000)


@pytest.mark.parametrize("compress", COMPRESSORS)
def test_a_file_that_is_cut_short_is_told(compress: Callable[[bytes], bytes]) -> None:
    with pytest.raises(LoadError, match="is damaged: it is cut short"):
        read(compress(WORDS)[:-12])


@pytest.mark.parametrize("compress", COMPRESSORS)
def test_broken_data_is_told(compress: Callable[[bytes], bytes]) -> None:
    data = bytearray(compress(bytes(range(256)) * 99))
    middle = len(data) // 2
    data[middle : middle + 8] = bytes(byte ^ 0xFF for byte in data[middle : middle + 8])
    with pytest.raises(LoadError, match="is damaged: "):
        read(bytes(data))


def test_no_compressed_file_is_told() -> None:
    with pytest.raises(LoadError, match="is damaged: it is no gzip, bzip2 or xz file"):
        gzips.load(WORDS)


@pytest.mark.parametrize("compress", COMPRESSORS)
def test_what_is_made_to_fill_memory_is_refused(compress: Callable[[bytes], bytes]) -> None:
    with pytest.raises(LoadError, match="more than 200 times its size"):
        read(compress(bytes(40 * 2**20)))
