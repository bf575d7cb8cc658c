from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from index.following.settling import Settling, being_written


class Clock:
    """A clock that goes when it is told to."""

    now = 0.0

    def __call__(self) -> float:
        return self.now

    def ripe(self, settling: Settling, seconds: float) -> list[str]:
        """What ripens while so much time passes, looked at as often as the watcher does."""
        ripe: list[Path] = []
        for _ in range(round(seconds * 10)):
            self.now += 0.1
            ripe += settling.ripe()
        return [path.name for path in ripe]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def settling(clock: Clock) -> Settling:
    return Settling(clock)


def test_a_file_that_is_written_at_once_is_read_soon(settling: Settling, clock: Clock, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("whole")
    settling.saw([tmp_path / "a.txt"])
    assert clock.ripe(settling, 0.2) == []
    assert clock.ripe(settling, 0.3) == ["a.txt"]
    assert settling.pause() is None


def test_a_file_that_grows_is_waited_for(settling: Settling, clock: Clock, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("")
    settling.saw([path])
    for part in range(30):  # a copy in pieces, a second apart
        with path.open("a") as file:
            file.write(f"part {part}")
        assert clock.ripe(settling, 0.2 if part == 0 else 1.0) == []
    assert clock.ripe(settling, 2) == ["a.txt"]


def test_a_file_that_never_stops_growing_is_read_as_it_is(settling: Settling, clock: Clock, tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    ripe: list[str] = []
    for second in range(130):
        path.write_text("line\n" * second)
        settling.saw([path])
        ripe += clock.ripe(settling, 0.1)
        if ripe:
            assert settling.settled(path)  # although it was changed a moment ago
            break
        clock.now += 0.9
    assert ripe == ["a.log"]
    settling.ripe()
    assert not settling.settled(path)


@pytest.mark.skipif(sys.platform != "linux", reason="the system does not tell who writes")
def test_a_file_that_a_program_has_open_is_waited_for_but_not_for_ever(
    settling: Settling, clock: Clock, tmp_path: Path
) -> None:
    path = tmp_path / "a.txt"
    with path.open("w") as file:
        file.write("half")
        file.flush()
        if not being_written(path):
            pytest.skip("the file system does not tell who writes")
        settling.saw([path])
        assert clock.ripe(settling, 4) == []
        assert clock.ripe(settling, 2) == ["a.txt"]
    assert not being_written(path)


def test_an_editor_that_writes_a_new_file_in_place_of_the_old_deletes_nothing(
    settling: Settling, clock: Clock, tmp_path: Path
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old")
    path.rename(tmp_path / "a.txt~")
    settling.saw([path, tmp_path / "a.txt~"])
    assert clock.ripe(settling, 0.2) == []
    path.write_text("new")
    assert sorted(clock.ripe(settling, 2)) == ["a.txt", "a.txt~"]
    assert path.read_text() == "new"


def test_halves_of_a_move_ripen_together(settling: Settling, clock: Clock, tmp_path: Path) -> None:
    settling.saw([tmp_path / "old.txt"])
    clock.ripe(settling, 0.2)
    (tmp_path / "new.txt").write_text("moved")
    settling.saw([tmp_path / "new.txt"])
    clock.now += 0.2
    assert settling.ripe() == []  # the deletion alone would be ripe by now
    clock.now += 0.2
    assert {path.name for path in settling.ripe()} == {"old.txt", "new.txt"}


def test_a_deletion_is_not_held_up_for_long(settling: Settling, clock: Clock, tmp_path: Path) -> None:
    settling.saw([tmp_path / "gone.txt", tmp_path / "growing.txt"])
    ripe = []
    for turn in range(30):
        (tmp_path / "growing.txt").write_text("x" * turn)
        ripe += clock.ripe(settling, 0.1)
    assert ripe == ["gone.txt"]


def test_a_look_at_everything_leaves_what_is_being_written(settling: Settling, clock: Clock, tmp_path: Path) -> None:
    fresh, old = tmp_path / "fresh.txt", tmp_path / "old.txt"
    fresh.write_text("just now")
    old.write_text("long ago")
    os.utime(old, (1, 1))
    assert settling.settled(old)
    assert not settling.settled(fresh)
    assert settling.settled(tmp_path / "gone.txt")
    assert clock.ripe(settling, 1) == ["fresh.txt"]
