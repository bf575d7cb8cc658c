"""ZIP archives: members, odd names, damage, and what is made to harm."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Mapping
from io import BytesIO

import pytest

from index.loaders import zip as zips
from index.loaders.loaded import LoadError, Unsupported


def packed(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def read(data: bytes) -> dict[str, bytes | str]:
    """Members by name: their bytes, or the reason why they cannot be read."""
    found: dict[str, bytes | str] = {}
    for member in zips.load(data).members:
        try:
            found[member.name] = member.read()
        except LoadError as error:
            found[member.name] = str(error)
    return found


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_files_are_members(method: int) -> None:
    files = {"a.txt": b"one" * 99, "in/b.txt": b"two", "empty.txt": b""}
    loaded = zips.load(packed(files, method))
    assert (loaded.text, loaded.format, loaded.layout.blocks) == ("", "zip", ())
    assert read(packed(files, method)) == files
    assert [member.size for member in zips.load(packed(files, method)).members] == [297, 3, 0]


def test_folders_and_links_are_no_members() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.mkdir("folder")
        link = zipfile.ZipInfo("link.txt")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("folder/a.txt", "one")
    assert read(out.getvalue()) == {"folder/a.txt": b"one"}


def test_an_archive_without_files_holds_none() -> None:
    with pytest.raises(Unsupported, match="holds no files"):
        zips.load(packed({}))


def test_dates_are_kept() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(zipfile.ZipInfo("a.txt", (2001, 2, 3, 4, 5, 6)), "one")
        archive.writestr(zipfile.ZipInfo("b.txt"), "no date")
    a, b = zips.load(out.getvalue()).members
    assert a.modified is not None
    assert 981_000_000 < a.modified < 981_300_000  # whatever the time zone
    assert b.modified is None


def test_an_encrypted_member_is_told() -> None:
    data = packed({"a.txt": b"one", "b.txt": b"two"}, zipfile.ZIP_STORED)
    at = data.index(b"PK\x01\x02")
    marked = bytearray(data)
    for place in (6, at + 8):
        marked[place] |= 1
    assert read(bytes(marked)) == {"a.txt": "is protected by a password: unpack the archive with it", "b.txt": b"two"}


def test_a_wrong_checksum_and_an_unknown_method_are_told() -> None:
    data = packed({"a.txt": b"the word", "b.txt": b"two"}, zipfile.ZIP_STORED)
    assert read(data.replace(b"the word", b"the werd")) == {
        "a.txt": "is damaged: its bytes are not those that were packed (the checksum differs)",
        "b.txt": b"two",
    }
    at = data.index(b"PK\x01\x02")
    imploded = data[:8] + struct.pack("<H", 6) + data[10 : at + 10] + struct.pack("<H", 6) + data[at + 12 :]
    assert read(imploded) == {
        "a.txt": "is compressed in a way that is not read (imploded): unpack the archive, or pack it anew",
        "b.txt": b"two",
    }


def test_broken_compressed_data_is_told() -> None:
    data = bytearray(packed({"a.txt": bytes(range(256)) * 40, "b.txt": b"two"}))
    data[60:70] = b"\xff" * 10
    found = read(bytes(data))
    assert str(found["a.txt"]).startswith("is damaged: ")
    assert found["b.txt"] == b"two"


def test_an_archive_that_is_cut_short_is_told() -> None:
    data = packed({"a.txt": b"one" * 999})
    with pytest.raises(LoadError, match="is damaged: its end, with the list of its files, is missing"):
        zips.load(data[:-60])
    with pytest.raises(LoadError, match="is damaged: it is no complete ZIP archive"):
        zips.load(b"words")


def test_a_data_descriptor_does_no_harm() -> None:
    class Unseekable(BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: object) -> int:
            raise OSError

        def tell(self) -> int:
            raise OSError

    out = Unseekable()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"one" * 99)
    assert out.getvalue()[6] & 8
    assert read(out.getvalue()) == {"a.txt": b"one" * 99}


@pytest.mark.parametrize(("name", "encoding"), [("Überprüfung größer.txt", "cp850"), ("Отчёт за год.txt", "cp866")])
def test_names_in_an_old_code_page_are_guessed(name: str, encoding: str) -> None:
    plain = "x" * len(name)
    data = packed({plain: b"one"}, zipfile.ZIP_STORED).replace(plain.encode(), name.encode(encoding))
    assert list(read(data)) == [name]


def test_names_in_unicode_are_kept_whichever_way_they_are_told() -> None:
    assert list(read(packed({"日本語.txt": b"one"}))) == ["日本語.txt"]
    out = BytesIO()
    info = zipfile.ZipInfo("xxxxx.txt")
    name = "日本語.txt".encode()
    info.extra = struct.pack("<HHBI", 0x7075, 5 + len(name), 1, 0) + name
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(info, "one")
    assert list(read(out.getvalue())) == ["日本語.txt"]


def test_what_is_made_to_fill_memory_is_refused_though_it_says_it_is_small() -> None:
    data = packed({"a.txt": bytes(40 * 2**20)})
    assert "more than 200 times its size" in str(read(data)["a.txt"])
    at = data.index(b"PK\x01\x02")
    lying = data[: at + 24] + struct.pack("<I", 10) + data[at + 28 :]
    assert read(lying)["a.txt"] != bytes(40 * 2**20)
    assert read(packed({"a.txt": bytes(10 * 2**20)}))["a.txt"] == bytes(10 * 2**20)  # small enough to do no harm
