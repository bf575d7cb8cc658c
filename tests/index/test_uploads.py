from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.uploads import keep, safe_name


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("report.pdf", "report.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\a\\report.pdf", "report.pdf"),
        (".hidden", "hidden"),
        ("~$lock.docx", "lock.docx"),
        ("a\nb\x00.txt", "a b .txt"),
        ("", "document"),
        ("...", "document"),
        ("Überblick.txt", "Überblick.txt"),
    ],
)
def test_names_lead_nowhere(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@given(st.text())
def test_every_name_can_be_a_file_in_the_folder(name: str) -> None:
    safe = safe_name(name)
    assert safe
    assert not set(safe) & {"/", "\\", "\x00", "\n"}
    assert not safe.startswith((".", "~$"))
    assert len(safe.encode()) <= 255


def test_a_long_name_keeps_its_suffix() -> None:
    assert safe_name("ä" * 300 + ".pdf").endswith("ä.pdf")


def test_a_file_of_the_same_name_is_replaced(tmp_path: Path) -> None:
    source, uploads = tmp_path / "a.txt", tmp_path / "uploads"
    source.write_text("old")
    first = keep(source, uploads)
    source.write_text("new")
    assert keep(source, uploads) == first
    assert [path.read_text() for path in uploads.iterdir()] == ["new"]


def test_a_failed_copy_leaves_the_old_file(tmp_path: Path) -> None:
    source, uploads = tmp_path / "a.txt", tmp_path / "uploads"
    source.write_text("old")
    keep(source, uploads)
    with pytest.raises(OSError):
        keep(tmp_path / "nothing", uploads, "a.txt")
    assert [(path.name, path.read_text()) for path in uploads.iterdir()] == [("a.txt", "old")]
