"""What the page says of the chat model, and what a claim's label is, whatever a model or document wrote."""

from __future__ import annotations

import re
from pathlib import Path

from assistant.answers import Answer, Claim
from assistant.models.writer import Writer
from assistant.settings import Settings
from ui import prose
from ui.header import PROMISE
from ui.markup import Html
from ui.writer import promise, writer_html

SCRIPT = "<script>alert(1)</script>"


def writer(data: Path, model: str, url: str | None = None, *consent: str) -> Writer:
    made = Writer.of(Settings(data=data, model=model, base_url=url, consent=consent))
    assert made is not None
    return made


def test_without_a_model_the_page_is_as_it_was() -> None:
    assert writer_html(None, on=True, may_allow=True) == ""
    assert promise(None, PROMISE) == PROMISE


def test_a_model_of_this_machine_says_so(tmp_path: Path) -> None:
    local = writer(tmp_path, "ollama:qwen3", "http://127.0.0.1:11434")
    said = writer_html(local, on=True, may_allow=True)
    assert "It runs on this machine." in said
    assert 'aria-checked="true"' in said
    assert promise(local, PROMISE) == PROMISE


def test_a_remote_model_says_who_reads_and_asks_once(tmp_path: Path) -> None:
    remote = writer(tmp_path, "openai:gpt-5-mini", "https://models.example.org/v1")
    assert "models.example.org" in writer_html(remote, on=True, may_allow=True)
    assert 'data-do="allow-model"' in writer_html(remote, on=True, may_allow=True)
    # Who reaches the page over the network cannot say it for those whose documents they are.
    assert "allow-model" not in writer_html(remote, on=True, may_allow=False)
    remote.allow()
    again = writer(tmp_path, "openai:gpt-5-mini", "https://models.example.org/v1")
    assert "go to models.example.org" in writer_html(again, on=True, may_allow=True)
    assert "Nothing leaves this machine" in writer_html(again, on=False, may_allow=True)
    assert promise(again, PROMISE) == "Text goes to models.example.org"


def test_names_and_reasons_are_escaped(tmp_path: Path) -> None:
    named = writer(tmp_path, f"ollama:{SCRIPT}", "http://127.0.0.1:11434")
    assert "<script" not in writer_html(named, on=True, may_allow=True)
    claim = Claim(SCRIPT, (), 0, len(SCRIPT), support="unsupported", why=SCRIPT)
    shown = prose.whole(
        Answer("q", "q", True, SCRIPT, (claim,), None, 0.5, "generative", "m", (), ()), lambda _: Html("")
    )
    assert "<script" not in shown[0]
    assert re.search(r"Not supported.*: &lt;script", shown[0])


def test_each_label_has_a_sign_and_words_of_its_own() -> None:
    signs = set()
    for support, words in (("supported", "Supported"), ("weak", "Weakly supported"), ("unsupported", "Not supported")):
        claim = Claim("It is.", (1,), 0, 6, support=support)  # type: ignore[arg-type]
        answer = Answer("q", "q", True, "It is. [1]", (claim,), None, 0.5, "generative", "m", (), ())
        (shown,) = prose.whole(answer, lambda _: Html(""))
        assert words in re.sub(r"<[^>]+>", "", shown)
        sign = re.search(r' d="([^"]+)"', shown)
        assert sign
        signs.add(sign[1])
    assert len(signs) == 3
