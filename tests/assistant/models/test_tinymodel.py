"""A real model end to end: its words mean nothing, and the answer must still be an honest one."""

from __future__ import annotations

from pathlib import Path

from assistant.assistant import Assistant
from assistant.models.writer import Writer
from assistant.settings import Settings
from tests.assistant.models.tinymodel import TinyModel, serving


def test_a_real_model_of_random_weights_ends_in_an_honest_answer(assistant: Assistant, tmp_path: Path) -> None:
    question = "Who designed the Varn bridge?"
    tiny = TinyModel()
    with serving(tiny) as address:
        settings = Settings(data=tmp_path, model="openai:tiny", base_url=address)
        answer = Assistant(assistant.library, None, Writer.of(settings)).ask(question)
    assert len(tiny.asked) == 1
    assert "Tomas Reuel" in tiny.asked[0]
    assert answer.fallback
    assert (answer.answerer, answer.model) == ("extractive", "openai:tiny")
    assert answer.text == assistant.ask(question).text
    assert answer.usage is not None
    assert answer.usage.calls == 1
