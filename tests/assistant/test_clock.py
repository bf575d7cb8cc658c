from __future__ import annotations

from assistant.clock import Clock


def test_times_add_up_by_step() -> None:
    clock = Clock()
    with clock.on("retrieve"):
        pass
    once = clock.timings().retrieve
    with clock.on("retrieve"), clock.on("answer"):
        pass
    timings = clock.timings()
    assert timings.retrieve > once > 0
    assert timings.answer > 0
    assert timings.condense == 0
    assert timings.total >= timings.retrieve
