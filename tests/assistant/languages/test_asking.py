from __future__ import annotations

import pytest

from assistant.languages import asked_in


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Wie lange ist die Kündigungsfrist?", "de"),
        ("Wer hat den Vertrag unterschrieben?", "de"),
        ("Quel est le loyer mensuel ?", "fr"),
        ("Pourquoi le train a-t-il été supprimé ?", "fr"),
        ("¿Cuánto cuesta la licencia?", "es"),
        ("Cuando empieza el contrato?", "es"),
        ("Quanto costa il biglietto?", "it"),
        ("Qual é o prazo do contrato?", "pt"),
        ("Hoe lang is de opzegtermijn?", "nl"),
        ("每个月的租金是多少？", "zh"),
        ("家賃はいくらですか？", "ja"),
        ("How long is the notice period?", "en"),
        ("Who directed Die Hard?", "en"),
        ("When was Otto von Bismarck born?", "en"),
        ("What type of company is Van Gend en Loos?", "en"),
    ],
)
def test_the_language_of_a_question_is_told(question: str, language: str) -> None:
    assert asked_in(question, fallback="xx") == language


@pytest.mark.parametrize("words", ["Kündigungsfrist Mietvertrag", "Mali 2014", "", "?"])
def test_key_words_are_in_the_language_of_the_library(words: str) -> None:
    assert asked_in(words, fallback="de") == "de"
    assert asked_in(words) == "en"
