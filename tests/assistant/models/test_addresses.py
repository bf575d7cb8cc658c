"""Which addresses are this machine's own."""

from __future__ import annotations

import pytest

from assistant.models.addresses import local, usual, whole


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:8080/v1", "http://localhost:1/v1", "http://[::1]:80", "http://127.9.9.9", "http://LOCALHOST."],
)
def test_loopback_addresses_are_local(address: str) -> None:
    assert local(address)


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "https://api.openai.com/v1",
        "http://localhost.example.org/v1",
        "http://127.0.0.1.nip.io",
        "http://127.0.0.1@example.org/",
        "http://example.org/?127.0.0.1",
        "http://192.168.1.7:11434",
        "http://10.0.0.1",
        "http://0.0.0.0:80",
        "http://[::ffff:8.8.8.8]/",
        "http://[half",
    ],
)
def test_all_others_are_not(address: str | None) -> None:
    assert not local(address)


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("0.0.0.0", "http://127.0.0.1:11434"),
        ("0.0.0.0:8080", "http://127.0.0.1:8080"),
        ("127.0.0.1:11500", "http://127.0.0.1:11500"),
        ("gpu.lan", "http://gpu.lan:11434"),
        ("http://[::]:5", "http://[::1]:5"),
        ("https://models.example.org/", "https://models.example.org"),
    ],
)
def test_what_ollamas_own_setting_means(given: str, address: str) -> None:
    assert whole(given, 11434) == address
    assert usual("ollama", {"OLLAMA_HOST": given}) == address


def test_providers_have_their_own_address() -> None:
    assert usual("openai", {}) == "https://api.openai.com/v1"
    assert usual("openai", {"OPENAI_BASE_URL": "https://models.example.org/v1/"}) == "https://models.example.org/v1"
    assert usual("groq", {"OPENAI_BASE_URL": "https://models.example.org/v1"}) is None
