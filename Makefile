# Quoth's commands: `make help` lists them. Everything goes into .venv, .quoth and tool caches in this folder.
.DEFAULT_GOAL := help
.PHONY: help run test types-and-imports tests-alone bench format docs constraints

# The documents to answer from. `make run FOLDER=~/Documents` follows that folder instead of seeds/.
# Both are taken from what make is given alone: in the shell PORT and FOLDER may stand for something else.
FOLDER := seeds
export FOLDER
# `make run PORT=7861` opens the chat on another port.
ifeq ($(origin PORT),command line)
export QUOTH_PORT := $(PORT)
endif

# Where to look for PyTorch builds besides the usual index; README.md says which ones there are.
ifdef TORCH_INDEX
TORCH_FROM = --extra-index-url $(TORCH_INDEX)
endif

PIP = .venv/bin/python -m pip --disable-pip-version-check --quiet
SUITABLE = import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))

help:  ## List the commands.
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' Makefile

run: .venv/installed  ## Open the chat over seeds/; FOLDER=~/Documents follows that folder instead, PORT=7861 opens another port.
	@folder="$$FOLDER"; case "$$folder" in "~") folder="$$HOME";; "~/"*) folder="$$HOME/$${folder#\~/}";; esac; \
	if ! [ -d "$$folder" ]; then echo "There is no folder $$folder." >&2; exit 2; fi; \
	folder=$$(cd "$$folder" && pwd -P); data=.quoth; \
	if [ "$$folder" != "$$(cd seeds && pwd -P)" ]; then \
		data=.quoth/folders/$$(printf %s "$$folder" | cksum | cut -d ' ' -f 1); \
	fi; \
	[ -n "$$QUOTH_DATA" ] || mkdir -p -m 700 .quoth; \
	QUOTH_DATA="$${QUOTH_DATA:-$$data}" exec .venv/bin/python -m ui.command serve "$$folder"

test: .venv/installed-test  ## Run ruff, mypy, import-linter and pytest with the browser tests.
	@.venv/bin/python -m ruff check && .venv/bin/python -m ruff format --check
	@$(MAKE) --no-print-directory --jobs=2 types-and-imports tests-alone

# Beside each other: the tests wait for servers and browsers half of their time. They begin with the longest files
# (tests/conftest.py), where xdist would begin with those that hold most tests.
types-and-imports:
	@.venv/bin/python -m mypy && \
	.venv/bin/python -c 'from importlinter.cli import lint_imports_command; lint_imports_command()'

tests-alone:
	@unset MAKEFLAGS MFLAGS; QUOTH_CHROMIUM=$$(.venv/bin/python tests/browser/chromium.py --install) && \
	export QUOTH_CHROMIUM && .venv/bin/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

bench: .venv/installed-bench  ## Measure indexing, questions, start and memory; writes benchmarks/results/.
	@.venv/bin/python -m benchmarks

format: .venv/installed-test  ## Format the code and mend what ruff can.
	@.venv/bin/python -m ruff format && .venv/bin/python -m ruff check --fix

docs: .venv/installed-test  ## Write docs/COMMANDS.md from the command line's help.
	@.venv/bin/python -m tests.commands_page

constraints: .venv/installed-test .venv/installed-bench  ## Write constraints.txt from the versions in .venv.
	@{ sed '/^#/!d' constraints.txt; .venv/bin/python -m pip --disable-pip-version-check freeze --exclude-editable \
	| sed '/==/!d; s/+.*//' | LC_ALL=C sort -f; } > .venv/constraints && mv .venv/constraints constraints.txt
	@touch .venv/installed .venv/installed-test .venv/installed-bench

# Each stamp is newer than what it was made from, so that a second run sets nothing up. An interpreter that has
# gone, as after an upgrade of the system's, leaves a dangling link here, and the environment is made anew.
.venv/bin/python:
	@for python in $(PYTHON) python3 python3.13 python3.12 python3.11 python3.14; do \
		if "$$python" -c '$(SUITABLE)' 2>/dev/null; then found="$$python"; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
		echo "Quoth needs Python 3.11 or newer with its venv module: install it (Debian: apt-get install python3-venv), or name one: make PYTHON=/path/to/python3.12 ..." >&2; \
		exit 1; \
	fi; \
	"$$found" -m venv --clear .venv

.venv/installed: .venv/bin/python pyproject.toml constraints.txt
	@echo "Setting up Quoth in .venv: this takes a few minutes, once."
	@$(PIP) --version >/dev/null 2>&1 || .venv/bin/python -m ensurepip >/dev/null
	@$(PIP) install --no-deps -c constraints.txt $(TORCH_FROM) torch
	@$(PIP) install -c constraints.txt -e .
	@touch .venv/installed

.venv/installed-test: .venv/installed
	@echo "Setting up what the tests need in .venv."
	@$(PIP) install -c constraints.txt -e '.[test]'
	@touch .venv/installed-test

.venv/installed-bench: .venv/installed
	@echo "Setting up what the benchmarks need in .venv."
	@$(PIP) install -c constraints.txt -e '.[bench]'
	@$(PIP) install -c constraints.txt --no-deps langchain-huggingface
	@touch .venv/installed-bench
