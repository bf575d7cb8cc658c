from __future__ import annotations

import pytest

from assistant.followups.smalltalk import reply


@pytest.mark.parametrize(
    "text",
    [
        "Hi",
        "hello!",
        "Good morning.",
        "Hey there",
        "Thanks",
        "Thank you very much!",
        "Bye",
        "What can you do?",
        "  hello \n",
        "ok",
        "Great!",
        "Sorry...",
        "Ok, great, thank you!",
        "That's wrong.",
        "haha",
        "👍",
        "Oh no, sorry",
        "How are you?",
        "Are you a robot?",
    ],
)
def test_a_person_would_answer(text: str) -> None:
    assert reply(text)


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("Guten Tag!", "Guten Tag."),
        ("Vielen Dank", "Gern"),
        ("Was kannst du?", "Ich beantworte"),
        ("Tschüss", "Auf Wiedersehen"),
        ("Super, danke!", "Gern"),
        ("Bonjour", "Bonjour."),
        ("Merci beaucoup !", "Je vous en prie"),
        ("Que peux-tu faire ?", "Je réponds"),
        ("Désolée", "Ce n'est rien"),
        ("D'accord", "Bien. Posez"),
        ("¡Hola!", "Hola."),
        ("Muchas gracias", "De nada"),
        ("¿Qué puedes hacer?", "Respondo"),
        ("Perdón", "No pasa nada"),
        ("Hello, what can you do?", "I answer"),
        ("Great, thanks", "You are welcome"),
        ("no", "I am sorry"),
    ],
)
def test_the_reply_is_in_the_language_of_the_remark_and_meets_what_weighs_most(text: str, begins: str) -> None:
    assert (reply(text) or "").startswith(begins)


@pytest.mark.parametrize(
    "text",
    [
        "Hi, who won the cup?",
        "hello world program",
        "Thanks to whom did he win?",
        "Who said goodbye?",
        "",
        "?",
        "help me find the budget",
        "No, the other Clarke",
        "ok, and in 2004?",
        "Great Britain",
        "Hallo, wer hat gewonnen?",
        "Merci de donner le budget",
        "Good morning " * 20,
    ],
)
def test_a_question_is_a_question(text: str) -> None:
    assert reply(text) is None
