"""Documents are embedded after questions, and an edition is replaced between them."""

from __future__ import annotations

import threading

import pytest

from index.embedding import courtesy
from index.embedding.courtesy import Courtesy


def test_a_batch_waits_until_nobody_asks() -> None:
    ours = Courtesy()
    went = threading.Event()

    def batch() -> None:
        ours.give_way()
        went.set()

    ours.give_way()  # nobody asks
    wanted = [ours.wanted]
    with ours.asking():
        wanted.append(ours.wanted)
        waiting = threading.Thread(target=batch)
        waiting.start()
        assert not went.wait(0.1)
        with ours.asking():
            pass
        assert not went.wait(0.1), "another question is still being answered"
    assert went.wait(10)
    waiting.join()
    wanted.append(ours.wanted)
    assert wanted == [False, True, True], "after a question the next is likely to come soon"


def test_indexing_goes_on_whatever_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(courtesy, "PAUSE", 0.05)
    monkeypatch.setattr(courtesy, "LINGER", 0.0)
    ours = Courtesy()
    with ours.asking():
        ours.give_way()  # comes back although somebody asks
    assert not ours.wanted


def test_a_question_that_fails_leaves_nothing_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(courtesy, "LINGER", 0.0)
    ours = Courtesy()
    with pytest.raises(ZeroDivisionError), ours.asking():
        raise ZeroDivisionError
    assert not ours.wanted
    ours.give_way()
