"""The recipes of docs/MODELS.md are commands that Quoth has, and each reaches a server that speaks its protocol."""

from __future__ import annotations

import re
import shlex
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from langchain_core.messages import HumanMessage

from assistant.console.arguments.models import given
from assistant.models import consent
from assistant.models.calling import Asking
from assistant.models.providers import EXTRAS, choose, connect
from assistant.models.trouble import PATIENCE
from assistant.settings import Settings
from tests.assistant.models.servers import ModelServer
from ui.command import parser

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "MODELS.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
COMMANDS = [(block, line) for block in BLOCKS for line in block.splitlines() if "quoth" in shlex.split(line)]
ASSIGNMENT = re.compile(r"([A-Z_]+)=(.*)")


def environment(block: str, line: str) -> dict[str, str]:
    """What the block exports and the line sets before its command."""
    exported = re.findall(r"^export ([A-Z_]+)=(.*)$", block, re.MULTILINE)
    before = shlex.split(line)[: shlex.split(line).index("quoth")]
    return dict(exported) | {match[1]: match[2] for word in before if (match := ASSIGNMENT.fullmatch(word))}


def settings(block: str, line: str) -> Settings:
    words = shlex.split(line)
    arguments = parser().parse_args(words[words.index("quoth") + 1 :])
    return Settings.load(environment(block, line), **given(arguments))


def test_there_is_a_recipe_for_each() -> None:
    providers = {(settings(*one).model or "").partition(":")[0] for one in COMMANDS}
    assert providers == {"anthropic", "ollama", "openai"}
    assert len(COMMANDS) >= 7


@pytest.mark.parametrize(("block", "line"), COMMANDS, ids=[line for _, line in COMMANDS])
def test_a_recipe_reaches_its_server(block: str, line: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, value in environment(block, line).items():
        monkeypatch.setenv(name, value)
    meant = replace(settings(block, line), data=tmp_path)
    choice = choose(meant)
    assert choice is not None
    assert not consent.needed(choice, meant), "the recipe leaves out the consent that it needs"
    assert choice.remote is ("--consent" in line)
    with ModelServer("It ends in May [S1].", models=(choice.model,)) as server:
        # The same, but for the host: a server of the tests in place of the one that the recipe is about.
        path = urlsplit(choice.base_url or "").path
        placed = replace(choice, base_url=server.address + path)
        asking = Asking(connect(placed, meant), [HumanMessage("When does the lease end?")], placed)
        assert "".join(asking.words()) == "It ends in May [S1]."
        assert server.asked[0].body["model"] == choice.model


def test_it_names_extras_that_there_are() -> None:
    extras = {extra for _, extra in EXTRAS.values()}
    assert set(re.findall(r"`quoth\[(\w+)\]`", PAGE)) == extras


def test_it_says_how_long_is_waited() -> None:
    assert f"for {PATIENCE:g} seconds at most" in PAGE


def test_what_it_says_a_question_costs() -> None:
    read, wrote, cost = re.search(r"(\d+) tokens are read and (\d+) are written costs .* = ([\d.]+) at", PAGE).groups()  # type: ignore[union-attr]
    assert (int(read) * 2.5 + int(wrote) * 10) / 1e6 == pytest.approx(float(cost))
