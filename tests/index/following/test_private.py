"""A data folder can be looked into by its user alone, however it was made."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from index.library import Library


@pytest.mark.skipif(os.name != "posix", reason="other systems know no such modes")
@pytest.mark.parametrize("made", [False, True])
def test_a_data_folder_is_private(tmp_path: Path, *, made: bool) -> None:
    data = tmp_path / "data"
    if made:
        data.mkdir()
        data.chmod(0o755)
    with Library.open(data):
        assert data.stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(os.name != "posix", reason="other systems know no such modes")
def test_a_folder_that_is_used_for_more_is_left_open(tmp_path: Path) -> None:
    (tmp_path / "other.txt").touch()
    tmp_path.chmod(0o755)
    with Library.open(tmp_path):
        assert tmp_path.stat().st_mode & 0o777 == 0o755
