from __future__ import annotations

from assistant.terminal import printable


def test_names_cannot_act_on_a_terminal() -> None:
    assert printable("a\x1b[31mb\rc\u202ed") == "a\\x1b[31mb c\\u202ed"
