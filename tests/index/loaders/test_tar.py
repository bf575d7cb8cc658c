"""TAR archives, plain and compressed."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
from collections.abc import Callable

import pytest

from index.loaders import tar
from index.loaders.loaded import LoadError, Unsupported


def packed(*entries: tuple[str, bytes] | tarfile.TarInfo, format: int = tarfile.PAX_FORMAT) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=format) as archive:
        for entry in entries:
            if isinstance(entry, tarfile.TarInfo):
                archive.addfile(entry)
            else:
                info = tarfile.TarInfo(entry[0])
                info.size, info.mtime = len(entry[1]), 981_173_106
                archive.addfile(info, io.BytesIO(entry[1]))
    return out.getvalue()


def odd(name: str, kind: bytes, target: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


def read(data: bytes) -> dict[str, bytes]:
    return {member.name: member.read() for member in tar.load(data).members}


LONG = "folder/" * 30 + "name.txt"
FILES = (("a.txt", b"one" * 999), ("in/b.txt", b"two"), ("empty", b""), (LONG, b"three"), ("Überfluß.txt", b"four"))


@pytest.mark.parametrize("format", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT])
@pytest.mark.parametrize("compress", [bytes, gzip.compress, bz2.compress, lzma.compress])
def test_files_are_members(compress: Callable[[bytes], bytes], format: int) -> None:
    data = compress(packed(*FILES, format=format))
    assert read(data) == dict(FILES)
    first = next(iter(tar.load(data).members))
    assert (first.size, first.modified) == (2997, 981_173_106)


def test_members_that_are_not_read_are_passed_over() -> None:
    assert [member.name for member in tar.load(packed(*FILES)).members] == [name for name, _ in FILES]


def test_links_and_devices_are_not_followed() -> None:
    data = packed(
        odd("link", tarfile.SYMTYPE, "/etc/passwd"),
        odd("hard", tarfile.LNKTYPE, "a.txt"),
        odd("pipe", tarfile.FIFOTYPE),
        odd("disk", tarfile.BLKTYPE),
        odd("screen", tarfile.CHRTYPE),
        odd("folder", tarfile.DIRTYPE),
        ("a.txt", b"one"),
    )
    assert read(data) == {"a.txt": b"one"}


def test_an_archive_without_files_holds_none() -> None:
    with pytest.raises(Unsupported, match="holds no files"):
        read(packed(odd("folder", tarfile.DIRTYPE)))


def test_an_archive_that_is_cut_short_gives_what_is_whole() -> None:
    data = packed(("a.txt", b"one"), ("b.txt", b"two" * 999), ("c.txt", b"three"))
    members = iter(tar.load(data[:2000]).members)
    assert next(members).read() == b"one"
    with pytest.raises(LoadError, match="is damaged: it is cut short"):
        next(members).read()
    with pytest.raises(LoadError, match="is damaged"):
        list(tar.load(data[:2000]).members)


def test_a_broken_header_is_not_taken_for_the_end() -> None:
    data = bytearray(packed(("a.txt", b"one"), ("b.txt", b"two"), format=tarfile.USTAR_FORMAT))
    data[1024:1100] = b"?" * 76
    members = iter(tar.load(bytes(data)).members)
    assert next(members).name == "a.txt"
    with pytest.raises(LoadError, match="the rest of it is not read"):
        next(members)


def test_no_archive_is_told() -> None:
    with pytest.raises(LoadError, match="is damaged: it is no complete TAR archive"):
        tar.load(b"words" * 999)
    with pytest.raises(LoadError, match="is damaged"):
        list(tar.load(gzip.compress(packed(*FILES))[:150]).members)


def test_what_is_made_to_fill_memory_is_refused_also_where_it_is_passed_over() -> None:
    data = lzma.compress(packed(("a.txt", bytes(40 * 2**20)), ("b.txt", b"two")), preset=0)
    with pytest.raises(LoadError, match="more than 200 times its size"):
        read(data)
    with pytest.raises(LoadError, match="more than 200 times its size"):
        list(tar.load(data).members)


def test_a_name_that_is_no_utf_8_is_read() -> None:
    data = packed(("xxx.txt", b"one"), format=tarfile.USTAR_FORMAT)
    header = bytearray(data[:512])
    header[:3] = "é€ß".encode("cp1252")
    header[148:156] = b" " * 8
    header[148:156] = f"{sum(header):06o}\0 ".encode()
    assert list(read(bytes(header) + data[512:])) == ["é€ß.txt"]
